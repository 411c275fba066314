package vault_test

import (
	"errors"
	"maps"
	"slices"
	"testing"

	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

const (
	graceID       = "fedcba9876543210"
	graceName     = "Grace Hopper"
	gracePassword = "the nanosecond is a wire"
)

func addGrace(t testing.TB, v *vault.Vault) {
	t.Helper()
	err := v.AddOperator(t.Context(), graceID, graceName, secret.FromString(gracePassword), nil)
	if err != nil {
		t.Fatal(describe(err))
	}
}

// unlocksAs opens the vault in dir for a moment, and returns who unlocked it.
func unlocksAs(t testing.TB, dir, name, password string) (id string, err error) {
	t.Helper()
	v, err := vault.Open(options(dir))
	if err != nil {
		return "", err
	}
	defer closeVault(t, v)
	return v.Unlock(t.Context(), name, secret.FromString(password))
}

func wantUnlocks(t testing.TB, dir, name, password, wantID string) {
	t.Helper()
	if id, err := unlocksAs(t, dir, name, password); err != nil || id != wantID {
		t.Errorf("%s is %q: %s", name, id, describe(err))
	}
}

func TestAddOperator(t *testing.T) {
	v, dir, _ := create(t)
	refused := errors.New("no")
	add := func(id, name, password string, inTx func(*vault.Tx) error) error {
		return v.AddOperator(t.Context(), id, name, secret.FromString(password), inTx)
	}
	before := files(t, dir)
	for name, c := range map[string]struct{ id, name, password, code string }{
		"a taken ID":            {operatorID, graceName, gracePassword, vault.CodeOperatorExists},
		"a taken name":          {graceID, " ada LOVELACE", gracePassword, vault.CodeOperatorExists},
		"the recovery key's ID": {"recovery", graceName, gracePassword, vault.CodeOperatorExists},
		"no ID":                 {"", graceName, gracePassword, vault.CodeOperatorExists},
		"no password":           {graceID, graceName, "", vault.CodeEmptyPassword},
	} {
		if err := add(c.id, c.name, c.password, putNote("x")); err == nil {
			t.Errorf("%s: no error", name)
		} else {
			wantCode(t, err, c.code)
		}
	}
	if err := add(graceID, graceName, gracePassword, func(*vault.Tx) error { return refused }); !errors.Is(err, refused) {
		t.Errorf("refused by the transaction: %v", err)
	}
	if !maps.Equal(before, files(t, dir)) {
		t.Error("what was refused has changed the folder")
	}
	if err := add(graceID, graceName, gracePassword, putNote("with Grace")); err != nil {
		t.Fatal(describe(err))
	}
	if operators := v.Info().Operators; len(operators) != 2 || operators[1].ID != graceID {
		t.Errorf("the operators are %+v", operators)
	}
	closeVault(t, v)
	wantUnlocks(t, dir, "grace hopper", gracePassword, graceID)
	wantUnlocks(t, dir, operatorName, passwordText, operatorID)
	_, err := unlocksAs(t, dir, graceName, passwordText)
	wantCode(t, err, vault.CodeWrongPassword)
	_, err = unlocksAs(t, dir, "", passwordText)
	wantCode(t, err, vault.CodeOperatorNeeded)
	v = open(t, dir)
	if _, err := v.Unlock(t.Context(), graceName, secret.FromString(gracePassword)); err != nil {
		t.Fatal(describe(err))
	}
	wantNotes(t, v, "with Grace")
}

func TestRenameOperator(t *testing.T) {
	v, dir, _ := create(t)
	addGrace(t, v)
	wantCode(t, v.RenameOperator(t.Context(), graceID, "ADA Lovelace", nil), vault.CodeOperatorExists)
	wantCode(t, v.RenameOperator(t.Context(), "nobody", "Nobody", nil), vault.CodeUnknownOperator)
	if err := v.RenameOperator(t.Context(), graceID, "Admiral Hopper", putNote("renamed")); err != nil {
		t.Fatal(describe(err))
	}
	if err := v.RenameOperator(t.Context(), graceID, "admiral hopper", nil); err != nil {
		t.Errorf("to her own name in lower case: %s", describe(err))
	}
	wantNotes(t, v, "renamed")
	closeVault(t, v)
	wantUnlocks(t, dir, "Admiral Hopper", gracePassword, graceID)
	_, err := unlocksAs(t, dir, graceName, gracePassword)
	wantCode(t, err, vault.CodeWrongPassword)
}

func TestReconcileOperators(t *testing.T) {
	v, dir, _ := create(t)
	addGrace(t, v)
	before := files(t, dir)
	same := map[string]string{operatorID: operatorName, graceID: graceName, "without a slot": "Charles"}
	if dropped, err := v.ReconcileOperators(t.Context(), same); err != nil || dropped != nil {
		t.Errorf("dropped %q: %v", dropped, err)
	}
	if !maps.Equal(before, files(t, dir)) {
		t.Error("there was nothing to do, and the folder has changed")
	}
	_, err := v.ReconcileOperators(t.Context(), map[string]string{"someone": "else"})
	wantCode(t, err, vault.CodeLastOperator)
	dropped, err := v.ReconcileOperators(t.Context(), map[string]string{operatorID: "Countess Lovelace"})
	if err != nil || !slices.Equal(dropped, []string{graceID}) {
		t.Errorf("dropped %q: %v", dropped, err)
	}
	closeVault(t, v)
	wantUnlocks(t, dir, "Countess Lovelace", passwordText, operatorID)
	_, err = unlocksAs(t, dir, graceName, gracePassword)
	wantCode(t, err, vault.CodeWrongPassword)
}

// TestSC13_AFailedChangeHasNotHappened: the header is written, then the frame
// cannot be.
func TestSC13_AFailedChangeHasNotHappened(t *testing.T) {
	for name, change := range map[string]func(t *testing.T, v *vault.Vault) error{
		"password": func(t *testing.T, v *vault.Vault) error {
			return v.ChangePassword(t.Context(), operatorID, password(), secret.FromString(nextPassword), putNote("x"))
		},
		"operator": func(t *testing.T, v *vault.Vault) error {
			return v.AddOperator(t.Context(), graceID, graceName, secret.FromString(gracePassword), putNote("x"))
		},
		"name": func(t *testing.T, v *vault.Vault) error {
			return v.RenameOperator(t.Context(), operatorID, "Countess", putNote("x"))
		},
	} {
		v, dir, _ := create(t)
		save(t, v, "a")
		v.BreakJournal()
		if err := change(t, v); err == nil {
			t.Errorf("%s: no error", name)
		}
		if n := len(v.Info().Operators); n != 1 {
			t.Errorf("%s: %d operators", name, n)
		}
		_ = v.Close()
		again := open(t, dir)
		if _, err := again.Unlock(t.Context(), operatorName, password()); err != nil {
			t.Errorf("%s: %s", name, describe(err))
			continue
		}
		wantNotes(t, again, "a")
		closeVault(t, again)
	}
}
