package vault_test

import (
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/vault"
	"patchbay/backend/vault/disk"
)

// wrecks are folders that need every kind of repair when they are opened.
func wrecks(t *testing.T) map[string]string {
	t.Helper()
	dir := workDir(t)
	v := open(t, dir)
	unlock(t, v)
	save(t, v, "acknowledged")
	closeVault(t, v)
	crashed := func(job, after string) string {
		copied := copyDir(t, dir)
		for step := 1; ; step++ { // the step after which something is left half done
			try := copyDir(t, copied)
			if err := child(t, try, job, trap{step: step, moment: disk.After}).Run(); err == nil {
				t.Fatalf("%s has no step %q", job, after)
			}
			if reached(t, try, after) {
				withoutMapped(t, try)
				return try
			}
			_ = os.RemoveAll(try)
		}
	}
	torn := crashed("save", "journal.1")
	changeFile(t, torn, "journal.1", func(b []byte) []byte { return append(b, 0, 0, 1) })
	header := copyDir(t, dir)
	changeFile(t, header, "header.b", func(b []byte) []byte { return b[:9] })
	return map[string]string{
		"an unfinished change":                torn,
		"a damaged copy of the header":        header,
		"a fold between snapshot and journal": crashed("fold", "snapshot.1 is newer"),
		"a rotation before the switch":        crashed("rotate", "journal.2.new"),
		"a rotation after the switch":         crashed("rotate", "header.a is of generation 2"),
	}
}

// reached tells from the files how far a job came.
func reached(t *testing.T, dir, what string) bool {
	t.Helper()
	switch what {
	case "journal.1":
		return true
	case "journal.2.new":
		_, err := os.Stat(dir + "/" + what)
		return err == nil
	case "header.a is of generation 2":
		return strings.Contains(string(readFile(t, dir, "header.a")), `"generation":2`)
	default: // the number of the checkpoint stands in the prefixes of both files
		return !slices.Equal(readFile(t, dir, "snapshot.1")[36:44], readFile(t, dir, "journal.1")[36:44])
	}
}

// TestSC10_FailpointsOfRecovery lets every step of a repair fail. Either the
// vault opens all the same or it says why not, and on a well disk it opens.
func TestSC10_FailpointsOfRecovery(t *testing.T) {
	for name, dir := range wrecks(t) {
		t.Run(name, func(t *testing.T) {
			for n, more := 1, true; more; n++ {
				more = false
				for _, p := range traps(n, os.Getenv(campaignSize) == "full") {
					d := &trapped{trap: p, armed: true}
					failingRecovery(t, copyDir(t, dir), d)
					more = more || d.outcome() != ""
					if t.Failed() {
						t.Fatalf("%s: %s", p, d.outcome())
					}
				}
			}
		})
	}
}

func failingRecovery(t *testing.T, dir string, d *trapped) {
	t.Helper()
	o := options(dir)
	o.Disk = d.disk()
	v, err := vault.Open(o)
	if err != nil {
		t.Fatal(describe(err))
	}
	if _, err = v.Unlock(t.Context(), "", password()); err == nil {
		wantWork(t, v)
	}
	wantFailure(t, d.result, err)
	d.arm(false)
	_ = v.Close() // says that it could not settle
	for opening := range 2 {
		w := open(t, dir)
		unlock(t, w)
		wantWork(t, w)
		if report := w.Report(); opening == 1 && len(report) > 0 {
			t.Errorf("the second opening reports %q", report)
		}
		closeVault(t, w)
		oneGeneration(t, dir, w.Info().Generation)
	}
}

// TestSC10_AFailedSyncIsNotRetried lets the sync of a change fail once. The
// kernel may have dropped what it could not write and says so only once: nothing
// more is written until the vault was opened again and verified.
func TestSC10_AFailedSyncIsNotRetried(t *testing.T) {
	dir := workDir(t)
	var steps []string
	failing := false
	o := options(dir)
	o.Disk = disk.Watched(func(m disk.Moment, s disk.Step) error {
		if m == disk.Before {
			steps = append(steps, s.String())
		}
		if failing && m == disk.Before && s.String() == "sync journal.1" {
			return syscall.EIO
		}
		return nil
	})
	v, err := vault.Open(o)
	if err != nil {
		t.Fatal(describe(err))
	}
	t.Cleanup(func() { _ = v.Close() })
	unlock(t, v)
	save(t, v, "acknowledged")
	failing = true
	wantCode(t, v.Update(t.Context(), putNote("x")), vault.CodeWriteFailed)
	failing = false
	steps = nil
	for range 3 {
		wantCode(t, v.Update(t.Context(), putNote("y")), vault.CodeWriteFailed)
		if _, err := v.Rotate(t.Context(), vault.RotateOptions{}); !fault.HasCode(err, vault.CodeWriteFailed) {
			t.Errorf("a rotation of what was not saved: %s", describe(err))
		}
	}
	if written := slices.DeleteFunc(steps, func(s string) bool { return !strings.HasSuffix(s, "journal.1") }); len(written) > 0 {
		t.Errorf("behind the failed sync: %q", written)
	}
	wantWork(t, v)
	if err := v.Lock(); err != nil {
		t.Errorf("lock: %s", describe(err))
	}
	unlock(t, v)
	save(t, v, "y")
	wantWork(t, v)
}
