package mailtoken_test

import (
	"bufio"
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/mailtoken"
	"patchbay/backend/secret"
)

func TestAcquire(t *testing.T) {
	e := serve(t, issues(`,"scope":"mail.send mail.read"`))
	token, f := mailtoken.Acquire(t.Context(), e.config(mailtoken.GrantClientCredentials))
	if f != nil {
		t.Fatal(f)
	}
	if string(token.Access.Reveal()) != accessToken || token.Refresh.IsSet() || token.ClientAuth != "client_secret_basic" {
		t.Errorf("a wrong token, or a refresh token, or taken by %s", token.ClientAuth)
	}
	until := noon().Add(time.Hour)
	want := proof.Token{Grant: "client_credentials", Scopes: []string{"mail.send", "mail.read"}, ExpiresAt: &until, Opaque: true}
	if diff := cmp.Diff(want, token.Info); diff != "" {
		t.Error(diff)
	}
	// RFC 6749 §2.3.1: both parts are form-encoded before they become Basic.
	question := asked{
		"/token",
		url.Values{"grant_type": {"client_credentials"}, "scope": {"mail.send"}},
		true,
		"the+client", url.QueryEscape(clientSecret),
	}
	if diff := cmp.Diff([]asked{question}, e.questions(), cmp.AllowUnexported(asked{})); diff != "" {
		t.Error(diff)
	}
	token.Wipe()
	if strings.Trim(string(token.Access.Reveal()), "\x00") != "" {
		t.Error("the token was not wiped")
	}
}

func TestRefresh(t *testing.T) {
	for name, tt := range map[string]struct{ more, want string }{
		"kept":    {"", ""},
		"same":    {`,"refresh_token":"` + refreshToken + `"`, ""},
		"rotated": {`,"refresh_token":"another"`, "another"},
	} {
		t.Run(name, func(t *testing.T) {
			e := serve(t, issues(tt.more))
			config := e.config(mailtoken.GrantRefreshToken)
			token, f := mailtoken.Acquire(t.Context(), config)
			if f != nil {
				t.Fatal(f)
			}
			if string(config.RefreshToken.Reveal()) != refreshToken {
				t.Error("the configuration's own refresh token was wiped")
			}
			if got := string(token.Refresh.Reveal()); got != tt.want {
				t.Errorf("refresh token %q, want %q", got, tt.want)
			}
			want := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {refreshToken}, "scope": {"mail.send"}}
			if diff := cmp.Diff(want, e.questions()[0].form); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff([]string{"mail.send"}, token.Info.Scopes); diff != "" {
				t.Errorf("without a scope in the answer, that of the question: %s", diff)
			}
		})
	}
}

func TestClientAuthentication(t *testing.T) {
	refusal := says(http.StatusUnauthorized, `{"error":"invalid_client"}`)
	withoutStatus := says(http.StatusBadRequest, `{"error":"invalid_client"}`)
	other := says(http.StatusBadRequest, `{"error":"invalid_scope"}`)
	tests := []struct {
		name, clientAuth, secret string
		script                   []http.HandlerFunc
		want                     string // how it was asked, in order
		took                     string // "" when refused
	}{
		{"basic first", "", "s", []http.HandlerFunc{issues("")}, "basic", "client_secret_basic"},
		{"then in the body", "", "s", []http.HandlerFunc{refusal, issues("")}, "basic post", "client_secret_post"},
		{"the code is enough", "", "s", []http.HandlerFunc{withoutStatus, issues("")}, "basic post", "client_secret_post"},
		{"each way once", "", "s", []http.HandlerFunc{refusal}, "basic post", ""},
		{"not for another refusal", "", "s", []http.HandlerFunc{other}, "basic", ""},
		{"as configured: basic", "client_secret_basic", "s", []http.HandlerFunc{refusal}, "basic", ""},
		{"as configured: post", "client_secret_post", "s", []http.HandlerFunc{issues("")}, "post", "client_secret_post"},
		{"as configured: none", "none", "s", []http.HandlerFunc{issues("")}, "none", "none"},
		{"no secret", "", "", []http.HandlerFunc{issues("")}, "none", "none"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := serve(t, tt.script...)
			config := e.config(mailtoken.GrantRefreshToken)
			config.ClientAuth, config.ClientSecret = tt.clientAuth, secret.FromString(tt.secret)
			token, f := mailtoken.Acquire(t.Context(), config)
			if got := ways(e.questions()); got != tt.want || token.ClientAuth != tt.took || (f == nil) != (tt.took != "") {
				t.Errorf("asked %q and took %q, want %q and %q; %v", got, token.ClientAuth, tt.want, tt.took, f)
			}
		})
	}
}

