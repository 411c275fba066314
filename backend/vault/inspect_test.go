package vault_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// TestSC7_InspectNamesTheDamage: Unlock refuses the vault, and Inspect says what
// of it is left.
func TestSC7_InspectNamesTheDamage(t *testing.T) {
	all := []string{"note/a", "note/b", "note/c", "secret/" + shownSecret()}
	for name, c := range map[string]struct {
		spoil   func(t *testing.T, dir string)
		damaged []string
		note    string
	}{
		"whole": {func(*testing.T, string) {}, nil, ""},
		"snapshot flipped": {func(t *testing.T, dir string) {
			changeFile(t, dir, "snapshot.1", func(b []byte) []byte { b[len(b)/2] ^= 1; return b })
		}, all, "the working store still has every record"},
		"snapshot flipped, store gone": {func(t *testing.T, dir string) {
			changeFile(t, dir, "snapshot.1", func(b []byte) []byte { b[len(b)/2] ^= 1; return b })
			removeFile(t, dir, "store.1")
		}, nil, "4 of the 4 records in snapshot.1 are unreadable"},
		"journal flipped": {func(t *testing.T, dir string) {
			changeFile(t, dir, "journal.1", func(b []byte) []byte { b[len(b)-1] ^= 1; return b })
		}, nil, "journal.1"},
		"one header": {func(t *testing.T, dir string) { removeFile(t, dir, "header.a") }, nil, "header.a is missing"},
		"an older snapshot": {func(t *testing.T, dir string) {
			old := readFile(t, dir, "snapshot.1")
			err := tryOpen(t.Context(), dir, func(v *vault.Vault) error { return v.Update(t.Context(), putNote("d")) })
			if err != nil {
				t.Fatal(describe(err))
			}
			writeFile(t, dir, "snapshot.1", old)
		}, []string{"note/d"}, "a newer one was in use"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := closedVault(t)
			c.spoil(t, dir)
			before := files(t, dir)
			v := open(t, dir)
			_, err := v.Inspect(t.Context(), "", secret.FromString("other"))
			wantCode(t, err, vault.CodeWrongPassword)
			got, err := v.Inspect(t.Context(), operatorName, password())
			if err != nil {
				t.Fatal(describe(err))
			}
			if diff := cmp.Diff(c.damaged, ids(got)); diff != "" {
				t.Error(diff)
			}
			if notes := strings.Join(got.Notes, "\n"); !strings.Contains(notes, c.note) || (c.note == "") != (notes == "") {
				t.Errorf("the notes are %q, want %q", got.Notes, c.note)
			}
			if diff := cmp.Diff(before, files(t, dir)); diff != "" {
				t.Errorf("the folder was changed: %s", diff)
			}
			if left, err := filepath.Glob(filepath.Join(dir, "*.tmp")); err != nil || len(left) > 0 {
				t.Errorf("it left %q", left)
			}
		})
	}
}
