package account

import (
	"patchbay/backend/document"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/mailtoken"
	"patchbay/backend/secret"
)

// Grant says how an access token is obtained.
type Grant string

// The closed set of grants.
const (
	GrantClientCredentials Grant = "client_credentials" // RFC 6749 §4.4: the application itself
	GrantRefreshToken      Grant = "refresh_token"      // RFC 6749 §6: on behalf of a person who signed in
)

// OAuth2Settings names where a mail token comes from.
type OAuth2Settings struct {
	// Grant is GrantRefreshToken when empty and AuthURL or DeviceURL is given
	// or a refresh token is there, else GrantClientCredentials.
	Grant Grant
	// TokenURL is the token endpoint; AuthURL and DeviceURL are the endpoints
	// at which a person signs in, once, to obtain a refresh token.
	TokenURL, AuthURL, DeviceURL string
	ClientID, Scope              string
	// ClientAuth is how the client proves itself to the token endpoint:
	// client_secret_basic, client_secret_post or none; "" finds out.
	ClientAuth string
	// ClientSecretExpires is the day on which the provider ends the client
	// secret, as it said when it was made: 2006-01-02, or "".
	ClientSecretExpires string
}

// DefaultGrant is the grant, or what an empty one stands for while no refresh
// token is there.
func (o OAuth2Settings) DefaultGrant() Grant {
	switch {
	case o.Grant != "":
		return o.Grant
	case o.AuthURL != "", o.DeviceURL != "":
		return GrantRefreshToken
	}
	return GrantClientCredentials
}

// GrantWith is how the token is obtained with these secrets.
func (o OAuth2Settings) GrantWith(secrets Secrets) Grant {
	if o.Grant == "" && secrets.RefreshToken.IsSet() {
		return GrantRefreshToken
	}
	return o.DefaultGrant()
}

// TokenConfig is where a mail token of expanded settings comes from. It borrows
// the secrets.
func (s Settings) TokenConfig(secrets Secrets, network dial.Network) mailtoken.Config {
	return mailtoken.Config{
		Grant:    string(s.OAuth2.GrantWith(secrets)),
		TokenURL: s.OAuth2.TokenURL, AuthURL: s.OAuth2.AuthURL, DeviceURL: s.OAuth2.DeviceURL,
		ClientID: s.OAuth2.ClientID, Scope: s.OAuth2.Scope, ClientAuth: s.OAuth2.ClientAuth,
		ClientSecret: secrets.ClientSecret, RefreshToken: secrets.RefreshToken,
		CAPEM: s.CAPEM, Network: network, LoginHint: s.User,
	}
}

// ReadOAuth2 reads the member "oauth2" of a document.
func ReadOAuth2(r *document.Reader) (s OAuth2Settings, clientSecret, refreshToken secret.Input) {
	inner := r.Object("oauth2")
	s = OAuth2Settings{
		Grant:    Grant(inner.Text("grant")),
		TokenURL: inner.Text("tokenUrl"), AuthURL: inner.Text("authUrl"), DeviceURL: inner.Text("deviceUrl"),
		ClientID: inner.Text("clientId"), Scope: inner.Text("scope"), ClientAuth: inner.Text("clientAuth"),
		ClientSecretExpires: inner.Text("clientSecretExpires"),
	}
	clientSecret, refreshToken = inner.Secret("clientSecret"), inner.Secret("refreshToken")
	r.Adopt(inner)
	return s, clientSecret, refreshToken
}
