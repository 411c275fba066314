package vault_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"patchbay/backend/vault"
	"patchbay/backend/vault/disk"
)

// What the child process that restores is told through its environment.
const (
	restoreFile = "VAULT_RESTORE_FILE"
	restoreDir  = "VAULT_RESTORE_DIR"
)

// TestRestoreChild is the child process of the test below.
func TestRestoreChild(t *testing.T) {
	path := os.Getenv(restoreFile)
	if path == "" {
		t.Skip("runs as a child process only")
	}
	d := &trapped{armed: true}
	d.step, _ = strconv.Atoi(os.Getenv(crashStep))
	o := options("")
	o.Disk = d.disk()
	b, err := vault.OpenBackup(t.Context(), path, withPassword(), o)
	if err != nil {
		t.Fatal(describe(err))
	}
	defer b.Close()
	if _, err := b.Restore(t.Context(), os.Getenv(restoreDir)); err != nil {
		t.Fatal(describe(err))
	}
}

// TestSC9_RestoreCrashesAtEveryStep ends the process at every step of a restore
// over an existing vault, and lets the next start fail once as well. Then the
// old vault is there, or the restored one with the old one beside it.
func TestSC9_RestoreCrashesAtEveryStep(t *testing.T) {
	v, dir, _ := create(t)
	save(t, v, "a")
	path, _ := backUp(t, v)
	save(t, v, "b")
	closeVault(t, v)
	swaps := map[string]int{}
	stride := 1
	if testing.Short() {
		stride = 2
	}
	for step := 1; ; step += stride {
		copied := copyDir(t, dir)
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestRestoreChild$")
		cmd.Env = append(os.Environ(), restoreFile+"="+path, restoreDir+"="+copied, crashStep+"="+strconv.Itoa(step))
		out, err := cmd.CombinedOutput()
		var exit *exec.ExitError
		if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != crashStatus) {
			t.Fatalf("step %d: %v\n%s", step, err, out)
		}
		swaps[folders(t, copied)]++
		openFailing(t, copied)
		restoredOrOld(t, copied, "")
		if left := folders(t, copied); left != "dir" && left != "dir replaced" && left != "dir restoring" {
			t.Errorf("the start leaves %s", left)
		}
		if t.Failed() {
			t.Fatalf("after a crash at step %d", step)
		}
		if err == nil {
			break
		}
	}
	t.Log(swaps)
	for _, state := range []string{"dir restoring", "dir restored", "restored replaced", "dir replaced"} {
		if swaps[state] == 0 {
			t.Errorf("no crash left %q", state)
		}
	}
}

// openFailing opens the vault on a disk on which nothing can be renamed.
func openFailing(t *testing.T, dir string) {
	t.Helper()
	o := options(dir)
	o.Disk = disk.Watched(func(_ disk.Moment, s disk.Step) error {
		if s.Op == disk.OpRename {
			return os.ErrPermission
		}
		return nil
	})
	if v, err := vault.Open(o); err == nil {
		closeVault(t, v)
	}
}

// folders names what of a restore lies beside each other.
func folders(t *testing.T, dir string) string {
	t.Helper()
	out := ""
	for _, f := range []struct{ name, pattern string }{
		{"dir", dir}, {"restoring", dir + ".restoring"}, {"restored", dir + ".restored"}, {"replaced", dir + ".replaced-*"},
	} {
		if found, err := filepath.Glob(f.pattern); err != nil {
			t.Fatal(err)
		} else if len(found) > 0 {
			out = fmt.Sprint(out, " ", f.name)
		}
	}
	return out[1:]
}
