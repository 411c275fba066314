package conversation

import (
	"bytes"
	"context"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/mailauth"
	"patchbay/backend/protocol/mailtoken"
	"patchbay/backend/secret"
)

// Token obtains an access token, which the caller wipes. The lost findings warn
// of a refresh token that was replaced and could not be kept; rotated is handed
// the new one before anything else happens, so that nothing that follows can
// cost the sign-in. A finding says why there is no token.
func (c *Conversation) Token(ctx context.Context, secrets account.Secrets, rotated func(secret.Text) error) (token mailtoken.Token, lost []proof.Finding, finding *proof.Finding) {
	token, finding = mailtoken.Acquire(ctx, c.Settings.TokenConfig(secrets, c.Network))
	if finding != nil {
		return token, nil, finding
	}
	c.protectToken(token.Access)
	c.protectToken(token.Refresh)
	c.Recorder.Note("access token: " + DescribeToken(token.Info))
	return token, keepRotated(token, rotated), nil
}

// SignInWithToken obtains an access token, has submit use it once, and wipes it.
func (c *Conversation) SignInWithToken(
	ctx context.Context, mechanism string, secrets account.Secrets, rotated func(secret.Text) error,
	submit func(mailtoken.Token) proof.Outcome,
) proof.Outcome {
	token, lost, finding := c.Token(ctx, secrets, rotated)
	if finding != nil {
		return proof.Outcome{Detail: mechanism + ", no token", Failures: []proof.Finding{*finding}}
	}
	defer token.Access.Wipe()
	outcome := submit(token)
	outcome.Detail, outcome.Token = mechanism+", "+DescribeToken(token.Info), &token.Info
	outcome.Warnings = append(outcome.Warnings, lost...)
	return outcome
}

// protectToken has the redactor mask a token, and each part of one that has
// several (RFC 7515 §7.1): a server that says them back one by one would
// otherwise have them put together in the report.
func (c *Conversation) protectToken(token secret.Text) {
	const shortest = 16 // bytes; shorter parts are words
	c.Redactor.Protect(token.Reveal())
	for part := range bytes.SplitSeq(token.Reveal(), []byte(".")) {
		if len(part) >= shortest {
			c.Redactor.Protect(part)
		}
	}
}

// Unspeakable explains a token that no mechanism can carry, or a user name.
func (c *Conversation) Unspeakable() proof.Finding {
	if account.HasControl(c.Settings.User) {
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

// NoTokens explains a server that takes passwords only.
func NoTokens() proof.Finding {
	return proof.Finding{
		Code: mailauth.CodeMechanismNotOffered, Reason: "no_tokens",
		Cause:  "The server does not take OAuth 2.0: it offers neither XOAUTH2 nor OAUTHBEARER.",
		Remedy: "Choose password as sign-in, or have the server's administrator switch OAuth 2.0 on.",
		Fields: []string{"auth", "host"},
	}
}

// keepRotated hands over a refresh token that has replaced the one that was
// used, and warns when it is lost.
func keepRotated(token mailtoken.Token, rotated func(secret.Text) error) []proof.Finding {
	if !token.Refresh.IsSet() {
		return nil
	}
	lost := proof.Finding{
		Code: mailauth.CodeTokenRejected, Reason: "refresh_token_replaced",
		Cause:  "The provider has replaced the refresh token, and nothing here keeps the new one. The old one may not work again.",
		Remedy: "Prove what is kept in a vault, where the new refresh token is stored, or sign in once more.",
		Fields: []string{"oauth2.refreshToken"},
	}
	if rotated == nil {
		token.Refresh.Wipe()
		return []proof.Finding{lost}
	}
	if err := rotated(token.Refresh); err != nil {
		lost.Reason = "refresh_token_unsaved"
		lost.Cause = "The provider has replaced the refresh token, and the new one could not be stored: " +
			fault.Of(err).Message + ". The old one may not work again."
		lost.Remedy = "Mend that and prove again before the vault is locked; afterwards a person has to sign in again."
		return []proof.Finding{lost}
	}
	return nil
}

// DescribeToken puts what a token says of itself into a line.
func DescribeToken(t proof.Token) string {
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
