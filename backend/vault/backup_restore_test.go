package vault_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/vault/disk"
)

func TestRestoreCanBeCancelled(t *testing.T) {
	v, dir, _ := create(t)
	save(t, v, "a")
	path, _ := backUp(t, v)
	save(t, v, "b")
	closeVault(t, v)
	b := openBackup(t, path, withPassword())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Restore(ctx, dir); !errors.Is(err, context.Canceled) {
		t.Errorf("restore: %v", err)
	}
	if _, err := vault.OpenBackup(ctx, path, withPassword(), options("")); !errors.Is(err, context.Canceled) {
		t.Errorf("open: %v", err)
	}
	restoredOrOld(t, dir, "")
	if got := folders(t, dir); got != "dir" {
		t.Errorf("it leaves %s", got)
	}
}

func TestCompare(t *testing.T) {
	v, _, _ := create(t)
	save(t, v, "same", "lost later", "changed", "saved again")
	putSecret(t, v, smtpPassword(), "s3cret")
	path, _ := backUp(t, v)
	err := v.Update(t.Context(), func(tx *vault.Tx) error {
		if err := notes().Delete(tx, "lost later", vault.AnyRevision); err != nil {
			return err
		}
		_, err := notes().Put(tx, "changed", note{Title: "other"}, vault.AnyRevision)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	save(t, v, "new", "saved again")
	putSecret(t, v, smtpPassword(), "another")
	got, err := vault.Compare(t.Context(), v, openBackup(t, path, withPassword()))
	if err != nil {
		t.Fatal(describe(err))
	}
	ref := smtpPassword()
	want := []vault.Difference{
		{
			Kind: "note", ComesBack: []string{"lost later"}, IsLost: []string{"new"},
			Differs: []string{"changed"}, Same: 2,
		},
		{Kind: "secret", Differs: []string{ref.Kind + "/" + ref.ID + "/" + ref.Field}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestRestore(t *testing.T) {
	v, dir, recoveryKey := create(t)
	save(t, v, "a", "b")
	putSecret(t, v, smtpPassword(), "s3cret")
	path, _ := backUp(t, v)
	if err := v.ChangePassword(t.Context(), operatorID, password(), secret.FromString("next"), nil); err != nil {
		t.Fatal(err)
	}
	save(t, v, "c")

	b := openBackup(t, path, vault.BackupKey{RecoveryKey: recoveryKey})
	_, err := b.Restore(t.Context(), dir)
	wantCode(t, err, vault.CodeInUse)
	closeVault(t, v)
	kept, err := b.Restore(t.Context(), dir+"/")
	if err != nil {
		t.Fatal(describe(err))
	}
	if !strings.HasPrefix(kept, dir+".replaced-") {
		t.Errorf("the old folder is kept as %q", kept)
	}
	for range 2 {
		restored := open(t, dir)
		unlock(t, restored)
		wantNotes(t, restored, "a", "b")
		if got, err := readSecret(t, restored, smtpPassword(), destination); got != "s3cret" || err != nil {
			t.Errorf("the secret is %q: %v", got, err)
		}
		if report := restored.Report(); len(report) > 0 {
			t.Errorf("the restored vault reports %q", report)
		}
		save(t, restored, "a")
		closeVault(t, restored)
	}
	old := open(t, kept)
	if _, err := old.Unlock(t.Context(), "", secret.FromString("next")); err != nil {
		t.Fatal(describe(err))
	}
	wantNotes(t, old, "a", "b", "c")
	again, err := b.Restore(t.Context(), dir)
	if err != nil || again == kept {
		t.Errorf("the second time the folder is kept as %q: %v", again, err)
	}
}

func TestRestoreIntoANewFolder(t *testing.T) {
	v, _, _ := create(t)
	save(t, v, "a")
	path, info := backUp(t, v)
	empty := filepath.Join(t.TempDir(), "empty")
	if err := os.Mkdir(empty, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{filepath.Join(t.TempDir(), "some", "where", "vault"), empty} {
		kept, err := openBackup(t, path, withPassword()).Restore(t.Context(), dir)
		if err != nil || kept != "" {
			t.Fatalf("kept %q: %s", kept, describe(err))
		}
		restored := open(t, dir)
		unlock(t, restored)
		wantNotes(t, restored, "a")
		if got := restored.Info().BackupAt; !got.Equal(info.At) {
			t.Errorf("its last backup is of %v, want %v", got, info.At)
		}
		oneGeneration(t, dir, 1)
		if left, err := filepath.Glob(dir + ".*"); err != nil || len(left) > 0 {
			t.Errorf("it leaves %q", left)
		}
	}
}

func TestRestoreTouchesNothingElse(t *testing.T) {
	v, _, _ := create(t)
	path, _ := backUp(t, v)
	b := openBackup(t, path, withPassword())
	thesis := t.TempDir()
	writeFile(t, thesis, "thesis.txt", []byte("mine"))
	_, err := b.Restore(t.Context(), thesis)
	wantCode(t, err, vault.CodeExists)
	if got := readFile(t, thesis, "thesis.txt"); string(got) != "mine" {
		t.Errorf("the thesis is %q", got)
	}
	for _, target := range []string{v.Dir(), t.TempDir()} {
		link := filepath.Join(t.TempDir(), "link")
		if err := os.Symlink(target, link); err != nil {
			t.Skip(err)
		}
		_, err = b.Restore(t.Context(), link)
		wantCode(t, err, vault.CodeUnsafeFolder)
	}
}

// TestSC10_RestoreFailsAtEveryStep: whatever step fails, the vault that was
// there or the one from the backup is there afterwards, and the other is not
// lost.
func TestSC10_RestoreFailsAtEveryStep(t *testing.T) {
	v, dir, _ := create(t)
	save(t, v, "a")
	path, _ := backUp(t, v)
	save(t, v, "b")
	closeVault(t, v)
	failures, stride := 0, 1
	if testing.Short() {
		stride = 3
	}
	for failing := 1; ; failing += stride {
		copied := filepath.Join(copyDir(t, dir), ".")
		step := 0
		o := options("")
		o.Disk = disk.Watched(func(m disk.Moment, s disk.Step) error {
			if m == disk.After {
				return nil
			}
			if step++; step == failing {
				return os.ErrClosed
			}
			return nil
		})
		b, err := vault.OpenBackup(t.Context(), path, withPassword(), o)
		if err != nil {
			t.Fatal(describe(err))
		}
		kept, err := b.Restore(t.Context(), copied)
		b.Close()
		if err != nil {
			failures++
		}
		restoredOrOld(t, copied, kept)
		if t.Failed() {
			t.Fatalf("step %d of %d failing: %s", failing, step, describe(err))
		}
		if step < failing {
			break
		}
	}
	if failures < 10 {
		t.Errorf("only %d steps made the restore fail", failures)
	}
}

// restoredOrOld checks that dir holds the vault of the backup, with the note a,
// or the one before, with a and b, which is kept in that case.
func restoredOrOld(t *testing.T, dir, kept string) {
	t.Helper()
	v := open(t, dir)
	unlock(t, v)
	got := readNotes(t, v)
	closeVault(t, v)
	if len(got) == 2 {
		return
	}
	wantNotesIn(t, got, "a")
	replaced, err := filepath.Glob(dir + ".replaced-*")
	if err != nil || len(replaced) != 1 || (kept != "" && replaced[0] != kept) {
		t.Fatalf("kept %q, found %q: %v", kept, replaced, err)
	}
	old := open(t, replaced[0])
	unlock(t, old)
	wantNotes(t, old, "a", "b")
	closeVault(t, old)
}

func wantNotesIn(t *testing.T, got map[string]note, ids ...string) {
	t.Helper()
	want := map[string]note{}
	for _, id := range ids {
		want[id] = noteOf(id)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}