func ways(questions []asked) string {
	var all []string
	for _, q := range questions {
		switch {
		case q.basic && q.form.Has("client_secret"):
			all = append(all, "both")
		case q.basic:
			all = append(all, "basic")
		case q.form.Has("client_secret"):
			all = append(all, "post")
		case q.form.Has("client_id"):
			all = append(all, "none")
		default:
			all = append(all, "nobody")
		}
	}
	return strings.Join(all, " ")
}

func TestRefusals(t *testing.T) {
	html := func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "<!doctype html><title>Sign in</title>")
	}
	endless := func(w http.ResponseWriter, _ *http.Request) {
		for block := make([]byte, 32<<10); ; {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	}
	hangUp := func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
	manyFields := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Long", strings.Repeat("x", 1<<20))
	}
	tests := []struct {
		name         string
		answer       http.HandlerFunc
		code, reason string
		words        string // of the endpoint
	}{
		{"refused", says(400, `{"error":"invalid_grant","error_description":"expired"}`), "auth.token_rejected", "", "expired"},
		{"refused with success", says(200, `{"error":"bad_verification_code","error_description":"gone"}`), "auth.token_rejected", "", "gone"},
		{"web page", html, "auth.token_rejected", "not_an_endpoint", "<title>Sign in</title>"},
		{"empty", says(200, ""), "auth.token_rejected", "not_an_endpoint", ""},
		{"no token", says(200, `{"token_type":"Bearer"}`), "auth.token_rejected", "not_an_endpoint", ""},
		{"another type", says(200, `{"access_token":"x","token_type":"DPoP"}`), "auth.token_rejected", "token_type", ""},
		{"elsewhere", http.RedirectHandler("/elsewhere", http.StatusTemporaryRedirect).ServeHTTP, "auth.token_rejected", "redirected", ""},
		{"endless", endless, "auth.token_rejected", "not_an_endpoint", ""},
		{"deep", says(200, strings.Repeat("[", 200<<10)), "auth.token_rejected", "not_an_endpoint", ""},
		{"hung up", hangUp, "net.closed", "", ""},
		{"endless head", manyFields, "auth.token_rejected", "not_an_endpoint", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := serve(t, tt.answer)
			token, f := mailtoken.Acquire(t.Context(), e.config(mailtoken.GrantClientCredentials))
			wantFinding(t, f, tt.code, tt.reason)
			if token.Access.IsSet() || token.Refresh.IsSet() {
				t.Error("a token came all the same")
			}
			if tt.words != "" && (f.Remote == nil || !strings.Contains(f.Remote.Text, tt.words)) {
				t.Errorf("the endpoint's words are lost: %+v", f.Remote)
			}
			if got := len(e.questions()); got != 1 {
				t.Errorf("asked %d times", got)
			}
		})
	}
}

func TestEndOfTheRequest(t *testing.T) {
	arrived := make(chan struct{})
	silent := func(_ http.ResponseWriter, r *http.Request) {
		arrived <- struct{}{}
		<-r.Context().Done()
		panic(http.ErrAbortHandler) // a return would answer 200 on a connection that is half closed
	}
	e := serve(t, silent)
	t.Run("cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		go func() { <-arrived; cancel() }()
		_, f := mailtoken.Acquire(ctx, e.config(mailtoken.GrantClientCredentials))
		wantFinding(t, f, "net.closed", "cancelled")
	})
	t.Run("timeout", func(t *testing.T) {
		ctx := newExpiring(t)
		go func() { <-arrived; close(ctx.done) }()
		_, f := mailtoken.Acquire(ctx, e.config(mailtoken.GrantClientCredentials))
		wantFinding(t, f, "net.timeout", "", "oauth2.tokenUrl")
	})
}

