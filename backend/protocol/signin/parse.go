package signin

import (
	"strings"

	"patchbay/backend/document"
	"patchbay/backend/secret"
)

// Parse reads an identity provider document. It is strict about the form: what
// is not JSON, an unknown or repeated field, a value of a wrong type, or a mask
// in place of a secret is a fault settings.invalid that names every such field.
// Whether the values are good is for [Settings.Check] to say.
func Parse(doc []byte) (Settings, SecretInputs, error) {
	r, err := document.ReadLarge(doc)
	if err != nil {
		return Settings{}, SecretInputs{}, err
	}
	s, in := readCommon(r), SecretInputs{}
	in.ClientSecret = readClient(r, &s)
	in.SPKey, in.SPNextKey = readSAML(r, &s)
	if err := r.Finish(); err != nil {
		in.Wipe()
		return Settings{}, SecretInputs{}, err
	}
	return s, in, nil
}

func readCommon(r *document.Reader) Settings {
	var s Settings
	s.Name = strings.TrimSpace(r.Text("name"))
	s.Type = Type(r.Text("type"))
	s.Enabled = r.Flag("enabled")
	s.Preset = r.Text("preset")
	s.SignInMessage = r.Text("signInMessage")
	s.AllowedDomains = r.Texts("allowedDomains")
	s.CallbackURL = strings.TrimSpace(r.Text("callbackUrl"))
	s.SelfServiceSignUp = isTrue(r.Flag("selfServiceSignUp"))
	s.AuthURL = strings.TrimSpace(r.Text("authUrl"))
	s.CAPEM = r.Text("caPem")
	s.LoopbackHost = r.Text("loopbackHost")
	port := r.Integer("loopbackPort")
	if port < 0 || port > 65535 {
		r.Blame("loopbackPort", "must be between 1 and 65535, or 0 for a free one")
		port = 0
	}
	s.LoopbackPort = uint16(port)
	s.TimeoutSeconds = r.Integer("timeoutSeconds")
	return s
}

// readClient reads what OpenID Connect and OAuth 2.0 have.
func readClient(r *document.Reader, s *Settings) (clientSecret secret.Input) {
	s.Issuer = strings.TrimSpace(r.Text("issuer"))
	s.ClientID = strings.TrimSpace(r.Text("clientId"))
	clientSecret = r.Secret(FieldClientSecret)
	s.ClientSecretExpires = r.Text("clientSecretExpires")
	s.Scopes = r.Texts("scopes")
	s.ClientAuth = ClientAuth(r.Text("clientAuth"))
	s.PKCE = r.Flag("pkce")
	s.Prompt = r.Text("prompt")
	s.EmailClaim = r.Text("emailClaim")
	s.GroupsClaim = r.Text("groupsClaim")
	s.TokenURL = strings.TrimSpace(r.Text("tokenUrl"))
	s.UserInfoURL = strings.TrimSpace(r.Text("userInfoUrl"))
	s.EmailPath = r.Text("emailPath")
	s.IDPath = r.Text("idPath")
	s.EmailsURL = strings.TrimSpace(r.Text("emailsUrl"))
	return clientSecret
}

func readSAML(r *document.Reader, s *Settings) (key, nextKey secret.Input) {
	s.MetadataURL = strings.TrimSpace(r.Text("metadataUrl"))
	s.MetadataXML = r.Text("metadataXml")
	s.IDPEntityID = strings.TrimSpace(r.Text("idpEntityId"))
	s.SSOURL = strings.TrimSpace(r.Text("ssoUrl"))
	s.SSOBinding = readBinding(r.Text("ssoBinding"))
	s.SigningCertificates = r.Texts("signingCertificates")
	s.SPEntityID = strings.TrimSpace(r.Text("spEntityId"))
	s.NameIDFormat = strings.TrimSpace(r.Text("nameIdFormat"))
	s.SignRequests = isTrue(r.Flag("signRequests"))
	s.WantAssertionsSigned = r.Flag("wantAssertionsSigned")
	s.WantResponseSigned = isTrue(r.Flag("wantResponseSigned"))
	s.EmailAttribute = r.Text("emailAttribute")
	s.GroupsAttribute = r.Text("groupsAttribute")
	s.ForceAuthn = isTrue(r.Flag("forceAuthn"))
	s.LoopbackACS = ACSScheme(r.Text("loopbackAcs"))
	s.AllowUnsolicited = isTrue(r.Flag("allowUnsolicited"))
	s.SPCertificatePEM = r.Text("spCertificatePem")
	s.SPNextCertificatePEM = r.Text("spNextCertificatePem")
	return r.SecretLines(FieldSPKey), r.SecretLines(FieldSPNextKey)
}

// readBinding takes the short name or the URN of SAML Bindings.
func readBinding(text string) Binding {
	switch strings.TrimPrefix(text, "urn:oasis:names:tc:SAML:2.0:bindings:") {
	case "HTTP-Redirect":
		return Redirect
	case "HTTP-POST":
		return Post
	}
	return Binding(text)
}

func isTrue(flag *bool) bool { return flag != nil && *flag }
