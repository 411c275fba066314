package oidc_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/oidc"
)

// TestTokensAreRevoked: the refresh token first, and both are told nowhere.
func TestTokensAreRevoked(t *testing.T) {
	e := newEvil(t)
	e.tokens = func(m map[string]any) { m["refresh_token"] = "refresh-canary" }
	var revoked []string
	e.revoke = func(_ http.ResponseWriter, r *http.Request) {
		if !e.knows(r) {
			t.Error("revoked by a stranger")
		}
		revoked = append(revoked, r.PostFormValue("token_type_hint")+" "+r.PostFormValue("token"))
	}
	r := e.request(e.settings())
	r.Settings.Scopes = []string{"openid", "email", "offline_access"}
	report := e.signIn(t, r)
	if report.Verdict != proof.Passed {
		t.Errorf("%v", verdicts(report))
	}
	if diff := cmp.Diff([]string{"refresh_token refresh-canary", "access_token " + accessToken}, revoked); diff != "" {
		t.Error(diff)
	}
	noSecrets(t, report)
}

// TestSignedUserInfo is read where its signature holds, and only there.
func TestSignedUserInfo(t *testing.T) {
	stranger, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	claims := map[string]any{"sub": "ada", "email": "ada@example.test", "email_verified": true}
	for name, tt := range map[string]struct {
		sign  func(e *evil, signed string) string
		found map[string]string
	}{
		"its own key":   {func(e *evil, signed string) string { return es256(e.key, signed) }, map[string]string{}},
		"another's key": {func(_ *evil, signed string) string { return es256(stranger, signed) }, map[string]string{"O21": "failed idp.signature_invalid userinfo_signature"}},
		"no signature":  {func(*evil, string) string { return "" }, map[string]string{"O21": "failed idp.signature_invalid userinfo_signature"}},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEvil(t)
			e.userInfo = func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/jwt")
				signed := part(map[string]any{"alg": "ES256", "kid": keyID}) + "." + part(claims)
				_, _ = io.WriteString(w, signed+"."+tt.sign(e, signed))
			}
			if diff := cmp.Diff(tt.found, verdicts(e.signIn(t, e.request(e.settings())))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestAnAnswerThatTricklesEnds with the time of its request.
func TestAnAnswerThatTricklesEnds(t *testing.T) {
	e := newEvil(t)
	ctx := expiring{t.Context(), make(chan struct{})}
	e.keys = func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `{"keys":[`)
		_ = http.NewResponseController(w).Flush()
		close(ctx.done)
		<-r.Context().Done()
		panic(http.ErrAbortHandler) // a return would answer 200 on a connection that is half closed
	}
	report := oidc.Check(ctx, e.request(e.settings()))
	if got := step(t, report, "O04"); got.Verdict != proof.Failed || got.Finding.Code != "net.timeout" {
		t.Errorf("%+v", got.Finding)
	}
}

// TestTranscript tells what was asked and answered, and of tokens and people
// nothing but the size.
func TestTranscript(t *testing.T) {
	e := newEvil(t)
	report := e.signIn(t, e.request(e.settings()))
	var lines []string
	for _, line := range report.Transcript {
		lines = append(lines, line.From+" "+strings.ReplaceAll(line.Text, e.issuer(), "ISSUER"))
	}
	text := strings.Join(lines, "\n")
	for _, want := range []string{
		"client GET ISSUER/.well-known/openid-configuration", "note the browser is to open ISSUER/authorize?...",
		"note what came back has the parameters code, iss, state",
		"client POST ISSUER/token with code, code_verifier, grant_type, redirect_uri", "client GET ISSUER/userinfo",
		"client POST ISSUER/revoke with token, token_type_hint",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not told in\n%s", want, text)
		}
	}
	for _, person := range []string{"ada@example.test", "id_token\":", "staff"} {
		if strings.Contains(text, person) {
			t.Errorf("%q is told", person)
		}
	}
}
