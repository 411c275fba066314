package app

// MailGateway is how the vault's own mails are sent, as it is kept.
type MailGateway struct {
	Configured      bool       `json:"configured"`
	Revision        int        `json:"revision"`
	ChangedAt       string     `json:"changedAt"`
	Enabled         bool       `json:"enabled"`
	Host            string     `json:"host"`
	Port            string     `json:"port"`
	From            string     `json:"from"`
	SenderName      string     `json:"senderName"`
	Security        string     `json:"security"` // "tls", "ssl" or "none"
	CAPEM           string     `json:"caPem"`
	Password        SecretView `json:"password"` // the authorization code
	UseDeploymentID string     `json:"useDeploymentId"`
	// Redirected says that the mail leads elsewhere since an owner chose it: no
	// password is mailed until an owner saves it again.
	Redirected string `json:"redirected"`
	Light      Light  `json:"light"`
	Summary    string `json:"summary"`
	LastProof  *Proof `json:"lastProof"`
	// TemplateChangedAt is empty while the reset mail is as it comes with Patchbay.
	TemplateChangedAt string `json:"templateChangedAt"`
	MayEdit           bool   `json:"mayEdit"` // owners only
}

// MailGatewayDraft is the gateway on the screen.
type MailGatewayDraft struct {
	Revision        int         `json:"revision"`
	Enabled         bool        `json:"enabled"`
	Host            string      `json:"host"`
	Port            string      `json:"port"`
	From            string      `json:"from"`
	SenderName      string      `json:"senderName"`
	Security        string      `json:"security"`
	CAPEM           string      `json:"caPem"`
	Password        SecretInput `json:"password"`
	UseDeploymentID string      `json:"useDeploymentId"`
}

// MailGatewayCheck is what can be said of a draft before it is saved. Risks
// stop nothing: security "none" and "ssl" have one.
type MailGatewayCheck struct {
	Faults      []FieldFault `json:"faults"`
	Risks       []FieldFault `json:"risks"`
	Ready       bool         `json:"ready"`
	DefaultPort string       `json:"defaultPort"`
	Bound       string       `json:"bound"`
	Unbound     []string     `json:"unbound"`
	Advice      Advice       `json:"advice"`
}

// MailGatewayProof asks for a proof of a draft.
type MailGatewayProof struct {
	RunID string           `json:"runId"`
	Draft MailGatewayDraft `json:"draft"`
	Level string           `json:"level"`
	To    string           `json:"to"` // "" is the operator's own address
}

// PasswordReset says that an operator was mailed a password. The password
// itself is shown nowhere.
type PasswordReset struct {
	Operator  OperatorRow `json:"operator"`
	To        string      `json:"to"`
	ExpiresAt string      `json:"expiresAt"`
	Remote    *Remote     `json:"remote"` // the server's words when it took the mail
}
