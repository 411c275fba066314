package operator_test

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/operator"
)

// backedUp writes a backup and returns its file.
func (f *fixture) backedUp(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "vault.backup")
	if _, err := f.WriteBackup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	return path
}

func (f *fixture) backupState(t *testing.T) operator.BackupState {
	t.Helper()
	state, err := f.BackupState(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// change saves something that is not in a backup made before.
func (f *fixture) change(t *testing.T, minutes int) {
	t.Helper()
	form := operator.Preferences{AutoLockMinutes: minutes, RotationReminderDays: 30}
	if _, err := f.SavePreferences(t.Context(), form); err != nil {
		t.Fatal(err)
	}
}

func TestWriteBackup(t *testing.T) {
	f, made := created(t)
	if state := f.backupState(t); !state.LastAt.IsZero() || !state.ChangedSince || state.Records == 0 || state.FileName == "" {
		t.Errorf("before the first backup: %+v", state)
	}
	path := filepath.Join(t.TempDir(), "vault.backup")
	if err := os.WriteFile(path, []byte("an older file"), 0o644); err != nil {
		t.Fatal(err)
	}
	info, err := f.WriteBackup(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	file, err := f.ReadBackup(path)
	if err != nil || !file.SameVault || file.VaultID != made.VaultID || !file.At.Equal(info.At) || file.Size != info.Size {
		t.Errorf("%+v, %v", file, err)
	}
	stat, err := os.Stat(path)
	if err != nil || stat.Size() != info.Size || runtime.GOOS != "windows" && stat.Mode().Perm() != 0o600 {
		t.Errorf("the file is %+v, %v", stat, err)
	}
	entry := f.page(t, audit.Filter{}).Entries[0]
	if entry.Action != "backup.made" || entry.Operator != "Ada" || entry.Subject != "vault.backup" {
		t.Errorf("the journal says %+v", entry)
	}
	if !slices.Contains(f.events, "backup.saved") {
		t.Errorf("there is no event among %v", f.events)
	}
	if status := f.Status(); !status.BackupAt.Equal(info.At) {
		t.Errorf("the status says %v, the backup is of %v", status.BackupAt, info.At)
	}
}

func TestBackupTo(t *testing.T) {
	f, _ := created(t)
	var out bytes.Buffer
	info, err := f.BackupTo(t.Context(), &out)
	if err != nil || int64(out.Len()) != info.Size {
		t.Errorf("%d bytes of %+v, %v", out.Len(), info, err)
	}
}

// TestAReminderFollowsChanges asks for a new backup when something was saved
// after the last one, and for nothing else.
func TestAReminderFollowsChanges(t *testing.T) {
	f := newTeam(t)
	expect := func(want bool, after string) {
		t.Helper()
		if state := f.backupState(t); state.ChangedSince != want {
			t.Errorf("after %s: changed since %v", after, state.ChangedSince)
		}
	}
	f.backedUp(t)
	expect(false, "a backup")
	f.unlock(t, "Vic", password)
	if _, err := f.SavePreferences(t.Context(), operator.Preferences{}); !fault.HasCode(err, operator.CodeNotAllowed) {
		t.Fatal(err)
	}
	expect(false, "a refusal")
	f.unlock(t, "Ada", password)
	f.change(t, 7)
	expect(true, "a change")
	f.backedUp(t)
	expect(false, "another backup")
	if _, err := f.Remove(t.Context(), f.ids["Ned"]); err != nil {
		t.Fatal(err)
	}
	expect(true, "a removal")
}

func TestABackupIsNotWrittenJustAnywhere(t *testing.T) {
	f, _ := created(t)
	dir := t.TempDir()
	file, link, toFolder := filepath.Join(dir, "file"), filepath.Join(dir, "link"), filepath.Join(dir, "folder")
	if err := os.WriteFile(file, []byte("what was there"), 0o600); err != nil {
		t.Fatal(err)
	}
	paths := map[string]string{
		"no name": " ", "the vault's folder": filepath.Join(f.dir, "a.backup"),
		"a folder of the vault": filepath.Join(f.dir, "store.1", "a.backup"),
		"around a corner":       filepath.Join(f.dir, "store.1", "..", "a.backup"),
		"the vault itself":      f.dir, "a folder": dir,
		"no such folder": filepath.Join(dir, "none", "a.backup"),
	}
	if os.Symlink(file, link) == nil && os.Symlink(f.dir, toFolder) == nil {
		paths["a link"] = link
		paths["a link to the vault's folder"] = filepath.Join(toFolder, "a.backup")
	}
	before, err := os.ReadDir(f.dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, path := range paths {
		_, err := f.WriteBackup(t.Context(), path)
		if !fault.HasCode(err, operator.CodeBadBackupFile) || fault.Of(err).Hint == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := f.WriteBackup(newCancelled(t), file); fault.Of(err).Code != fault.CodeCancelled {
		t.Errorf("a cancelled backup says %v", err)
	}
	if got, err := os.ReadFile(file); err != nil || string(got) != "what was there" {
		t.Errorf("the file became %q, %v", got, err)
	}
	after, err := os.ReadDir(f.dir)
	if err != nil || len(after) != len(before) {
		t.Errorf("the vault's folder holds %v, %v", after, err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, ".patchbay-*")); err != nil || len(left) > 0 {
		t.Errorf("%v is left, %v", left, err)
	}
}
