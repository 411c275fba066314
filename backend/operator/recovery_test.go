package operator_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/operator"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// TestRecoveryIsForAnyOperator recovers each of them in turn, with the key that
// the one before has left.
func TestRecoveryIsForAnyOperator(t *testing.T) {
	f := newTeam(t)
	key := f.created.RecoveryKey
	attempt := func(name string, key secret.Text) (operator.Created, error) {
		if err := f.Lock(); err != nil {
			t.Fatal(err)
		}
		return f.Recover(t.Context(), operator.Recovery{
			Operator: name, Key: key, Next: secret.FromString(another), Confirm: secret.FromString(another),
		})
	}
	for name, code := range map[string]string{"": vault.CodeOperatorNeeded, "nobody": operator.CodeInvalid} {
		_, err := attempt(name, key)
		if !cmp.Equal([]string{"operator"}, fields(err)) || fault.Of(err).Hint == "" || !fault.HasCode(err, code) {
			t.Errorf("recovering %q: %v", name, err)
		}
	}
	roles := map[string]operator.Role{"vic": operator.Viewer, "Ned": operator.Owner, "Ada": operator.Owner}
	for name, role := range roles {
		made, err := attempt(name, key)
		if err != nil {
			t.Fatalf("recovering %s: %v", name, err)
		}
		status := f.Status()
		if status.State != operator.Unlocked || status.Operator.Role != role || status.Operator.MustChange {
			t.Errorf("%s is %+v", name, status.Operator)
		}
		entry := f.page(t, audit.Filter{}).Entries[0]
		if entry.Action != "vault.recovered" || entry.Subject != status.Operator.Name {
			t.Errorf("the journal says %+v", entry)
		}
		if _, err := attempt(name, key); !fault.HasCode(err, vault.CodeWrongRecoveryKey) {
			t.Errorf("the used key: %v", err)
		}
		f.unlock(t, name, another)
		key = made.RecoveryKey
	}
	f.unlock(t, "Ed", password)
}
