package app

// Enumerations that the pages share with Go. The window's binding generator
// turns them into TypeScript enums through EnumBind.

// VaultState is what the frame shows: the first start, the lock screen, the
// pages, or the explanation of a vault that does not open.
type VaultState string

// The states of a vault.
const (
	VaultMissing  VaultState = "missing"
	VaultLocked   VaultState = "locked"
	VaultUnlocked VaultState = "unlocked"
	VaultBroken   VaultState = "broken"
	// VaultMustChange: unlocked with a password that somebody else has set;
	// nothing opens before a new one is set.
	VaultMustChange VaultState = "must_change"
)

// Light is the state of an integration.
type Light string

// The lights of the overview and the sidebar.
const (
	LightProved   Light = "proved"
	LightWarned   Light = "warned"
	LightStale    Light = "stale"
	LightFailed   Light = "failed"
	LightNever    Light = "never"
	LightDisabled Light = "disabled"
	LightMissing  Light = "missing" // not configured
)

// Platform tells a page which door it came through.
type Platform struct {
	Door       string `json:"door"` // "window" or "browser"
	Version    string `json:"version"`
	NativeSave bool   `json:"nativeSave"` // SaveText opens a native dialog
	OpensURL   bool   `json:"opensUrl"`   // OpenURL opens the system's browser
	Demo       bool   `json:"demo"`
}

// FieldFault blames one field, by its name in the configuration document.
type FieldFault struct {
	Name    string `json:"name"`
	Message string `json:"message"`
}

