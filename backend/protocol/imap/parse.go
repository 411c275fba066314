package imap

import (
	"strings"

	"patchbay/backend/document"
	"patchbay/backend/protocol/account"
)

// Parse reads a mailbox document. It is strict about the form: what is not
// JSON, an unknown or repeated field, a value of a wrong type, or a mask in
// place of a secret is a fault settings.invalid that names every such field.
// Whether the values are good is for [Settings.Check] to say.
func Parse(doc []byte) (Settings, account.SecretInputs, error) {
	r, err := document.Read(doc)
	if err != nil {
		return Settings{}, account.SecretInputs{}, err
	}
	s, in := readSettings(r)
	if err := r.Finish(); err != nil {
		return Settings{}, account.SecretInputs{}, err
	}
	return s, in, nil
}

func readSettings(r *document.Reader) (Settings, account.SecretInputs) {
	var s Settings
	var in account.SecretInputs
	s.Mailbox = strings.TrimSpace(r.Text("mailbox"))
	s.Name, s.Description = r.Text("name"), r.Text("description")
	s.Host = strings.TrimSpace(r.Text("host"))
	s.Port = strings.TrimSpace(r.NumberOrText("port"))
	s.Security = readSecurity(r)
	if insecure := r.Flag("insecureAllowPlainPassword"); insecure != nil {
		s.InsecureAllowPlainPassword = *insecure
	}
	s.Auth = account.SignIn(r.Text("auth"))
	s.User = r.Text("user")
	in.Password = r.Secret("password")
	s.OAuth2, in.ClientSecret, in.RefreshToken = account.ReadOAuth2(r)
	s.TimeoutSeconds = r.Integer("timeoutSeconds")
	s.CAPEM = r.Text("caPem")
	return s, in
}

// readSecurity reads the two fields that say how to protect the connection:
// security wins over "secure", the switch that other systems have.
func readSecurity(r *document.Reader) account.Security {
	secure := r.Flag("secure")
	if security := r.Text("security"); security != "" {
		return account.Security(security)
	}
	if secure != nil && !*secure {
		return account.SecurityNone
	}
	return account.SecurityImplicitTLS
}
