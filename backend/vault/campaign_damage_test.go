package vault_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// exhibit is a folder to be damaged, and what a sound copy of it holds.
type exhibit struct {
	name string
	dir  string
	last int // transaction of the ledger
}

// exhibits are a vault that was closed, one whose process was killed, and one
// whose process was killed in the middle of a rotation.
func exhibits(t *testing.T) (all []exhibit, older, other string) {
	t.Helper()
	const before, after = 20, 30
	dir := ledgerVault(t, before)
	older = copyDir(t, dir)
	v := open(t, dir)
	unlock(t, v)
	for n := before + 1; n <= after; n++ {
		if err := saveLedger(t, v, n); err != nil {
			t.Fatal(describe(err))
		}
	}
	killed := copyDir(t, dir)
	closeVault(t, v)
	withoutMapped(t, killed)
	all = []exhibit{{"closed", dir, after}, {"killed", killed, after}}
	for _, step := range []int{3, 60, 75} {
		rotating := copyDir(t, dir)
		_ = child(t, rotating, "rotate", trap{step: step}).Run()
		withoutMapped(t, rotating)
		all = append(all, exhibit{fmt.Sprint("killed at step ", step, " of a rotation"), rotating, after})
	}
	return all, older, ledgerVault(t, before)
}

// withoutMapped removes the files that Badger maps: they are large, and never
// opened after a kill.
func withoutMapped(t *testing.T, dir string) {
	t.Helper()
	mapped, _ := filepath.Glob(filepath.Join(dir, "store.*", "*.mem"))
	for _, path := range mapped {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

// TestCampaign_SC5_Damage damages one file at a time. Either the vault is refused
// with one of the answers, or everything is there.
func TestCampaign_SC5_Damage(t *testing.T) {
	c := startCampaign(t, 200, 2000)
	all, older, other := exhibits(t)
	for i := range c.rounds {
		c.add("rounds", 1)
		x := all[i%len(all)]
		copied := copyDir(t, x.dir)
		what := c.damage(t, copied, older, other)
		err := tryOpen(t.Context(), copied, func(v *vault.Vault) error { return c.sound(t, v, x) })
		var f *fault.Fault
		switch {
		case errors.Is(err, errReported):
			c.add("reported", 1)
		case err == nil:
			c.add("repaired", 1)
		case errors.As(err, &f) && slices.Contains(refusals(), f.Code):
			c.add("refused", 1)
			if f.Hint == "" {
				c.fail(t, "wrong", "%s, %s: no next step", x.name, what)
			}
		default:
			c.fail(t, "wrong", "%s, %s: %s", x.name, what, describe(err))
		}
		if t.Failed() {
			t.Fatalf("%s, %s", x.name, what)
		}
		_ = os.RemoveAll(copied)
	}
}

func refusals() []string {
	return []string{
		vault.CodeDamaged, vault.CodeTampered, vault.CodeForeign, vault.CodeNewer, vault.CodeRolledBack,
		vault.CodeMissing,
	}
}

// errReported says that something is lost, and that the vault says so.
var errReported = errors.New("the loss is reported")

// sound checks that a vault that opens holds everything.
func (c *campaign) sound(t *testing.T, v *vault.Vault, x exhibit) error {
	if slices.ContainsFunc(v.Report(), func(s string) bool { return strings.Contains(s, "an older copy") }) {
		c.checkLedger(t, v, ledgerNumber(t, v)) // an earlier state, and wholly so
		return errReported
	}
	c.checkLedger(t, v, x.last)
	return nil
}

// damage changes one file and says how.
func (c *campaign) damage(t *testing.T, dir, older, other string) string {
	t.Helper()
	name := c.pick(t, dir)
	b := readFile(t, dir, name)
	kinds := []func() (string, []byte){
		func() (string, []byte) { return c.flip(b) },
		func() (string, []byte) { return c.cut(b) },
		func() (string, []byte) { return c.zero(b) },
		func() (string, []byte) { return c.swapBlocks(b) },
		func() (string, []byte) { return c.swapFrames(name, b) },
		func() (string, []byte) { return fromElsewhere("of another vault", other, name) },
		func() (string, []byte) { return fromElsewhere("of an earlier day", older, name) },
		func() (string, []byte) {
			return "longer", append(slices.Clone(b), make([]byte, 1+c.random.IntN(64))...)
		},
		func() (string, []byte) { return "removed", nil },
	}
	what, changed := kinds[c.random.IntN(len(kinds))]()
	if changed == nil {
		removeFile(t, dir, name)
		return name + " removed"
	}
	writeFile(t, dir, name, changed)
	return name + " " + what
}

// pick chooses a file: headers, snapshots, journals and the store's files are
// hit alike.
func (c *campaign) pick(t *testing.T, dir string) string {
	t.Helper()
	patterns := []string{"header.*", "snapshot.*", "journal.*", "store.*/*"}
	found, err := filepath.Glob(filepath.Join(dir, patterns[c.random.IntN(len(patterns))]))
	if err != nil || len(found) == 0 {
		t.Fatal("there is nothing to damage", err)
	}
	name, err := filepath.Rel(dir, found[c.random.IntN(len(found))])
	if err != nil {
		t.Fatal(err)
	}
	return name
}

func (c *campaign) flip(b []byte) (string, []byte) {
	if len(b) == 0 {
		return "removed", nil
	}
	b, bit := slices.Clone(b), c.random.IntN(len(b)*8)
	b[bit/8] ^= 1 << (bit % 8)
	return fmt.Sprint("with another bit ", bit), b
}

func (c *campaign) cut(b []byte) (string, []byte) {
	if len(b) == 0 {
		return "removed", nil
	}
	at := c.random.IntN(len(b))
	return fmt.Sprintf("cut at %d of %d", at, len(b)), b[:at:at]
}

// zero puts zeros in the place of sectors, as a disk does that has lost them.
func (c *campaign) zero(b []byte) (string, []byte) {
	b = slices.Clone(b)
	from := c.random.IntN(len(b)/512+1) * 512
	to := min(len(b), from+512*(1+c.random.IntN(8)))
	clear(b[from:to])
	return fmt.Sprintf("with zeros from %d to %d", from, to), b
}

// swapBlocks swaps two sectors.
func (c *campaign) swapBlocks(b []byte) (string, []byte) {
	if len(b) < 1024 {
		return c.flip(b)
	}
	b = slices.Clone(b)
	first, second := c.random.IntN(len(b)/512)*512, c.random.IntN(len(b)/512)*512
	for i := range 512 {
		b[first+i], b[second+i] = b[second+i], b[first+i]
	}
	return fmt.Sprintf("with the sectors at %d and %d swapped", first, second), b
}

// swapFrames swaps two transactions of a journal, each with its length and its
// checksum.
func (c *campaign) swapFrames(name string, b []byte) (string, []byte) {
	frames := journalFrames(b)
	if filepath.Ext(name) == "" || len(frames) < 3 {
		return c.swapBlocks(b)
	}
	i := 1 + c.random.IntN(len(frames)-2) // the first frame says where the journal starts
	frames[i], frames[i+1] = frames[i+1], frames[i]
	return fmt.Sprintf("with the transactions %d and %d swapped", i, i+1),
		append(slices.Clone(b[:3*512]), slices.Concat(frames...)...)
}

// journalFrames cuts a journal into its frames; none when it is no journal.
func journalFrames(b []byte) (frames [][]byte) {
	const start = 3 * 512
	for at := start; at+8 <= len(b) && string(b[:6]) == "PBJRNL"; {
		size := 8 + int(binary.BigEndian.Uint32(b[at:]))
		if at+size > len(b) {
			return nil
		}
		frames = append(frames, b[at:at+size])
		at += size
	}
	return frames
}

// fromElsewhere is a file of the same name from another folder.
func fromElsewhere(what, dir, name string) (string, []byte) {
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return "removed", nil
	}
	return what, b
}

// TestCampaign_SC4_EveryBitOfTheHeader flips every bit of the header, in both
// copies, before the vault is opened with the right password.
func TestCampaign_SC4_EveryBitOfTheHeader(t *testing.T) {
	c := startCampaign(t, 61, 1) // every one goes through the files in the full one
	dir := ledgerVault(t, 1)
	raw := readFile(t, dir, "header.a")
	for bit := range len(raw) * 8 {
		c.add("rounds", 1)
		raw[bit/8] ^= 1 << (bit % 8)
		if err := vault.ParseHeader(raw); err == nil {
			c.fail(t, "wrong", "bit %d is accepted", bit)
		}
		raw[bit/8] ^= 1 << (bit % 8)
		if bit%c.rounds != 0 {
			continue
		}
		raw[bit/8] ^= 1 << (bit % 8)
		writeFile(t, dir, "header.a", raw)
		writeFile(t, dir, "header.b", raw)
		_, err := vault.Open(options(dir)) // no flip gets as far as the password
		var f *fault.Fault
		switch {
		case err == nil, !errors.As(err, &f):
			c.fail(t, "wrong", "bit %d: %s", bit, describe(err))
		case !slices.Contains(refusals(), f.Code):
			c.fail(t, "wrong", "bit %d: %s", bit, f.Code)
		default:
			c.add(f.Code, 1)
		}
		raw[bit/8] ^= 1 << (bit % 8)
	}
}
