package vault_test

import (
	"os"
	"runtime"
	"testing"

	"patchbay/backend/vault"
)

// TestSC27_UnlockTakesTheFolderThatIsThere replaces the folder of a vault that
// is locked and not closed, and opens the new one elsewhere. The first must not
// open it beside the other, whose lock it does not hold.
func TestSC27_UnlockTakesTheFolderThatIsThere(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows moves no folder in which a file is open")
	}
	v, dir, _ := create(t)
	save(t, v, "a")
	if err := v.Lock(); err != nil {
		t.Fatal(err)
	}
	copied := copyDir(t, dir)
	moveAway(t, dir)
	if err := os.Rename(copied, dir); err != nil {
		t.Fatal(err)
	}
	other := open(t, dir)
	unlock(t, other)
	for range 2 { // the second time without any lock
		_, err := v.Unlock(t.Context(), "", password())
		wantCode(t, err, vault.CodeInUse)
	}
	save(t, other, "b")
	closeVault(t, other)
	unlock(t, v)
	wantNotes(t, v, "a", "b")
	_, err := vault.Open(options(dir))
	wantCode(t, err, vault.CodeInUse)
	save(t, v, "c")
}
