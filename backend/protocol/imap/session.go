package imap

import (
	"context"
	"net"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/conversation"
)

// session is one proof on its way.
type session struct {
	*conversation.Conversation
	request  Request
	settings Settings // expanded, with defaults
	// probe marks a connection that only finds out what a port speaks; it
	// makes no further ones.
	probe bool

	wire        *wire
	commands    int        // sent, for their tags
	outstanding []*command // sent, without an answer yet
	offered     capabilities
	told        int       // how often the server has said what it can do
	preauth     bool      // the server takes Patchbay for signed in already
	polite      bool      // the server listens, and may be told LOGOUT
	bye         *response // the server has announced its end
	notices     []proof.Notice
	shown       int // notices that stand in a step already
	strange     int // responses that nobody has heard of

	listing   *listing // what LIST says, while it is asked for
	exists    *uint32  // messages in what was examined
	examining *command // EXAMINE, sent together with the last of the folders
}

func newSession(ctx context.Context, r Request, probe bool) *session {
	settings, _ := r.Settings.Expand(r.Lookup)
	report := proof.Report{
		Subject: "imap", Level: "signin", Version: r.Version, Host: proof.Machine(r.Host), ConfigHash: settings.Hash(),
	}
	settings = settings.WithDefaults()
	report.Target = net.JoinHostPort(strings.Trim(settings.Host, "[]"), settings.Port)
	redactor := &proof.Redactor{}
	for _, value := range [][]byte{r.Secrets.Password.Reveal(), r.Secrets.ClientSecret.Reveal(), r.Secrets.RefreshToken.Reveal()} {
		redactor.Protect(value)
	}
	s := &session{request: r, settings: settings, probe: probe}
	s.Conversation = conversation.New(ctx, conversation.Options{
		Settings: settings.Settings, Network: r.Network, Sessions: r.Sessions, Limit: r.Timeout, Adopted: s.adopted,
		Recorder: proof.NewRecorder(report, redactor, r.Observe), Redactor: redactor,
	})
	return s
}

// adopted begins to speak over another connection, with nothing left of what
// was received before.
func (s *session) adopted(conn net.Conn) {
	s.wire = newWire(conn, s.Recorder)
	s.polite, s.outstanding = false, nil
}

// step runs one step of the conversation, with what the server wants people to
// be shown meanwhile.
func (s *session) step(name string, try func(ctx context.Context) proof.Outcome) {
	s.Step(name, func(ctx context.Context) proof.Outcome { return s.withNotices(try(ctx)) })
}

// hangUp ends the connection of a proof that did not come to LOGOUT. A server
// that still listens is told, without waiting for its answer.
func (s *session) hangUp() {
	if s.polite && s.Context().Err() == nil && s.Recorder.Failed() {
		if _, err := s.send("LOGOUT"); err == nil {
			s.Hurry(maxLogout)
			_ = s.wire.flush() // a courtesy: it may fail
		}
	}
	s.Close()
}
