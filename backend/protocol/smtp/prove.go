package smtp

import (
	"context"
	"net"
	"strings"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/conversation"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/secret"
)

// DefaultTimeout is the deadline of a whole proof when none is requested.
const DefaultTimeout = 30 * time.Second

// Request says what to prove.
type Request struct {
	Settings Settings
	Secrets  Secrets
	Level    Level // "" is LevelSignIn
	// To receives the test message; "" is the From address.
	To string
	// Lookup resolves the variables of the settings; nil knows none.
	Lookup func(name string) (value string, ok bool)
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
	// Now is this machine's clock, compared with the time in a greeting and
	// used for nothing else; nil is time.Now.
	Now func() time.Time
	// Rotated is given a refresh token that the token endpoint has put in the
	// place of the one it was asked with, before the access token is used; it
	// owns it. Where it fails, or is nil, the token is lost, and the proof warns.
	Rotated func(refreshToken secret.Text) error
	// Receive looks for the test message of LevelRoundTrip in a mailbox until
	// it is there or ctx ends, and says what became of it.
	Receive func(ctx context.Context, sent Sent) proof.Outcome
	// Patience is added to Timeout at LevelRoundTrip, for the message to
	// arrive and be found; 0 is DefaultPatience.
	Patience time.Duration
}

// Prove runs the steps of the requested level against the server and reports
// what each one found. It returns when it is done, at the latest when the
// deadline has passed or ctx is cancelled, which closes the connection at once.
// It submits the credentials at most once, and never over a connection that is
// neither encrypted and trusted nor explicitly allowed to be in clear.
func Prove(ctx context.Context, r Request) proof.Report {
	if r.Level == "" {
		r.Level = LevelSignIn
	}
	if r.Timeout == 0 {
		r.Timeout = DefaultTimeout
	}
	if r.Patience == 0 {
		r.Patience = DefaultPatience
	}
	whole, end := context.WithTimeout(ctx, r.wholeTime())
	defer end()
	ctx, cancel := context.WithTimeout(whole, r.Timeout)
	defer cancel()
	s := newSession(ctx, r, false)
	defer s.Redactor.Wipe()
	s.run(whole)
	s.hangUp()
	report := s.Recorder.Report()
	if report.Verdict != proof.Failed {
		report.Shows, report.Leaves = r.Level.claims(s.settings.Auth)
	}
	return report
}

func newSession(ctx context.Context, r Request, probe bool) *session {
	settings, _ := r.Settings.Expand(r.Lookup)
	report := proof.Report{
		Subject: "smtp", Level: string(r.Level), Version: r.Version, Host: proof.Machine(r.Host),
		ConfigHash: settings.Hash(),
	}
	settings = settings.WithDefaults()
	report.Target = net.JoinHostPort(strings.Trim(settings.Host, "[]"), settings.Port)
	redactor := &proof.Redactor{}
	for _, value := range [][]byte{r.Secrets.Password.Reveal(), r.Secrets.ClientSecret.Reveal(), r.Secrets.RefreshToken.Reveal()} {
		redactor.Protect(value)
	}
	s := &session{request: r, settings: settings, probe: probe}
	s.Conversation = conversation.New(ctx, conversation.Options{
		Settings: settings.Account(), Network: r.Network, Limit: r.Timeout, Adopted: s.adopted,
		Recorder: proof.NewRecorder(report, redactor, r.Observe), Redactor: redactor,
	})
	return s
}

// run walks through the steps that belong to the level and the security. Whole
// ends with the proof, the conversation's own context before the waiting for a
// message.
func (s *session) run(whole context.Context) {
	level := s.request.Level
	s.arrive()
	if level.includes(LevelEnvelope) {
		s.step("sender", s.sender)
		s.step("recipient", s.recipient)
	}
	switch level {
	case LevelEnvelope:
		s.step("reset", s.reset)
	case LevelSend:
		s.step("deliver", s.deliver)
	case LevelRoundTrip:
		s.step("deliver", s.deliver)
		s.Recorder.Step("receive", func() proof.Outcome { return s.receive(whole) })
		s.step("quit", s.quitBefore)
		return
	}
	s.step("quit", s.quit)
}

// arrive walks through the steps up to the sign-in, if there is one.
func (s *session) arrive() {
	s.step("settings", s.checkSettings)
	s.step("resolve", s.Resolve)
	s.enter()
	if s.signsIn() {
		s.step("authenticate", s.authenticate)
	}
}

// enter walks from the connection to where a sign-in could begin.
func (s *session) enter() {
	security := s.settings.Security
	s.step("connect", s.connect)
	if security == SecurityImplicitTLS {
		s.step("tls", s.implicitTLS)
	}
	s.step("greeting", s.greeting)
	s.step("ehlo", s.ehlo)
	if security == SecuritySTARTTLS {
		s.step("starttls", s.startTLS)
	}
}
