package mailapi

import (
	"bytes"
	"slices"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/clientgrant"
	"patchbay/backend/protocol/signin"
)

// Names of the fields that are secrets, as in the document.
const (
	FieldToken        = "token"
	FieldClientSecret = "clientSecret"
)

// maxToken bounds a token, in bytes: servers take less than this in a header.
const maxToken = 16 << 10

// Check returns what is wrong with the settings, field by field: nil when the
// configuration can be pushed.
func (s Settings) Check() []fault.Field {
	missing, invalid := s.problems()
	return slices.Concat(missing, invalid)
}

func (s Settings) problems() (missing, invalid []fault.Field) {
	c := &account.Checker{Resolved: true}
	s = s.WithDefaults()
	c.Choice("form", string(s.Form), string(FormSSMS), string(FormSHIFT), string(FormOther))
	c.Required("url", s.URL)
	// "Calls made over plain http will fail", says the contract.
	c.Text("url", s.URL, clientgrant.CheckAddress)
	c.Text("tokenUrl", s.TokenURL, clientgrant.CheckAddress)
	if s.TokenURL != "" {
		c.Required("clientId", s.ClientID)
	}
	c.Choice("clientAuth", s.ClientAuth, "", clientgrant.ClientSecretBasic, clientgrant.ClientSecretPost)
	c.Text("clientId", s.ClientID, nil)
	c.Text("scope", s.Scope, clientgrant.CheckScope)
	c.Bounds(s.TimeoutSeconds, s.CAPEM)
	return c.Missing, c.Invalid
}

// CheckSecrets names the secrets that a push needs and that are not there, or
// that no request can carry.
func (s Settings) CheckSecrets(secrets Secrets) []fault.Field {
	missing, invalid := s.secretProblems(secrets)
	return slices.Concat(missing, invalid)
}

func (s Settings) secretProblems(secrets Secrets) (missing, invalid []fault.Field) {
	token := secrets.Token.Reveal()
	switch {
	case s.TokenURL != "" && secrets.Token.IsSet():
		invalid = append(invalid, fault.Field{Name: FieldToken, Message: "must be empty where a token URL is given: the token comes from there"})
	case s.TokenURL != "" && !secrets.ClientSecret.IsSet():
		missing = append(missing, fault.Field{Name: FieldClientSecret, Message: "is required to obtain a token"})
	case s.TokenURL != "":
	case !secrets.Token.IsSet():
		missing = append(missing, fault.Field{Name: FieldToken, Message: "is required where no token URL is given"})
	case len(token) > maxToken:
		invalid = append(invalid, fault.Field{Name: FieldToken, Message: "is longer than 16 KiB"})
	case bytes.ContainsFunc(token, notTokenRune):
		invalid = append(invalid, fault.Field{Name: FieldToken, Message: "contains blanks or characters that no header can carry; it is entered without the word Bearer"})
	}
	return missing, invalid
}

// notTokenRune leaves the printable ASCII without the blank (RFC 6750 §2.1 has
// less of it).
func notTokenRune(r rune) bool { return r <= ' ' || r > '~' }

// endpoint is how the address is spoken of.
func (s Settings) endpoint() signin.Endpoint {
	return signin.Endpoint{URL: s.URL, Field: "url", Name: "address of the mail API", Owner: "target"}
}
