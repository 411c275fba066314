package vault_test

import (
	"strings"
	"testing"

	"patchbay/backend/vault"
)

// TestSC10_FailedWrite breaks the journal under an unlocked vault: nothing more
// is acknowledged, reading goes on, and what was acknowledged is there.
func TestSC10_FailedWrite(t *testing.T) {
	v, dir, _ := create(t)
	save(t, v, "a")
	v.BreakJournal()
	for range 2 {
		err := v.Update(t.Context(), func(tx *vault.Tx) error {
			_, err := notes().Put(tx, "b", noteOf("b"), 0)
			return err
		})
		wantCode(t, err, vault.CodeWriteFailed)
		wantNotes(t, v, "a")
	}
	_ = v.Lock() // says that it could not settle
	unlock(t, v)
	wantNotes(t, v, "a")
	save(t, v, "c")
	closeVault(t, v)
	v = open(t, dir)
	unlock(t, v)
	wantNotes(t, v, "a", "c")
}

func TestLargeJournalIsFolded(t *testing.T) {
	v, dir, _ := create(t)
	body := strings.Repeat("x", 400<<10)
	for range 45 {
		err := v.Update(t.Context(), func(tx *vault.Tx) error {
			_, err := notes().Put(tx, "a", note{Body: body}, vault.AnyRevision)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	save(t, v, "b")
	if size := len(readFile(t, dir, "journal.1")); size > 9<<20 {
		t.Errorf("the journal has %d bytes", size)
	}
	again := open(t, copyDir(t, dir))
	unlock(t, again)
	if got := readNotes(t, again); len(got) != 2 || got["a"].Body != body {
		t.Errorf("%d notes", len(got))
	}
}

func TestHeaderPutBackWhileLocked(t *testing.T) {
	v, dir, _ := create(t)
	old := readFile(t, dir, "header.a")
	save(t, v, "a")
	if err := v.Lock(); err != nil {
		t.Fatal(err)
	}
	writeFile(t, dir, "header.a", old)
	writeFile(t, dir, "header.b", old)
	_, err := v.Unlock(t.Context(), "", password())
	wantCode(t, err, vault.CodeRolledBack)
}