// FaultView is a fault as a value, for states that are not answers to a call.
type FaultView struct {
	Code    string `json:"code"`
	Kind    string `json:"kind"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
}

// SecretInput is a secret on its way in. Change is "keep", "set" or "clear".
// A refresh token may also be "obtained": Value is then the handle of one that
// a sign-in has brought. A password may be "derive": Value is then the AWS
// secret access key, of which the SMTP password of Amazon SES is made.
type SecretInput struct {
	Change string `json:"change"`
	Value  string `json:"value"`
}

// SecretView says of a stored secret only that it is there. ChangedAt is
// RFC 3339, empty when not set.
type SecretView struct {
	Set       bool   `json:"set"`
	ChangedAt string `json:"changedAt"`
}

// Operator is a person who may unlock the vault. Role is "owner", "editor" or
// "viewer".
type Operator struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
	Role  string `json:"role"`
}

// VaultStatus is what the frame needs before anything else.
type VaultStatus struct {
	State           VaultState `json:"state"`
	VaultID         string     `json:"vaultId"`
	Path            string     `json:"path"`
	Operators       int        `json:"operators"` // how many may unlock it
	Operator        *Operator  `json:"operator"`  // who has, when unlocked
	Mailed          bool       `json:"mailed"`    // with a mailed password, which opens it no second time
	Fault           *FaultView `json:"fault"`     // why it does not open, when broken
	BackupAt        string     `json:"backupAt"`  // of the last backup, when known
	AutoLockMinutes int        `json:"autoLockMinutes"`
	Notices         []string   `json:"notices"` // what the last unlock repaired
}

// NewVault is the first start's form.
type NewVault struct {
	Name     string `json:"name"`
	Email    string `json:"email"`
	Password string `json:"password"`
}

// RecoveryKey is shown once.
type RecoveryKey struct {
	VaultID     string `json:"vaultId"`
	RecoveryKey string `json:"recoveryKey"`
}

// Unlock is the lock screen's form. Operator may be empty when there is only
// one.
type Unlock struct {
	Operator string `json:"operator"`
	Password string `json:"password"`
}

// PasswordChange is the own-password form.
type PasswordChange struct {
	Current string `json:"current"`
	Next    string `json:"next"`
	Confirm string `json:"confirm"`
}

// Recovery opens the vault with the recovery key and sets a new password.
type Recovery struct {
	Operator    string `json:"operator"`
	RecoveryKey string `json:"recoveryKey"`
	Next        string `json:"next"`
	Confirm     string `json:"confirm"`
}

// PasswordStrength is shown while a password is typed. Score runs from 0 (very
// weak) to 4 (strong); below 2 a password is refused.
type PasswordStrength struct {
	Score  int    `json:"score"`
	Label  string `json:"label"`
	Advice string `json:"advice"`
}

// Variable is a %name% placeholder's value.
type Variable struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Deployment is one target system in one environment. Environment is
// "development", "test" or "production". Revision 0 is a new one.
type Deployment struct {
	ID          string     `json:"id"`
	Revision    int        `json:"revision"`
	Name        string     `json:"name"`
	TenantID    string     `json:"tenantId"`
	Hostname    string     `json:"hostname"`
	Environment string     `json:"environment"`
	PortalURL   string     `json:"portalUrl"`
	MessagesURL string     `json:"messagesUrl"`
	Notes       string     `json:"notes"`
	Variables   []Variable `json:"variables"`
	ChangedAt   string     `json:"changedAt"`
}

// Integration is one line of the overview and one light of the sidebar; there
// may be several of the kind "mailboxes", one for each server, and of the kind
// "idp", one for each provider. Level is "check" for one at which nobody has
// signed in yet.
type Integration struct {
	Kind     string `json:"kind"` // "outgoing", "mailboxes", "idp"
	Title    string `json:"title"`
	Target   string `json:"target"` // host:port, empty when not configured
	Light    Light  `json:"light"`
	Summary  string `json:"summary"` // "Failed at sign-in", "Never proved"
	Level    string `json:"level"`
	ProvedAt string `json:"provedAt"`
}

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

// Remote holds the other side's own words.
type Remote struct {
	Code     string `json:"code"`
	Enhanced string `json:"enhanced"`
	Text     string `json:"text"`
}

// Alternative is a change that was verified to work better. Patch is a partial
// configuration document in JSON.
type Alternative struct {
	Label string `json:"label"`
	Patch string `json:"patch"`
}

// Finding explains a verdict that is not a pass.
type Finding struct {
	Code        string       `json:"code"`
	Reason      string       `json:"reason"`
	Cause       string       `json:"cause"`
	Remedy      string       `json:"remedy"`
	Fields      []string     `json:"fields"`
	Remote      *Remote      `json:"remote"`
	Alternative *Alternative `json:"alternative"`
	Source      string       `json:"source"`
	Unverified  bool         `json:"unverified"`
}

// Certificate is one of the chain that the server sent, leaf first.
type Certificate struct {
	Subject     string   `json:"subject"`
	Issuer      string   `json:"issuer"`
	Names       []string `json:"names"`
	NotBefore   string   `json:"notBefore"`
	NotAfter    string   `json:"notAfter"`
	Fingerprint string   `json:"fingerprint"`
	PublicKey   string   `json:"publicKey"`
	Signature   string   `json:"signature"`
	SelfSigned  bool     `json:"selfSigned"`
	PEM         string   `json:"pem"`
}

// TLS is the evidence of a handshake.
type TLS struct {
	Version      string        `json:"version"`
	CipherSuite  string        `json:"cipherSuite"`
	ServerName   string        `json:"serverName"`
	Trusted      bool          `json:"trusted"`
	Certificates []Certificate `json:"certificates"`
}

// Step is one thing that was tried. Verdict is "passed", "warned", "failed" or
// "skipped"; empty while it runs.
type Step struct {
	Name       string `json:"name"`
	Verdict    string `json:"verdict"`
	DurationMs int    `json:"durationMs"`
	// Of a check list: what is looked at, what was expected, what came, and where
	// it stood.
	Title    string    `json:"title"`
	Expected string    `json:"expected"`
	Received string    `json:"received"`
	Where    string    `json:"where"`
	Detail   string    `json:"detail"`
	Finding  *Finding  `json:"finding"`
	Also     []Finding `json:"also"`
	TLS      *TLS      `json:"tls"`
	Token    *Token    `json:"token"`
	// Of a mailbox: the folders, what the server can do, what it cannot, and
	// what it wants a person to read. Arrival is of a round trip.
	Folders      []Folder            `json:"folders"`
	Capabilities []string            `json:"capabilities"`
	Misses       []MissingCapability `json:"misses"`
	Notices      []ServerNotice      `json:"notices"`
	Arrival      *Arrival            `json:"arrival"`
}

// TranscriptLine is one line of the conversation. At is milliseconds since the
// start; From is "client", "server" or "note".
type TranscriptLine struct {
	At   int    `json:"at"`
	From string `json:"from"`
	Text string `json:"text"`
}

// Proof is the recorded result of a test. Document is the same as the command
// line prints with --json.
type Proof struct {
	Subject       string           `json:"subject"`
	Target        string           `json:"target"`
	Level         string           `json:"level"`
	Verdict       string           `json:"verdict"`
	StartedAt     string           `json:"startedAt"`
	DurationMs    int              `json:"durationMs"`
	ConfigHash    string           `json:"configHash"`
	Host          string           `json:"host"`
	Version       string           `json:"version"`
	Shows         string           `json:"shows"`
	Leaves        string           `json:"leaves"`
	Unsaved       string           `json:"unsaved"` // why it could not be stored
	Steps         []Step           `json:"steps"`
	Transcript    []TranscriptLine `json:"transcript"`
	TranscriptCut bool             `json:"transcriptCut"`
	Person        *SignedInPerson  `json:"person"` // who signed in
}

// ProofStep is the payload of the event "proof.step".
type ProofStep struct {
	RunID   string `json:"runId"`
	Index   int    `json:"index"`
	Running bool   `json:"running"`
	Step    Step   `json:"step"`
}

// Change is the payload of every event that says a thing was changed, such as
// "outgoing.server.saved", "deployment.saved" or "vault.locked".
type Change struct {
	Deployment string `json:"deployment"`
	Subject    string `json:"subject"`
}

// RotationProgress is the payload of the event "vault.rotation".
type RotationProgress struct {
	Done  int `json:"done"`
	Total int `json:"total"`
}

// Rotation is one entry of the history of encryption keys.
type Rotation struct {
	Generation int    `json:"generation"`
	At         string `json:"at"`
	Operator   string `json:"operator"`
	Records    int    `json:"records"`
	DurationMs int    `json:"durationMs"`
}

// KeyStatus is the encryption key page.
type KeyStatus struct {
	Generation   int                   `json:"generation"`
	CreatedAt    string                `json:"createdAt"`
	RotatedAt    string                `json:"rotatedAt"` // empty when never
	AgeDays      int                   `json:"ageDays"`
	ReminderDays int                   `json:"reminderDays"`
	Due          bool                  `json:"due"`
	Records      int                   `json:"records"`
	Secrets      int                   `json:"secrets"`
	History      []Rotation            `json:"history"`
	Affected     []AffectedIntegration `json:"affected"`
	BackupAt     string                `json:"backupAt"` // of the last backup, which keeps the old key; empty when none
}

// Preferences are kept in the vault. AutoLockMinutes is 1 to 480;
// RotationReminderDays is 1 to 3650.
type Preferences struct {
	AutoLockMinutes      int `json:"autoLockMinutes"`
	RotationReminderDays int `json:"rotationReminderDays"`
}

// RehearsalFault is a failure that the rehearsal server can be told to act.
// Protocol is "smtp" or "imap".
type RehearsalFault struct {
	Name     string `json:"name"`
	Label    string `json:"label"`
	Protocol string `json:"protocol"`
}

// RehearsalEndpoint is one of the servers, and how to sign in there.
type RehearsalEndpoint struct {
	Host     string `json:"host"`
	Port     string `json:"port"`
	Security string `json:"security"`
	User     string `json:"user"`
	Password string `json:"password"`
}

// RehearsalStatus describes the built-in servers. Their credentials are their
// own and protect nothing, so they are shown.
type RehearsalStatus struct {
	Running  bool             `json:"running"`
	Host     string           `json:"host"`
	Port     string           `json:"port"`
	Security string           `json:"security"`
	User     string           `json:"user"`
	Password string           `json:"password"`
	CAPEM    string           `json:"caPem"`
	Fault    string           `json:"fault"` // the chosen one, empty for none
	Faults   []RehearsalFault `json:"faults"`
	Messages int              `json:"messages"`
	// IMAP reads the messages that the mail server caught. IMAPFault is what it
	// is told to act.
	IMAP      RehearsalEndpoint `json:"imap"`
	IMAPFault string            `json:"imapFault"`
	// IDP plays the sign-in provider. IDPFault is what it is told to act.
	IDP      RehearsalProvider `json:"idp"`
	IDPFault string            `json:"idpFault"`
}

// RehearsalProvider is the rehearsal's sign-in provider, in all its protocols.
type RehearsalProvider struct {
	Issuer           string            `json:"issuer"`
	ClientID         string            `json:"clientId"`
	ClientSecret     string            `json:"clientSecret"`
	AuthorizationURL string            `json:"authorizationUrl"`
	TokenURL         string            `json:"tokenUrl"`
	UserInfoURL      string            `json:"userInfoUrl"`
	SAMLMetadataURL  string            `json:"samlMetadataUrl"`
	People           []RehearsalPerson `json:"people"`
}

// RehearsalPerson is a test person of that provider.
type RehearsalPerson struct {
	Name  string `json:"name"`
	Email string `json:"email"`
}

// RehearsalMessage is a line of the inbox.
type RehearsalMessage struct {
	ID         string   `json:"id"`
	ReceivedAt string   `json:"receivedAt"`
	From       string   `json:"from"`
	To         []string `json:"to"`
	Subject    string   `json:"subject"`
	Size       int      `json:"size"` // bytes
}

// Header is one field of a mail's head.
type Header struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// RehearsalMail is a caught message as a mail client would show it. HTML is
// shown in a sandboxed frame only.
type RehearsalMail struct {
	RehearsalMessage
	EnvelopeFrom string   `json:"envelopeFrom"`
	Headers      []Header `json:"headers"`
	Text         string   `json:"text"`
	HTML         string   `json:"html"`
	Raw          string   `json:"raw"`
}

// AuditEntry is one line of the audit journal.
type AuditEntry struct {
	Sequence   int    `json:"sequence"`
	At         string `json:"at"`
	Operator   string `json:"operator"`
	Via        string `json:"via"` // the API client through which it was done; "" without one
	Action     string `json:"action"`
	Deployment string `json:"deployment"` // ID
	Subject    string `json:"subject"`
	Detail     string `json:"detail"`
	Refused    bool   `json:"refused"` // it was attempted and not allowed
}

// SavedFile is the answer of a native save dialog.
type SavedFile struct {
	Saved bool   `json:"saved"` // false: cancelled
	Path  string `json:"path"`
}

// EventPayloads names the payload types of all events in one place, so that
// the binding generator, which sees only what bound methods mention, emits
// them.
type EventPayloads struct {
	ProofStep        ProofStep        `json:"proofStep"`
	Change           Change           `json:"change"`
	RotationProgress RotationProgress `json:"rotationProgress"`
	TriedPort        TriedPortEvent   `json:"triedPort"`
	SignInPrompt     SignInPrompt     `json:"signInPrompt"`
	ProvingProgress  ProvingProgress  `json:"provingProgress"`
	VerifyProgress   VerifyProgress   `json:"verifyProgress"`
	MailboxesProving MailboxesProving `json:"mailboxesProving"`
	NotifySent       NotifySentEvent  `json:"notifySent"`
}
