package app

// APIClient is a client of a deployment's API, as it is kept.
type APIClient struct {
	ID          string     `json:"id"`
	Revision    int        `json:"revision"`
	ClientID    string     `json:"clientId"`
	Description string     `json:"description"`
	Scopes      []string   `json:"scopes"`
	Default     bool       `json:"default"`
	TokenURL    string     `json:"tokenUrl"`   // of the target; "" while it is known to the local API alone
	ClientAuth  string     `json:"clientAuth"` // "client_secret_basic" or "client_secret_post"
	CAPEM       string     `json:"caPem"`
	Secret      SecretView `json:"secret"`
	Bound       string     `json:"bound"` // what the secret was saved for, in words
	LastUsedAt  string     `json:"lastUsedAt"`
	Tokens      int        `json:"tokens"` // that are valid now
	ChangedAt   string     `json:"changedAt"`
	Light       Light      `json:"light"`
	Summary     string     `json:"summary"`
	Proof       *Proof     `json:"proof"`
}

// APIClientList is what the page of API clients shows.
type APIClientList struct {
	Clients []APIClient `json:"clients"`
	Scopes  []APIScope  `json:"scopes"` // those that the local API knows
}

// APIScope is a permission of the local API.
type APIScope struct {
	Name string `json:"name"` // "mail:read"
	Text string `json:"text"` // what it allows
}

// APIClientDraft is an unsaved client. The secret's change is "keep", "set" or
// "generate".
type APIClientDraft struct {
	DeploymentID string      `json:"deploymentId"`
	ID           string      `json:"id"` // "" for a new one
	Revision     int         `json:"revision"`
	ClientID     string      `json:"clientId"`
	Description  string      `json:"description"`
	Scopes       []string    `json:"scopes"`
	Default      bool        `json:"default"`
	TokenURL     string      `json:"tokenUrl"`
	ClientAuth   string      `json:"clientAuth"`
	CAPEM        string      `json:"caPem"`
	Secret       SecretInput `json:"secret"`
}

// APIClientCheck is what can be said of a draft before it is saved.
type APIClientCheck struct {
	Faults  []FieldFault `json:"faults"`
	Ready   bool         `json:"ready"`
	Remarks []FieldFault `json:"remarks"` // advice that stops nothing, by field
}

// SavedAPIClient is a client after a change. Secret is the generated one, which
// is shown this once; empty when none was made.
type SavedAPIClient struct {
	Client APIClient `json:"client"`
	Secret string    `json:"secret"`
}

// APIClientRun asks for a proof of a draft.
type APIClientRun struct {
	RunID string         `json:"runId"`
	Draft APIClientDraft `json:"draft"`
}

// LocalAPIState is the local API as it runs, or as it would.
type LocalAPIState struct {
	Running       bool        `json:"running"`
	Since         string      `json:"since"`
	Address       string      `json:"address"` // "https://127.0.0.1:8443"; "" while it does not run
	StartAtUnlock bool        `json:"startAtUnlock"`
	Host          string      `json:"host"` // "127.0.0.1" or "[::1]"
	Port          int         `json:"port"` // 0 is a free one
	Revision      int         `json:"revision"`
	Problem       *FaultView  `json:"problem"`   // why it did not start with the vault
	Authority     Certificate `json:"authority"` // its PEM is empty before the first start
	AuthorityDays int         `json:"authorityDays"`
	Calls         []APICall   `json:"calls"` // newest first
	CallsTotal    int         `json:"callsTotal"`
	TokensIssued  int         `json:"tokensIssued"` // that are valid now
}

// APICall is one call of the local API, without its body and its credentials.
type APICall struct {
	At         string `json:"at"`
	Method     string `json:"method"`
	Path       string `json:"path"`
	Status     int    `json:"status"`
	Client     string `json:"client"`     // client ID; "" before it is known
	Deployment string `json:"deployment"` // its name
	Detail     string `json:"detail"`     // why it was refused
	DurationMs int    `json:"durationMs"`
}

// LocalAPISettings say how the local API is to run.
type LocalAPISettings struct {
	StartAtUnlock bool   `json:"startAtUnlock"`
	Host          string `json:"host"`
	Port          int    `json:"port"`
	Revision      int    `json:"revision"`
}

