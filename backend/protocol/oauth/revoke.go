package oauth

import (
	"context"
	"fmt"
	"net/url"
	"slices"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/refusal"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
)

// RefreshWanted is check O27: whether a refresh token came where the scopes ask
// for one.
func (s *Session) RefreshWanted(t Tokens) proof.Outcome {
	wanted := slices.Contains(s.Settings.Scopes, "offline_access")
	switch {
	case !wanted && !t.Refresh.IsSet():
		return proof.Outcome{NotApplicable: "the scopes do not ask for one"}
	case t.Refresh.IsSet():
		return proof.Pass("a refresh token came")
	}
	return proof.Outcome{
		Expected: "a refresh token", Received: "none", Where: "answer of the token endpoint",
		Warnings: []proof.Finding{{
			Code: signin.CodeCheckFailed, Reason: "no_refresh_token",
			Cause:  "The scopes ask for offline access, and the provider gave no refresh token.",
			Remedy: "Allow the client refresh tokens at the provider, or take offline_access out. Some providers give one only with prompt consent.",
			Fields: []string{"scopes", "prompt"},
		}},
	}
}

// Revoke is check O30: the tokens of the test are ended (RFC 7009), the refresh
// token first, because most providers end the others with it.
func (s *Session) Revoke(ctx context.Context, to signin.Endpoint, t Tokens) proof.Outcome {
	switch {
	case !t.Access.IsSet() && !t.Refresh.IsSet():
		return proof.Outcome{Skip: "there are no tokens"}
	case to.URL == "" && t.Expires > 0:
		return proof.Outcome{NotApplicable: fmt.Sprintf("the provider announces no way to end a token; it ends by itself after %s", t.Expires)}
	case to.URL == "":
		return proof.Outcome{NotApplicable: "the provider announces no way to end a token"}
	}
	for _, token := range []struct {
		value secret.Text
		hint  string
	}{{t.Refresh, "refresh_token"}, {t.Access, "access_token"}} {
		if f := s.revoke(ctx, to, token.value, token.hint); f != nil {
			return proof.Warn(*f)
		}
	}
	return proof.Pass("the provider has ended the tokens of this test")
}

func (s *Session) revoke(ctx context.Context, to signin.Endpoint, token secret.Text, hint string) *proof.Finding {
	if !token.IsSet() {
		return nil
	}
	form := url.Values{"token": {string(token.Reveal())}, "token_type_hint": {hint}}
	header := Credentials(form, s.Auth, s.Settings.ClientID, s.Secrets.ClientSecret)
	reply, f := s.Send(ctx, Ask{To: to, Form: form, Header: header})
	if f != nil {
		return f
	}
	if reply.OK() {
		return nil
	}
	refused := s.Refused(refusal.TokenEndpoint, reply, signin.Location{})
	return &proof.Finding{
		Code: signin.CodeCheckFailed, Reason: "not_revoked",
		Cause:  "The provider did not end the tokens of this test; they end by themselves.",
		Remedy: "Nothing needs to be done for the sign-in. To end them now, use the provider's page for sessions.",
		Remote: refused.Remote,
	}
}
