package vault_test

import (
	"errors"
	"testing"

	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// A password that somebody else gives needs the unlocked vault and no old password;
// the slot's key tells that it has come, and a rotation keeps it.
func TestGivePassword(t *testing.T) {
	v, dir, _ := create(t)
	if err := v.AddOperator(t.Context(), "ed", "Ed", secret.FromString("first"), nil); err != nil {
		t.Fatal(err)
	}
	before := keyOf(t, v, "ed")
	if err := v.ChangePassword(t.Context(), "ed", secret.FromString("first"), secret.FromString("own"), nil); err != nil {
		t.Fatal(err)
	}
	if keyOf(t, v, "ed") != before {
		t.Error("a password of his own has changed his key")
	}
	refusal := errors.New("refused")
	err := v.GivePassword(t.Context(), "ed", secret.FromString("given"), func(*vault.Tx) error { return refusal })
	if !errors.Is(err, refusal) || keyOf(t, v, "ed") != before {
		t.Errorf("refused: %v", err)
	}
	if err := v.GivePassword(t.Context(), "ed", secret.FromString("given"), nil); err != nil {
		t.Fatal(err)
	}
	given := keyOf(t, v, "ed")
	if given == before {
		t.Error("the key is that of before")
	}
	if _, err := v.Rotate(t.Context(), vault.RotateOptions{}); err != nil {
		t.Fatal(err)
	}
	if keyOf(t, v, "ed") != given {
		t.Error("a rotation has changed his key")
	}
	wantCode(t, v.GivePassword(t.Context(), "nobody", secret.FromString("given"), nil), vault.CodeUnknownOperator)
	wantCode(t, v.GivePassword(t.Context(), "ed", secret.Text{}, nil), vault.CodeEmptyPassword)
	closeVault(t, v)
	v = open(t, dir)
	wantCode(t, v.GivePassword(t.Context(), "ed", secret.FromString("another"), nil), vault.CodeLocked)
	for password, code := range map[string]string{"own": vault.CodeWrongPassword, "first": vault.CodeWrongPassword} {
		_, err := v.Unlock(t.Context(), "Ed", secret.FromString(password))
		wantCode(t, err, code)
	}
	if _, err := v.Unlock(t.Context(), "Ed", secret.FromString("given")); err != nil {
		t.Error(describe(err))
	}
}

func keyOf(t *testing.T, v *vault.Vault, id string) string {
	t.Helper()
	for _, slot := range v.Info().Operators {
		if slot.ID == id && slot.Key != "" {
			return slot.Key
		}
	}
	t.Fatalf("%s has no slot, or it has no key", id)
	return ""
}
