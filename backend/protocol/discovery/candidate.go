package discovery

import "slices"

// Protocol is what a server is spoken to in.
type Protocol string

// The protocols that are looked for.
const (
	SMTP Protocol = "smtp"
	IMAP Protocol = "imap"
)

// Ways to protect a connection, as in the configuration document.
const (
	ImplicitTLS = "implicit-tls" // TLS from the first byte (RFC 8314)
	STARTTLS    = "starttls"
	ClearText   = "none"
)

// Source says where a candidate is from.
type Source string

// The sources, the most trusted first.
const (
	FromBuiltIn    Source = "built-in"   // Patchbay's own list
	FromAutoconfig Source = "autoconfig" // the address's domain, over HTTP
	FromISPDB      Source = "ispdb"      // a database that many providers are in
	FromSRV        Source = "srv"        // the domain's SRV records
	FromMX         Source = "mx"         // who receives the domain's mail
)

// trust orders the sources; the smaller the better.
func (s Source) trust() int {
	return slices.Index([]Source{FromBuiltIn, FromAutoconfig, FromISPDB, FromSRV, FromMX}, s)
}

// Candidate is a server that may be the right one.
type Candidate struct {
	Protocol Protocol `json:"protocol"`
	Host     string   `json:"host"` // in ASCII
	Port     uint16   `json:"port"`
	Security string   `json:"security"` // ImplicitTLS, STARTTLS or ClearText
	// User is the user name to sign in with, made from the address.
	User string `json:"user"`
	// SignIn are the ways to sign in, as far as they are known: "password",
	// "oauth2", "none", or what Patchbay cannot do, such as "gssapi".
	SignIn []string `json:"signIn,omitempty"`
	Source Source   `json:"source"`
	// Where is the URL or the DNS record, or says which list.
	Where    string `json:"where"`
	Provider string `json:"provider,omitempty"` // its name, where it is known
	// Unverified: Patchbay's own list has it from no reliable source.
	Unverified bool `json:"unverified,omitempty"`
	// NeedsConfirmation is set when the operator has to look at the host
	// before a credential goes there; Why says what to look for.
	NeedsConfirmation bool   `json:"needsConfirmation,omitempty"`
	Why               string `json:"why,omitempty"`
}

// confirm adds a reason to look at the candidate.
func (c *Candidate) confirm(why string) {
	if c.NeedsConfirmation {
		why = c.Why + "; " + why
	}
	c.NeedsConfirmation, c.Why = true, why
}

// Attempt is one place that was asked.
type Attempt struct {
	Source     Source `json:"source"`
	Where      string `json:"where"`
	Outcome    string `json:"outcome"` // "found 2 servers", "no such host"
	DurationMs int64  `json:"durationMs"`
}

// Report is what was found for an address.
type Report struct {
	Address string `json:"address"`
	Domain  string `json:"domain"` // in ASCII
	// Candidates are ranked: encrypted ones first, implicit TLS before
	// STARTTLS (RFC 8314 §3.3), then by the trust in their source.
	Candidates []Candidate `json:"candidates"`
	Attempts   []Attempt   `json:"attempts"`
}
