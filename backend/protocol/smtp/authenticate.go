package smtp

import (
	"context"
	"encoding/base64"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/conversation"
	"patchbay/backend/protocol/mailauth"
)

// maxRounds bounds the challenges of one sign-in.
const maxRounds = 8

// maxInitial is the longest AUTH line with an initial response; longer ones
// are sent after a challenge (RFC 4954 §4).
const maxInitial = 512

// authenticate submits the credentials, once.
func (s *session) authenticate(ctx context.Context) proof.Outcome {
	mechanism, f := s.chooseMechanism()
	if f != nil {
		return proof.Fail(*f)
	}
	if s.settings.Auth == SignInOAuth2 {
		return s.signInWithToken(ctx, mechanism)
	}
	outcome := s.signIn(mechanism)
	outcome.Detail = mechanism
	s.signedIn = len(outcome.Failures) == 0
	return outcome
}

// signIn signs in with user name and password.
func (s *session) signIn(mechanism string) proof.Outcome {
	exchange, err := mailauth.New(mechanism, mailauth.Credentials{User: s.settings.User, Password: s.request.Secrets.Password})
	if err != nil {
		return proof.Fail(account.SettingsInvalid([]fault.Field{{Name: "password", Message: "or the user name cannot be sent"}}))
	}
	return s.converse(mechanism, exchange, func(answer fault.Remote) proof.Finding {
		return s.blame(mailauth.DiagnoseSMTP(s.Host, answer))
	})
}

// converse runs the mechanism (RFC 4954 §4); explain is asked about a refusal.
func (s *session) converse(mechanism string, exchange mailauth.Exchange, explain func(fault.Remote) proof.Finding) proof.Outcome {
	s.polite = false
	s.wire.beginSignIn()
	defer s.wire.endSignIn()
	r, err := s.begin(mechanism, exchange)
	for round := 0; err == nil && r.code == codeChallenge; round++ {
		if round == maxRounds {
			err = mailauth.ErrChallenge
			break
		}
		r, err = s.answer(r, exchange)
	}
	switch {
	case conversation.IsBadChallenge(err):
		return proof.Fail(s.cancelSignIn(err))
	case err != nil:
		return s.fail(err, "signing in")
	case r.code != codeSignedIn:
		s.polite = r.code != codeClosing
		return proof.Fail(explain(r.remote()))
	}
	if err := exchange.Finish(); err != nil {
		return proof.Fail(conversation.BadChallenge(CodeProtocolViolation, err))
	}
	s.polite = true
	return proof.Pass("")
}

// begin sends AUTH, with the initial response where there is one.
func (s *session) begin(mechanism string, exchange mailauth.Exchange) (reply, error) {
	initial, ok, err := exchange.Start()
	if err != nil {
		return reply{}, err
	}
	defer clear(initial)
	command := "AUTH " + mechanism
	if !ok {
		return s.sendMasked(command, nil)
	}
	s.Protect(initial)
	line := []byte(command + " ")
	if len(line)+base64.StdEncoding.EncodedLen(len(initial))+2 <= maxInitial {
		return s.sendMasked(command+" ", base64.StdEncoding.AppendEncode(line, initial))
	}
	r, err := s.sendMasked(command, nil)
	if err != nil || r.code != codeChallenge {
		return r, err
	}
	return s.sendMasked("", base64.StdEncoding.AppendEncode(nil, initial))
}

// answer decodes a challenge and sends the response.
func (s *session) answer(r reply, exchange mailauth.Exchange) (reply, error) {
	challenge, err := base64.StdEncoding.DecodeString(strings.Join(r.lines, ""))
	if err != nil {
		return reply{}, mailauth.ErrChallenge
	}
	response, err := exchange.Next(challenge)
	if err != nil {
		return reply{}, err
	}
	defer clear(response)
	s.Protect(response)
	return s.sendMasked("", base64.StdEncoding.AppendEncode(nil, response))
}

// sendMasked sends a line of which only the beginning is recorded: line, or
// visible itself when there is nothing to hide. It wipes line.
func (s *session) sendMasked(visible string, line []byte) (reply, error) {
	defer clear(line)
	if line == nil && visible != "" {
		if err := s.wire.write([]byte(visible)); err != nil {
			return reply{}, err
		}
		s.Recorder.ClientShown(visible)
		return s.wire.read()
	}
	if err := s.wire.write(line); err != nil {
		return reply{}, err
	}
	s.Recorder.ClientMasked(visible)
	return s.wire.read()
}

// cancelSignIn ends an exchange with "*" (RFC 4954 §4) and explains why.
func (s *session) cancelSignIn(err error) proof.Finding {
	if _, failed := s.sendMasked("*", nil); failed == nil {
		s.polite = true
	}
	return conversation.BadChallenge(CodeProtocolViolation, err)
}
