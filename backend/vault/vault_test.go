package vault_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/vault/kdf"
)

const (
	operatorID   = "0123456789abcdef"
	operatorName = "Ada Lovelace"
	passwordText = "correct horse battery staple"
)

// note is the record of an imagined capability.
type note struct {
	Title string `json:"title"`
	Body  string `json:"body"`
}

func notes() vault.Collection[note] { return vault.NewCollection[note]("note", 1, nil) }

func password() secret.Text { return secret.FromString(passwordText) }

func options(dir string) vault.Options {
	cost := kdf.ForTests()
	return vault.Options{Dir: dir, Cost: &cost}
}

// create makes a vault that is closed at the end of the test.
func create(t testing.TB) (v *vault.Vault, dir string, recoveryKey secret.Text) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "vault")
	v, recoveryKey, err := vault.Create(t.Context(), options(dir), operatorID, operatorName, password())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	return v, dir, recoveryKey
}

func open(t testing.TB, dir string) *vault.Vault {
	t.Helper()
	v, err := vault.Open(options(dir))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	return v
}

func unlock(t testing.TB, v *vault.Vault) {
	t.Helper()
	if _, err := v.Unlock(t.Context(), "", password()); err != nil {
		t.Fatal(err)
	}
}

// tryOpen opens and unlocks the vault in dir and closes it again.
func tryOpen(ctx context.Context, dir string, fn func(*vault.Vault) error) error {
	v, err := vault.Open(options(dir))
	if err != nil {
		return err
	}
	_, err = v.Unlock(ctx, "", password())
	if err == nil && fn != nil {
		err = fn(v)
	}
	return errors.Join(err, v.Close())
}

func closeVault(t testing.TB, v *vault.Vault) {
	t.Helper()
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
}

// save writes notes with these IDs, one transaction each.
func save(t testing.TB, v *vault.Vault, ids ...string) {
	t.Helper()
	for _, id := range ids {
		err := v.Update(t.Context(), func(tx *vault.Tx) error {
			_, err := notes().Put(tx, id, noteOf(id), vault.AnyRevision)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func noteOf(id string) note { return note{Title: "title of " + id, Body: "body of " + id} }

// wantNotes checks that exactly these notes are there.
func wantNotes(t testing.TB, v *vault.Vault, ids ...string) {
	t.Helper()
	want := map[string]note{}
	for _, id := range ids {
		want[id] = noteOf(id)
	}
	if diff := cmp.Diff(want, readNotes(t, v)); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}

func readNotes(t testing.TB, v *vault.Vault) map[string]note {
	t.Helper()
	got := map[string]note{}
	err := v.View(t.Context(), func(tx *vault.Tx) error {
		items, err := notes().All(tx)
		for _, item := range items {
			got[item.ID] = item.Value
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func wantCode(t testing.TB, err error, code string) {
	t.Helper()
	if !fault.HasCode(err, code) {
		t.Errorf("got %v, want %s", describe(err), code)
	}
}

func describe(err error) string {
	if err == nil {
		return "no error"
	}
	var f *fault.Fault
	if errors.As(err, &f) {
		return fmt.Sprintf("%s (%s; cause %v)", f.Code, f.Message, f.Unwrap())
	}
	return err.Error()
}

func TestLifecycle(t *testing.T) {
	v, dir, _ := create(t)
	save(t, v, "a", "b", "c")
	wantNotes(t, v, "a", "b", "c")
	if err := v.Lock(); err != nil {
		t.Fatal(err)
	}
	if err := v.Lock(); err != nil {
		t.Errorf("the second lock: %v", err)
	}
	wantCode(t, v.View(t.Context(), func(*vault.Tx) error { return nil }), vault.CodeLocked)
	wantCode(t, v.Update(t.Context(), func(*vault.Tx) error { return nil }), vault.CodeLocked)
	id, err := v.Unlock(t.Context(), " ADA lovelace ", password())
	if err != nil || id != operatorID {
		t.Fatalf("unlocked by %q: %v", id, err)
	}
	wantNotes(t, v, "a", "b", "c")
	save(t, v, "d")
	closeVault(t, v)
	wantCode(t, func() error { _, err := v.Unlock(t.Context(), "", password()); return err }(), vault.CodeLocked)

	again := open(t, dir)
	if again.Info().Unlocked {
		t.Error("an opened vault is unlocked")
	}
	unlock(t, again)
	wantNotes(t, again, "a", "b", "c", "d")
	if report := again.Report(); len(report) != 0 {
		t.Errorf("after a clean close the report is %q", report)
	}
	stats, err := again.Stats(t.Context())
	if diff := cmp.Diff(vault.Stats{Records: 4}, stats); diff != "" || err != nil {
		t.Errorf("stats %s %v", diff, err)
	}
}

func TestUncleanEndLosesNothing(t *testing.T) {
	v, dir, _ := create(t)
	save(t, v, "a", "b")
	copied := copyDir(t, dir) // as a killed process leaves it
	again := open(t, copied)
	unlock(t, again)
	wantNotes(t, again, "a", "b")
}

func TestWrongPassword(t *testing.T) {
	v, _, _ := create(t)
	closeVault(t, v)
	v = open(t, v.Dir())
	for name, try := range map[string]struct{ operator, password string }{
		"other password": {"", "correct horse battery stapl"},
		"other operator": {"Charles", passwordText},
		"empty":          {"", ""},
	} {
		_, err := v.Unlock(t.Context(), try.operator, secret.FromString(try.password))
		if !fault.HasCode(err, vault.CodeWrongPassword) {
			t.Errorf("%s: %s", name, describe(err))
		}
	}
	unlock(t, v)
}

func copyDir(t testing.TB, dir string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "copy")
	err := os.CopyFS(to, os.DirFS(dir))
	for try := 0; errors.Is(err, fs.ErrNotExist) && try < 10; try++ { // a live store removes files that it has merged
		to = filepath.Join(t.TempDir(), "copy")
		err = os.CopyFS(to, os.DirFS(dir))
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(to, 0o700); err != nil {
		t.Fatal(err)
	}
	return to
}
