package idpd

import (
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
)

// Settings is a configuration that reaches this provider, and the client secret
// that goes with it; SAML has none.
func (s *Server) Settings(t signin.Type) (signin.Settings, secret.Text) {
	enabled := true
	settings := signin.Settings{
		Type: t, Enabled: &enabled, AllowedDomains: []string{"example.com"}, CAPEM: s.CAPEM(),
		CallbackURL: "https://portal.rehearsal.example/sign-in/" + string(t),
	}
	switch t {
	case signin.OIDC:
		settings.Name, settings.SignInMessage = "Rehearsal, OpenID Connect", "Sign in with the rehearsal provider"
		settings.Issuer, settings.ClientID = s.Issuer(), s.ClientID()
		settings.AuthURL = s.AuthorizationURL()
	case signin.OAuth2:
		settings.Name, settings.SignInMessage = "Rehearsal, OAuth 2.0", "Sign in with the rehearsal's OAuth 2.0"
		settings.AuthURL, settings.TokenURL = s.AuthorizationURL(), s.TokenURL()
		settings.UserInfoURL, settings.EmailsURL = s.Issuer()+pathUser, s.Issuer()+pathEmails
		settings.ClientID, settings.ClientAuth = s.ClientID(), signin.ClientSecretBasic
		settings.Scopes = []string{"user", "user:email"}
	case signin.SAML:
		settings.Name, settings.SignInMessage = "Rehearsal, SAML 2.0", "Sign in with the rehearsal's SAML"
		settings.MetadataURL, settings.SPEntityID = s.SAMLMetadataURL(), "https://portal.rehearsal.example/saml"
		settings.EmailAttribute, settings.GroupsAttribute = attributeEmail, attributeGroups
		return settings, secret.Text{}
	}
	return settings, s.secret.Clone()
}
