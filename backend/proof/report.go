// Package proof is the vocabulary of proof: what a test of a configuration
// found, step by step, in the other side's own words.
//
// A protocol writes a [Report] through a [Recorder], which knows when a
// credential is on the wire and masks every value it was told to protect.
package proof

import (
	"encoding/json"
	"time"

	"patchbay/backend/fault"
)

// Verdict is the outcome of a step or of a whole proof.
type Verdict string

// The closed set of verdicts. NotApplicable belongs to the check lists of
// sign-in providers only.
const (
	Passed        Verdict = "passed"
	Warned        Verdict = "warned"
	Failed        Verdict = "failed"
	Skipped       Verdict = "skipped"
	NotApplicable Verdict = "not_applicable"
)

// Report is the recorded result of one proof.
type Report struct {
	Subject string  `json:"subject"` // what was proved: "smtp", "imap", ...
	Target  string  `json:"target"`  // host:port, or a URL
	Level   string  `json:"level"`
	Verdict Verdict `json:"verdict"`
	// StartedAt is in UTC.
	StartedAt  time.Time `json:"startedAt"`
	DurationMs int64     `json:"durationMs"`
	// ConfigHash is "sha256:" and the hash of the configuration without secrets.
	ConfigHash string `json:"configHash"`
	Host       string `json:"host"`    // the machine that ran the proof
	Version    string `json:"version"` // of Patchbay
	// Shows and Leaves say in a sentence what this level proves, and what it
	// leaves open.
	Shows      string `json:"shows,omitempty"`
	Leaves     string `json:"leaves,omitempty"`
	Steps      []Step `json:"steps"`
	Transcript []Line `json:"transcript"`
	// Unsaved says why the proof could not be stored, where it was to be.
	Unsaved string `json:"unsaved,omitempty"`
	// TranscriptCut is set when the transcript reached its bound.
	TranscriptCut bool `json:"transcriptCut,omitempty"`
	// Identity is who signed in, where somebody did.
	*Identity
}

// Step is one thing that was tried.
type Step struct {
	Name       string  `json:"name"`
	Verdict    Verdict `json:"verdict"`
	DurationMs int64   `json:"durationMs"`
	// Title says in a few words what a check of a list looks at.
	Title  string `json:"title,omitempty"`
	Detail string `json:"detail,omitempty"`
	// Expected and Received are the two values that a check compares, and Where
	// the place of the received one: "ID token, claim aud".
	Expected string   `json:"expected,omitempty"`
	Received string   `json:"received,omitempty"`
	Where    string   `json:"where,omitempty"`
	Finding  *Finding `json:"finding,omitempty"`
	// Also holds what else was found at this step, such as the second fault of
	// a certificate.
	Also []Finding `json:"also,omitempty"`
	// TLS is the evidence of a handshake.
	TLS *TLS `json:"tls,omitempty"`
	// Token is what an access token says of itself.
	Token *Token `json:"token,omitempty"`
	// Mailbox is what a mailbox server said of itself and of the mailbox.
	Mailbox *Mailbox `json:"mailbox,omitempty"`
	// Arrival is a test message as it was read back.
	Arrival *Arrival `json:"arrival,omitempty"`
}

// Token is what can be read of an access token: its claims where it is a JWT
// (RFC 9068), and what the token endpoint said of it. It never holds the token.
type Token struct {
	Grant     string     `json:"grant"` // client_credentials, refresh_token, ...
	Issuer    string     `json:"issuer,omitempty"`
	Audience  []string   `json:"audience,omitempty"`
	Scopes    []string   `json:"scopes,omitempty"`
	Roles     []string   `json:"roles,omitempty"` // application permissions
	User      string     `json:"user,omitempty"`  // upn, preferred_username or e-mail
	Tenant    string     `json:"tenant,omitempty"`
	Client    string     `json:"client,omitempty"`
	ExpiresAt *time.Time `json:"expiresAt,omitempty"`
	// Opaque: the token is no JWT, so that only the endpoint's words are known.
	Opaque bool `json:"opaque,omitempty"`
}

// Finding explains a verdict that is not a pass.
type Finding struct {
	Code   string `json:"code"`
	Reason string `json:"reason,omitempty"` // finer than the code
	Cause  string `json:"cause"`
	Remedy string `json:"remedy"`
	// Fields are the names of the configuration document's fields to blame.
	Fields      []string      `json:"fields,omitempty"`
	Remote      *fault.Remote `json:"remote,omitempty"`
	Alternative *Alternative  `json:"alternative,omitempty"`
	// Source says where the meaning of the remote's words is known from;
	// Unverified that it has not been confirmed there.
	Source     string `json:"source,omitempty"`
	Unverified bool   `json:"unverified,omitempty"`
}

// Alternative is a change that was verified to work better.
type Alternative struct {
	Label string          `json:"label"`
	Patch json.RawMessage `json:"patch"` // a partial configuration document
}

// TLS describes a handshake that completed, whether or not it was accepted.
type TLS struct {
	Version      string        `json:"version"` // "TLS 1.3"
	CipherSuite  string        `json:"cipherSuite"`
	ServerName   string        `json:"serverName"`
	Trusted      bool          `json:"trusted"` // chain, name and time all hold
	Certificates []Certificate `json:"certificates"`
}

// Certificate is one certificate of the chain the server sent, leaf first.
type Certificate struct {
	Subject     string    `json:"subject"`
	Issuer      string    `json:"issuer"`
	Names       []string  `json:"names"` // DNS names and IP addresses
	NotBefore   time.Time `json:"notBefore"`
	NotAfter    time.Time `json:"notAfter"`
	Fingerprint string    `json:"fingerprint"` // SHA-256 of the DER form, lower-case hex
	PublicKey   string    `json:"publicKey"`   // "RSA 2048", "ECDSA P-256"
	Signature   string    `json:"signature"`   // "SHA256-RSA"
	SelfSigned  bool      `json:"selfSigned"`
	// CA says that it may vouch for others.
	CA bool `json:"ca,omitempty"`
	// IssuerURL is where the certificate says that its issuer's lies. It is
	// shown, never fetched.
	IssuerURL string `json:"issuerUrl,omitempty"`
	PEM       string `json:"pem"`
}

// Line is one line of a transcript.
type Line struct {
	At   int64  `json:"at"`   // milliseconds since the start of the proof
	From string `json:"from"` // "client", "server" or "note"
	Text string `json:"text"`
}

// Progress tells an observer of a step that has begun (Running) or ended.
type Progress struct {
	Index   int  `json:"index"` // of the step in the report
	Running bool `json:"running"`
	Step    Step `json:"step"`
}

// Observer is told of every step as it begins and as it ends. It is called
// from the goroutine that runs the proof and must not block.
type Observer func(Progress)
