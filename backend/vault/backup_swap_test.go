package vault_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/vault"
	"patchbay/backend/vault/disk"
)

// aside reports whether a step renames the folder that gives way.
func aside(s disk.Step) bool { return s.Op == disk.OpRename && strings.Contains(s.Name, ".replaced-") }

// TestSC27_OneStartMovesTheFolders starts a second time while the first start
// puts a restored vault in its place. The second must not move the folders as
// well: it would put away what was just restored.
func TestSC27_OneStartMovesTheFolders(t *testing.T) {
	v, dir, _ := create(t)
	save(t, v, "a")
	path, _ := backUp(t, v)
	save(t, v, "b")
	closeVault(t, v)
	if _, err := openBackup(t, path, withPassword()).Restore(t.Context(), dir+".restored"); err != nil {
		t.Fatal(describe(err))
	}
	o := options(dir)
	var second error
	o.Disk = disk.Watched(func(m disk.Moment, s disk.Step) error {
		if m == disk.Before && aside(s) {
			second = tryOpen(t.Context(), dir, nil)
		}
		return nil
	})
	first, err := vault.Open(o)
	if err != nil {
		t.Fatal(describe(err))
	}
	defer closeVault(t, first)
	wantCode(t, second, vault.CodeInUse)
	unlock(t, first)
	wantNotes(t, first, "a")
	if got := folders(t, dir); got != "dir replaced" {
		t.Errorf("it leaves %s", got)
	}
}

// TestRestoresTakeTurns restores into a folder that another restore is about to
// make.
func TestRestoresTakeTurns(t *testing.T) {
	v, _, _ := create(t)
	save(t, v, "a")
	path, _ := backUp(t, v)
	dir := filepath.Join(t.TempDir(), "new")
	o := options("")
	tries, refused := 0, 0
	o.Disk = disk.Watched(func(disk.Moment, disk.Step) error {
		tries++
		if _, err := openBackup(t, path, withPassword()).Restore(t.Context(), dir); fault.HasCode(err, vault.CodeInUse) {
			refused++
		}
		return nil
	})
	b, err := vault.OpenBackup(t.Context(), path, withPassword(), o)
	if err != nil {
		t.Fatal(describe(err))
	}
	defer b.Close()
	if _, err := b.Restore(t.Context(), dir); err != nil {
		t.Fatal(describe(err))
	}
	if tries == 0 || refused != tries {
		t.Errorf("%d of %d restores in between were refused", refused, tries)
	}
	if err := tryOpen(t.Context(), dir, func(v *vault.Vault) error { wantNotes(t, v, "a"); return nil }); err != nil {
		t.Fatal(describe(err))
	}
	if left, err := filepath.Glob(dir + ".*"); err != nil || len(left) > 0 {
		t.Errorf("it leaves %q", left)
	}
}

// TestRestoreThatCannotMoveTheFolder: a folder that is a mount point, or in use
// on Windows, cannot give way. The vault in it opens as before.
func TestRestoreThatCannotMoveTheFolder(t *testing.T) {
	v, dir, _ := create(t)
	save(t, v, "a")
	path, _ := backUp(t, v)
	save(t, v, "b")
	closeVault(t, v)
	o := options("")
	o.Disk = disk.Watched(func(m disk.Moment, s disk.Step) error {
		if m == disk.Before && aside(s) {
			return os.ErrInvalid
		}
		return nil
	})
	b, err := vault.OpenBackup(t.Context(), path, withPassword(), o)
	if err != nil {
		t.Fatal(describe(err))
	}
	defer b.Close()
	_, err = b.Restore(t.Context(), dir)
	wantCode(t, err, vault.CodeWriteFailed)
	old := open(t, dir)
	unlock(t, old)
	wantNotes(t, old, "a", "b")
	if got := folders(t, dir); got != "dir" {
		t.Errorf("it leaves %s", got)
	}
}

// TestRestoreLeavesLookAlikesAlone: a folder is not a vault because a name in it
// begins like one of a vault's.
func TestRestoreLeavesLookAlikesAlone(t *testing.T) {
	v, _, _ := create(t)
	path, _ := backUp(t, v)
	b := openBackup(t, path, withPassword())
	for _, name := range []string{"header.html", "store.go", "journal.txt", "snapshot.1.png", "lock"} {
		dir := filepath.Join(t.TempDir(), "site")
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		writeFile(t, dir, name, []byte("mine"))
		_, err := b.Restore(t.Context(), dir)
		wantCode(t, err, vault.CodeExists)
		if got := readFile(t, dir, name); string(got) != "mine" {
			t.Errorf("%s is %q", name, got)
		}
	}
}
