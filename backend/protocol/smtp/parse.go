package smtp

import (
	"strings"

	"patchbay/backend/document"
	"patchbay/backend/protocol/account"
	"patchbay/backend/secret"
)

// CodeSettingsInvalid and CodeSettingsMissing are codes of faults and of
// findings of the settings step.
const (
	CodeSettingsInvalid = account.CodeSettingsInvalid
	CodeSettingsMissing = account.CodeSettingsMissing
)

// Parse reads a configuration document. It is strict about the form: what is
// not JSON, an unknown or repeated field, a value of a wrong type, or a mask in
// place of a secret is a fault settings.invalid that names every such field.
// Whether the values are good is for [Settings.Check] to say.
func Parse(doc []byte) (Settings, SecretInputs, error) {
	r, err := document.Read(doc)
	if err != nil {
		return Settings{}, SecretInputs{}, err
	}
	s, in := Read(r)
	if err := r.Finish(); err != nil {
		return Settings{}, SecretInputs{}, err
	}
	return s, in, nil
}

// Read takes the fields of the document, which may be a member of another one.
func Read(r *document.Reader) (Settings, SecretInputs) {
	s, in := readSettings(r)
	if s.Auth == "" && in.Password.Change == secret.Set {
		s.Auth = SignInPassword // the user is then the From address
	}
	return s, in
}

func readSettings(r *document.Reader) (Settings, SecretInputs) {
	var s Settings
	var in SecretInputs
	s.Enabled = r.Flag("enabled")
	s.Host = strings.TrimSpace(r.Text("host"))
	s.Port = strings.TrimSpace(r.NumberOrText("port"))
	s.Security = readSecurity(r)
	if insecure := r.Flag("insecureAllowPlainPassword"); insecure != nil {
		s.InsecureAllowPlainPassword = *insecure
	}
	s.Auth = SignIn(r.Text("auth"))
	s.User = r.Text("user")
	in.Password = r.Secret("password")
	s.OAuth2, in.ClientSecret, in.RefreshToken = account.ReadOAuth2(r)
	s.From, s.FromName = r.Text("from"), r.Text("fromDisplayName")
	s.ReplyTo, s.ReplyToName = r.Text("replyTo"), r.Text("replyToDisplayName")
	s.EnvelopeFrom, s.EHLOName = r.Text("envelopeFrom"), r.Text("ehloName")
	s.TimeoutSeconds = r.Integer("timeoutSeconds")
	s.CAPEM = r.Text("caPem")
	return s, in
}

// readSecurity reads the three fields that say how to protect the connection:
// security wins over the two booleans of the mail-configuration contract.
func readSecurity(r *document.Reader) Security {
	ssl, startTLS := r.Flag("ssl"), r.Flag("starttls")
	if security := r.Text("security"); security != "" {
		return Security(security)
	}
	switch {
	case ssl == nil && startTLS == nil:
		return SecurityImplicitTLS
	case ssl != nil && *ssl:
		return SecurityImplicitTLS
	case startTLS != nil && *startTLS:
		return SecuritySTARTTLS
	default:
		return SecurityNone
	}
}
