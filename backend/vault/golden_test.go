package vault_test

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/vault/kdf"
)

// -update makes the golden vault anew. That is right only while its format was
// never released.
var update = flag.Bool("update", false, "make the golden vault anew")

// The golden vault of format 1 is protected by real costs and a password that
// protects nothing.
const (
	goldenPassword = "golden password of format 1"
	goldenOperator = "Grace Hopper"
	goldenSecret   = "golden secret"
	goldenDir      = "testdata/golden1"
	goldenKilled   = "testdata/golden1-killed" // as a kill left it, without the working store
)

func goldenNotes() map[string]note {
	return map[string]note{
		"first":  {Title: "First", Body: "written before the rotation"},
		"second": {Title: "Zweite Größe ✓", Body: "written after it"},
		"third":  {Title: "Third", Body: "written last"},
	}
}

func goldenRef() vault.SecretRef {
	return vault.SecretRef{Kind: "note", ID: "first", Field: "password"}
}

// TestGoldenVault opens the vaults that the first version wrote. They must open
// forever.
func TestGoldenVault(t *testing.T) {
	if *update {
		makeGolden(t)
	}
	for name, c := range map[string]struct {
		from, without string
		repaired      bool
	}{
		"closed":            {goldenDir, "", false},
		"without its store": {goldenDir, "store.2", true},
		"killed":            {goldenKilled, "", false}, // a rebuild after a kill is nothing to report
	} {
		t.Run(name, func(t *testing.T) {
			dir := copyDir(t, c.from)
			if c.without != "" {
				removeFile(t, dir, c.without)
			}
			v, err := vault.Open(vault.Options{Dir: dir})
			if err != nil {
				t.Fatal(describe(err))
			}
			t.Cleanup(func() { _ = v.Close() })
			id, err := v.Unlock(t.Context(), goldenOperator, secret.FromString(goldenPassword))
			if err != nil || id != operatorID {
				t.Fatalf("unlocked by %q: %s", id, describe(err))
			}
			if diff := cmp.Diff(goldenNotes(), readNotes(t, v)); diff != "" {
				t.Error(diff)
			}
			if got, err := readSecret(t, v, goldenRef(), destination); got != goldenSecret || err != nil {
				t.Errorf("the secret is %q: %v", got, err)
			}
			if reported := len(v.Report()) > 0; reported != c.repaired {
				t.Errorf("the report is %q", v.Report())
			}
			closeVault(t, v)
		})
	}
}

// makeGolden writes the vault with a fixed clock. Its keys are random.
func makeGolden(t *testing.T) {
	t.Helper()
	floor := kdf.Floor()
	dir := filepath.Join(t.TempDir(), "golden")
	o := vault.Options{Dir: dir, Cost: &floor, Now: func() time.Time {
		return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	}}
	v, _, err := vault.Create(t.Context(), o, operatorID, goldenOperator, secret.FromString(goldenPassword))
	if err != nil {
		t.Fatal(describe(err))
	}
	put := func(id string) {
		err := v.Update(t.Context(), func(tx *vault.Tx) error {
			_, err := notes().Put(tx, id, goldenNotes()[id], 0)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	put("first")
	putSecret(t, v, goldenRef(), goldenSecret)
	if _, err := v.Rotate(t.Context(), vault.RotateOptions{}); err != nil {
		t.Fatal(describe(err))
	}
	put("second")
	put("third")
	killed := copyDir(t, dir)
	removeFile(t, killed, "store.2")
	closeVault(t, v)
	for to, from := range map[string]string{goldenDir: dir, goldenKilled: killed} {
		if err := errors.Join(os.RemoveAll(to), os.CopyFS(to, os.DirFS(from))); err != nil {
			t.Fatal(err)
		}
	}
}
