package signin

import (
	"cmp"
	"slices"

	"patchbay/backend/protocol/account"
)

// DefaultLoopbackHost is where a test sign-in comes back to when no other host
// is configured (RFC 8252 §8.3).
const DefaultLoopbackHost = "127.0.0.1"

// WithDefaults fills in what the document left out. ClientAuth stays as it is:
// its default depends on the secrets, as [Settings.ClientAuthWith] says.
func (s Settings) WithDefaults() Settings {
	s.LoopbackHost = cmp.Or(s.LoopbackHost, DefaultLoopbackHost)
	s.TimeoutSeconds = cmp.Or(s.TimeoutSeconds, account.DefaultTimeoutSeconds)
	switch s.Type {
	case OIDC:
		if len(s.Scopes) == 0 {
			s.Scopes = []string{"openid", "profile", "email"}
		}
		s.PKCE = cmp.Or(s.PKCE, new(true))
		s.EmailClaim = cmp.Or(s.EmailClaim, "email")
		s.GroupsClaim = cmp.Or(s.GroupsClaim, "groups")
	case OAuth2:
		s.PKCE = cmp.Or(s.PKCE, new(true))
		s.EmailPath = cmp.Or(s.EmailPath, "email")
	case SAML:
		s.SSOBinding = cmp.Or(s.SSOBinding, Redirect)
		s.LoopbackACS = cmp.Or(s.LoopbackACS, ACSOverHTTP)
		s.WantAssertionsSigned = cmp.Or(s.WantAssertionsSigned, new(true))
		s.SSOURL, s.AuthURL = cmp.Or(s.SSOURL, s.AuthURL), cmp.Or(s.AuthURL, s.SSOURL)
	}
	return s
}

// ClientAuthWith is how a client with these secrets proves who it is: as
// configured, else by client_secret_basic where there is a secret (RFC 6749
// §2.3.1), else not at all.
func (s Settings) ClientAuthWith(secrets Secrets) ClientAuth {
	switch {
	case s.ClientAuth != "":
		return s.ClientAuth
	case secrets.ClientSecret.IsSet():
		return ClientSecretBasic
	}
	return ClientNone
}

// IDPaths are the dotted paths at which a user-info answer identifies the
// person, best first.
func (s Settings) IDPaths() []string {
	if s.IDPath != "" {
		return []string{s.IDPath}
	}
	return []string{"id", "sub"}
}

// Target is what a proof names as the thing that was proved: the issuer, the
// authorization URL, or the entity ID of the identity provider, and while that
// is not known where its metadata lies.
func (s Settings) Target() string {
	switch s.Type {
	case OIDC:
		return cmp.Or(s.Issuer, s.AuthURL)
	case SAML:
		return cmp.Or(s.IDPEntityID, s.MetadataURL, s.SSOURL, s.AuthURL)
	default:
		return s.AuthURL
	}
}

// ReturnsTo is where a test sign-in comes back to on this machine. The host is
// that of the listener, an IPv6 literal in brackets; the port may be a word that
// stands for one.
func (s Settings) ReturnsTo(host, port string) string {
	switch {
	case s.Type != SAML:
		return "http://" + host + ":" + port + "/callback"
	case s.LoopbackACS == ACSOverHTTPS:
		return "https://" + host + ":" + port + "/acs"
	}
	return "http://" + host + ":" + port + "/acs"
}

// Expand replaces the placeholders by the values of lookup, which may be nil.
// Placeholders without a value stay and are returned.
func (s Settings) Expand(lookup account.Lookup) (Settings, []account.Unresolved) {
	s.AllowedDomains, s.Scopes = slices.Clone(s.AllowedDomains), slices.Clone(s.Scopes)
	return s, account.Expand(s.expandable(), lookup)
}

// expandable lists the fields that may hold placeholders, in document order.
func (s *Settings) expandable() []account.Expandable {
	fields := []account.Expandable{{Field: "signInMessage", Value: &s.SignInMessage}}
	for i := range s.AllowedDomains {
		fields = append(fields, account.Expandable{Field: "allowedDomains", Value: &s.AllowedDomains[i]})
	}
	fields = append(fields, []account.Expandable{
		{Field: "callbackUrl", Value: &s.CallbackURL},
		{Field: "authUrl", Value: &s.AuthURL},
		{Field: "issuer", Value: &s.Issuer},
		{Field: "clientId", Value: &s.ClientID},
		{Field: "tokenUrl", Value: &s.TokenURL},
		{Field: "userInfoUrl", Value: &s.UserInfoURL},
		{Field: "emailsUrl", Value: &s.EmailsURL},
		{Field: "metadataUrl", Value: &s.MetadataURL},
		{Field: "idpEntityId", Value: &s.IDPEntityID},
		{Field: "ssoUrl", Value: &s.SSOURL},
		{Field: "spEntityId", Value: &s.SPEntityID},
	}...)
	for i := range s.Scopes {
		fields = append(fields, account.Expandable{Field: "scopes", Value: &s.Scopes[i]})
	}
	return fields
}