// stranger is a server that speaks another protocol.
func stranger(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = http.ReadRequest(bufio.NewReader(conn))
			_, _ = io.WriteString(conn, "500 5.5.1 Command unrecognized\r\n")
			_ = conn.Close()
		}
	}()
	return l.Addr().String()
}

func TestConnection(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = closed.Close()
	untrusted := httptest.NewUnstartedServer(http.NotFoundHandler())
	untrusted.Config.ErrorLog = log.New(io.Discard, "", 0)
	untrusted.StartTLS()
	defer untrusted.Close()
	plain := serve(t, issues(""))
	tests := []struct {
		name, url, code string
		fields          []string
	}{
		{"nobody there", "https://" + closed.Addr().String() + "/token", "net.refused", []string{"oauth2.tokenUrl"}},
		{"unknown authority", untrusted.URL, "tls.self_signed", []string{"oauth2.tokenUrl", "caPem"}},
		{"no web server", "http://" + stranger(t), "auth.token_rejected", []string{"oauth2.tokenUrl"}},
		{"no TLS", strings.Replace(plain.url, "http:", "https:", 1), "tls.not_tls", []string{"oauth2.tokenUrl"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			config := plain.config(mailtoken.GrantClientCredentials)
			config.TokenURL = tt.url
			_, f := mailtoken.Acquire(t.Context(), config)
			wantFinding(t, f, tt.code, "", tt.fields...)
		})
	}
	if len(plain.questions()) > 0 {
		t.Error("a question was asked in clear")
	}
}

func TestSettings(t *testing.T) {
	e := serve(t, issues(""))
	tests := []struct {
		name   string
		edit   func(*mailtoken.Config)
		code   string
		fields []string
	}{
		{"nothing", func(c *mailtoken.Config) { *c = mailtoken.Config{Grant: c.Grant} }, "settings.missing", []string{"oauth2.tokenUrl", "oauth2.clientId", "oauth2.clientSecret"}},
		{"no secret", func(c *mailtoken.Config) { c.ClientSecret = secret.Text{} }, "settings.missing", []string{"oauth2.clientSecret"}},
		{"no refresh token", func(c *mailtoken.Config) { c.Grant, c.RefreshToken = "refresh_token", secret.Text{} }, "settings.missing", []string{"oauth2.refreshToken"}},
		{"grant", func(c *mailtoken.Config) { c.Grant = "password" }, "settings.invalid", []string{"oauth2.grant"}},
		{"way", func(c *mailtoken.Config) { c.ClientAuth = "private_key_jwt" }, "settings.invalid", []string{"oauth2.clientAuth"}},
		{"authorities", func(c *mailtoken.Config) { c.CAPEM = "no PEM" }, "settings.invalid", []string{"caPem"}},
		{"in clear", func(c *mailtoken.Config) { c.TokenURL = "http://idp.example/token" }, "settings.invalid", []string{"oauth2.tokenUrl"}},
		{"in clear by name", func(c *mailtoken.Config) { c.TokenURL = strings.Replace(c.TokenURL, "127.0.0.1", "localhost", 1) }, "settings.invalid", []string{"oauth2.tokenUrl"}},
		{"user in the address", func(c *mailtoken.Config) { c.TokenURL = "https://me@idp.example/token" }, "settings.invalid", []string{"oauth2.tokenUrl"}},
		{"file", func(c *mailtoken.Config) { c.DeviceURL = "file:///etc/passwd" }, "settings.invalid", []string{"oauth2.deviceUrl"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			config := e.config(mailtoken.GrantClientCredentials)
			tt.edit(&config)
			_, f := mailtoken.Acquire(t.Context(), config)
			wantFinding(t, f, tt.code, "", tt.fields...)
		})
	}
	if len(e.questions()) > 0 {
		t.Error("an endpoint was asked all the same")
	}
}
