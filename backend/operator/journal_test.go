package operator_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/operator"
	"patchbay/backend/vault"
)

// TestSC28_TheChainSurvivesRotationRemovalAndRestoration verifies the journal
// after each, and finds what was in it before.
func TestSC28_TheChainSurvivesRotationRemovalAndRestoration(t *testing.T) {
	f := newTeam(t)
	oldest := f.page(t, audit.Filter{}).Entries
	steps := []struct {
		name string
		do   func() error
	}{
		{"a rotation", func() error { _, err := f.Rotate(t.Context()); return err }},
		{"a removal", func() error { _, err := f.Remove(t.Context(), f.ids["Ned"]); return err }},
		{"a restoration", func() error {
			_, err := f.openBackup(t, f.backedUp(t), asOperator("Ada", password)).Restore(t.Context())
			return err
		}},
	}
	for _, step := range steps {
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		f.unlock(t, "Ada", password)
		chain, err := f.Journal().Verify(t.Context())
		if err != nil || chain.Entries <= len(oldest) {
			t.Errorf("after %s: %+v, %v", step.name, chain, err)
		}
		page := f.page(t, audit.Filter{Before: uint64(len(oldest)) + 1})
		for i, e := range page.Entries {
			if e != oldest[i] {
				t.Errorf("after %s entry %d is %+v", step.name, e.Sequence, e)
			}
		}
	}
}

// TestARefusalNeedsNoJournal refuses a viewer and a restoration although no
// entry can be written: another folder lies where the vault was.
func TestARefusalNeedsNoJournal(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("an open folder cannot be moved away there")
	}
	f := newTeam(t)
	path := f.backedUp(t)
	f.unlock(t, "Vic", password)
	b := f.openBackup(t, path, asOperator("Ada", password))
	aside := filepath.Join(filepath.Dir(f.dir), "aside")
	if err := os.Rename(f.dir, aside); err != nil {
		t.Fatal(err)
	}
	if err := f.Record(t.Context(), audit.Entry{Action: "test"}); !fault.HasCode(err, vault.CodeStaleGeneration) {
		t.Fatalf("the journal can be written: %v", err)
	}
	if _, err := f.Rotate(t.Context()); !fault.HasCode(err, operator.CodeNotAllowed) {
		t.Errorf("a rotation: %v", err)
	}
	if _, err := b.Restore(t.Context()); !fault.HasCode(err, operator.CodeNotAllowed) {
		t.Errorf("a restoration: %v", err)
	}
	if err := os.Rename(aside, f.dir); err != nil {
		t.Fatal(err)
	}
}
