package mailtoken

import (
	"context"
	"net/url"

	"patchbay/backend/proof"
	"patchbay/backend/secret"
)

// Acquire obtains a token without a person: as the application itself or with
// a refresh token. The finding says why there is none.
func Acquire(ctx context.Context, config Config) (Token, *proof.Finding) {
	config = config.withDefaults()
	form := url.Values{"grant_type": {config.Grant}}
	var needed need
	switch config.Grant {
	case GrantRefreshToken:
		needed = need{"oauth2.refreshToken", config.RefreshToken.IsSet()}
		form.Set("refresh_token", string(config.RefreshToken.Reveal()))
	case GrantClientCredentials:
		// An application without a secret could be anyone (RFC 6749 §4.4).
		needed = need{"oauth2.clientSecret", config.ClientSecret.IsSet()}
	default:
		return Token{}, settingsInvalid("oauth2.grant", "The way to obtain a token is unknown.")
	}
	if f := config.check(needed); f != nil {
		return Token{}, f
	}
	if config.Scope != "" {
		form.Set("scope", config.Scope)
	}
	c, f := config.open()
	if f != nil {
		return Token{}, f
	}
	defer c.redactor.Wipe()
	answered, f := c.redeem(ctx, form)
	if f != nil {
		return Token{}, f
	}
	token, f := c.issued(answered, config.Grant, config.Scope)
	if token.Refresh.Equal(config.RefreshToken) { // the library repeats it
		token.Refresh.Wipe()
		token.Refresh = secret.Text{}
	}
	return token, f
}
