package app

// MailboxRow is one line of the table of mailboxes.
type MailboxRow struct {
	ID          string `json:"id"` // of the record: it stays when the address changes
	Revision    int    `json:"revision"`
	Mailbox     string `json:"mailbox"`
	Host        string `json:"host"`
	Port        string `json:"port"` // with the default filled in
	Security    string `json:"security"`
	Auth        string `json:"auth"` // "password", "oauth2"
	Name        string `json:"name"` // configuration name
	Description string `json:"description"`
	Aliases     int    `json:"aliases"`
	Light       Light  `json:"light"`
	Summary     string `json:"summary"`  // "Failed at sign-in", "Never proved"
	Code        string `json:"code"`     // of the last proof's first finding, "" without one
	Cause       string `json:"cause"`    // of that finding
	ProvedAt    string `json:"provedAt"` // RFC 3339, "" when never
}

// MailboxList is the table of mailboxes, by address.
type MailboxList struct {
	Rows []MailboxRow `json:"rows"`
}

// Mailbox is a mailbox as stored. Field names follow the mailbox document. Port
// is text: it may hold a placeholder, and empty means the default of the
// security. User empty means the mailbox address.
type Mailbox struct {
	DeploymentID               string         `json:"deploymentId"`
	ID                         string         `json:"id"`
	Revision                   int            `json:"revision"`
	ChangedAt                  string         `json:"changedAt"`
	Mailbox                    string         `json:"mailbox"`
	Host                       string         `json:"host"`
	Port                       string         `json:"port"`
	Security                   string         `json:"security"` // "implicit-tls", "starttls", "none"
	InsecureAllowPlainPassword bool           `json:"insecureAllowPlainPassword"`
	Auth                       string         `json:"auth"` // "password", "oauth2"
	User                       string         `json:"user"`
	Password                   SecretView     `json:"password"`
	OAuth2                     StoredOAuth2   `json:"oauth2"`
	Name                       string         `json:"name"`
	Description                string         `json:"description"`
	TimeoutSeconds             int            `json:"timeoutSeconds"`
	CAPEM                      string         `json:"caPem"`
	Aliases                    []MailboxAlias `json:"aliases"`
	Light                      Light          `json:"light"`
	Summary                    string         `json:"summary"`
	LastProof                  *Proof         `json:"lastProof"`
}

// MailboxDraft is what is on the screen, saved or not. ID is empty for a new
// mailbox. The password of a stored mailbox is changed by ChangePassword only:
// here it is "keep", or "set" for a new mailbox and for a stored one whose
// destination changes in the same step.
type MailboxDraft struct {
	DeploymentID               string      `json:"deploymentId"`
	ID                         string      `json:"id"`
	Revision                   int         `json:"revision"`
	Mailbox                    string      `json:"mailbox"`
	Host                       string      `json:"host"`
	Port                       string      `json:"port"`
	Security                   string      `json:"security"`
	InsecureAllowPlainPassword bool        `json:"insecureAllowPlainPassword"`
	Auth                       string      `json:"auth"`
	User                       string      `json:"user"`
	Password                   SecretInput `json:"password"`
	OAuth2                     OAuth2Draft `json:"oauth2"`
	Name                       string      `json:"name"`
	Description                string      `json:"description"`
	TimeoutSeconds             int         `json:"timeoutSeconds"`
	CAPEM                      string      `json:"caPem"`
}

// MailboxCheck says what is wrong with a draft before it is saved or proved.
// Ready: all that a test needs is there and valid. Complete: it can be saved.
type MailboxCheck struct {
	Faults       []FieldFault `json:"faults"`
	Ready        bool         `json:"ready"`
	Complete     bool         `json:"complete"`
	DefaultPort  string       `json:"defaultPort"`
	DefaultUser  string       `json:"defaultUser"`
	DefaultGrant string       `json:"defaultGrant"`
	// Bound says in words what the stored secret was saved for, when the draft
	// leads elsewhere; Unbound names the secrets to be entered again.
	Bound   string   `json:"bound"`
	Unbound []string `json:"unbound"`
	Advice  Advice   `json:"advice"`
}

// MailboxPassword is the change-password dialog.
type MailboxPassword struct {
	DeploymentID string `json:"deploymentId"`
	ID           string `json:"id"`
	Next         string `json:"next"`
	Confirm      string `json:"confirm"`
}

// MailboxProof asks for a proof of a draft. RunID is chosen by the page and
// names the run in "proof.step" and in CancelProof.
type MailboxProof struct {
	RunID string       `json:"runId"`
	Draft MailboxDraft `json:"draft"`
}

