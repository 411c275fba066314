package outgoing

import (
	"context"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// Check says what is wrong with a draft, whether it can be proved, and what is
// known of its provider.
func (s *Servers) Check(ctx context.Context, deploymentID string, draft Draft) (Check, error) {
	if _, err := s.access.MayRead(); err != nil {
		return Check{}, err
	}
	lookup, err := s.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return Check{}, err
	}
	d, done := s.settle(draft, lookup)
	defer done()
	check := Check{
		Faults: append(d.Draft.faults(lookup), d.faults...), Settings: d.expanded,
		Advice: d.advice(draft.Secrets, s.now()),
	}
	err = s.access.View(ctx, func(tx *vault.Tx) error {
		secrets, blocked, err := gather(tx, deploymentID, d.Draft, d.expanded)
		if err != nil {
			return err
		}
		defer wipe(secrets)
		check.Ready = len(check.Faults) == 0 && len(blocked) == 0 && len(d.expanded.MissingSecrets(secrets)) == 0
		check.Unbound = blocked
		if len(blocked) == 0 {
			return nil
		}
		r, _, err := s.servers.Get(tx, deploymentID)
		check.Bound = readable(r.Bound[blocked[0]])
		return err
	})
	return check, err
}

// faults are those of the document, and placeholders without a value.
func (d Draft) faults(lookup lookup) []fault.Field {
	faults := d.Settings.Check()
	for _, u := range d.unresolved(lookup) {
		faults = append(faults, withoutValue(u))
	}
	if len(faults) == 0 {
		expanded, _ := d.Settings.Expand(lookup)
		faults = expanded.Check()
	}
	for _, s := range slots() {
		if input := s.input(&d.Secrets); input.Change == secret.Set {
			faults = append(faults, secretFaults(s.field, input.Value)...)
		}
	}
	return faults
}

func withoutValue(u smtp.Unresolved) fault.Field {
	return fault.Field{Name: u.Field, Message: "the variable %" + u.Name + "% has no value"}
}

func secretFaults(field string, value secret.Text) []fault.Field {
	switch {
	case hasLineBreak(value):
		return []fault.Field{{Name: field, Message: "must not contain line breaks or NUL"}}
	case secret.IsMask(string(value.Reveal())):
		return []fault.Field{{Name: field, Message: "is a mask, not the secret itself"}}
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
