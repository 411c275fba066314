package audit_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/vault/kdf"
)

func newVault(t *testing.T) *vault.Vault {
	t.Helper()
	cost := kdf.ForTests()
	v, _, err := vault.Create(t.Context(), vault.Options{Dir: filepath.Join(t.TempDir(), "vault"), Cost: &cost},
		"operator-1", "Ada", secret.FromString("a password of the test"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	})
	return v
}

func clock() time.Time { return time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC) }

func appendEntries(t *testing.T, v *vault.Vault, journal *audit.Journal, actions ...string) {
	t.Helper()
	for _, action := range actions {
		err := v.Update(t.Context(), func(tx *vault.Tx) error {
			return journal.Append(tx, audit.Entry{Operator: "Ada", Action: action})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestListShowsTheNewestFirst(t *testing.T) {
	v := newVault(t)
	journal := audit.New(v, clock)
	appendEntries(t, v, journal, "a", "b", "c")
	got, err := journal.List(t.Context(), 2)
	if err != nil {
		t.Fatal(err)
	}
	want := []audit.Entry{
		{Sequence: 3, At: clock(), Operator: "Ada", Action: "c"},
		{Sequence: 2, At: clock(), Operator: "Ada", Action: "b"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if _, err := journal.Verify(t.Context()); err != nil {
		t.Errorf("an untouched journal: %v", err)
	}
}

func TestAnEntryOfAFailedChangeIsNotKept(t *testing.T) {
	v := newVault(t)
	journal := audit.New(v, clock)
	failed := fault.New(fault.Invalid, "test.failed", "the change failed")
	err := v.Update(t.Context(), func(tx *vault.Tx) error {
		if err := journal.Append(tx, audit.Entry{Action: "a"}); err != nil {
			return err
		}
		return failed
	})
	if !fault.HasCode(err, "test.failed") {
		t.Fatalf("got %v", err)
	}
	if got, err := journal.List(t.Context(), 0); err != nil || len(got) != 0 {
		t.Errorf("got %v, %v", got, err)
	}
}

// TestAnEntrySaysThroughWhomItWasMade: a change of an API client is recorded in
// the operator's name and in the client's.
func TestAnEntrySaysThroughWhomItWasMade(t *testing.T) {
	v := newVault(t)
	journal := audit.New(v, clock)
	appendEntries(t, v, journal, "by hand")
	err := v.Update(audit.Through(t.Context(), "installer"), func(tx *vault.Tx) error {
		return journal.Append(tx, audit.Entry{Operator: "Ada", Action: "by a client", Via: "somebody else"})
	})
	if err != nil {
		t.Fatal(err)
	}
	page, err := journal.Find(t.Context(), audit.Filter{Text: "INSTALLER"})
	if err != nil {
		t.Fatal(err)
	}
	want := []audit.Entry{{Sequence: 2, At: clock(), Operator: "Ada", Via: "installer", Action: "by a client"}}
	if diff := cmp.Diff(want, page.Entries); diff != "" {
		t.Error(diff)
	}
	if _, err := journal.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}
