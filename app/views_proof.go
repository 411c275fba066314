package app

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
