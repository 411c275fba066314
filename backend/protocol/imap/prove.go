package imap

import (
	"context"
	"net"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/secret"
)

// DefaultTimeout is the deadline of a whole proof when none is requested.
const DefaultTimeout = 30 * time.Second

// Codes of findings of the conversation.
const (
	CodeGreetingBye        = "imap.greeting_bye"
	CodePreauth            = "imap.preauth"
	CodeProtocolViolation  = "imap.protocol_violation"
	CodeLoginDisabled      = "imap.login_disabled"
	CodeSTARTTLSNotOffered = "imap.starttls_not_offered"
	CodeSTARTTLSRefused    = "imap.starttls_refused"
	CodeSTARTTLSInjection  = "imap.starttls_injection"
	CodeAccessDisabled     = "imap.access_disabled"
	CodeConnectionLimit    = "imap.connection_limit"
	CodeMailboxUnavailable = "imap.mailbox_unavailable"
	CodeLimitExceeded      = "imap.limit_exceeded"
)

// Request says what to prove.
type Request struct {
	Settings Settings
	Secrets  account.Secrets
	// Lookup resolves the variables of the settings; nil knows none.
	Lookup account.Lookup
	// Blocked fails the settings step: the caller sets it when a stored
	// secret may not be used, such as settings.secret_bound_elsewhere.
	Blocked *proof.Finding
	// Timeout bounds the whole proof; 0 is DefaultTimeout.
	Timeout time.Duration
	Version string // of Patchbay
	// Host names the machine in the report; "" asks the operating system.
	Host    string
	Network dial.Network   // how the connection leaves this machine
	Observe proof.Observer // nil is told nothing
	// Now is this machine's clock; nil is time.Now.
	Now func() time.Time
	// Rotated is given a refresh token that the token endpoint has put in the
	// place of the one it was asked with, before the access token is used; it
	// owns it. Where it fails, or is nil, the token is lost, and the proof warns.
	Rotated func(refreshToken secret.Text) error
}

// Link is a connection that has signed in. It is nobody's but the caller's, who
// closes it.
type Link struct {
	// Conn yields what the server sends from here on; the greeting is over. It
	// has no deadline, and is closed when the context of [Connect] ends.
	Conn net.Conn
	// Capabilities are those after the sign-in, in upper case.
	Capabilities []string
}

// Prove runs the steps against the server and reports what each one found. It
// returns when it is done, at the latest when the deadline has passed or ctx is
// cancelled, which closes the connection at once. It submits the credentials at
// most once, and never over a connection that is neither encrypted and trusted
// nor explicitly allowed to be in clear.
func Prove(ctx context.Context, r Request) proof.Report {
	return proof.Report{}
}

// Connect signs in as [Prove] does, with the same guards, and hands the
// connection over. Where that fails, the link is nil and the report says why.
func Connect(ctx context.Context, r Request) (*Link, *proof.Report) {
	return nil, &proof.Report{}
}
