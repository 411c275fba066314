package imapd

import (
	"strings"
	"sync"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-sasl"

	"patchbay/backend/rehearsal/saslserver"
	"patchbay/backend/secret"
)

// session is one client's conversation, as the engine sees it.
type session struct {
	server *Server
	fault  behaviour
	link   *link
	done   chan struct{} // closed at the end

	mu   sync.Mutex
	view *view // of the selected folder, nil for none
}

var _ imapserver.SessionSASL = (*session)(nil)

// Close is called once, at the end of the connection.
func (s *session) Close() error {
	close(s.done)
	return nil
}

// AuthenticateMechanisms implements [imapserver.SessionSASL].
func (s *session) AuthenticateMechanisms() []string {
	if s.fault.onlyCommand {
		return nil
	}
	return s.offer().Mechanisms()
}

// Authenticate implements [imapserver.SessionSASL].
func (s *session) Authenticate(mechanism string) (sasl.Server, error) {
	if !s.fault.onlyCommand {
		if server, ok := s.offer().Start(mechanism); ok {
			return server, nil
		}
	}
	return nil, answer("NO Unsupported authentication mechanism.")
}

func (s *session) offer() saslserver.Offer {
	return saslserver.Offer{
		Password: s.signIn, Token: s.server.options.Token, Refused: answer("NO [AUTHENTICATIONFAILED] Authentication failed."),
	}
}

// Login is the command of that name.
func (s *session) Login(name, password string) error {
	return s.signIn(name, secret.FromString(password))
}

func (s *session) signIn(name string, password secret.Text) error {
	if err := s.refuse(s.fault.refusal); err != nil {
		return err
	}
	if s.fault.echo {
		return answer("NO [AUTHENTICATIONFAILED] Authentication failed for " + saslserver.Printable(name) +
			" with password " + saslserver.Printable(string(password.Reveal())))
	}
	if name != saslserver.User || !password.Equal(s.server.options.Password) {
		return answer("NO [AUTHENTICATIONFAILED] Authentication failed.")
	}
	return s.leave()
}

// refuse says what the chosen fault wants said. The result is an error only
// when there is one.
func (s *session) refuse(r refusal) error {
	if r.answer == "" {
		return nil
	}
	if r.before != "" {
		if err := s.link.say(r.before + "\r\n"); err != nil {
			return err
		}
	}
	return answer(r.answer)
}

// leave ends the connection where the fault says so.
func (s *session) leave() error {
	if s.fault.bye == "" {
		return nil
	}
	_ = s.link.say(s.fault.bye + "\r\n")
	_ = s.link.Close()
	return answer("NO The connection is closed.")
}

// answer takes a status, a response code in brackets and a text apart: the
// engine wants them so.
func answer(line string) *imap.Error {
	status, text, _ := strings.Cut(line, " ")
	e := &imap.Error{Type: imap.StatusResponseType(status), Text: text}
	if rest, found := strings.CutPrefix(text, "["); found {
		code, after, _ := strings.Cut(rest, "] ")
		e.Code, e.Text = imap.ResponseCode(code), after
	}
	return e
}
