package vault_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/vault/disk"
)

// trap is what happens at one step of the disk.
type trap struct {
	step    int // counted from 1 once the trap is armed; 0 never snaps
	moment  disk.Moment
	result  error // nil ends the process
	forever bool  // every later step fails as well
}

func (p trap) String() string {
	when := map[disk.Moment]string{disk.Before: "before", disk.After: "after"}[p.moment]
	what := fmt.Sprint(p.result)
	if p.result == nil {
		what = "crash"
	}
	if p.forever {
		what += " from then on"
	}
	return fmt.Sprintf("%s %s step %d", what, when, p.step)
}

// trapped is a disk that fails as its trap says.
type trapped struct {
	trap
	mu      sync.Mutex
	armed   bool
	seen    int
	snapped string // the step at which it failed first
}

func (d *trapped) disk() disk.Disk { return disk.Watched(d.watch) }

func (d *trapped) watch(m disk.Moment, s disk.Step) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.armed {
		return nil
	}
	if m == d.moment {
		d.seen++
	}
	if d.step == 0 || m != d.moment || d.seen != d.step && (!d.forever || d.seen < d.step) {
		return nil
	}
	if d.result == nil {
		os.Exit(crashStatus)
	}
	if d.snapped == "" {
		d.snapped = s.String()
	}
	return d.result
}

func (d *trapped) arm(on bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.armed = on
}

// outcome says at which step the trap snapped; nothing when it did not.
func (d *trapped) outcome() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.snapped
}

// work is a change of a vault that holds the notes of workIDs, and what shows
// that it has happened.
type work struct {
	name string
	do   func(t *testing.T, v *vault.Vault) error
	// happened is nil when nothing shows; else it says whether everything or
	// nothing of the change is there, and fails the test otherwise.
	happened func(t *testing.T, v *vault.Vault) bool
	// passwords are the old one and the new one, of which exactly one opens the
	// vault. None stands for the usual one.
	passwords []string
}

func workIDs() []string { return []string{"a", "b", "c"} }

func works() []work {
	return []work{
		{name: "save", do: saveTwo, happened: func(t *testing.T, v *vault.Vault) bool { return wantAll(t, v, "x", "y") }},
		{name: "fold", do: func(_ *testing.T, v *vault.Vault) error { return v.Fold() }},
		{name: "close", do: func(_ *testing.T, v *vault.Vault) error { return v.Close() }},
		{name: "rotate", do: rotateOnce, happened: func(t *testing.T, v *vault.Vault) bool {
			done := wantAll(t, v, "rotated")
			if generation := v.Info().Generation; done != (generation == 2) {
				t.Errorf("generation %d, and what was written with it is there: %v", generation, done)
			}
			return done
		}},
		{name: "password", do: func(t *testing.T, v *vault.Vault) error {
			return v.ChangePassword(t.Context(), operatorID, password(), secret.FromString(nextPassword), putNote("changed"))
		}, passwords: []string{passwordText, nextPassword}},
		{name: "operator", do: func(t *testing.T, v *vault.Vault) error {
			return v.AddOperator(t.Context(), "fedcba9876543210", "Grace Hopper", secret.FromString(nextPassword), putNote("added"))
		}},
	}
}

func putNote(id string) func(*vault.Tx) error {
	return func(tx *vault.Tx) error {
		_, err := notes().Put(tx, id, noteOf(id), vault.AnyRevision)
		return err
	}
}

func saveTwo(t *testing.T, v *vault.Vault) error {
	return v.Update(t.Context(), func(tx *vault.Tx) error {
		return errors.Join(putNote("x")(tx), putNote("y")(tx))
	})
}

func rotateOnce(t *testing.T, v *vault.Vault) error {
	_, err := v.Rotate(t.Context(), vault.RotateOptions{InTx: putNote("rotated")})
	return err
}

// wantAll checks that what was acknowledged is there, and all of these notes or
// none.
func wantAll(t testing.TB, v *vault.Vault, ids ...string) bool {
	t.Helper()
	got, found := readNotes(t, v), 0
	for _, id := range ids {
		if got[id] == noteOf(id) {
			found++
		}
	}
	if found != 0 && found != len(ids) {
		t.Errorf("%d of %q are there", found, ids)
	}
	return found > 0
}

// wantWork checks the acknowledged notes and the secret.
func wantWork(t testing.TB, v *vault.Vault) {
	t.Helper()
	got := readNotes(t, v)
	for _, id := range append(workIDs(), "acknowledged") {
		if got[id] != noteOf(id) {
			t.Errorf("%s is lost", id)
		}
	}
	if got, err := readSecret(t, v, smtpPassword(), destination); got != "s3cret" || err != nil {
		t.Errorf("the secret is %q: %v", got, err)
	}
}

// workDir makes a closed vault to work on.
func workDir(t *testing.T) string {
	t.Helper()
	v, dir, _ := create(t)
	save(t, v, workIDs()...)
	putSecret(t, v, smtpPassword(), "s3cret")
	closeVault(t, v)
	return dir
}

// openTrapped opens and unlocks a vault on a disk whose trap is not armed yet.
func openTrapped(t *testing.T, dir string, d *trapped) *vault.Vault {
	t.Helper()
	o := options(dir)
	o.Disk = d.disk()
	v, err := vault.Open(o)
	if err != nil {
		t.Fatal(describe(err))
	}
	t.Cleanup(func() { _ = v.Close() })
	unlock(t, v)
	save(t, v, "acknowledged")
	return v
}

