package gateway

import (
	"cmp"

	"patchbay/backend/document"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
)

// DefaultPort is that of mail submission over implicit TLS (RFC 8314 §3.3).
const DefaultPort = "465"

// Security is how the connection to the server is protected, in the words of those
// who offer e-mail gateways.
type Security string

// TLS and SSL are both implicit TLS 1.2 or newer: SSL is only what some providers
// call it still. With None the password and the mails can be read on the way.
const (
	TLS  Security = "tls" // the default
	SSL  Security = "ssl"
	None Security = "none"
)

// Settings are those of the gateway, without its secret. All of them but CAPEM are
// mandatory when it is enabled, unless the outgoing mail of a deployment is used:
// then only that deployment counts.
type Settings struct {
	Enabled    bool
	Host       string
	Port       string   // "" is DefaultPort
	From       string   // the e-mail address, which is the user name as well
	SenderName string   // of the mails
	Security   Security // "" is TLS
	CAPEM      string   // authorities trusted beside the system's
	// UseDeployment is the ID or the name of the deployment whose outgoing mail is
	// used; "" is a server of its own.
	UseDeployment string
}

// Parse reads the document of the gateway: enabled (true when it is left out),
// host, port, from, senderName, password, security, useDeployment and caPem. It
// raises settings.invalid for what it cannot read; whether the settings are
// complete, [Gateway.Save] says.
func Parse(doc []byte) (Settings, secret.Input, error) {
	r, err := document.Read(doc)
	if err != nil {
		return Settings{}, secret.Input{}, err
	}
	enabled := r.Flag("enabled")
	s := Settings{
		Enabled: enabled == nil || *enabled,
		Host:    r.Text("host"), Port: r.NumberOrText("port"), From: r.Text("from"), SenderName: r.Text("senderName"),
		Security: Security(r.Text("security")), CAPEM: r.Text("caPem"), UseDeployment: r.Text("useDeployment"),
	}
	password := r.Secret("password")
	if f := s.checkSecurity(); f != nil {
		r.Blame(f.Name, f.Message)
	}
	if err := r.Finish(); err != nil {
		password.Value.Wipe()
		return Settings{}, secret.Input{}, err
	}
	return s.WithDefaults(), password, nil
}

// WithDefaults fills in what was left out.
func (s Settings) WithDefaults() Settings {
	s.Port, s.Security = cmp.Or(s.Port, DefaultPort), cmp.Or(s.Security, TLS)
	return s
}

// SMTP returns the settings of the server in the words of the protocol. The user is
// the e-mail address. Who chose no security has been shown what that risks, and so
// has allowed what a password over it needs.
func (s Settings) SMTP() smtp.Settings {
	s = s.WithDefaults()
	security := smtp.SecurityImplicitTLS
	if s.Security == None {
		security = smtp.SecurityNone
	}
	return smtp.Settings{
		Enabled: &s.Enabled, Host: s.Host, Port: s.Port, Security: security,
		InsecureAllowPlainPassword: s.Security == None,
		Auth:                       smtp.SignInPassword, User: s.From, From: s.From, FromName: s.SenderName, CAPEM: s.CAPEM,
	}
}

// mandatory is whether every setting of the server must be there.
func (s Settings) mandatory() bool { return s.Enabled && s.UseDeployment == "" }

func (s Settings) checkSecurity() *fault.Field {
	switch s.Security {
	case "", TLS, SSL, None:
		return nil
	}
	return &fault.Field{Name: "security", Message: "must be tls, ssl or none"}
}

// Check returns what is wrong with the settings, field by field: nil when they can
// be saved. Each one that is missing is named. What is there is checked also where
// it does not count.
func (s Settings) Check() []fault.Field {
	if f := s.checkSecurity(); f != nil {
		return []fault.Field{*f}
	}
	s = s.WithDefaults()
	given := map[string]string{"host": s.Host, "from": s.From, "senderName": s.SenderName}
	var faults []fault.Field
	for _, name := range []string{"host", "from", "senderName"} {
		if given[name] == "" && s.mandatory() {
			faults = append(faults, fault.Field{Name: name, Message: "is required while the gateway is enabled"})
		}
	}
	for _, f := range s.protocolFaults() {
		if value, ours := given[f.Name]; ours && value == "" {
			continue // said above, or no matter
		}
		faults = append(faults, f)
	}
	return faults
}

// protocolFaults are those of the server's settings, under the names of the
// gateway's document. There are no variables here.
func (s Settings) protocolFaults() []fault.Field {
	settings := s.SMTP()
	if settings.From == "" { // so that the rest is looked at
		settings.User = "nobody@example.com"
	}
	expanded, unresolved := settings.Expand(nil)
	var faults []fault.Field
	seen := map[string]bool{}
	add := func(f fault.Field) {
		f.Name = fieldName(f.Name)
		if key := f.Name + "\x00" + f.Message; !seen[key] {
			seen[key] = true
			faults = append(faults, f)
		}
	}
	for _, u := range unresolved {
		add(fault.Field{Name: u.Field, Message: "must not hold variables: the gateway belongs to no deployment"})
	}
	if len(unresolved) == 0 {
		for _, f := range expanded.Check() {
			add(f)
		}
	}
	return faults
}

// fieldName is what the gateway's document calls a field of the protocol's.
func fieldName(name string) string {
	switch name {
	case "user":
		return "from"
	case "fromDisplayName":
		return "senderName"
	case "insecureAllowPlainPassword", "starttls", "ssl":
		return "security"
	}
	return name
}

// Risks are what stops nothing and should be known.
func (s Settings) Risks() []fault.Field {
	s = s.WithDefaults()
	if s.UseDeployment != "" {
		return nil
	}
	var risks []fault.Field
	add := func(name, message string) { risks = append(risks, fault.Field{Name: name, Message: message}) }
	switch s.Security {
	case None:
		add("security", "without encryption everybody on the way can read the authorization code and the mailed passwords")
	case SSL:
		add("security", "ssl is only a legacy label: the connection uses TLS 1.2 or newer from its first byte, as with tls")
	}
	if s.Security != None && (s.Port == "25" || s.Port == "587") {
		add("port", "port "+s.Port+" usually begins without encryption, and the gateway begins with TLS: the port for that is usually 465")
	}
	return risks
}
