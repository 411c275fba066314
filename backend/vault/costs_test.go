package vault_test

import (
	"encoding/base64"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/vault"
	"patchbay/backend/vault/kdf"
)

// forgery is a changed field of an operator's slot.
type forgery struct {
	path  []string // within the slot
	value any
	codes []string // the answers that are right
	asks  bool
}

// forgeries change memory, passes, lanes and salt one by one, and all three
// costs together, which alone gets above the floor.
func forgeries(random *rand.Rand) []forgery {
	ceiling, floor := kdf.Ceiling(), kdf.Floor()
	var out []forgery
	single := func(field string, value uint64) {
		out = append(out, forgery{[]string{"cost", field}, value, []string{vault.CodeCostTooLow}, false})
	}
	all := func(m, t, p uint64) {
		cost := map[string]any{"memoryKiB": m, "passes": t, "lanes": p}
		out = append(out, forgery{[]string{"cost"}, cost, []string{vault.CodeCostTooHigh}, true})
	}
	for range 25 {
		single("memoryKiB", random.Uint64N(math.MaxUint32)+65)
		single("passes", random.Uint64N(math.MaxUint32)+2)
		single("lanes", random.Uint64N(math.MaxUint8-1)+2)
		above := random.Uint64N(math.MaxUint32-uint64(ceiling.MemoryKiB)) + 1
		all(uint64(ceiling.MemoryKiB)+above, uint64(floor.Passes), uint64(floor.Lanes))
		all(uint64(floor.MemoryKiB), uint64(ceiling.Passes)+1+random.Uint64N(1<<31), uint64(floor.Lanes))
		all(uint64(floor.MemoryKiB), uint64(floor.Passes), uint64(ceiling.Lanes)+1+random.Uint64N(200))
	}
	all(math.MaxUint32, math.MaxUint32, math.MaxUint8)
	for _, field := range []string{"memoryKiB", "passes", "lanes"} {
		single(field, 0)
		for _, value := range []any{-1, uint64(1) << 32, "1", nil, 0.5, []int{1}} {
			codes := []string{vault.CodeDamaged, vault.CodeCostTooLow, vault.CodeTampered}
			out = append(out, forgery{[]string{"cost", field}, value, codes, false})
		}
	}
	return out
}

// saltForgeries change the salt in every bit, and its length.
func saltForgeries(salt []byte) []forgery {
	var out []forgery
	encode := base64.StdEncoding.EncodeToString
	for bit := range len(salt) * 8 {
		flipped := slices.Clone(salt)
		flipped[bit/8] ^= 1 << (bit % 8)
		out = append(out, forgery{[]string{"salt"}, encode(flipped), []string{vault.CodeWrongPassword}, false})
	}
	for _, changed := range [][]byte{{}, salt[:15], append(slices.Clone(salt), 0)} {
		out = append(out, forgery{[]string{"salt"}, encode(changed), []string{vault.CodeDamaged}, false})
	}
	return out
}

// TestSC3_ForgedCosts changes what makes a password's key, one field at a time.
// The vault never opens, and nothing is spent before a person was asked.
func TestSC3_ForgedCosts(t *testing.T) {
	const budget = 32 << 20 // bytes
	v, dir, _ := create(t)
	closeVault(t, v)
	slot := headerOf(t, dir)["operators"].([]any)[0].(map[string]any)
	salt, err := base64.StdEncoding.DecodeString(slot["salt"].(string))
	if err != nil {
		t.Fatal(err)
	}
	cases := append(forgeries(rand.New(rand.NewPCG(5, 6))), saltForgeries(salt)...)
	if len(cases) < 200 {
		t.Fatalf("only %d cases", len(cases))
	}
	whole := files(t, dir)
	for _, c := range cases {
		forgeHeader(t, dir, func(h map[string]any) {
			at := h["operators"].([]any)[0].(map[string]any)
			for _, step := range c.path[:len(c.path)-1] {
				at = at[step].(map[string]any)
			}
			at[c.path[len(c.path)-1]] = c.value
		})
		asked, spent, err := unlockAsking(t, dir)
		what := fmt.Sprint(c.path, " ", c.value)
		if !slices.Contains(c.codes, fault.Of(err).Code) {
			t.Errorf("%s: %s, want one of %q", what, describe(err), c.codes)
		}
		if asked != c.asks || spent > budget {
			t.Errorf("%s: asked %v, after %d KiB", what, asked, spent>>10)
		}
		for name, content := range whole {
			writeFile(t, dir, name, []byte(content))
		}
	}
	if err := tryOpen(t.Context(), dir, nil); err != nil {
		t.Errorf("in the end: %s", describe(err))
	}
}

// unlockAsking tries the right password. It says whether a person was asked
// about the cost, and how many bytes were allocated until then, or until the
// end.
func unlockAsking(t *testing.T, dir string) (asked bool, spent uint64, err error) {
	t.Helper()
	before := allocated()
	o := options(dir)
	o.ConfirmCost = func(kdf.Cost) bool {
		asked, spent = true, allocated()-before
		return false
	}
	v, err := vault.Open(o)
	if err != nil {
		return false, allocated() - before, err
	}
	defer closeVault(t, v)
	_, err = v.Unlock(t.Context(), "", password())
	if !asked {
		spent = allocated() - before
	}
	return asked, spent, err
}

func allocated() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.TotalAlloc
}
