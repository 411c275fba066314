package imap

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

// maxInitial is the longest command with an initial response: longer ones are
// sent after a challenge, because servers bound their lines (RFC 7162 §4).
const maxInitial = 8000 // bytes

// authenticate submits the credentials, once, and learns what the server can do
// for who has signed in.
func (s *session) authenticate(ctx context.Context) proof.Outcome {
	if s.preauth {
		return s.learnMore(proof.Pass("not asked for"))
	}
	mechanism, f := s.chooseMechanism(ctx)
	if f != nil {
		return proof.Fail(*f)
	}
	if isNetEase(s.Host) {
		s.introduce()
	}
	told := s.told
	outcome := s.signIn(ctx, mechanism)
	if len(outcome.Failures) > 0 {
		return outcome
	}
	if s.told > told {
		return s.showCapabilities(outcome)
	}
	return s.learnMore(outcome)
}

// learnMore asks what the server can do for who has signed in, where it has not
// said so by itself: some can do more then (RFC 9051 §6.2.2).
func (s *session) learnMore(outcome proof.Outcome) proof.Outcome {
	if f := s.ask(stepAuthenticate); f != nil {
		outcome.Failures = append(outcome.Failures, *f)
		return outcome
	}
	return s.showCapabilities(outcome)
}

func (s *session) showCapabilities(outcome proof.Outcome) proof.Outcome {
	outcome.Mailbox = &proof.Mailbox{Capabilities: s.offered, Misses: s.offered.missing()}
	return outcome
}

func (s *session) signIn(ctx context.Context, mechanism string) proof.Outcome {
	if s.settings.Auth == account.SignInOAuth2 {
		return s.signInWithToken(ctx, mechanism)
	}
	explain := func(answer fault.Remote) proof.Finding { return s.explain(stepAuthenticate, answer) }
	if mechanism == loginCommand {
		return s.submit("LOGIN", explain, s.login)
	}
	exchange, err := mailauth.New(mechanism, mailauth.Credentials{User: s.settings.User, Password: s.request.Secrets.Password})
	if err != nil {
		return proof.Fail(account.SettingsInvalid([]fault.Field{{Name: "password", Message: "or the user name cannot be sent"}}))
	}
	return s.submit(mechanism, explain, func() (response, error) { return s.converse(mechanism, exchange) })
}

// submit runs a sign-in; explain is asked about a refusal.
func (s *session) submit(name string, explain func(fault.Remote) proof.Finding, run func() (response, error)) proof.Outcome {
	s.wire.beginSignIn()
	defer s.wire.endSignIn()
	r, err := run()
	outcome := proof.Pass(name)
	switch {
	case conversation.IsBadChallenge(err):
		outcome.Failures = []proof.Finding{conversation.BadChallenge(CodeProtocolViolation, err)}
	case err != nil:
		outcome.Failures = []proof.Finding{s.broken(stepAuthenticate, err, "signing in")}
	case !r.ok():
		outcome.Failures = []proof.Finding{explain(r.remote())}
	default:
		s.learn(r)
	}
	return outcome
}

// converse runs a mechanism (RFC 9051 §6.2.2).
func (s *session) converse(mechanism string, exchange mailauth.Exchange) (response, error) {
	r, err := s.begin(mechanism, exchange)
	for round := 0; err == nil && r.isContinuation(); round++ {
		if round == maxRounds {
			err = mailauth.ErrChallenge
			break
		}
		r, err = s.respond(r, exchange)
	}
	if conversation.IsBadChallenge(err) {
		s.cancel()
	}
	if err == nil && r.ok() {
		err = exchange.Finish()
	}
	return r, err
}

// begin sends AUTHENTICATE, with the initial response where there is one and
// the server takes it there (RFC 4959).
func (s *session) begin(mechanism string, exchange mailauth.Exchange) (response, error) {
	initial, ok, err := exchange.Start()
	if err != nil {
		return response{}, err
	}
	defer clear(initial)
	c, err := s.tag()
	if err != nil {
		return response{}, err
	}
	command := c.tag + " AUTHENTICATE " + mechanism
	if !ok {
		return s.sendShown(command)
	}
	s.Protect(initial)
	if s.offered.can("SASL-IR") && len(command)+base64.StdEncoding.EncodedLen(len(initial)) < maxInitial {
		return s.sendMasked(command+" ", initial)
	}
	r, err := s.sendShown(command)
	if err != nil || !r.isContinuation() {
		return r, err
	}
	return s.sendMasked("", initial)
}

// respond decodes a challenge and sends the response.
func (s *session) respond(r response, exchange mailauth.Exchange) (response, error) {
	challenge, err := base64.StdEncoding.DecodeString(strings.TrimSpace(r.text))
	if err != nil {
		return response{}, mailauth.ErrChallenge
	}
	answer, err := exchange.Next(challenge)
	if err != nil {
		return response{}, err
	}
	defer clear(answer)
	s.Protect(answer)
	return s.sendMasked("", answer)
}

// cancel ends an exchange with "*" (RFC 9051 §6.2.2).
func (s *session) cancel() {
	_, _ = s.sendShown("*") // the server's opinion of it does not matter
}

// sendShown sends a line that holds no credential although a sign-in is under
// way.
func (s *session) sendShown(line string) (response, error) {
	if err := s.wire.queue(line); err != nil {
		return response{}, err
	}
	s.Recorder.ClientShown(line)
	return s.read()
}

// sendMasked sends a response in base64 behind what may be seen of the line.
func (s *session) sendMasked(visible string, secret []byte) (response, error) {
	s.wire.out = append(s.wire.out, visible...)
	s.wire.out = base64.StdEncoding.AppendEncode(s.wire.out, secret)
	if visible != "" && len(secret) == 0 {
		s.wire.out = append(s.wire.out, '=') // an initial response that is empty
	}
	s.wire.out = append(s.wire.out, "\r\n"...)
	s.Recorder.ClientMasked(visible)
	return s.read()
}
