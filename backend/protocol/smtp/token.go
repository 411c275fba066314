package smtp

import (
	"bytes"
	"context"
	"strings"
	"time"

	"patchbay/backend/protocol/account"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/mailauth"
	"patchbay/backend/protocol/mailtoken"
	"patchbay/backend/secret"
)

// chooseTokenMechanism explains a server that takes no tokens before one is
// obtained for it.
func (s *session) chooseTokenMechanism(offered []string) (string, *proof.Finding) {
	if mechanism := mailauth.ChooseToken(offered); mechanism != "" {
		return mechanism, nil
	}
	return "", s.notOffered(proof.Finding{
		Code: mailauth.CodeMechanismNotOffered, Reason: "no_tokens",
		Cause:  "The server does not take OAuth 2.0: it offers neither XOAUTH2 nor OAUTHBEARER.",
		Remedy: "Choose password as sign-in, or have the server's administrator switch OAuth 2.0 on.",
		Fields: []string{"auth", "host"},
	})
}

// signInWithToken obtains an access token and submits it, once.
func (s *session) signInWithToken(ctx context.Context, mechanism string) proof.Outcome {
	token, finding := mailtoken.Acquire(ctx, s.tokenConfig())
	if finding != nil {
		return proof.Outcome{Detail: mechanism + ", no token", Failures: []proof.Finding{*finding}}
	}
	defer token.Access.Wipe()
	s.protectToken(token.Access)
	s.protectToken(token.Refresh)
	s.rec.Note("access token: " + describeToken(token.Info))
	lost := s.rotated(token) // first of all: nothing that follows may cost the sign-in
	outcome := s.submitToken(mechanism, token)
	outcome.Detail, outcome.Token = mechanism+", "+describeToken(token.Info), &token.Info
	outcome.Warnings = append(outcome.Warnings, lost...)
	s.signedIn = len(outcome.Failures) == 0
	return outcome
}

// protectToken has the redactor mask a token, and each part of one that has
// several (RFC 7515 §7.1): a server that says them back one by one would
// otherwise have them put together in the report.
func (s *session) protectToken(token secret.Text) {
	const shortest = 16 // bytes; shorter parts are words
	s.redactor.Protect(token.Reveal())
	for part := range bytes.SplitSeq(token.Reveal(), []byte(".")) {
		if len(part) >= shortest {
			s.redactor.Protect(part)
		}
	}
}

func (s *session) submitToken(mechanism string, token mailtoken.Token) proof.Outcome {
	exchange, err := mailauth.NewToken(mechanism, s.settings.User, s.host, s.port, token.Access)
	if err != nil {
		return proof.Fail(s.unspeakable())
	}
	// The server's conversation may have waited for the token endpoint.
	if deadline, ok := s.ctx.Deadline(); ok {
		_ = s.conn.SetDeadline(earlier(deadline, time.Now().Add(s.timeout)))
	}
	return s.converse(mechanism, exchange, func(answer fault.Remote) proof.Finding {
		return s.blame(mailauth.DiagnoseToken("smtp", s.settings.User, answer, exchange.Refusal(), &token.Info))
	})
}

// unspeakable explains a token that no mechanism can carry, or a user name.
func (s *session) unspeakable() proof.Finding {
	if account.HasControl(s.settings.User) {
		return account.SettingsInvalid([]fault.Field{{Name: "user", Message: "cannot be sent"}})
	}
	return proof.Finding{
		Code: mailauth.CodeTokenRejected, Reason: "token_characters",
		Cause:  "The provider issued an access token with characters that no token may hold, so that it was not shown to the mail server.",
		Remedy: "Check that the token URL is the provider's own, and tell its administrator.",
		Fields: []string{"oauth2.tokenUrl"},
		Source: "RFC 6750 §2.1",
	}
}

// rotated hands over a refresh token that has replaced the one that was used,
// and warns when it is lost.
func (s *session) rotated(token mailtoken.Token) []proof.Finding {
	if !token.Refresh.IsSet() {
		return nil
	}
	lost := proof.Finding{
		Code: mailauth.CodeTokenRejected, Reason: "refresh_token_replaced",
		Cause:  "The provider has replaced the refresh token, and nothing here keeps the new one. The old one may not work again.",
		Remedy: "Prove what is kept in a vault, where the new refresh token is stored, or sign in once more.",
		Fields: []string{"oauth2.refreshToken"},
	}
	if s.request.Rotated == nil {
		token.Refresh.Wipe()
		return []proof.Finding{lost}
	}
	if err := s.request.Rotated(token.Refresh); err != nil {
		lost.Reason = "refresh_token_unsaved"
		lost.Cause = "The provider has replaced the refresh token, and the new one could not be stored: " +
			fault.Of(err).Message + ". The old one may not work again."
		lost.Remedy = "Mend that and prove again before the vault is locked; afterwards a person has to sign in again."
		return []proof.Finding{lost}
	}
	return nil
}

func (s *session) tokenConfig() mailtoken.Config {
	return s.settings.Account().TokenConfig(s.request.Secrets, s.request.Network)
}

// describeToken puts what a token says of itself into a line.
func describeToken(t proof.Token) string {
	var parts []string
	if t.User != "" {
		parts = append(parts, "for "+t.User)
	}
	if len(t.Audience) > 0 {
		parts = append(parts, "audience "+strings.Join(t.Audience, " "))
	}
	if granted := append(append([]string{}, t.Scopes...), t.Roles...); len(granted) > 0 {
		parts = append(parts, "with "+strings.Join(granted, " "))
	}
	if t.ExpiresAt != nil {
		parts = append(parts, "until "+t.ExpiresAt.UTC().Format("15:04:05 UTC"))
	}
	if len(parts) == 0 {
		return "a token that says nothing of itself"
	}
	return strings.Join(parts, ", ")
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
