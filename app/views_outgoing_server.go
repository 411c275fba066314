package app

// OutgoingServer is a deployment's outgoing mail as stored. Field names follow
// the SMTP configuration document. Port is text: it may hold a placeholder,
// and empty means the default of the security.
type OutgoingServer struct {
	DeploymentID               string       `json:"deploymentId"`
	Configured                 bool         `json:"configured"`
	Revision                   int          `json:"revision"`
	ChangedAt                  string       `json:"changedAt"`
	Enabled                    bool         `json:"enabled"`
	Host                       string       `json:"host"`
	Port                       string       `json:"port"`
	Security                   string       `json:"security"` // "implicit-tls", "starttls", "none"
	InsecureAllowPlainPassword bool         `json:"insecureAllowPlainPassword"`
	Auth                       string       `json:"auth"` // "none", "password", "oauth2"
	User                       string       `json:"user"`
	Password                   SecretView   `json:"password"`
	OAuth2                     StoredOAuth2 `json:"oauth2"`
	From                       string       `json:"from"`
	FromDisplayName            string       `json:"fromDisplayName"`
	ReplyTo                    string       `json:"replyTo"`
	ReplyToDisplayName         string       `json:"replyToDisplayName"`
	EnvelopeFrom               string       `json:"envelopeFrom"`
	EHLOName                   string       `json:"ehloName"`
	TimeoutSeconds             int          `json:"timeoutSeconds"`
	CAPEM                      string       `json:"caPem"`
	Light                      Light        `json:"light"`
	Summary                    string       `json:"summary"`
	LastProof                  *Proof       `json:"lastProof"`
}

// OutgoingDraft is what is on the screen, saved or not.
type OutgoingDraft struct {
	DeploymentID               string      `json:"deploymentId"`
	Revision                   int         `json:"revision"`
	Enabled                    bool        `json:"enabled"`
	Host                       string      `json:"host"`
	Port                       string      `json:"port"`
	Security                   string      `json:"security"`
	InsecureAllowPlainPassword bool        `json:"insecureAllowPlainPassword"`
	Auth                       string      `json:"auth"`
	User                       string      `json:"user"`
	Password                   SecretInput `json:"password"`
	OAuth2                     OAuth2Draft `json:"oauth2"`
	From                       string      `json:"from"`
	FromDisplayName            string      `json:"fromDisplayName"`
	ReplyTo                    string      `json:"replyTo"`
	ReplyToDisplayName         string      `json:"replyToDisplayName"`
	EnvelopeFrom               string      `json:"envelopeFrom"`
	EHLOName                   string      `json:"ehloName"`
	TimeoutSeconds             int         `json:"timeoutSeconds"`
	CAPEM                      string      `json:"caPem"`
}

// OutgoingCheck says what is wrong with a draft before it is saved or proved.
type OutgoingCheck struct {
	Faults []FieldFault `json:"faults"`
	// Ready: all required fields are complete and valid, so it can be tested.
	Ready bool `json:"ready"`
	// DefaultPort and DefaultUser are what the empty fields stand for.
	DefaultPort string `json:"defaultPort"`
	DefaultUser string `json:"defaultUser"`
	// DefaultGrant is what an empty grant of OAuth 2.0 stands for.
	DefaultGrant string `json:"defaultGrant"`
	// Unbound names the stored secrets that the draft wants to keep and cannot,
	// because what they are bound to has changed; Bound says what that is.
	Unbound []string `json:"unbound"`
	Bound   string   `json:"bound"`
	Advice  Advice   `json:"advice"`
}

// OutgoingProof asks for a proof of a draft. RunID is chosen by the page; it
// names the steps' events and cancels. Level is "connect", "signin",
// "envelope", "send" or "roundtrip". To is empty for the operator's own address,
// and at "roundtrip" for the mailbox. MailboxID is the mailbox in which the
// message is looked for; Remove takes it out again when it was found.
type OutgoingProof struct {
	RunID     string        `json:"runId"`
	Draft     OutgoingDraft `json:"draft"`
	Level     string        `json:"level"`
	To        string        `json:"to"`
	MailboxID string        `json:"mailboxId"`
	Remove    bool          `json:"remove"`
}
