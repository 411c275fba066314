package mailtoken

import (
	"math"
	"strconv"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"patchbay/backend/proof"
	"patchbay/backend/secret"
)

// Token is what an endpoint issued. The caller wipes it.
type Token struct {
	Access secret.Text
	// Refresh is a new refresh token, to be kept from now on: many providers
	// end the one of the configuration at once (RFC 9700 §4.14). Unset when
	// the endpoint gave none, or the same again.
	Refresh secret.Text
	// Info is what the token says of itself, and the endpoint of it.
	Info proof.Token
	// ClientAuth is the way of client authentication that was taken.
	ClientAuth string
}

// Wipe overwrites both tokens.
func (t Token) Wipe() {
	t.Access.Wipe()
	t.Refresh.Wipe()
}

// maxExpiresIn bounds the life that an answer may claim, in seconds.
const maxExpiresIn = 100 * 365 * 24 * 3600

// issued takes over an answer's tokens and has the redactor know them. given is
// the scope that was asked for: an answer without one grants that (RFC 6749
// §5.1).
func (c *client) issued(answered *oauth2.Token, grant, given string) (Token, *proof.Finding) {
	token := Token{
		Access: secret.FromString(answered.AccessToken), Refresh: secret.FromString(answered.RefreshToken),
		ClientAuth: c.config.ClientAuth,
	}
	if !strings.EqualFold(answered.Type(), "Bearer") {
		token.Wipe()
		return Token{}, wrongType(answered.Type())
	}
	c.redactor.Protect(token.Access.Reveal())
	c.redactor.Protect(token.Refresh.Reveal())
	token.Info = Inspect(token.Access)
	token.Info.Grant = grant
	if token.Info.ExpiresAt == nil {
		token.Info.ExpiresAt = expiry(answered.Extra("expires_in"), c.config.Now())
	}
	if len(token.Info.Scopes) == 0 {
		scope, said := answered.Extra("scope").(string)
		if !said && token.Info.Opaque {
			scope = given
		}
		token.Info.Scopes = bounded(strings.Fields(scope))
	}
	c.maskInfo(&token.Info)
	return token, nil
}

// expiry reads expires_in, which some endpoints write as text.
func expiry(value any, now time.Time) *time.Time {
	var seconds float64
	switch v := value.(type) {
	case float64:
		seconds = v
	case int64:
		seconds = float64(v)
	case string:
		seconds, _ = strconv.ParseFloat(v, 64)
	}
	if !(seconds > 0) { // NaN too
		return nil
	}
	at := now.Add(time.Duration(math.Min(seconds, maxExpiresIn)) * time.Second).UTC().Truncate(time.Second)
	return &at
}

// maskInfo takes out what a claim repeats of a secret.
func (c *client) maskInfo(info *proof.Token) {
	for _, text := range []*string{&info.Issuer, &info.User, &info.Tenant, &info.Client} {
		*text = c.redactor.Redact(*text)
	}
	for _, list := range [][]string{info.Audience, info.Scopes, info.Roles} {
		for i := range list {
			list[i] = c.redactor.Redact(list[i])
		}
	}
}
