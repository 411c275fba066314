package mailauth_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/mailauth"
)

const (
	mailbox          = "Ops@example.com"
	entraIssuer      = "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0"
	exchangeAudience = "https://outlook.office365.com"
	googleRefusal    = `{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}`
)

// entra is a token of a person at Microsoft 365 that is right for SMTP.
func entra(edit func(*proof.Token)) *proof.Token {
	later := time.Now().Add(time.Hour)
	token := &proof.Token{
		Grant: "refresh_token", Issuer: entraIssuer, Audience: []string{exchangeAudience},
		Scopes: []string{"SMTP.Send"}, User: "ops@EXAMPLE.com", Client: "6ba7b810-9dad-11d1-80b4-00c04fd430c8", ExpiresAt: &later,
	}
	if edit != nil {
		edit(token)
	}
	return token
}

// entraApp is a token of an application at Microsoft 365 that is right for SMTP.
func entraApp(edit func(*proof.Token)) *proof.Token {
	return entra(func(token *proof.Token) {
		token.Grant, token.Scopes, token.Roles, token.User = "client_credentials", nil, []string{"SMTP.SendAsApp"}, ""
		if edit != nil {
			edit(token)
		}
	})
}

func TestDiagnoseToken(t *testing.T) {
	refused := fault.Remote{Code: "535", Enhanced: "5.7.3", Text: "Authentication unsuccessful"}
	google := fault.Remote{Code: "535", Enhanced: "5.7.8", Text: "Username and Password not accepted."}
	dovecot := fault.Remote{Code: "535", Enhanced: "5.7.8", Text: "Error: authentication failed"}
	imap := fault.Remote{Code: "NO", Text: "AUTHENTICATE failed."}
	past := time.Now().Add(-time.Minute)
	tests := map[string]struct {
		protocol, user string
		answer         fault.Remote
		refusal        string
		token          *proof.Token
		want, reason   string
		fields         []string
	}{
		"audience of Graph":         {"smtp", mailbox, refused, "", entra(func(x *proof.Token) { x.Audience = []string{"https://graph.microsoft.com"} }), "auth.token_rejected", "audience", []string{"oauth2.scope"}},
		"audience of the app ID":    {"smtp", mailbox, refused, "", entra(func(x *proof.Token) { x.Audience = []string{"00000002-0000-0FF1-CE00-000000000000"} }), "auth.token_rejected", "m365", []string{"user", "oauth2.scope", "oauth2.clientId"}},
		"national cloud":            {"smtp", mailbox, refused, "", entra(func(x *proof.Token) { x.Audience = []string{"https://outlook.office365.us/"} }), "auth.token_rejected", "m365", []string{"user", "oauth2.scope", "oauth2.clientId"}},
		"only IMAP":                 {"smtp", mailbox, refused, "", entra(func(x *proof.Token) { x.Scopes = []string{"IMAP.AccessAsUser.All"} }), "auth.token_rejected", "scope", []string{"oauth2.scope", "oauth2.clientId"}},
		"only SMTP":                 {"imap", mailbox, imap, "", entra(nil), "auth.token_rejected", "scope", []string{"oauth2.scope", "oauth2.clientId"}},
		"scope as an address":       {"smtp", mailbox, refused, "", entra(func(x *proof.Token) { x.Scopes = []string{"https://outlook.office.com/SMTP.Send"} }), "auth.token_rejected", "m365", []string{"user", "oauth2.scope", "oauth2.clientId"}},
		"no role":                   {"smtp", mailbox, refused, "", entraApp(func(x *proof.Token) { x.Roles = nil }), "auth.token_rejected", "scope", []string{"oauth2.scope", "oauth2.clientId"}},
		"role of IMAP":              {"smtp", mailbox, refused, "", entraApp(func(x *proof.Token) { x.Roles = []string{"IMAP.AccessAsApp"} }), "auth.token_rejected", "scope", []string{"oauth2.scope", "oauth2.clientId"}},
		"another user":              {"smtp", "shared@example.com", refused, "", entra(nil), "auth.token_rejected", "user", []string{"user"}},
		"shared mailbox by IMAP":    {"imap", "shared@example.com", imap, "", entra(func(x *proof.Token) { x.Scopes = []string{"IMAP.AccessAsUser.All"} }), "auth.token_rejected", "user", []string{"user"}},
		"expired":                   {"smtp", mailbox, refused, "", entra(func(x *proof.Token) { x.ExpiresAt = &past }), "auth.token_rejected", "expired", []string{"oauth2.tokenUrl"}},
		"personal account":          {"smtp", mailbox, refused, "", entra(func(x *proof.Token) { x.Tenant = "9188040d-6c67-4c5b-b112-36a304b66dad" }), "auth.token_rejected", "tenant", []string{"oauth2.tokenUrl", "user"}},
		"personal account, its own": {"smtp", "ops@outlook.com", refused, "", entra(func(x *proof.Token) { x.Tenant, x.User = "9188040d-6c67-4c5b-b112-36a304b66dad", "ops@outlook.com" }), "auth.token_rejected", "m365", []string{"user", "oauth2.scope", "oauth2.clientId"}},
		"application":               {"smtp", mailbox, refused, "", entraApp(nil), "auth.token_rejected", "service_principal", []string{"oauth2.clientId", "user"}},
		"application by IMAP":       {"imap", mailbox, imap, "", entraApp(func(x *proof.Token) { x.Roles = []string{"IMAP.AccessAsApp"} }), "auth.token_rejected", "service_principal", []string{"oauth2.clientId", "user"}},
		"nothing known, Microsoft":  {"smtp", mailbox, refused, "", nil, "auth.token_rejected", "m365", []string{"user", "oauth2.scope", "oauth2.clientId"}},
		"nothing known, Google":     {"smtp", mailbox, google, googleRefusal, nil, "auth.token_rejected", "gmail", []string{"user", "oauth2.scope"}},
		"nothing known":             {"smtp", mailbox, dovecot, "", &proof.Token{Opaque: true}, "auth.token_rejected", "", []string{"user", "oauth2.scope"}},
		"Google, another scope":     {"smtp", mailbox, google, googleRefusal, &proof.Token{Opaque: true, Scopes: []string{"https://www.googleapis.com/auth/gmail.send"}}, "auth.token_rejected", "scope", []string{"oauth2.scope"}},
		"Google, right scope":       {"smtp", mailbox, google, googleRefusal, &proof.Token{Opaque: true, Scopes: []string{"https://mail.google.com/"}}, "auth.token_rejected", "gmail", []string{"user", "oauth2.scope"}},
		"Google, expired":           {"smtp", mailbox, google, `{"status":"401","schemes":"bearer","scope":"https://mail.google.com/"}`, nil, "auth.token_rejected", "revoked", []string{"oauth2.refreshToken", "oauth2.tokenUrl"}},
		"invalid_token":             {"smtp", mailbox, dovecot, `{"status":"invalid_token"}`, nil, "auth.token_rejected", "revoked", []string{"oauth2.refreshToken", "oauth2.tokenUrl"}},
		"insufficient_scope":        {"smtp", mailbox, dovecot, `{"status":"insufficient_scope"}`, nil, "auth.token_rejected", "scope", []string{"oauth2.scope"}},
		"switch of the tenant":      {"smtp", mailbox, fault.Remote{Code: "535", Enhanced: "5.7.139", Text: "Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."}, "", entra(nil), "auth.token_rejected", "smtp_auth_disabled", []string{"auth", "user"}},
		"switch of the mailbox":     {"smtp", mailbox, fault.Remote{Code: "535", Enhanced: "5.7.139", Text: "Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox."}, "", entra(nil), "auth.token_rejected", "smtp_auth_disabled", []string{"auth", "user"}},
		"conditional access":        {"smtp", mailbox, fault.Remote{Code: "535", Enhanced: "5.7.139", Text: "the request did not meet the criteria to be authenticated successfully"}, "", entra(nil), "auth.rejected", "m365_conditional_access", []string{"user"}},
		"too many":                  {"smtp", mailbox, fault.Remote{Code: "454", Enhanced: "4.7.0", Text: "Too many login attempts"}, "", nil, "auth.too_many_attempts", "gmail", []string{"user"}},
		"temporary":                 {"smtp", mailbox, fault.Remote{Code: "454", Enhanced: "4.7.0", Text: "Temporary authentication failure"}, "", nil, "auth.temporarily_unavailable", "", nil},
		"temporary by IMAP":         {"imap", mailbox, fault.Remote{Code: "NO", Text: "[UNAVAILABLE] Temporary authentication failure. [mail:1]"}, "", nil, "auth.temporarily_unavailable", "", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := mailauth.DiagnoseToken(tt.protocol, tt.user, tt.answer, tt.refusal, tt.token)
			if f.Code != tt.want || f.Reason != tt.reason {
				t.Errorf("got %s (%s): %s", f.Code, f.Reason, f.Cause)
			}
			if diff := cmp.Diff(tt.fields, f.Fields); diff != "" {
				t.Error(diff)
			}
			if !strings.HasPrefix(f.Remote.Text, tt.answer.Text) || !strings.HasSuffix(f.Remote.Text, tt.refusal) {
				t.Errorf("words are missing: %q", f.Remote.Text)
			}
			checkWording(t, f)
		})
	}
}

