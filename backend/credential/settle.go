package credential

import (
	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/provider"
	"patchbay/backend/secret"
)

// Ways to give a secret beside those of package secret.
const (
	// Obtained gives a refresh token by the handle that [Keeper.SignIn]
	// returned.
	Obtained secret.Change = "obtained"
	// Derive gives a password by the AWS secret access key of which the SMTP
	// password of Amazon SES is made.
	Derive secret.Change = "derive"
)

// Settled is a draft whose secrets are all secrets.
type Settled struct {
	Inputs   account.SecretInputs
	Expanded account.Settings // with defaults and variables
	Faults   []fault.Field    // of secrets that could not be had
	made     []secret.Text
}

// Settle turns handles and keys into the secrets they stand for. done wipes
// what it made; the caller's own values stay as they are.
func (k *Keeper) Settle(inputs account.SecretInputs, expanded account.Settings) (s *Settled, done func()) {
	s = &Settled{Inputs: inputs, Expanded: expanded}
	s.obtain(&k.tokens)
	s.derive()
	return s, func() {
		for _, value := range s.made {
			value.Wipe()
		}
	}
}

func (s *Settled) obtain(tokens *tokens) {
	input := &s.Inputs.RefreshToken
	switch input.Change {
	case secret.Set:
		s.give(input, tokens.current(input.Value, tokenDestination(s.Expanded)))
	case Obtained:
		value, known, bound := tokens.take(string(input.Value.Reveal()), tokenDestination(s.Expanded))
		switch {
		case !known:
			s.refuse(input, fieldRefreshToken, "the sign-in is no longer known: sign in again")
		case !bound:
			value.Wipe()
			s.refuse(input, fieldRefreshToken, "token URL or client ID have changed since the sign-in: sign in again")
		default:
			s.give(input, value)
		}
	}
}

func (s *Settled) derive() {
	input := &s.Inputs.Password
	if input.Change != Derive {
		return
	}
	region, ok := provider.SESRegion(s.Expanded.Host)
	if !ok {
		s.refuse(input, fieldPassword, "can be derived only for a host of Amazon SES, which names its region")
		return
	}
	password, err := provider.SESPassword(input.Value, region)
	if err != nil {
		s.refuse(input, fieldPassword, err.Error())
		return
	}
	s.give(input, password)
}

func (s *Settled) give(input *secret.Input, value secret.Text) {
	s.made = append(s.made, value)
	*input = secret.Input{Change: secret.Set, Value: value}
}

func (s *Settled) refuse(input *secret.Input, field, message string) {
	s.Faults = append(s.Faults, fault.Field{Name: field, Message: message})
	*input = secret.Input{Change: secret.Clear}
}

// Faults are those of secrets that were typed: nothing that could break a line
// of a protocol, and no mask.
func Faults(inputs account.SecretInputs) []fault.Field {
	var faults []fault.Field
	for _, s := range slots() {
		if input := s.input(&inputs); input.Change == secret.Set {
			faults = append(faults, typedFaults(s.field, input.Value)...)
		}
	}
	return faults
}

func typedFaults(field string, value secret.Text) []fault.Field {
	switch {
	case hasLineBreak(value):
		return []fault.Field{{Name: field, Message: "must not contain line breaks or NUL"}}
	case secret.IsMask(string(value.Reveal())):
		return []fault.Field{{Name: field, Message: "is a mask, not the secret itself"}}
	}
	return nil
}

func hasLineBreak(value secret.Text) bool {
	for _, b := range value.Reveal() {
		if b == '\r' || b == '\n' || b == 0 {
			return true
		}
	}
	return false
}