// MailboxSignInRequest asks for a refresh token, as OutgoingSignInRequest.
type MailboxSignInRequest struct {
	RunID  string       `json:"runId"`
	Draft  MailboxDraft `json:"draft"`
	Method string       `json:"method"` // "browser" or "device"
}

// MailboxesProof asks for proofs of many stored mailboxes; no IDs means all.
// Concurrency 0 is 16 in all, PerServer 0 is 8 for one server.
type MailboxesProof struct {
	RunID        string   `json:"runId"`
	DeploymentID string   `json:"deploymentId"`
	IDs          []string `json:"ids"`
	Concurrency  int      `json:"concurrency"`
	PerServer    int      `json:"perServer"`
}

// MailboxesProving is the payload of the event "mailboxes.proving", at most
// some ten a second: the rows that have come since the last one. Slowed names
// the servers that limit connections, and how many are used there now.
type MailboxesProving struct {
	RunID  string          `json:"runId"`
	Done   int             `json:"done"`
	Total  int             `json:"total"`
	Passed int             `json:"passed"`
	Warned int             `json:"warned"`
	Failed int             `json:"failed"`
	Rows   []MailboxResult `json:"rows"`
	Slowed []SlowedServer  `json:"slowed"`
}

// SlowedServer is a server that refused for too many connections.
type SlowedServer struct {
	Server      string `json:"server"` // host:port
	Connections int    `json:"connections"`
	Words       string `json:"words"` // of the server
}

// MailboxResult is one mailbox of a run.
type MailboxResult struct {
	ID         string `json:"id"`
	Mailbox    string `json:"mailbox"`
	Verdict    string `json:"verdict"`
	Light      Light  `json:"light"`
	Summary    string `json:"summary"`
	Code       string `json:"code"`
	Cause      string `json:"cause"`
	DurationMs int    `json:"durationMs"`
}

// MailboxesProved is how a run ended. Mailboxes that were not reached before a
// cancel keep their old light.
type MailboxesProved struct {
	Total      int            `json:"total"`
	Passed     int            `json:"passed"`
	Warned     int            `json:"warned"`
	Failed     int            `json:"failed"`
	Untried    int            `json:"untried"`
	DurationMs int            `json:"durationMs"`
	Cancelled  bool           `json:"cancelled"`
	Causes     []MailboxCause `json:"causes"` // of what failed or warned, the commonest first
	Slowed     []SlowedServer `json:"slowed"`
	Unsaved    string         `json:"unsaved"` // why proofs could not be stored
}

// MailboxCause is a cause that several mailboxes share.
type MailboxCause struct {
	Code      string   `json:"code"`
	Verdict   string   `json:"verdict"`
	Cause     string   `json:"cause"`
	Remedy    string   `json:"remedy"`
	Mailboxes []string `json:"mailboxes"` // the first 100
	Count     int      `json:"count"`
}

// MailboxAlias is an address whose mail arrives in a mailbox, with the defaults
// that the target system gives to it.
type MailboxAlias struct {
	ID          string `json:"id"`
	MailboxID   string `json:"mailboxId"`
	Mailbox     string `json:"mailbox"`
	Revision    int    `json:"revision"`
	Address     string `json:"address"`
	Workspace   string `json:"workspace"`
	ProjectType string `json:"projectType"`
	Client      string `json:"client"`
}

// MailboxAliasDraft is an alias on its way in; ID is empty for a new one.
type MailboxAliasDraft struct {
	DeploymentID string `json:"deploymentId"`
	MailboxID    string `json:"mailboxId"`
	ID           string `json:"id"`
	Revision     int    `json:"revision"`
	Address      string `json:"address"`
	Workspace    string `json:"workspace"`
	ProjectType  string `json:"projectType"`
	Client       string `json:"client"`
}

// MailboxImportPart is the next piece of a CSV file, or of a sealed one in
// base64. Handle is "" for the first; at most 512 KiB of Text at a time.
type MailboxImportPart struct {
	DeploymentID string `json:"deploymentId"`
	Handle       string `json:"handle"`
	Text         string `json:"text"`
	Sealed       bool   `json:"sealed"` // Text is base64 of a sealed file
}

// MailboxImportOptions say how a file that is there in whole is read.
// Passphrase opens a sealed one.
type MailboxImportOptions struct {
	DeploymentID string `json:"deploymentId"`
	Handle       string `json:"handle"`
	Passphrase   string `json:"passphrase"`
}

