package network

import (
	"fmt"

	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// Fault codes of this package, as for every document with secrets.
const (
	CodeInvalid        = "settings.invalid"
	CodeBoundElsewhere = "settings.secret_bound_elsewhere"
)

const boundElsewhereMessage = "must be entered again: the proxy or its user name have changed since it was saved"

// faults are those of the settings and of the password.
func (d Draft) faults() []fault.Field {
	faults := d.Settings.faults()
	if message := passwordFault(d.Password); message != "" && d.Proxy == ModeManual {
		faults = append(faults, fault.Field{Name: "password", Message: message})
	}
	if d.Proxy == ModeManual && d.User == "" && d.Password.Change == secret.Set {
		faults = append(faults, fault.Field{Name: "user", Message: "is needed with a password"})
	}
	return faults
}

// storePassword carries out what a draft wants done with the password. One
// that is to be kept for another proxy is refused; one that is of no use is
// removed.
func storePassword(tx *vault.Tx, draft Draft) error {
	ref, destination := passwordRef(), draft.destination()
	var err error
	switch {
	case !draft.signsIn() || draft.Password.Change == secret.Clear:
		err = tx.DeleteSecret(ref)
	case draft.Password.Change == secret.Set:
		err = tx.PutSecret(ref, destination, draft.Password.Value)
	default:
		var value secret.Text
		value, err = tx.Secret(ref, destination)
		value.Wipe()
		if fault.HasCode(err, vault.CodeSecretBoundElsewhere) {
			return boundElsewhere()
		}
		err = vault.Optional(err)
	}
	if err != nil {
		return fmt.Errorf("store the proxy's password: %w", err)
	}
	return nil
}

func boundElsewhere() error {
	return fault.New(fault.Invalid, CodeBoundElsewhere, "the stored password was saved for another proxy").
		WithField("password", boundElsewhereMessage).WithHint("enter it again for the new proxy")
}
