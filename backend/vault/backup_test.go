package vault_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// backUp saves a backup of the vault in a file.
func backUp(t testing.TB, v *vault.Vault) (path string, info vault.BackupInfo) {
	t.Helper()
	var file bytes.Buffer
	info, err := v.WriteBackup(t.Context(), &file)
	if err != nil {
		t.Fatal(describe(err))
	}
	path = filepath.Join(t.TempDir(), "vault.backup")
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path, info
}

func withPassword() vault.BackupKey { return vault.BackupKey{Password: password()} }

func openBackup(t testing.TB, path string, key vault.BackupKey) *vault.Backup {
	t.Helper()
	b, err := vault.OpenBackup(t.Context(), path, key, options(""))
	if err != nil {
		t.Fatal(describe(err))
	}
	t.Cleanup(b.Close)
	return b
}

func TestBackup(t *testing.T) {
	v, _, recoveryKey := create(t)
	save(t, v, "a", "b", "c")
	putSecret(t, v, smtpPassword(), "s3cret")
	path, written := backUp(t, v)
	if written.Records != 3 || written.Secrets != 1 || written.VaultID != v.Info().ID || written.At.IsZero() {
		t.Errorf("written: %+v", written)
	}
	stat, err := os.Stat(path)
	if err != nil || stat.Size() != written.Size {
		t.Errorf("the file has %d bytes, %d were announced: %v", stat.Size(), written.Size, err)
	}
	unopened, err := vault.ReadBackupInfo(path)
	want := written
	want.Records, want.Secrets = 0, 0
	if diff := cmp.Diff(want, unopened); diff != "" || err != nil {
		t.Errorf("without a key: %v\n%s", err, diff)
	}
	for name, key := range map[string]vault.BackupKey{
		"password":     withPassword(),
		"by name":      {Operator: operatorName, Password: password()},
		"recovery key": {RecoveryKey: recoveryKey},
	} {
		b := openBackup(t, path, key)
		if diff := cmp.Diff(written, b.Info()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if byPassword := name != "recovery key"; (b.OperatorID() == operatorID) != byPassword {
			t.Errorf("%s: opened by %q", name, b.OperatorID())
		}
		b.Close()
		wantCode(t, b.View(t.Context(), func(*vault.Tx) error { return nil }), vault.CodeLocked)
	}
	_, err = vault.OpenBackup(t.Context(), path, vault.BackupKey{Password: secret.FromString("other")}, options(""))
	wantCode(t, err, vault.CodeWrongPassword)
	_, err = v.WriteBackup(t.Context(), failingWriter{})
	if err == nil {
		t.Error("a backup that was not written is one")
	}
	if err := v.Lock(); err != nil {
		t.Fatal(err)
	}
	_, err = v.WriteBackup(t.Context(), &bytes.Buffer{})
	wantCode(t, err, vault.CodeLocked)
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, os.ErrClosed }

// TestBackupHoldsOneMoment saves while backups are written: each holds the
// notes up to one of them, and none behind it.
func TestBackupHoldsOneMoment(t *testing.T) {
	v, _, _ := create(t)
	saved := make(chan struct{})
	stop := make(chan struct{})
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := 0; ; i++ {
			save(t, v, numberedNote(i))
			select {
			case saved <- struct{}{}:
			case <-stop:
				return
			}
		}
	}()
	for range 5 {
		<-saved
		path, info := backUp(t, v)
		b := openBackup(t, path, withPassword())
		err := b.View(t.Context(), func(tx *vault.Tx) error {
			for i := range info.Records {
				if got, _, err := notes().Get(tx, numberedNote(i)); err != nil || got != noteOf(numberedNote(i)) {
					t.Errorf("note %d of %d: %v %v", i, info.Records, got, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	close(stop)
	<-done
}

func numberedNote(i int) string { return string(rune('a'+i%26)) + strings.Repeat("+", i/26) }

// writerFunc is a writer that does something else as well.
type writerFunc func([]byte) (int, error)

func (w writerFunc) Write(b []byte) (int, error) { return w(b) }

// TestBackupHoldsNobodyUp: while a slow disk takes the backup, the vault is read,
// written, rotated and locked.
func TestBackupHoldsNobodyUp(t *testing.T) {
	v, _, _ := create(t)
	save(t, v, "a")
	var file bytes.Buffer
	meanwhile := []func(){
		func() { wantNotes(t, v, "a") },
		func() { save(t, v, "b") },
		func() {
			if _, err := v.Rotate(t.Context(), vault.RotateOptions{}); err != nil {
				t.Error(describe(err))
			}
		},
		func() {
			if err := v.Lock(); err != nil {
				t.Error(describe(err))
			}
		},
	}
	info, err := v.WriteBackup(t.Context(), writerFunc(func(b []byte) (int, error) {
		if len(meanwhile) > 0 {
			meanwhile[0]()
			meanwhile = meanwhile[1:]
		}
		return file.Write(b)
	}))
	if err != nil || info.Records != 1 || len(meanwhile) > 0 {
		t.Fatalf("%+v, %d steps were not taken: %v", info, len(meanwhile), err)
	}
	path := filepath.Join(t.TempDir(), "backup")
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(info, openBackup(t, path, withPassword()).Info()); diff != "" {
		t.Error(diff)
	}
}

// TestSC1_CanaryIsNotInABackup looks for what must not lie there in clear.
func TestSC1_CanaryIsNotInABackup(t *testing.T) {
	v, _, recoveryKey := create(t)
	const canary = "canary-7a90cc12-in-backup"
	ref := vault.SecretRef{Kind: "canary-kind-name", ID: "canary-id-name", Field: "canary-field-name"}
	putSecret(t, v, ref, canary)
	save(t, v, canary)
	path, _ := backUp(t, v)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{canary, passwordText, operatorName, string(recoveryKey.Reveal()), ref.Kind, ref.ID, ref.Field}
	for _, text := range texts {
		for _, needle := range encodings(text) {
			if bytes.Contains(content, needle) {
				t.Errorf("the backup holds %d bytes of a canary", len(needle))
			}
		}
	}
}

func TestNoteBackup(t *testing.T) {
	v, dir, _ := create(t)
	at := time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)
	if err := v.NoteBackup(t.Context(), at); err != nil {
		t.Fatal(err)
	}
	closeVault(t, v)
	if got := open(t, dir).Info().BackupAt; !got.Equal(at) {
		t.Errorf("the last backup is of %v", got)
	}
}
