package outgoing

import (
	"context"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// Check says what is wrong with a draft, and whether it can be proved.
func (s *Servers) Check(ctx context.Context, deploymentID string, draft Draft) (Check, error) {
	if _, err := s.access.MayRead(); err != nil {
		return Check{}, err
	}
	lookup, err := s.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return Check{}, err
	}
	check := Check{Faults: draft.faults(lookup), SecretsBound: true}
	check.Settings, _ = draft.Settings.WithDefaults().Expand(lookup)
	err = s.access.View(ctx, func(tx *vault.Tx) error {
		secrets, blocked, err := gather(tx, deploymentID, draft, check.Settings)
		if err != nil {
			return err
		}
		complete := check.Settings.Auth != smtp.SignInPassword || secrets.Password.IsSet()
		check.Ready = len(check.Faults) == 0 && len(blocked) == 0 && complete
		wipe(secrets)
		if len(blocked) == 0 {
			return nil
		}
		r, _, err := s.servers.Get(tx, deploymentID)
		check.SecretsBound, check.Bound = false, readable(r.Bound[blocked[0]])
		return err
	})
	return check, err
}

// faults are those of the document, and placeholders without a value.
func (d Draft) faults(lookup lookup) []fault.Field {
	faults := d.Settings.Check()
	for _, u := range d.unresolved(lookup) {
		faults = append(faults, fault.Field{Name: u.Field, Message: "the variable %" + u.Name + "% has no value"})
	}
	if len(faults) == 0 {
		expanded, _ := d.Settings.Expand(lookup)
		faults = expanded.Check()
	}
	if d.Secrets.Password.Change == secret.Set {
		faults = append(faults, passwordFaults(d.Secrets.Password.Value)...)
	}
	return faults
}

func passwordFaults(password secret.Text) []fault.Field {
	switch {
	case hasLineBreak(password):
		return []fault.Field{{Name: "password", Message: "must not contain line breaks or NUL"}}
	case secret.IsMask(string(password.Reveal())):
		return []fault.Field{{Name: "password", Message: "is a mask, not the secret itself"}}
	}
	return nil
}

func (d Draft) unresolved(lookup lookup) []smtp.Unresolved {
	_, unresolved := d.Settings.Expand(lookup)
	return unresolved
}

func hasLineBreak(value secret.Text) bool {
	for _, b := range value.Reveal() {
		if b == '\r' || b == '\n' || b == 0 {
			return true
		}
	}
	return false
}

func invalid(faults []fault.Field) error {
	return fault.New(fault.Invalid, CodeInvalid, "the settings are not valid").WithFields(faults...)
}
