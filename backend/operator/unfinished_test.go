package operator_test

import (
	"path/filepath"
	"testing"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/operator"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/vault/kdf"
)

// behind changes a vault's slots without the records about them, as a crash
// between the header and the journal does.
func behind(t *testing.T, dir string, change func(v *vault.Vault) error) {
	t.Helper()
	v, err := vault.Open(vault.Options{Dir: dir, Cost: new(kdf.ForTests())})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Unlock(t.Context(), "Ada", secret.FromString(password)); err != nil {
		t.Fatal(err)
	}
	if err := change(v); err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestASlotWithoutARecordIsNobody(t *testing.T) {
	f, _ := created(t)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	behind(t, f.dir, func(v *vault.Vault) error {
		return v.AddOperator(t.Context(), "ghost", "Ghost", secret.FromString(first), nil)
	})
	_, err := f.Unlock(t.Context(), "Ghost", secret.FromString(first))
	if !fault.HasCode(err, operator.CodeNotAdded) {
		t.Errorf("unlocking as somebody without a record: %v", err)
	}
	if state := f.Status().State; state != operator.Locked {
		t.Errorf("it is %s", state)
	}
	f.unlock(t, "Ada", password)
	if status := f.Status(); status.Slots != 1 {
		t.Errorf("%d slots are left", status.Slots)
	}
	if newest := f.page(t, audit.Filter{}).Entries[0]; newest.Action != "operator.removed" || newest.Subject != "ghost" {
		t.Errorf("the journal says %+v", newest)
	}
	if err := f.Lock(); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Unlock(t.Context(), "Ghost", secret.FromString(first)); !fault.HasCode(err, vault.CodeWrongPassword) {
		t.Errorf("the dropped slot: %v", err)
	}
}

func TestANameOfTheHeaderFollowsTheRecord(t *testing.T) {
	f, _ := created(t)
	id := f.Status().Operator.ID
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	behind(t, f.dir, func(v *vault.Vault) error { return v.RenameOperator(t.Context(), id, "Eve", nil) })
	f.unlock(t, "", password)
	f.unlock(t, "Ada", password)
}

// TestACreationThatWasCutShortIsCompleted has a vault whose first operator has
// a slot and no record. He is its owner, by the name that he enters.
func TestACreationThatWasCutShortIsCompleted(t *testing.T) {
	for entered, want := range map[string]string{"": "Owner", "Ada": "Ada"} {
		f := open(t, filepath.Join(t.TempDir(), "vault"))
		v, _, err := vault.Create(t.Context(), vault.Options{Dir: f.dir, Cost: new(kdf.ForTests())},
			"first", "Ada", secret.FromString(password))
		if err != nil {
			t.Fatal(err)
		}
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
		if who := f.unlock(t, entered, password); who.Name != want || who.Role != operator.Owner {
			t.Errorf("entered as %q he is %+v", entered, who)
		}
		if _, err := f.Add(t.Context(), newcomer("Ed", operator.Editor)); err != nil {
			t.Fatal(err)
		}
		if who := f.unlock(t, want, password); who.Role != operator.Owner {
			t.Errorf("with others he is %+v", who)
		}
	}
}

// TestSlotsWithoutAnyRecordMakeNoOwner has a vault with two slots and no record
// at all, which no crash leaves behind.
func TestSlotsWithoutAnyRecordMakeNoOwner(t *testing.T) {
	f := open(t, filepath.Join(t.TempDir(), "vault"))
	v, _, err := vault.Create(t.Context(), vault.Options{Dir: f.dir, Cost: new(kdf.ForTests())},
		"first", "Ada", secret.FromString(password))
	if err != nil {
		t.Fatal(err)
	}
	if err := v.AddOperator(t.Context(), "second", "Eve", secret.FromString(first), nil); err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Unlock(t.Context(), "Eve", secret.FromString(first)); !fault.HasCode(err, operator.CodeNotAdded) {
		t.Errorf("got %v", err)
	}
}
