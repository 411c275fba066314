package vault_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// ledgerVault makes a closed vault with the first transactions of the ledger.
func ledgerVault(t testing.TB, transactions int) (dir string) {
	t.Helper()
	v, dir, _ := create(t)
	putSecret(t, v, smtpPassword(), "s3cret")
	for n := 1; n <= transactions; n++ {
		if err := saveLedger(t, v, n); err != nil {
			t.Fatal(describe(err))
		}
	}
	closeVault(t, v)
	return dir
}

func TestCampaign_SC9_KillsDuringSaving(t *testing.T) {
	c := startCampaign(t, 50, 1000)
	c.killRounds(t, "save", 120*time.Millisecond)
}

func TestCampaign_SC11_KillsDuringRotation(t *testing.T) {
	c := startCampaign(t, 50, 1000)
	c.killRounds(t, "rotate", 250*time.Millisecond)
}

// killRounds kills a job again and again in one folder, so that what one kill
// leaves meets the next. In half of the rounds the recovery is killed too.
func (c *campaign) killRounds(t *testing.T, job string, window time.Duration) {
	const transactions = 30
	dir, n := ledgerVault(t, transactions), transactions
	old := remains{}
	for round := 0; c.goesOn(t, round); round++ {
		c.add("rounds", 1)
		n = c.killWorking(t, dir, job, 0, n, window)
		if round%2 == 0 {
			c.killOpening(t, dir, 0)
		}
		n = c.checkRound(t, dir, n, old)
		if t.Failed() {
			t.Fatalf("in round %d", round)
		}
	}
	c.add("live generations", liveGenerations(t, dir))
}

// liveGenerations counts the generations of which a folder holds anything.
func liveGenerations(t *testing.T, dir string) int {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.[0-9]*"))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, name := range names {
		seen[strings.Split(filepath.Base(name), ".")[1]] = true
	}
	return len(seen)
}

// checkRound opens the vault, counts what is lost or wrong, and looks for
// anything of the generations before.
func (c *campaign) checkRound(t *testing.T, dir string, acknowledged int, old remains) (n int) {
	t.Helper()
	v := open(t, dir)
	unlock(t, v)
	n = c.checkLedger(t, v, acknowledged)
	generation, key := v.Info().Generation, v.MaskedVaultKey()
	closeVault(t, v)
	oneGeneration(t, dir, generation)
	if t.Failed() {
		c.add("wrong", 1)
	}
	c.add("pieces of old generations searched", old.search(t, dir, generation))
	old.sample(t, dir, generation, key)
	return n
}

// remains are pieces of the ciphertext of a generation, and its masked key.
type remains map[uint64][][]byte

// sample takes pieces of every file of a generation.
func (r remains) sample(t testing.TB, dir string, generation uint64, maskedKey []byte) {
	t.Helper()
	pieces := [][]byte{unmask(maskedKey)}
	for name, content := range dirContent(t, dir) {
		if !strings.Contains(name, fmt.Sprint(".", generation)) {
			continue
		}
		for range 3 {
			if len(content) < 1024 {
				break
			}
			at := 64 + rand.N(len(content)-96) // behind the prefix, which is plain and stays
			if piece := content[at : at+32]; mixed(piece) {
				pieces = append(pieces, bytes.Clone(piece))
			}
		}
	}
	clear(r) // the generation before was searched for already
	r[generation] = pieces
}

func unmask(b []byte) []byte {
	out := make([]byte, len(b))
	for i := range b {
		out[i] = ^b[i]
	}
	return out
}

// mixed reports whether a piece is ciphertext and not padding.
func mixed(piece []byte) bool {
	seen := map[byte]bool{}
	for _, b := range piece {
		seen[b] = true
	}
	return len(seen) > 20
}

// search looks for the pieces of other generations in all files, and returns how
// many there were.
func (r remains) search(t testing.TB, dir string, live uint64) (searched int) {
	t.Helper()
	files := dirContent(t, dir)
	for generation, pieces := range r {
		if generation == live {
			continue
		}
		for _, piece := range pieces {
			searched++
			for name, content := range files {
				if bytes.Contains(content, piece) {
					t.Errorf("%s holds a piece of generation %d", name, generation)
				}
			}
		}
	}
	return searched
}

// TestCampaign_SC13_KillsDuringPasswordChange leaves exactly one password each
// time: the last one that was acknowledged, or the one after it.
func TestCampaign_SC13_KillsDuringPasswordChange(t *testing.T) {
	c := startCampaign(t, 50, 500)
	dir, n := ledgerVault(t, 3), 0
	for round := 0; c.goesOn(t, round); round++ {
		c.add("rounds", 1)
		n = c.onePassword(t, dir, c.killWorking(t, dir, "password", n, n, 80*time.Millisecond))
		if round%2 == 0 {
			c.killOpening(t, dir, n)
			if again := c.onePassword(t, dir, n); again != n {
				c.fail(t, "wrong", "password %d opened the vault, and now %d does", n, again)
			}
		}
		if t.Failed() {
			t.Fatalf("in round %d", round)
		}
	}
	v := open(t, dir)
	if _, err := v.Unlock(t.Context(), "", secret.FromString(passwordNumber(n))); err != nil {
		t.Fatal(describe(err))
	}
	if got := readNotes(t, v)["changed"]; got != noteOf("changed") {
		c.fail(t, "lost", "what was saved with the changes")
	}
	closeVault(t, v)
}

// onePassword returns the number of the one password that opens the vault.
func (c *campaign) onePassword(t *testing.T, dir string, acknowledged int) (opens int) {
	t.Helper()
	found := 0
	for n := max(0, acknowledged-1); n <= acknowledged+1; n++ {
		err := tryPassword(t, dir, passwordNumber(n))
		if err == nil {
			opens = n
			found++
		} else if !fault.HasCode(err, vault.CodeWrongPassword) {
			c.fail(t, "wrong", "password %d: %s", n, describe(err))
		}
	}
	if found != 1 || opens < acknowledged {
		c.fail(t, "wrong", "%d passwords open the vault after the change to %d, the last of them %d", found, acknowledged, opens)
	}
	return opens
}

// TestCampaign_SC27_ParallelStarts lets processes open one vault at once:
// exactly one gets it, and the others are refused before a password is computed.
func TestCampaign_SC27_ParallelStarts(t *testing.T) {
	c := startCampaign(t, 50, 50)
	dir := ledgerVault(t, 1)
	gate := filepath.Join(t.TempDir(), "gate")
	starts := make([]*starter, c.rounds)
	for i := range starts {
		starts[i] = startStarter(t, dir, gate)
	}
	for _, s := range starts {
		s.waitFor(t, "ready")
	}
	if err := os.WriteFile(gate, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	got := 0
	for _, s := range starts {
		c.add("rounds", 1)
		switch answer := s.next(t); answer {
		case "open":
			got++
		case vault.CodeInUse:
			c.add("refused before the password", 1)
		default:
			c.fail(t, "wrong", "a start answers %q", answer)
		}
	}
	for _, s := range starts {
		s.end(t)
	}
	if got != 1 {
		c.fail(t, "wrong", "%d processes have the vault", got)
	}
	c.add("got it", got)
	if err := tryOpen(t.Context(), dir, nil); err != nil {
		t.Error(describe(err))
	}
}
