package signin

import (
	"encoding/json"

	"patchbay/backend/protocol/account"
)

// Document is the identity provider document as it is shown: secrets are views.
type Document struct {
	Name              string   `json:"name,omitempty"`
	Type              Type     `json:"type"`
	Enabled           *bool    `json:"enabled,omitempty"`
	Preset            string   `json:"preset,omitempty"`
	SignInMessage     string   `json:"signInMessage,omitempty"`
	AllowedDomains    []string `json:"allowedDomains,omitempty"`
	CallbackURL       string   `json:"callbackUrl,omitempty"`
	SelfServiceSignUp bool     `json:"selfServiceSignUp,omitempty"`
	AuthURL           string   `json:"authUrl,omitempty"`
	CAPEM             string   `json:"caPem,omitempty"`
	LoopbackHost      string   `json:"loopbackHost,omitempty"`
	LoopbackPort      uint16   `json:"loopbackPort,omitempty"`
	TimeoutSeconds    int      `json:"timeoutSeconds,omitempty"`

	Issuer              string              `json:"issuer,omitempty"`
	ClientID            string              `json:"clientId,omitempty"`
	ClientSecret        *account.SecretView `json:"clientSecret,omitempty"`
	ClientSecretExpires string              `json:"clientSecretExpires,omitempty"`
	Scopes              []string            `json:"scopes,omitempty"`
	ClientAuth          ClientAuth          `json:"clientAuth,omitempty"`
	PKCE                *bool               `json:"pkce,omitempty"`
	Prompt              string              `json:"prompt,omitempty"`
	EmailClaim          string              `json:"emailClaim,omitempty"`
	GroupsClaim         string              `json:"groupsClaim,omitempty"`
	TokenURL            string              `json:"tokenUrl,omitempty"`
	UserInfoURL         string              `json:"userInfoUrl,omitempty"`
	EmailPath           string              `json:"emailPath,omitempty"`
	IDPath              string              `json:"idPath,omitempty"`
	EmailsURL           string              `json:"emailsUrl,omitempty"`

	MetadataURL          string              `json:"metadataUrl,omitempty"`
	MetadataXML          string              `json:"metadataXml,omitempty"`
	IDPEntityID          string              `json:"idpEntityId,omitempty"`
	SSOURL               string              `json:"ssoUrl,omitempty"`
	SSOBinding           Binding             `json:"ssoBinding,omitempty"`
	SigningCertificates  []string            `json:"signingCertificates,omitempty"`
	SPEntityID           string              `json:"spEntityId,omitempty"`
	NameIDFormat         string              `json:"nameIdFormat,omitempty"`
	SignRequests         bool                `json:"signRequests,omitempty"`
	WantAssertionsSigned *bool               `json:"wantAssertionsSigned,omitempty"`
	WantResponseSigned   bool                `json:"wantResponseSigned,omitempty"`
	EmailAttribute       string              `json:"emailAttribute,omitempty"`
	GroupsAttribute      string              `json:"groupsAttribute,omitempty"`
	ForceAuthn           bool                `json:"forceAuthn,omitempty"`
	LoopbackACS          ACSScheme           `json:"loopbackAcs,omitempty"`
	AllowUnsolicited     bool                `json:"allowUnsolicited,omitempty"`
	SPKeyPEM             *account.SecretView `json:"spKeyPem,omitempty"`
	SPCertificatePEM     string              `json:"spCertificatePem,omitempty"`
	SPNextKeyPEM         *account.SecretView `json:"spNextKeyPem,omitempty"`
	SPNextCertificatePEM string              `json:"spNextCertificatePem,omitempty"`
}

