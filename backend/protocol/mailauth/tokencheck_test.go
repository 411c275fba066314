package mailauth_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/mailauth"
)

func TestCheckToken(t *testing.T) {
	past := time.Now().Add(-time.Hour)
	good := proof.Token{
		Issuer: "https://sts.windows.net/11111111-2222-3333-4444-555555555555/", Audience: []string{"https://outlook.office.com"},
		Scopes: []string{"SMTP.Send"}, User: "ada@example.com",
	}
	for name, tt := range map[string]struct {
		change func(*proof.Token)
		want   []string
	}{
		"good":               {func(*proof.Token) {}, nil},
		"nothing known":      {func(t *proof.Token) { *t = proof.Token{Opaque: true} }, nil},
		"expired":            {func(t *proof.Token) { t.ExpiresAt = &past }, []string{"expired"}},
		"for another server": {func(t *proof.Token) { t.Audience = []string{"https://graph.microsoft.com"} }, []string{"audience"}},
		"for reading only":   {func(t *proof.Token) { t.Scopes = []string{"IMAP.AccessAsUser.All"} }, []string{"scope"}},
		"of somebody else":   {func(t *proof.Token) { t.User = "bob@example.com" }, []string{"user"}},
		"all of it": {func(t *proof.Token) {
			t.ExpiresAt, t.Audience, t.Scopes, t.User = &past, []string{"https://graph.microsoft.com"}, []string{"User.Read"}, "bob@example.com"
		}, []string{"expired", "audience", "scope", "user"}},
	} {
		t.Run(name, func(t *testing.T) {
			token := good
			tt.change(&token)
			var got []string
			for _, f := range mailauth.CheckToken("smtp", "Ada@Example.com", token) {
				got = append(got, f.Reason)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
