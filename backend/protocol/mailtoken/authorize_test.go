package mailtoken_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/callback"
	"patchbay/backend/protocol/mailtoken"
)

// browser answers an authorization request as a provider and a person would.
func browser(asked *url.Values, answer url.Values) func(string) error {
	return func(address string) error {
		u, err := url.Parse(address)
		if err != nil {
			return err
		}
		*asked = u.Query()
		if answer == nil {
			return nil
		}
		answer.Set("state", asked.Get("state"))
		return visit(*asked, answer)
	}
}

func TestAuthorize(t *testing.T) {
	e := serve(t, issues(`,"refresh_token":"`+refreshToken+`"`))
	config := e.config("")
	config.LoginHint = "info@example.com"
	config.ExtraAuthParams = map[string]string{"prompt": "consent", "state": "mine", "Redirect_URI": "https://evil.example"}
	var asked url.Values
	token, f := mailtoken.Authorize(t.Context(), config, callback.Options{Path: "/back"}, browser(&asked, url.Values{"code": {"the code"}}))
	if f != nil {
		t.Fatal(f)
	}
	defer token.Wipe()
	if string(token.Access.Reveal()) != accessToken || string(token.Refresh.Reveal()) != refreshToken || token.Info.Grant != "authorization_code" {
		t.Errorf("another token: %+v", token.Info)
	}
	question := e.questions()[0]
	verifier, challenge, redirect := question.form.Get("code_verifier"), asked.Get("code_challenge"), asked.Get("redirect_uri")
	sum := sha256.Sum256([]byte(verifier))
	if len(verifier) < 43 || base64.RawURLEncoding.EncodeToString(sum[:]) != challenge {
		t.Error("the verifier does not fit the challenge")
	}
	if !strings.HasPrefix(redirect, "http://127.0.0.1:") || !strings.HasSuffix(redirect, "/back") || len(asked.Get("state")) < 20 {
		t.Errorf("redirect URI %s, state %s", redirect, asked.Get("state"))
	}
	want := url.Values{
		"response_type": {"code"}, "client_id": {"the client"}, "scope": {"mail.send"}, "login_hint": {"info@example.com"},
		"prompt": {"consent"}, "code_challenge_method": {"S256"},
		"code_challenge": {challenge}, "redirect_uri": {redirect}, "state": asked["state"],
	}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Error(diff)
	}
	want = url.Values{"grant_type": {"authorization_code"}, "code": {"the code"}, "redirect_uri": {redirect}, "code_verifier": {verifier}}
	if diff := cmp.Diff(want, question.form); diff != "" {
		t.Error(diff)
	}
}

// TestAnswersThatAreNoSignIn: nothing is redeemed after any of them.
func TestAnswersThatAreNoSignIn(t *testing.T) {
	tests := []struct {
		name   string
		answer url.Values
		issuer string
		reason string
		words  string
	}{
		{"denied", url.Values{"error": {"access_denied"}, "error_description": {"the user said no"}}, "", "refused", "the user said no"},
		{"another error", url.Values{"error": {"temporarily_unavailable"}, "error_description": {"later"}}, "", "", "later"},
		{"empty", url.Values{}, "", "not_an_endpoint", ""},
		{"another issuer", url.Values{"code": {"c"}, "iss": {"https://evil.example"}}, "", "issuer_mismatch", "https://evil.example"},
		{"issuer by another scheme", url.Values{"code": {"c"}, "iss": {"https://HOST/"}}, "", "issuer_mismatch", ""},
		{"issuer with a slash more", url.Values{"code": {"c"}, "iss": {"http://HOST/"}}, "http://HOST", "issuer_mismatch", ""},
		{"another issuer's refusal", url.Values{"error": {"access_denied"}, "iss": {"https://evil.example"}}, "", "issuer_mismatch", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := serve(t, issues(`,"refresh_token":"r"`))
			host := strings.TrimPrefix(e.url, "http://")
			config := e.config("")
			config.Issuer = strings.Replace(tt.issuer, "HOST", host, 1)
			if tt.answer.Has("iss") {
				tt.answer.Set("iss", strings.Replace(tt.answer.Get("iss"), "HOST", host, 1))
			}
			var asked url.Values
			token, f := mailtoken.Authorize(t.Context(), config, callback.Options{}, browser(&asked, tt.answer))
			wantFinding(t, f, "auth.token_rejected", tt.reason)
			if tt.words != "" && (f.Remote == nil || !strings.Contains(f.Remote.Text, tt.words)) {
				t.Errorf("the provider's words are lost: %+v", f.Remote)
			}
			if len(e.questions()) > 0 || token.Access.IsSet() {
				t.Error("something was redeemed all the same")
			}
		})
	}
}

