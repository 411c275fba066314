package vault_test

import (
	"fmt"
	"strings"
	"testing"

	"patchbay/backend/vault"
)

// TestMoreThanTheStoreTakes saves more in one session than the working store
// takes, overwrites and deletes some of it, and finds everything: at once, after
// a rotation, and when the vault is opened again, killed or closed.
func TestMoreThanTheStoreTakes(t *testing.T) {
	v, dir, _ := create(t)
	want := map[string]note{}
	put := func(id, body string) {
		t.Helper()
		want[id] = note{Title: id, Body: strings.Repeat(body, 100<<10)}
		err := v.Update(t.Context(), func(tx *vault.Tx) error {
			_, err := notes().Put(tx, id, want[id], vault.AnyRevision)
			return err
		})
		if err != nil {
			t.Fatal(describe(err))
		}
	}
	for i := range 120 {
		put(fmt.Sprintf("n%03d", i), "a")
	}
	put("n000", "b")
	put("n119", "b")
	for _, id := range []string{"n001", "n118"} { // one in the store, one that it did not take
		delete(want, id)
		err := v.Update(t.Context(), func(tx *vault.Tx) error { return notes().Delete(tx, id, vault.AnyRevision) })
		if err != nil {
			t.Fatal(describe(err))
		}
	}
	check := func(when string, v *vault.Vault) {
		t.Helper()
		got := readNotes(t, v)
		for id := range want {
			if got[id] != want[id] {
				t.Errorf("%s: %s is lost", when, id)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: %d notes instead of %d", when, len(got), len(want))
		}
	}
	check("at once", v)
	killed := open(t, copyDir(t, dir))
	unlock(t, killed)
	check("killed", killed)
	closed := copyDir(t, dir)
	again := open(t, closed)
	unlock(t, again)
	closeVault(t, again)
	again = open(t, closed)
	unlock(t, again)
	check("closed", again)
	if _, err := v.Rotate(t.Context(), vault.RotateOptions{}); err != nil {
		t.Fatal(describe(err))
	}
	check("rotated", v)
	closeVault(t, v)
	v = open(t, dir)
	unlock(t, v)
	check("rotated and closed", v)
	if report := v.Report(); len(report) > 0 {
		t.Errorf("the report is %q", report)
	}
}
