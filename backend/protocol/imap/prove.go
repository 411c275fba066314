package imap

import (
	"context"
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

// What a proof says of itself. The first sentence is what people know from
// other systems, word for word.
const (
	connected      = "We were able to connect to your mailbox."
	showsSignIn    = connected + " Signing in works, and INBOX can be opened."
	showsNoSignIn  = connected + " INBOX can be opened; the server asked for no sign-in."
	leavesDelivery = "Whether mail arrives in the mailbox was not tested."
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
	Network dial.Network // how the connection leaves this machine
	// Sessions are shared by the proofs of one run over many mailboxes, and by
	// nothing else; nil for a proof by itself.
	Sessions *dial.Sessions
	Observe  proof.Observer // nil is told nothing
	// Rotated is given a refresh token that the token endpoint has put in the
	// place of the one it was asked with, before the access token is used; it
	// owns it. Where it fails, or is nil, the token is lost, and the proof warns.
	Rotated func(refreshToken secret.Text) error
}

// Prove runs the steps against the server and reports what each one found. It
// returns when it is done, at the latest when the deadline has passed or ctx is
// cancelled, which closes the connection at once. It submits the credentials at
// most once, and never over a connection that is neither encrypted and trusted
// nor explicitly allowed to be in clear. Nothing in the mailbox is changed.
func Prove(ctx context.Context, r Request) proof.Report {
	if r.Timeout == 0 {
		r.Timeout = DefaultTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, r.Timeout)
	defer cancel()
	s := newSession(ctx, r, false)
	defer s.Redactor.Wipe()
	s.arrive()
	s.step(stepFolders, s.list)
	s.step(stepExamine, s.examine)
	s.step("logout", s.logout)
	s.hangUp()
	report := s.Recorder.Report()
	if report.Verdict != proof.Failed {
		report.Shows, report.Leaves = showsSignIn, leavesDelivery
		if s.preauth {
			report.Shows = showsNoSignIn
		}
	}
	return report
}

// arrive walks through the steps up to the sign-in.
func (s *session) arrive() {
	s.step("settings", s.checkSettings)
	s.step("resolve", s.resolve)
	s.enter()
	s.step(stepAuthenticate, s.authenticate)
}

// enter walks from the connection to where a sign-in could begin.
func (s *session) enter() {
	security := s.settings.Security
	s.step("connect", s.connect)
	if security == account.SecurityImplicitTLS {
		s.step("tls", s.implicitTLS)
	}
	s.step(stepGreeting, s.greeting)
	s.step("capability", s.capability)
	if security == account.SecuritySTARTTLS {
		s.step(stepStartTLS, s.startTLS)
	}
}