// MailboxImportPreview says what an import would do. Nothing is stored yet. Rows,
// Good and Bad count those of mailboxes and of aliases together.
// Unknown columns and rows with errors are named by line and column.
type MailboxImportPreview struct {
	Handle           string                 `json:"handle"`
	Rows             int                    `json:"rows"`
	Good             int                    `json:"good"`
	New              int                    `json:"new"`
	Changed          int                    `json:"changed"`
	Unchanged        int                    `json:"unchanged"`
	NewAliases       int                    `json:"newAliases"`
	ChangedAliases   int                    `json:"changedAliases"`
	UnchangedAliases int                    `json:"unchangedAliases"`
	Bad              int                    `json:"bad"` // rows
	Columns          []string               `json:"columns"`
	Problems         []MailboxImportProblem `json:"problems"` // the first 1,000
	Problem          int                    `json:"problemCount"`
	Samples          []MailboxImportSample  `json:"samples"` // the first 100 good rows
}

// MailboxImportProblem is what is wrong with one cell, or with a whole line when
// Column is "".
type MailboxImportProblem struct {
	Line    int    `json:"line"` // of the file, from 1
	Column  string `json:"column"`
	Mailbox string `json:"mailbox"` // of that row, when it can be read
	Message string `json:"message"`
}

// MailboxImportSample is a good row, without its password.
type MailboxImportSample struct {
	Line     int    `json:"line"`
	Mailbox  string `json:"mailbox"`
	Host     string `json:"host"`
	Name     string `json:"name"`
	Aliases  int    `json:"aliases"`
	Password bool   `json:"password"` // one is given
	Effect   string `json:"effect"`   // "new", "changed", "unchanged"
}

// MailboxImport carries out a previewed import. WithoutBad is the operator's
// word that the good rows are to be kept although others are bad.
type MailboxImport struct {
	DeploymentID string `json:"deploymentId"`
	Handle       string `json:"handle"`
	WithoutBad   bool   `json:"withoutBad"`
}

// MailboxImported is what an import did.
type MailboxImported struct {
	New       int `json:"new"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
	Aliases   int `json:"aliases"` // made or changed
	LeftOut   int `json:"leftOut"` // bad rows
}

// MailboxExport asks for a CSV file: without secrets, or with them, sealed under
// a passphrase. No IDs means all.
type MailboxExport struct {
	DeploymentID string   `json:"deploymentId"`
	IDs          []string `json:"ids"`
	Sealed       bool     `json:"sealed"`
	Passphrase   string   `json:"passphrase"`
	Confirm      string   `json:"confirm"`
}

// MailboxExported is a file to be saved by the page as it is: CSV, or the text of
// a sealed file.
type MailboxExported struct {
	Name   string `json:"name"`
	Text   string `json:"text"`
	Sealed bool   `json:"sealed"`
	Rows   int    `json:"rows"`
}

// Folder is one that a mailbox server listed. Messages and Unseen are -1 when
// the server was not asked.
type Folder struct {
	Name       string `json:"name"` // decoded
	Role       string `json:"role"` // "inbox", "sent", "drafts", "junk", "trash", "archive", "all", "flagged", ""
	Selectable bool   `json:"selectable"`
	Messages   int    `json:"messages"`
	Unseen     int    `json:"unseen"`
}

// MissingCapability is something the server cannot do, and what that means.
type MissingCapability struct {
	Name    string `json:"name"`
	Meaning string `json:"meaning"`
}

// ServerNotice is what a server wants a person to be shown. Kind is "alert" or
// "webalert"; URL is the latter's.
type ServerNotice struct {
	Kind string `json:"kind"`
	Text string `json:"text"`
	URL  string `json:"url"`
}

// Arrival is a test message as it was read back.
type Arrival struct {
	Mailbox       string        `json:"mailbox"`
	Folder        string        `json:"folder"`
	Role          string        `json:"role"` // "inbox", "junk", ...
	DelayMs       int           `json:"delayMs"`
	From          string        `json:"from"`
	SentFrom      string        `json:"sentFrom"`
	FromRewritten bool          `json:"fromRewritten"`
	Subject       string        `json:"subject"`
	Results       []AuthResult  `json:"results"` // Authentication-Results
	Hops          []ReceivedHop `json:"hops"`    // Received, the sender's first
	Removed       bool          `json:"removed"`
	ReturnPath    string        `json:"returnPath"`
}

// AuthResult is one verdict of the receiving server.
type AuthResult struct {
	Server string `json:"server"` // who says so
	Method string `json:"method"` // "spf", "dkim", "dmarc", ...
	Result string `json:"result"` // "pass", "fail", ...
	Detail string `json:"detail"`
}

// ReceivedHop is one Received line.
type ReceivedHop struct {
	From      string `json:"from"`
	By        string `json:"by"`
	With      string `json:"with"` // "ESMTPS"
	Encrypted bool   `json:"encrypted"`
	TLS       string `json:"tls"` // as far as the line says it
	At        string `json:"at"`
}
