package cli_test

import (
	"os"
	"testing"

	"patchbay/backend/vault/kdf"
	"patchbay/backend/workbench"
)

// TestSC27_AVaultInUseIsNotReplaced holds the vault as a window would, and
// tries what a second process could do to it.
func TestSC27_AVaultInUseIsNotReplaced(t *testing.T) {
	dir := t.TempDir()
	env := environment{"PATCHBAY_VAULT": dir + "/vault", "PATCHBAY_PASSWORD": canary}
	for _, args := range [][]string{
		{"vault", "create", "--name", "Ada", "--email", "ada@example.com"},
		{"vault", "backup", dir + "/one.backup"},
	} {
		if got := run(t, env, "", args...); got.status != 0 {
			t.Fatalf("%v: %s", args, got.stderr)
		}
	}
	cost := kdf.ForTests()
	window := workbench.Open(workbench.Options{Dir: dir + "/vault", Cost: &cost})
	t.Cleanup(func() {
		if err := window.Close(); err != nil {
			t.Error(err)
		}
	})
	if state := window.Operators.Status().State; state != "locked" {
		t.Fatalf("the vault is %s", state)
	}
	for _, tt := range []struct {
		status int
		args   []string
	}{
		{3, []string{"vault", "restore", dir + "/one.backup", "--replace"}},
		{3, []string{"vault", "restore", dir + "/one.backup"}},
		{3, []string{"vault", "status"}},
		{3, []string{"vault", "verify"}},
		{0, []string{"vault", "restore", dir + "/one.backup", "--dry-run"}},
		{0, []string{"vault", "verify", dir + "/one.backup"}},
		{0, []string{"vault", "restore", dir + "/one.backup", "--vault", dir + "/another"}},
	} {
		if got := run(t, env, "", tt.args...); got.status != tt.status {
			t.Errorf("%v ended with status %d, want %d: %s%s", tt.args, got.status, tt.status, got.stdout, got.stderr)
		}
	}
	folders, err := os.ReadDir(dir)
	if err != nil || len(folders) != 3 {
		t.Errorf("there are %v, %v", folders, err)
	}
}