// Document returns the document as it may be shown.
func (s Settings) Document(secrets SecretViews) Document {
	d := Document{
		Name: s.Name, Type: s.Type, Enabled: s.Enabled, Preset: s.Preset, SignInMessage: s.SignInMessage,
		AllowedDomains: s.AllowedDomains, CallbackURL: s.CallbackURL, SelfServiceSignUp: s.SelfServiceSignUp,
		AuthURL: s.AuthURL, CAPEM: s.CAPEM,
		LoopbackHost: s.LoopbackHost, LoopbackPort: s.LoopbackPort, TimeoutSeconds: s.TimeoutSeconds,

		Issuer: s.Issuer, ClientID: s.ClientID, ClientSecret: secrets.ClientSecret,
		ClientSecretExpires: s.ClientSecretExpires, Scopes: s.Scopes, ClientAuth: s.ClientAuth,
		PKCE: s.PKCE, Prompt: s.Prompt, EmailClaim: s.EmailClaim, GroupsClaim: s.GroupsClaim,
		TokenURL: s.TokenURL, UserInfoURL: s.UserInfoURL, EmailPath: s.EmailPath, IDPath: s.IDPath, EmailsURL: s.EmailsURL,
	}
	s.documentSAML(&d)
	d.SPKeyPEM, d.SPNextKeyPEM = secrets.SPKey, secrets.SPNextKey
	return d
}

func (s Settings) documentSAML(d *Document) {
	d.MetadataURL, d.MetadataXML, d.IDPEntityID = s.MetadataURL, s.MetadataXML, s.IDPEntityID
	d.SSOURL, d.SSOBinding, d.SigningCertificates = s.SSOURL, s.SSOBinding, s.SigningCertificates
	d.SPEntityID, d.NameIDFormat, d.SignRequests = s.SPEntityID, s.NameIDFormat, s.SignRequests
	d.WantAssertionsSigned, d.WantResponseSigned = s.WantAssertionsSigned, s.WantResponseSigned
	d.EmailAttribute, d.GroupsAttribute, d.ForceAuthn = s.EmailAttribute, s.GroupsAttribute, s.ForceAuthn
	d.LoopbackACS, d.AllowUnsolicited = s.LoopbackACS, s.AllowUnsolicited
	d.SPCertificatePEM, d.SPNextCertificatePEM = s.SPCertificatePEM, s.SPNextCertificatePEM
}

// Settings is the way back from [Settings.Document].
func (d Document) Settings() Settings {
	s := Settings{
		Name: d.Name, Type: d.Type, Enabled: d.Enabled, Preset: d.Preset, SignInMessage: d.SignInMessage,
		AllowedDomains: d.AllowedDomains, CallbackURL: d.CallbackURL, SelfServiceSignUp: d.SelfServiceSignUp,
		AuthURL: d.AuthURL, CAPEM: d.CAPEM,
		LoopbackHost: d.LoopbackHost, LoopbackPort: d.LoopbackPort, TimeoutSeconds: d.TimeoutSeconds,

		Issuer: d.Issuer, ClientID: d.ClientID, ClientSecretExpires: d.ClientSecretExpires, Scopes: d.Scopes,
		ClientAuth: d.ClientAuth, PKCE: d.PKCE, Prompt: d.Prompt, EmailClaim: d.EmailClaim, GroupsClaim: d.GroupsClaim,
		TokenURL: d.TokenURL, UserInfoURL: d.UserInfoURL, EmailPath: d.EmailPath, IDPath: d.IDPath, EmailsURL: d.EmailsURL,
	}
	d.settingsSAML(&s)
	return s
}

func (d Document) settingsSAML(s *Settings) {
	s.MetadataURL, s.MetadataXML, s.IDPEntityID = d.MetadataURL, d.MetadataXML, d.IDPEntityID
	s.SSOURL, s.SSOBinding, s.SigningCertificates = d.SSOURL, d.SSOBinding, d.SigningCertificates
	s.SPEntityID, s.NameIDFormat, s.SignRequests = d.SPEntityID, d.NameIDFormat, d.SignRequests
	s.WantAssertionsSigned, s.WantResponseSigned = d.WantAssertionsSigned, d.WantResponseSigned
	s.EmailAttribute, s.GroupsAttribute, s.ForceAuthn = d.EmailAttribute, d.GroupsAttribute, d.ForceAuthn
	s.LoopbackACS, s.AllowUnsolicited = d.LoopbackACS, d.AllowUnsolicited
	s.SPCertificatePEM, s.SPNextCertificatePEM = d.SPCertificatePEM, d.SPNextCertificatePEM
}

// MarshalJSON writes the document without any mention of its secrets.
func (s Settings) MarshalJSON() ([]byte, error) {
	return json.Marshal(s.Document(SecretViews{}))
}
