package smtp

import (
	"fmt"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/secret"
)

// CodeSettingsInvalid and CodeSettingsMissing are codes of faults and of
// findings of the settings step.
const (
	CodeSettingsInvalid = "settings.invalid"
	CodeSettingsMissing = "settings.missing"
)

// maxDocument bounds a configuration document, in bytes.
const maxDocument = 64 << 10

// Parse reads a configuration document. It is strict about the form: what is
// not JSON, an unknown or repeated field, a value of a wrong type, or a mask in
// place of a secret is a fault settings.invalid that names every such field.
// Whether the values are good is for [Settings.Check] to say.
func Parse(doc []byte) (Settings, SecretInputs, error) {
	fields, err := readObject(doc)
	if err != nil {
		return Settings{}, SecretInputs{}, err
	}
	r := &fieldReader{fields: fields}
	s, in := r.settings()
	if err := r.finish(); err != nil {
		return Settings{}, SecretInputs{}, err
	}
	if s.Auth == "" && in.Password.Change == secret.Set {
		s.Auth = SignInPassword // the user is then the From address
	}
	return s, in, nil
}

func (r *fieldReader) settings() (Settings, SecretInputs) {
	var s Settings
	var in SecretInputs
	s.Enabled = r.flag("enabled")
	s.Host = strings.TrimSpace(r.text("host"))
	s.Port = strings.TrimSpace(r.numberOrText("port"))
	s.Security = r.security()
	if insecure := r.flag("insecureAllowPlainPassword"); insecure != nil {
		s.InsecureAllowPlainPassword = *insecure
	}
	s.Auth = SignIn(r.text("auth"))
	s.User = r.text("user")
	in.Password = r.secret("password")
	s.OAuth2, in.ClientSecret, in.RefreshToken = r.oauth2()
	s.From, s.FromName = r.text("from"), r.text("fromDisplayName")
	s.ReplyTo, s.ReplyToName = r.text("replyTo"), r.text("replyToDisplayName")
	s.EnvelopeFrom, s.EHLOName = r.text("envelopeFrom"), r.text("ehloName")
	s.TimeoutSeconds = r.integer("timeoutSeconds")
	s.CAPEM = r.text("caPem")
	return s, in
}

// security reads the three fields that say how to protect the connection:
// security wins over the two booleans of the mail-configuration contract.
func (r *fieldReader) security() Security {
	ssl, startTLS := r.flag("ssl"), r.flag("starttls")
	if security := r.text("security"); security != "" {
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

func (r *fieldReader) oauth2() (s OAuth2Settings, clientSecret, refreshToken secret.Input) {
	inner := r.object("oauth2")
	s = OAuth2Settings{
		Grant:    Grant(inner.text("grant")),
		TokenURL: inner.text("tokenUrl"), AuthURL: inner.text("authUrl"), DeviceURL: inner.text("deviceUrl"),
		ClientID: inner.text("clientId"), Scope: inner.text("scope"), ClientAuth: inner.text("clientAuth"),
		ClientSecretExpires: inner.text("clientSecretExpires"),
	}
	clientSecret, refreshToken = inner.secret("clientSecret"), inner.secret("refreshToken")
	r.adopt(inner)
	return s, clientSecret, refreshToken
}

func invalidDocument(message string) *fault.Fault {
	return fault.New(fault.Invalid, CodeSettingsInvalid, message).
		WithHint("correct the document and try again")
}

func invalidFields(fields []fault.Field) *fault.Fault {
	message := fmt.Sprintf("the field %s %s", fields[0].Name, fields[0].Message)
	if more := len(fields) - 1; more > 0 {
		message += fmt.Sprintf(" (and %d more)", more)
	}
	return invalidDocument(message).WithFields(fields...)
}
