package smtpd

import (
	"io"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"patchbay/backend/rehearsal/saslserver"
	"patchbay/backend/secret"
)

// session is one client's conversation, as the engine sees it.
type session struct {
	server   *Server
	conn     io.Closer
	fault    behaviour
	signedIn bool
	from     string
	to       []string
}

// refusal is what the chosen fault answers at this stage, nil where it does
// not refuse. The result is an error only when there is one.
func (s *session) refusal(at stage) error {
	if reply := s.fault.replies[at]; reply != nil {
		return reply
	}
	return nil
}

// AuthMechanisms is asked by the engine only where TLS is on.
func (s *session) AuthMechanisms() []string {
	if s.fault.noAuth {
		return nil
	}
	return s.offer().Mechanisms()
}

func (s *session) Auth(mechanism string) (sasl.Server, error) {
	if s.fault.noAuth {
		return nil, &smtp.SMTPError{Code: 503, EnhancedCode: smtp.EnhancedCode{5, 5, 1}, Message: "Error: authentication not enabled"}
	}
	if server, ok := s.offer().Start(mechanism); ok {
		return server, nil
	}
	return nil, smtp.ErrAuthUnknownMechanism
}

func (s *session) offer() saslserver.Offer {
	offer := saslserver.Offer{
		Password: s.signIn, Refused: refusedPassword("Error: authentication failed: the access token was refused"),
	}
	if s.server.options.Token != nil {
		offer.Token = s.signInWithToken
	}
	return offer
}

func (s *session) signIn(name string, password secret.Text) error {
	if err := s.refusal(atAuth); err != nil {
		return err
	}
	if s.fault.echo {
		return refusedPassword("Error: authentication failed for " + saslserver.Printable(name) + " with password " + saslserver.Printable(string(password.Reveal())))
	}
	if name != saslserver.User || !password.Equal(s.server.password) {
		return refusedPassword("Error: authentication failed: Invalid user name or password")
	}
	s.signedIn = true
	return nil
}

func (s *session) signInWithToken(name string, token secret.Text) string {
	refusal := s.server.options.Token(name, token)
	s.signedIn = refusal == ""
	return refusal
}

func refusedPassword(message string) error {
	return &smtp.SMTPError{Code: 535, EnhancedCode: smtp.EnhancedCode{5, 7, 8}, Message: message}
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if !s.signedIn {
		return &smtp.SMTPError{Code: 530, EnhancedCode: smtp.EnhancedCode{5, 7, 0}, Message: "Authentication required"}
	}
	if err := s.refusal(atSender); err != nil {
		return err
	}
	s.from = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if err := s.refusal(atRecipient); err != nil {
		return err
	}
	if len(s.to) >= maxRecipients {
		return &smtp.SMTPError{Code: 452, EnhancedCode: smtp.EnhancedCode{4, 5, 3}, Message: "Too many recipients"}
	}
	s.to = append(s.to, to)
	return nil
}

// Data reads the message; the engine bounds its size.
func (s *session) Data(r io.Reader) error {
	select {
	case s.server.receiving <- struct{}{}:
		defer func() { <-s.server.receiving }()
	default:
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 2}, Message: "Busy with other messages, try again later"}
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if err := s.refusal(atData); err != nil {
		return err
	}
	options := s.server.options
	options.OnMessage(s.server.inbox.Add(options.Now(), s.from, s.to, raw))
	if s.fault.mute {
		_ = s.conn.Close() // the engine's answer reaches nobody
	}
	return nil
}

// Reset ends a message, not the sign-in.
func (s *session) Reset() {
	s.from, s.to = "", nil
}

// Logout has nothing to free.
func (s *session) Logout() error { return nil }
