package signin

import (
	"patchbay/backend/protocol/account"
	"patchbay/backend/secret"
)

// Names of the fields that are secrets, as in the document.
const (
	FieldClientSecret = "clientSecret"
	FieldSPKey        = "spKeyPem"
	FieldSPNextKey    = "spNextKeyPem"
)

// Secrets are the values that Settings does not hold. The keys are PKCS #8 in
// PEM form.
type Secrets struct {
	ClientSecret, SPKey, SPNextKey secret.Text
}

// Values lists them; a password there is not.
func (s Secrets) Values() []secret.Text {
	return []secret.Text{{}, s.ClientSecret, s.SPKey, s.SPNextKey}
}

// Wipe forgets them.
func (s Secrets) Wipe() {
	for _, value := range s.Values() {
		value.Wipe()
	}
}

// SecretInputs are the secrets of a document on their way in.
type SecretInputs struct {
	ClientSecret, SPKey, SPNextKey secret.Input
}

// KeepSecrets changes none of them.
func KeepSecrets() SecretInputs {
	keep := secret.Input{Change: secret.Keep}
	return SecretInputs{ClientSecret: keep, SPKey: keep, SPNextKey: keep}
}

// Wipe forgets their values.
func (i SecretInputs) Wipe() {
	i.ClientSecret.Value.Wipe()
	i.SPKey.Value.Wipe()
	i.SPNextKey.Value.Wipe()
}

// SecretViews are the secrets of a document on their way out. A nil view is
// left out.
type SecretViews struct {
	ClientSecret, SPKey, SPNextKey *account.SecretView
}
