package operator_test

import (
	"slices"
	"testing"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

func TestVerifyReadsEverything(t *testing.T) {
	f, _ := created(t)
	state := f.backupState(t)
	found, err := f.Verify(t.Context())
	if err != nil || found.Records != state.Records || len(found.Damaged) > 0 {
		t.Errorf("%+v, %v; there are %d records", found, err, state.Records)
	}
	if !slices.Contains(f.events, "vault.verifying") {
		t.Errorf("there is no progress among %v", f.events)
	}
	if entry := f.page(t, audit.Filter{}).Entries[0]; entry.Action != "vault.verified" || entry.Operator != "Ada" || entry.Detail == "" {
		t.Errorf("the journal says %+v", entry)
	}
}

// TestInspectReadsADamagedVault damages what an unlock needs, and asks what is
// left.
func TestInspectReadsADamagedVault(t *testing.T) {
	f, _ := created(t)
	f.change(t, 5)
	if err := f.Lock(); err != nil {
		t.Fatal(err)
	}
	f.spoilRecords(t)
	if _, err := f.Unlock(t.Context(), "Ada", secret.FromString(password)); !fault.HasCode(err, vault.CodeDamaged) {
		t.Fatalf("it unlocks: %v", err)
	}
	found, err := f.Inspect(t.Context(), "Ada", secret.FromString(password))
	if err != nil || len(found.Damaged)+len(found.Notes) == 0 {
		t.Errorf("%+v, %v", found, err)
	}
	if _, err := f.Inspect(t.Context(), "Ada", secret.FromString(another)); !fault.HasCode(err, vault.CodeWrongPassword) {
		t.Errorf("with another password: %v", err)
	}
	if _, err := f.MayRead(); !fault.HasCode(err, vault.CodeLocked) {
		t.Errorf("after an inspection somebody is at work: %v", err)
	}
}
