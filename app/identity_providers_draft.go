package app

import (
	"math"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/idp"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// draft turns what is on the screen into the use case's words. done wipes its
// secrets.
func (d IdentityProviderDraft) draft() (draft idp.Draft, done func(), err error) {
	if port := d.Fields.LoopbackPort; port < 0 || port > math.MaxUint16 {
		return idp.Draft{}, nil, fault.New(fault.Invalid, account.CodeSettingsInvalid, "the settings are not valid").
			WithFields(fault.Field{Name: "loopbackPort", Message: "must be between 1 and 65535, or 0 for a free one"})
	}
	draft = idp.Draft{
		ID: d.ID, Revision: vault.Revision(d.Revision), Settings: d.Fields.settings(),
		Secrets: signin.SecretInputs{
			ClientSecret: d.ClientSecret.input(), SPKey: d.SPKey.input(), SPNextKey: d.SPNextKey.input(),
		},
	}
	return draft, draft.Secrets.Wipe, nil
}

// settings are the fields as a document has them. Blanks around what was typed
// or pasted mean nothing.
func (f IdentityProviderFields) settings() signin.Settings {
	for _, typed := range []*string{
		&f.Name, &f.CallbackURL, &f.AuthURL, &f.Issuer, &f.ClientID, &f.ClientSecretExpires, &f.EmailClaim,
		&f.GroupsClaim, &f.TokenURL, &f.UserInfoURL, &f.EmailPath, &f.IDPath, &f.EmailsURL, &f.MetadataURL,
		&f.IDPEntityID, &f.SPEntityID, &f.NameIDFormat, &f.EmailAttribute, &f.GroupsAttribute,
	} {
		*typed = strings.TrimSpace(*typed)
	}
	enabled, pkce, assertions := f.Enabled, f.PKCE, f.WantAssertionsSigned
	s := signin.Settings{
		Name: f.Name, Type: signin.Type(f.Type), Enabled: &enabled, Preset: f.Preset, SignInMessage: f.SignInMessage,
		AllowedDomains: f.AllowedDomains, CallbackURL: f.CallbackURL, SelfServiceSignUp: f.SelfServiceSignUp,
		AuthURL: f.AuthURL, CAPEM: f.CAPEM, LoopbackHost: f.LoopbackHost, LoopbackPort: uint16(f.LoopbackPort),
		TimeoutSeconds: f.TimeoutSeconds,
		Issuer:         f.Issuer, ClientID: f.ClientID, ClientSecretExpires: f.ClientSecretExpires, Scopes: f.Scopes,
		ClientAuth: signin.ClientAuth(f.ClientAuth), PKCE: &pkce, Prompt: f.Prompt, EmailClaim: f.EmailClaim,
		GroupsClaim: f.GroupsClaim, TokenURL: f.TokenURL, UserInfoURL: f.UserInfoURL, EmailPath: f.EmailPath,
		IDPath: f.IDPath, EmailsURL: f.EmailsURL,
		MetadataURL: f.MetadataURL, MetadataXML: f.MetadataXML, IDPEntityID: f.IDPEntityID,
		SSOBinding: signin.Binding(f.SSOBinding), SigningCertificates: f.SigningCertificates, SPEntityID: f.SPEntityID,
		NameIDFormat: f.NameIDFormat, SignRequests: f.SignRequests, WantAssertionsSigned: &assertions,
		WantResponseSigned: f.WantResponseSigned, EmailAttribute: f.EmailAttribute, GroupsAttribute: f.GroupsAttribute,
		ForceAuthn: f.ForceAuthn, LoopbackACS: signin.ACSScheme(f.LoopbackACS), AllowUnsolicited: f.AllowUnsolicited,
		SPCertificatePEM: f.SPCertificatePEM, SPNextCertificatePEM: f.SPNextCertificatePEM,
	}
	if s.Type == signin.SAML {
		s.SSOURL = s.AuthURL // the page has one field for the two names
	}
	return s
}

func viewIDPFields(s signin.Settings) IdentityProviderFields {
	authURL := s.AuthURL
	if s.Type == signin.SAML && s.SSOURL != "" {
		authURL = s.SSOURL
	}
	return IdentityProviderFields{
		Name: s.Name, Type: string(s.Type), Enabled: s.Enabled == nil || *s.Enabled, Preset: s.Preset,
		SignInMessage: s.SignInMessage, AllowedDomains: list(s.AllowedDomains), CallbackURL: s.CallbackURL,
		SelfServiceSignUp: s.SelfServiceSignUp, AuthURL: authURL, CAPEM: s.CAPEM, LoopbackHost: s.LoopbackHost,
		LoopbackPort: int(s.LoopbackPort), TimeoutSeconds: s.TimeoutSeconds,
		Issuer: s.Issuer, ClientID: s.ClientID, ClientSecretExpires: s.ClientSecretExpires, Scopes: list(s.Scopes),
		ClientAuth: string(s.ClientAuth), PKCE: s.PKCE == nil || *s.PKCE, Prompt: s.Prompt, EmailClaim: s.EmailClaim,
		GroupsClaim: s.GroupsClaim, TokenURL: s.TokenURL, UserInfoURL: s.UserInfoURL, EmailPath: s.EmailPath,
		IDPath: s.IDPath, EmailsURL: s.EmailsURL,
		MetadataURL: s.MetadataURL, MetadataXML: s.MetadataXML, IDPEntityID: s.IDPEntityID,
		SSOBinding: string(s.SSOBinding), SigningCertificates: list(s.SigningCertificates), SPEntityID: s.SPEntityID,
		NameIDFormat: s.NameIDFormat, SignRequests: s.SignRequests,
		WantAssertionsSigned: s.WantAssertionsSigned == nil || *s.WantAssertionsSigned,
		WantResponseSigned:   s.WantResponseSigned, EmailAttribute: s.EmailAttribute, GroupsAttribute: s.GroupsAttribute,
		ForceAuthn: s.ForceAuthn, LoopbackACS: string(s.LoopbackACS), AllowUnsolicited: s.AllowUnsolicited,
		SPCertificatePEM: s.SPCertificatePEM, SPNextCertificatePEM: s.SPNextCertificatePEM,
	}
}

// viewIDPDraft is a draft that changes no secret.
func viewIDPDraft(deploymentID, id string, revision vault.Revision, s signin.Settings) IdentityProviderDraft {
	keep := SecretInput{Change: string(secret.Keep)}
	return IdentityProviderDraft{
		DeploymentID: deploymentID, ID: id, Revision: int(revision), Fields: viewIDPFields(s),
		ClientSecret: keep, SPKey: keep, SPNextKey: keep,
	}
}
