package mailapi

import (
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
)

// Loss is a part of an SMTP configuration that the contract has no field for.
type Loss struct {
	Field string `json:"field"` // of the SMTP document
	Text  string `json:"text"`  // a sentence
	// Breaks: mail will not work at the target unless the part is made up for
	// there.
	Breaks bool `json:"breaks"`
}

// Body writes expanded settings in the contract's eleven fields, as its sample
// has them. Going names the secrets that the body holds. The caller wipes it.
func Body(s smtp.Settings, secrets smtp.Secrets) (body secret.Text, losses []Loss, going []string) {
	return secret.Text{}, nil, nil
}

// Masked is a body as it may be shown.
func Masked(body secret.Text) string { return "" }