// TestTokenCommandIsSafe: what people are told to run holds nothing that a
// token or a user name could smuggle in.
func TestTokenCommandIsSafe(t *testing.T) {
	refused := fault.Remote{Code: "535", Enhanced: "5.7.3", Text: "Authentication unsuccessful"}
	good := mailauth.DiagnoseToken("smtp", "ops@example.com", refused, "", entraApp(nil))
	for _, want := range []string{"-AppId 6ba7b810-9dad-11d1-80b4-00c04fd430c8 ", "-Identity ops@example.com "} {
		if !strings.Contains(good.Remedy, want) {
			t.Errorf("%q is missing in %q", want, good.Remedy)
		}
	}
	for _, bad := range []string{"x; Remove-Mailbox y", "$(calc)", "a`b", "-Force", "@args", "", "a\nb", strings.Repeat("a", 300)} {
		f := mailauth.DiagnoseToken("smtp", bad, refused, "", entraApp(func(x *proof.Token) { x.Client = bad }))
		if !strings.Contains(f.Remedy, "-AppId CLIENT_ID ") || !strings.Contains(f.Remedy, "-Identity MAILBOX ") {
			t.Errorf("%q stands in %q", bad, f.Remedy)
		}
	}
}

func FuzzDiagnoseToken(f *testing.F) {
	f.Add("535", "5.7.3", "Authentication unsuccessful", googleRefusal, "a@b.c", "https://graph.microsoft.com", "SMTP.Send")
	f.Add("NO", "", "AUTHENTICATE failed.", `{"status":7,"scope":["x"]}`, "", "\u202e", "\x00")
	f.Fuzz(func(t *testing.T, code, enhanced, words, refusal, user, audience, scope string) {
		token := &proof.Token{Issuer: entraIssuer, Audience: []string{audience}, Scopes: []string{scope}, User: user}
		got := mailauth.DiagnoseToken("smtp", "ops@example.com", fault.Remote{Code: code, Enhanced: enhanced, Text: words}, refusal, token)
		if got.Code == "" || got.Remote == nil || !utf8.ValidString(got.Remote.Text) {
			t.Errorf("got %+v", got)
		}
		for _, shown := range []string{got.Cause, got.Remedy, got.Remote.Text} {
			if proof.Visible(shown) != shown {
				t.Errorf("hidden characters in %q", shown)
			}
		}
		const bound = 8 << 10 // of what is quoted in a sentence
		if len(got.Cause) > bound || len(got.Remedy) > bound {
			t.Errorf("%d and %d bytes in sentences", len(got.Cause), len(got.Remedy))
		}
	})
}
