package saslserver

import (
	"github.com/emersion/go-sasl"

	"patchbay/backend/secret"
)

// Offer is what a server lets its clients sign in with: PLAIN and LOGIN, and
// where it takes tokens, XOAUTH2 and OAUTHBEARER.
type Offer struct {
	// Password returns the refusal of a name with a password, nil for none.
	Password func(name string, password secret.Text) error
	// Token judges an access token: "" takes it, anything else is the reason in
	// JSON. Nil offers neither mechanism of tokens.
	Token func(name string, token secret.Text) (refusal string)
	// Refused is the error that ends the exchange of a refused token.
	Refused error
}

// Mechanisms lists what is offered.
func (o Offer) Mechanisms() []string {
	mechanisms := []string{sasl.Plain, sasl.Login}
	if o.Token != nil {
		mechanisms = append(mechanisms, XOAuth2, sasl.OAuthBearer)
	}
	return mechanisms
}

// Start begins an exchange; ok is false for what is not offered.
func (o Offer) Start(mechanism string) (server sasl.Server, ok bool) {
	switch mechanism {
	case sasl.Plain:
		return sasl.NewPlainServer(func(_, name, password string) error {
			return o.Password(name, secret.FromString(password))
		}), true
	case sasl.Login:
		return &loginServer{check: o.Password}, true
	case XOAuth2, sasl.OAuthBearer:
		return &tokenServer{check: o.Token, err: o.Refused}, o.Token != nil
	default:
		return nil, false
	}
}