func TestIssuerIsTaken(t *testing.T) {
	e := serve(t, issues(`,"refresh_token":"r"`))
	for name, issuer := range map[string]string{"configured": e.url + "/tenant", "of the endpoint's origin": ""} {
		t.Run(name, func(t *testing.T) {
			config := e.config("")
			config.Issuer = issuer
			var asked url.Values
			if _, f := mailtoken.Authorize(t.Context(), config, callback.Options{}, browser(&asked, url.Values{"code": {"c"}, "iss": {e.url + "/tenant"}})); f != nil {
				t.Error(f)
			}
		})
	}
}

// TestCodeIsRefused: the same error means another thing for a refresh token.
func TestCodeIsRefused(t *testing.T) {
	e := serve(t, fails("invalid_grant"))
	var asked url.Values
	_, f := mailtoken.Authorize(t.Context(), e.config(""), callback.Options{}, browser(&asked, url.Values{"code": {"c"}}))
	wantFinding(t, f, "auth.token_rejected", "code", "oauth2.clientId", "oauth2.tokenUrl")
}

func TestNoRefreshToken(t *testing.T) {
	e := serve(t, issues(""))
	var asked url.Values
	token, f := mailtoken.Authorize(t.Context(), e.config(""), callback.Options{}, browser(&asked, url.Values{"code": {"c"}}))
	wantFinding(t, f, "auth.token_rejected", "no_refresh_token", "oauth2.scope", "oauth2.authUrl")
	if token.Access.IsSet() || !strings.Contains(f.Remedy, "offline_access") {
		t.Errorf("%v, remedy %s", token.Access.IsSet(), f.Remedy)
	}
}

// TestThreeEnds: cancelled, too late and refused are told apart (the refusal
// stands above).
func TestThreeEnds(t *testing.T) {
	e := serve(t, issues(""))
	t.Run("cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		_, f := mailtoken.Authorize(ctx, e.config(""), callback.Options{}, func(string) error { cancel(); return nil })
		wantFinding(t, f, "net.closed", "cancelled")
	})
	t.Run("too late", func(t *testing.T) {
		ctx := newExpiring(t)
		var asked url.Values
		_, f := mailtoken.Authorize(ctx, e.config(""), callback.Options{}, func(address string) error {
			defer close(ctx.done)
			return browser(&asked, nil)(address)
		})
		wantFinding(t, f, "net.timeout", "sign_in")
		if !strings.Contains(f.Remedy, asked.Get("redirect_uri")) {
			t.Errorf("the remedy does not name the redirect URI: %s", f.Remedy)
		}
	})
	t.Run("no browser", func(t *testing.T) {
		_, f := mailtoken.Authorize(t.Context(), e.config(""), callback.Options{}, func(string) error { return errors.New("no such program") })
		wantFinding(t, f, "net.closed", "browser")
	})
}

func TestCallbackInUse(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	_, text, _ := net.SplitHostPort(taken.Addr().String())
	port, _ := strconv.ParseUint(text, 10, 16)
	e := serve(t, issues(""))
	_, f := mailtoken.Authorize(t.Context(), e.config(""), callback.Options{Port: uint16(port)}, func(string) error {
		t.Error("the browser was opened")
		return nil
	})
	wantFinding(t, f, "settings.invalid", "callback")
}

// TestStrangersDoNotDisturb: who calls the listener without the state neither
// ends the wait nor redeems anything.
func TestStrangersDoNotDisturb(t *testing.T) {
	e := serve(t, issues(`,"refresh_token":"r"`))
	_, f := mailtoken.Authorize(t.Context(), e.config(""), callback.Options{}, func(address string) error {
		u, err := url.Parse(address)
		if err != nil {
			return err
		}
		asked := u.Query()
		for range 20 {
			response, err := http.Get(asked.Get("redirect_uri") + "?error=access_denied&state=guess")
			if err != nil {
				return err
			}
			_ = response.Body.Close()
		}
		return visit(asked, url.Values{"code": {"true"}, "state": asked["state"]})
	})
	if f != nil {
		t.Fatal(f)
	}
	if got := e.questions()[0].form.Get("code"); got != "true" || len(e.questions()) != 1 {
		t.Errorf("redeemed %q", got)
	}
}