// traps are the ways in which step n fails. In a plain run they take turns; in
// a campaign there are all of them.
func traps(n int, all bool) []trap {
	var out []trap
	for _, m := range []disk.Moment{disk.Before, disk.After} {
		for _, result := range []error{syscall.ENOSPC, syscall.EIO, io.ErrShortWrite} {
			if m == disk.After && errors.Is(result, io.ErrShortWrite) {
				continue // what is too short is so at once
			}
			out = append(out, trap{n, m, result, false}, trap{n, m, result, true})
		}
	}
	if all {
		return out
	}
	return []trap{out[(3*n)%len(out)], out[(3*n+5)%len(out)]}
}

// TestSC10_FailpointsOfEveryChange lets every step of every change fail.
func TestSC10_FailpointsOfEveryChange(t *testing.T) {
	dir := workDir(t)
	for _, w := range works() {
		t.Run(w.name, func(t *testing.T) {
			for n, more := 1, true; more; n++ {
				more = false
				for _, p := range traps(n, os.Getenv(campaignSize) == "full") {
					copied := copyDir(t, dir)
					snapped := failingWork(t, copied, w, &trapped{trap: p})
					_ = os.RemoveAll(copied)
					if t.Failed() {
						t.Fatalf("%s: %s", p, snapped)
					}
					more = more || snapped != ""
				}
				if !more && n < 4 {
					t.Errorf("there were only %d steps", n-1)
				}
			}
		})
	}
}

// failingWork does the work on a disk with an armed trap, and returns the step at
// which that snapped.
func failingWork(t *testing.T, dir string, w work, d *trapped) (snapped string) {
	t.Helper()
	v := openTrapped(t, dir, d)
	d.arm(true)
	err := w.do(t, v)
	d.arm(false)
	snapped = d.outcome()
	if snapped == "" && err != nil {
		t.Errorf("nothing failed, and yet: %s", describe(err))
	}
	wantFailure(t, d.result, err)
	if w.name != "close" {
		wantWork(t, v) // reading goes on
		usable(t, v)
	}
	d.forever = false
	closed := v.Close()
	if snapped == "" && closed != nil {
		t.Errorf("close: %s", describe(closed))
	}
	afterWork(t, dir, w, err == nil)
	return snapped
}

// wantFailure checks that what failed is named: no success that is none, and no
// fault that says something else.
func wantFailure(t *testing.T, injected, err error) {
	t.Helper()
	if err == nil {
		return // the step did not matter, or was made up for; what follows shows it
	}
	want := vault.CodeWriteFailed
	if errors.Is(injected, syscall.ENOSPC) {
		want = vault.CodeDiskFull
	}
	if !fault.HasCode(err, want) {
		t.Errorf("it says %s, not %s", describe(err), want)
	}
	if fault.Of(err).Hint == "" {
		t.Error("there is no next step")
	}
}

// usable saves once more: either that works, or the vault says that it must be
// opened again, and then that works.
func usable(t *testing.T, v *vault.Vault) {
	t.Helper()
	err := v.Update(t.Context(), putNote("later"))
	if err == nil {
		return
	}
	wantCode(t, err, vault.CodeWriteFailed)
	if hint := fault.Of(err).Hint; !strings.Contains(hint, "lock the vault and unlock it again") {
		t.Errorf("the hint is %q", hint)
	}
	_ = v.Lock() // says that it could not settle
	if _, err := v.Unlock(t.Context(), "Ada Lovelace", password()); fault.HasCode(err, vault.CodeWrongPassword) {
		_, err = v.Unlock(t.Context(), "Ada Lovelace", secret.FromString(nextPassword))
		if err != nil {
			t.Fatal(describe(err))
		}
	} else if err != nil {
		t.Fatal(describe(err))
	}
	if err := v.Update(t.Context(), putNote("later")); err != nil {
		t.Errorf("saving after it was opened again: %s", describe(err))
	}
}

// afterWork opens the vault on a disk that is well again, twice: the first
// opening repairs, the second finds nothing to repair.
func afterWork(t *testing.T, dir string, w work, succeeded bool) {
	t.Helper()
	opens := onlyPassword(t, dir, w.passwords)
	if succeeded && len(w.passwords) > 0 && opens != w.passwords[1] {
		t.Error("the password change succeeded, and the old one opens")
	}
	for opening := range 2 {
		v := open(t, dir)
		if _, err := v.Unlock(t.Context(), operatorName, secret.FromString(opens)); err != nil {
			t.Fatal(describe(err))
		}
		if report := v.Report(); opening == 1 && len(report) > 0 {
			t.Errorf("the second opening reports %q", report)
		}
		wantWork(t, v)
		if w.happened != nil && !w.happened(t, v) && succeeded {
			t.Error("it succeeded, and it has not happened")
		}
		closeVault(t, v)
		oneGeneration(t, dir, v.Info().Generation)
	}
}

// onlyPassword returns the one password that opens the vault.
func onlyPassword(t *testing.T, dir string, passwords []string) string {
	t.Helper()
	if len(passwords) == 0 {
		return passwordText
	}
	var opens []string
	for _, p := range passwords {
		v := open(t, dir)
		_, err := v.Unlock(t.Context(), operatorName, secret.FromString(p))
		if err == nil {
			opens = append(opens, p)
		} else if !fault.HasCode(err, vault.CodeWrongPassword) {
			t.Error(describe(err))
		}
		closeVault(t, v)
	}
	if len(opens) != 1 {
		t.Fatalf("%d passwords open the vault", len(opens))
	}
	return opens[0]
}
