package imap

import (
	"context"
	"errors"
	"net"
	"os"
	"strconv"
	"strings"
	"time"

	"patchbay/backend/fault"
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
		Subject: "imap", Level: "signin", Version: r.Version, Host: r.Host, ConfigHash: settings.Hash(),
	}
	if report.Host == "" {
		report.Host, _ = os.Hostname() // the report is good without it
	}
	settings = settings.WithDefaults()
	report.Target = net.JoinHostPort(strings.Trim(settings.Host, "[]"), settings.Port)
	redactor := &proof.Redactor{}
	for _, value := range [][]byte{r.Secrets.Password.Reveal(), r.Secrets.ClientSecret.Reveal(), r.Secrets.RefreshToken.Reveal()} {
		redactor.Protect(value)
	}
	s := &session{request: r, settings: settings, probe: probe}
	s.Conversation = conversation.New(ctx, conversation.Options{
		Settings: settings.Settings, Network: r.Network, Limit: r.Timeout, Adopted: s.adopted,
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

// command is one that was sent.
type command struct {
	tag    string
	answer *response // tagged, nil until it came
}

// tag returns the next command, which is still to be sent.
func (s *session) tag() (*command, error) {
	if len(s.outstanding) == 0 {
		if err := s.wire.unsolicited(); err != nil {
			return nil, err
		}
	}
	s.commands++
	c := &command{tag: "P" + strconv.Itoa(s.commands)}
	s.outstanding = append(s.outstanding, c)
	s.polite = false
	return c, nil
}

// send queues a command; it goes out when an answer is waited for.
func (s *session) send(line string) (*command, error) {
	c, err := s.tag()
	if err != nil {
		return nil, err
	}
	line = c.tag + " " + line
	s.Recorder.Client(line)
	return c, s.wire.queue(line)
}

// exchange sends a command and waits for its answer.
func (s *session) exchange(line string) (response, error) {
	c, err := s.send(line)
	if err != nil {
		return response{}, err
	}
	return s.await(c)
}

// await reads until a command is answered. What is read of others on the way
// is kept for them.
func (s *session) await(c *command) (response, error) {
	for c.answer == nil {
		r, err := s.read()
		if err != nil {
			return response{}, err
		}
		if r.isContinuation() {
			return response{}, s.wire.violated("continuation", r.text)
		}
	}
	return *c.answer, nil
}

// read sends what is queued and reads up to the next response that is an
// answer: a tagged one, or a request to go on.
func (s *session) read() (response, error) {
	if err := s.wire.flush(); err != nil {
		return response{}, err
	}
	for {
		r, err := s.wire.read()
		if err != nil {
			return response{}, err
		}
		s.heed(r)
		switch {
		case r.isContinuation():
			return r, nil
		case r.isTagged():
			return r, s.settle(r)
		}
		s.take(r)
	}
}

// settle hands a tagged response to its command.
func (s *session) settle(r response) error {
	for i, c := range s.outstanding {
		if c.tag == r.tag {
			answer := r // a copy, so that only answers cost memory
			c.answer = &answer
			s.outstanding = append(s.outstanding[:i:i], s.outstanding[i+1:]...)
			s.polite = len(s.outstanding) == 0 && s.bye == nil
			return nil
		}
	}
	return s.wire.violated("unknown_tag", r.tag+" "+r.kind+" "+r.words())
}

// take keeps what an untagged response says.
func (s *session) take(r response) {
	switch r.kind {
	case statusOK, statusNo, statusBad, statusPreauth:
	case statusBye:
		bye := r
		s.bye, s.polite = &bye, false
	case "CAPABILITY":
		s.tell(r.text)
	case "LIST":
		s.listing.add(r.text)
	case "STATUS":
		s.listing.count(r.text)
	case "EXISTS":
		n := r.number
		s.exists = &n
	case "ID", "FLAGS", "RECENT", "EXPUNGE", "FETCH", "SEARCH", "LSUB", "ENABLED", "NAMESPACE", "QUOTA", "QUOTAROOT", "VANISHED":
	default:
		if s.strange++; s.strange == 1 {
			s.Recorder.Note("the server said something that nobody asked for and that was ignored: " + beginning(r.kind))
		}
	}
}

// broken explains why a conversation ended without an answer.
func (s *session) broken(step string, err error, doing string) proof.Finding {
	var v *violation
	switch {
	case s.Context().Err() != nil:
	case s.bye != nil: // the server has said why
		return s.explain(step, s.bye.remote())
	case errors.As(err, &v):
		return v.finding(doing)
	}
	return withNotices(s.Broken(err, doing), s.notices)
}

// explain explains an answer at a step that is not a success.
func (s *session) explain(step string, answer fault.Remote) proof.Finding {
	settings := s.settings
	settings.Host = s.Host
	return diagnose(step, settings, answer, s.notices)
}

func (s *session) fail(step string, err error, doing string) proof.Outcome {
	return proof.Fail(s.broken(step, err, doing))
}

func (v *violation) finding(doing string) proof.Finding {
	f := proof.Finding{
		Code: CodeProtocolViolation, Reason: v.reason,
		Cause: map[string]string{
			"not_imap":         "The server sent something that is not IMAP while Patchbay was " + doing + ".",
			"unsolicited":      "The server answered before it was asked. What it says cannot be matched to a question.",
			"unknown_tag":      "The server answered a question that was never put, while Patchbay was " + doing + ".",
			"no_capabilities":  "The server does not say what it can do.",
			"continuation":     "The server asked for more than there is to say, while Patchbay was " + doing + ".",
			"line_too_long":    "The server sent a line without an end while Patchbay was " + doing + ".",
			"literal_too_long": "The server announced far more data than a mailbox has to say of itself, while Patchbay was " + doing + ".",
			"too_much_data":    "The server sent far more than a mailbox has to say of itself.",
		}[v.reason],
		Remedy: "Check that host and port belong to a server for mailboxes (IMAP).",
		Fields: []string{"host", "port"},
		Remote: &fault.Remote{Text: v.words},
	}
	switch v.reason {
	case "line_too_long", "literal_too_long", "too_much_data":
		f.Code = CodeLimitExceeded
	}
	return f
}

// hangUp ends the connection of a proof that did not come to LOGOUT. A server
// that still listens is told, without waiting for its answer.
func (s *session) hangUp() {
	if s.polite && s.Context().Err() == nil && s.Recorder.Failed() {
		if _, err := s.send("LOGOUT"); err == nil {
			_ = s.Conn.SetDeadline(time.Now().Add(maxLogout))
			_ = s.wire.flush() // a courtesy: it may fail
		}
	}
	s.Close()
}
