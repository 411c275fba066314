package vault_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// TestSC5_BackupOfFormatOne opens the backup that the first version wrote. It
// must open forever.
func TestSC5_BackupOfFormatOne(t *testing.T) {
	if *update {
		makeGoldenBackup(t)
	}
	b, err := vault.OpenBackup(t.Context(), goldenBackup, vault.BackupKey{
		Operator: goldenOperator, Password: secret.FromString(goldenPassword),
	}, vault.Options{})
	if err != nil {
		t.Fatal(describe(err))
	}
	defer b.Close()
	info := b.Info()
	if info.Records != 3 || info.Secrets != 1 || !info.At.Equal(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)) {
		t.Errorf("it is described as %+v", info)
	}
	dir := filepath.Join(t.TempDir(), "vault")
	if _, err := b.Restore(t.Context(), dir); err != nil {
		t.Fatal(describe(err))
	}
	v, err := vault.Open(vault.Options{Dir: dir})
	if err != nil {
		t.Fatal(describe(err))
	}
	t.Cleanup(func() { _ = v.Close() })
	if _, err := v.Unlock(t.Context(), goldenOperator, secret.FromString(goldenPassword)); err != nil {
		t.Fatal(describe(err))
	}
	if diff := cmp.Diff(goldenNotes(), readNotes(t, v)); diff != "" {
		t.Error(diff)
	}
	if got, err := readSecret(t, v, goldenRef(), destination); got != goldenSecret || err != nil {
		t.Errorf("the secret is %q: %v", got, err)
	}
}

const goldenBackup = "testdata/golden1.backup"

// makeGoldenBackup backs up the golden vault.
func makeGoldenBackup(t *testing.T) {
	t.Helper()
	v, err := vault.Open(vault.Options{Dir: copyDir(t, goldenDir), Now: func() time.Time {
		return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	}})
	if err != nil {
		t.Fatal(describe(err))
	}
	defer closeVault(t, v)
	if _, err := v.Unlock(t.Context(), goldenOperator, secret.FromString(goldenPassword)); err != nil {
		t.Fatal(describe(err))
	}
	path, _ := backUp(t, v)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, "testdata", filepath.Base(goldenBackup), content)
}
