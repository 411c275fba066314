package idp

import (
	"patchbay/backend/credential"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// slot is one of the secrets of a provider: its name in the document, and what
// the draft, the vault and the proof hold for it.
type slot struct {
	field string
	input func(*signin.SecretInputs) *secret.Input
	value func(*signin.Secrets) *secret.Text
	info  func(*Infos) *vault.SecretInfo
	used  func(signin.Settings) bool
}

func slots() []slot {
	saml := func(s signin.Settings) bool { return s.Type == signin.SAML }
	return []slot{
		{
			field: signin.FieldClientSecret,
			input: func(i *signin.SecretInputs) *secret.Input { return &i.ClientSecret },
			value: func(s *signin.Secrets) *secret.Text { return &s.ClientSecret },
			info:  func(i *Infos) *vault.SecretInfo { return &i.ClientSecret },
			used:  func(s signin.Settings) bool { return s.Type != signin.SAML && s.ClientAuth != signin.ClientNone },
		},
		{
			field: signin.FieldSPKey,
			input: func(i *signin.SecretInputs) *secret.Input { return &i.SPKey },
			value: func(s *signin.Secrets) *secret.Text { return &s.SPKey },
			info:  func(i *Infos) *vault.SecretInfo { return &i.SPKey },
			used:  saml,
		},
		{
			field: signin.FieldSPNextKey,
			input: func(i *signin.SecretInputs) *secret.Input { return &i.SPNextKey },
			value: func(s *signin.Secrets) *secret.Text { return &s.SPNextKey },
			info:  func(i *Infos) *vault.SecretInfo { return &i.SPNextKey },
			used:  saml,
		},
	}
}

func (s slot) ref(id string) vault.SecretRef {
	return vault.SecretRef{Kind: Kind, ID: id, Field: s.field}
}

// elsewhere is the fault of a stored secret that would go elsewhere.
func (s slot) elsewhere() fault.Field {
	return fault.Field{Name: s.field, Message: "must be entered again: issuer, token URL or client ID have changed since it was saved"}
}

// kept reads a stored secret for where expanded settings lead. bound is false
// when it was saved for elsewhere.
func (s slot) kept(tx *vault.Tx, id string, expanded signin.Settings) (value secret.Text, bound bool, err error) {
	return credential.Kept(tx, s.ref(id), expanded.Destination(s.field))
}
