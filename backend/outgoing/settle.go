package outgoing

import (
	"patchbay/backend/fault"
	"patchbay/backend/protocol/provider"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
)

// Ways to give a secret beside those of package secret.
const (
	// Obtained gives a refresh token by the handle that [Servers.SignIn]
	// returned.
	Obtained secret.Change = "obtained"
	// Derive gives a password by the AWS secret access key of which the SMTP
	// password of Amazon SES is made.
	Derive secret.Change = "derive"
)

// settled is a draft whose secrets are all secrets.
type settled struct {
	Draft
	lookup   lookup
	expanded smtp.Settings // with defaults and variables
	faults   []fault.Field // of secrets that could not be had
	made     []secret.Text
}

// settle turns handles and keys into the secrets they stand for. done wipes
// what it made.
func (s *Servers) settle(draft Draft, lookup lookup) (d *settled, done func()) {
	d = &settled{Draft: draft, lookup: lookup}
	d.expanded, _ = draft.Settings.WithDefaults().Expand(lookup)
	d.obtain(&s.tokens)
	d.derive()
	return d, func() {
		for _, value := range d.made {
			value.Wipe()
		}
	}
}

func (d *settled) obtain(tokens *tokens) {
	input := &d.Secrets.RefreshToken
	switch input.Change {
	case secret.Set:
		d.give(input, tokens.current(input.Value, tokenDestination(d.expanded)))
	case Obtained:
		value, known, bound := tokens.take(string(input.Value.Reveal()), tokenDestination(d.expanded))
		switch {
		case !known:
			d.refuse(input, "oauth2.refreshToken", "the sign-in is no longer known: sign in again")
		case !bound:
			value.Wipe()
			d.refuse(input, "oauth2.refreshToken", "token URL or client ID have changed since the sign-in: sign in again")
		default:
			d.give(input, value)
		}
	}
}

func (d *settled) derive() {
	input := &d.Secrets.Password
	if input.Change != Derive {
		return
	}
	region, ok := provider.SESRegion(d.expanded.Host)
	if !ok {
		d.refuse(input, "password", "can be derived only for a host of Amazon SES, which names its region")
		return
	}
	password, err := provider.SESPassword(input.Value, region)
	if err != nil {
		d.refuse(input, "password", err.Error())
		return
	}
	d.give(input, password)
}

func (d *settled) give(input *secret.Input, value secret.Text) {
	d.made = append(d.made, value)
	*input = secret.Input{Change: secret.Set, Value: value}
}

func (d *settled) refuse(input *secret.Input, field, message string) {
	d.faults = append(d.faults, fault.Field{Name: field, Message: message})
	*input = secret.Input{Change: secret.Clear}
}
