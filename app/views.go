package app

// Views are what the pages share with Go: here those that all share, in files
// beside this one those of a capability. The window's binding generator turns
// enumerations into TypeScript enums through EnumBind.

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

// Change is the payload of every event that says a thing was changed, such as
// "outgoing.server.saved", "deployment.saved" or "vault.locked".
type Change struct {
	Deployment string `json:"deployment"`
	Subject    string `json:"subject"`
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

// RehearsalShown is the HTML of a caught message, made fit to be shown.
type RehearsalShown struct {
	Document string   `json:"document"` // for the srcdoc of a frame with sandbox=""; "" if refused
	Refused  string   `json:"refused"`  // why there is no document
	Withheld Withheld `json:"withheld"`
}

// Withheld counts what of a mail is not shown.
type Withheld struct {
	Remote int `json:"remote"` // images that stand elsewhere
	Images int `json:"images"` // others
	Links  int `json:"links"`
	Styles int `json:"styles"`
	Markup int `json:"markup"` // elements and attributes
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
