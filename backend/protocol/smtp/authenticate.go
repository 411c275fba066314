package smtp

import (
	"context"
	"encoding/base64"
	"errors"
	"strings"

	"patchbay/backend/protocol/account"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
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
		return s.blame(mailauth.DiagnoseSMTP(s.host, answer))
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
	case isBadChallenge(err):
		return proof.Fail(s.cancelSignIn(err))
	case err != nil:
		return s.fail(err, "signing in")
	case r.code != codeSignedIn:
		s.polite = r.code != codeClosing
		return proof.Fail(explain(r.remote()))
	}
	if err := exchange.Finish(); err != nil {
		return proof.Fail(badChallenge(err))
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
	s.protect(initial)
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
	s.protect(response)
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
		s.rec.ClientShown(visible)
		return s.wire.read()
	}
	if err := s.wire.write(line); err != nil {
		return reply{}, err
	}
	s.rec.ClientMasked(visible)
	return s.wire.read()
}

// protect has the redactor mask a response should the server echo it, whole or
// the digest or proof in it. The user name alone is no secret, and stands in
// much that is shown.
func (s *session) protect(response []byte) {
	if string(response) == s.settings.User {
		return
	}
	s.redactor.Protect(response)
	for part := range strings.FieldsFuncSeq(string(response), func(r rune) bool { return r == ' ' || r == ',' || r == 0 }) {
		const digest = 20 // bytes; the shortest is one of MD5, 32 in hexadecimal
		if part = strings.TrimPrefix(part, "p="); len(part) > digest && part != s.settings.User {
			s.redactor.Protect([]byte(part))
		}
	}
}

func isBadChallenge(err error) bool {
	for _, bad := range []error{mailauth.ErrChallenge, mailauth.ErrIterations, mailauth.ErrSignature, mailauth.ErrCredential} {
		if errors.Is(err, bad) {
			return true
		}
	}
	return false
}

// cancelSignIn ends an exchange with "*" (RFC 4954 §4) and explains why.
func (s *session) cancelSignIn(err error) proof.Finding {
	if _, failed := s.sendMasked("*", nil); failed == nil {
		s.polite = true
	}
	return badChallenge(err)
}

func badChallenge(err error) proof.Finding {
	f := proof.Finding{
		Code: CodeProtocolViolation, Reason: "challenge",
		Cause:  "The sign-in was cancelled: " + err.Error() + ".",
		Remedy: "Tell the server's administrator. If you do not know this server, do not send it a password.",
		Fields: []string{"host"},
	}
	switch {
	case errors.Is(err, mailauth.ErrIterations):
		f.Reason = "scram_iterations"
	case errors.Is(err, mailauth.ErrSignature):
		f.Reason = "scram_signature"
	}
	return f
}