// APIExampleRequest asks for lines that call the local API. An empty client ID
// is that of the default client.
type APIExampleRequest struct {
	DeploymentID string `json:"deploymentId"`
	ClientID     string `json:"clientId"`
	CAFile       string `json:"caFile"` // where the authority was saved; "" is "patchbay-ca.pem"
}

// APIExample is a text that can be run as it stands, once the secret is in the
// environment.
type APIExample struct {
	Language string `json:"language"` // "curl", "Go", "PowerShell"
	Title    string `json:"title"`
	Text     string `json:"text"`
}

// MailAPITarget is where the mail configuration of a deployment is pushed to.
type MailAPITarget struct {
	DeploymentID string           `json:"deploymentId"`
	Revision     int              `json:"revision"`
	Saved        bool             `json:"saved"`
	Form         string           `json:"form"` // "ssms", "shift" or "other"
	URL          string           `json:"url"`
	TokenURL     string           `json:"tokenUrl"` // "" when a token is given by hand
	ClientID     string           `json:"clientId"`
	ClientAuth   string           `json:"clientAuth"`
	Scope        string           `json:"scope"`
	CAPEM        string           `json:"caPem"`
	ClientSecret SecretView       `json:"clientSecret"`
	Bound        string           `json:"bound"`
	SSMSURL      string           `json:"ssmsUrl"`  // as the deployment's names make it
	SHIFTURL     string           `json:"shiftUrl"` // the same
	Receipts     []MailAPIReceipt `json:"receipts"` // newest first
}

// MailAPIReceipt says what became of a push.
type MailAPIReceipt struct {
	At         string `json:"at"`
	Operator   string `json:"operator"`
	URL        string `json:"url"`
	Status     int    `json:"status"` // 0 when no answer came
	Verdict    string `json:"verdict"`
	Summary    string `json:"summary"`
	ConfigHash string `json:"configHash"`
	Current    bool   `json:"current"` // of exactly what is stored now
}

// MailAPIDraft is where to push to, before it is saved. The token is never
// kept.
type MailAPIDraft struct {
	DeploymentID string      `json:"deploymentId"`
	Revision     int         `json:"revision"`
	Form         string      `json:"form"`
	URL          string      `json:"url"`
	TokenURL     string      `json:"tokenUrl"`
	ClientID     string      `json:"clientId"`
	ClientAuth   string      `json:"clientAuth"`
	Scope        string      `json:"scope"`
	CAPEM        string      `json:"caPem"`
	ClientSecret SecretInput `json:"clientSecret"`
	Token        SecretInput `json:"token"` // "set" or "clear"
}

// MailAPIPlan is what a push would write, before anything is sent.
type MailAPIPlan struct {
	Faults  []FieldFault  `json:"faults"`
	Ready   bool          `json:"ready"`
	Method  string        `json:"method"`
	URL     string        `json:"url"`
	Body    string        `json:"body"` // as it would be sent, secrets masked
	Secrets []string      `json:"secrets"`
	Losses  []MailAPILoss `json:"losses"`
}

// MailAPILoss is something that does not go along.
type MailAPILoss struct {
	Field  string `json:"field"`
	Text   string `json:"text"` // why, and what depends on it
	Breaks bool   `json:"breaks"`
}

// MailAPIRun asks for a push.
type MailAPIRun struct {
	RunID string       `json:"runId"`
	Draft MailAPIDraft `json:"draft"`
}

// MailAPIPush is a push with its evidence: what was sent, masked, and what came
// back.
type MailAPIPush struct {
	Proof    Proof            `json:"proof"`
	Exchange *MailAPIExchange `json:"exchange"` // nil when nothing was sent
	Target   MailAPITarget    `json:"target"`
}

// MailAPIExchange is one request and its answer.
type MailAPIExchange struct {
	Method          string   `json:"method"`
	URL             string   `json:"url"`
	RequestHeaders  []string `json:"requestHeaders"` // "Name: value", masked
	RequestBody     string   `json:"requestBody"`
	Status          int      `json:"status"` // 0 when no answer came
	StatusText      string   `json:"statusText"`
	ResponseHeaders []string `json:"responseHeaders"`
	ResponseBody    string   `json:"responseBody"`
	ResponseCut     bool     `json:"responseCut"`
}
