package kdf_test

import (
	"encoding/hex"
	"errors"
	"testing"
	"time"

	"patchbay/backend/vault/kdf"
)

func TestSC3_Floor(t *testing.T) {
	floor := kdf.Floor()
	if floor.MemoryKiB != 64<<10 || floor.Passes != 3 || floor.Lanes != 4 {
		t.Errorf("the floor is %+v", floor)
	}
	for name, lower := range map[string]func(*kdf.Cost){
		"memory": func(c *kdf.Cost) { c.MemoryKiB-- },
		"passes": func(c *kdf.Cost) { c.Passes-- },
		"lanes":  func(c *kdf.Cost) { c.Lanes-- },
		"all":    func(c *kdf.Cost) { *c = kdf.Cost{} },
	} {
		c := floor
		lower(&c)
		if !errors.Is(c.Check(), kdf.ErrBelowFloor) {
			t.Errorf("lower %s is accepted", name)
		}
	}
	if floor.Check() != nil || kdf.ForTests().Check() != nil {
		t.Error("the floor itself, or the cost of tests, is refused within a test")
	}
}

func TestSC3_Ceiling(t *testing.T) {
	ceiling := kdf.Ceiling()
	if ceiling.AboveCeiling() || kdf.Floor().AboveCeiling() || ceiling.MemoryKiB > 1<<20 {
		t.Errorf("the ceiling is %+v", ceiling)
	}
	for name, raise := range map[string]func(*kdf.Cost){
		"memory": func(c *kdf.Cost) { c.MemoryKiB++ },
		"passes": func(c *kdf.Cost) { c.Passes++ },
		"lanes":  func(c *kdf.Cost) { c.Lanes++ },
	} {
		c := ceiling
		raise(&c)
		if !c.AboveCeiling() {
			t.Errorf("more %s is not above", name)
		}
	}
}

// TestCalibration runs on imagined machines.
func TestCalibration(t *testing.T) {
	floor := kdf.Cost{MemoryKiB: 64, Passes: 3, Lanes: 4}
	ceiling := kdf.Cost{MemoryKiB: 512, Passes: 6, Lanes: 4}
	for name, c := range map[string]struct {
		perPass time.Duration // for 64 KiB
		want    kdf.Cost
	}{
		"slow":          {time.Second, floor},
		"right at once": {200 * time.Millisecond, floor},
		"memory first":  {50 * time.Millisecond, kdf.Cost{MemoryKiB: 256, Passes: 3, Lanes: 4}},
		"then passes":   {15 * time.Millisecond, kdf.Cost{MemoryKiB: 512, Passes: 5, Lanes: 4}},
		"very fast":     {time.Microsecond, kdf.Cost{MemoryKiB: 512, Passes: 6, Lanes: 4}},
		"too big steps": {120 * time.Millisecond, kdf.Cost{MemoryKiB: 128, Passes: 3, Lanes: 4}},
	} {
		got := kdf.CalibrateWith(floor, ceiling, func(cost kdf.Cost) time.Duration {
			return c.perPass * time.Duration(cost.MemoryKiB/64) * time.Duration(cost.Passes)
		})
		if got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// TestKeyIsStable pins what old vaults depend on.
func TestKeyIsStable(t *testing.T) {
	got := hex.EncodeToString(kdf.Key([]byte("password"), []byte("saltsaltsaltsalt"),
		kdf.Cost{MemoryKiB: 64, Passes: 2, Lanes: 1}))
	const want = "8ba3fa702bd2c08fc6a7830ede5f30be3a1751ed492f31cd7d76a0a480725b5a"
	if got != want {
		t.Errorf("got %s", got)
	}
}
