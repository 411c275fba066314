package mailtoken_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/mailtoken"
	"patchbay/backend/secret"
)

// begins answers a device authorization request.
func begins(more string) http.HandlerFunc {
	return says(http.StatusOK, `{"device_code":"the-device-code","user_code":"WDJB-MJHT","verification_uri":"https://idp.example/device"`+more+`}`)
}

func fails(code string) http.HandlerFunc {
	return says(http.StatusBadRequest, `{"error":"`+code+`","error_description":"in the provider's words"}`)
}

// clock is moved by waiting, and by nothing else.
type clock struct {
	now    time.Time
	waited []time.Duration
}

func (c *clock) wait(ctx context.Context, d time.Duration) error {
	c.now = c.now.Add(d)
	c.waited = append(c.waited, d)
	return ctx.Err()
}

func (c *clock) config(e *endpoint) mailtoken.Config {
	config := e.config("")
	c.now = noon()
	config.Now, config.Wait = func() time.Time { return c.now }, c.wait
	return config
}

func TestDevice(t *testing.T) {
	e := serve(t, begins(`,"expires_in":900,"interval":2,"verification_uri_complete":"https://idp.example/device?c=WDJB-MJHT"`),
		fails("authorization_pending"), fails("slow_down"), fails("authorization_pending"), issues(`,"refresh_token":"r"`))
	var c clock
	var prompts []mailtoken.Prompt
	token, f := mailtoken.Device(t.Context(), c.config(e), func(p mailtoken.Prompt) { prompts = append(prompts, p) })
	if f != nil {
		t.Fatal(f)
	}
	if string(token.Access.Reveal()) != accessToken || string(token.Refresh.Reveal()) != "r" || token.Info.Grant != "device_code" {
		t.Errorf("another token: %+v", token.Info)
	}
	want := []mailtoken.Prompt{{
		UserCode: "WDJB-MJHT", VerificationURI: "https://idp.example/device",
		VerificationURIComplete: "https://idp.example/device?c=WDJB-MJHT", ExpiresAt: noon().Add(15 * time.Minute),
	}}
	if diff := cmp.Diff(want, prompts); diff != "" {
		t.Error(diff)
	}
	waits := []time.Duration{2 * time.Second, 2 * time.Second, 7 * time.Second, 7 * time.Second}
	if diff := cmp.Diff(waits, c.waited); diff != "" {
		t.Error(diff)
	}
	questions := e.questions()
	if diff := cmp.Diff(url.Values{"client_id": {"the client"}, "scope": {"mail.send"}}, questions[0].form); diff != "" {
		t.Error(diff)
	}
	poll := url.Values{"grant_type": {"urn:ietf:params:oauth:grant-type:device_code"}, "device_code": {"the-device-code"}}
	if diff := cmp.Diff(poll, questions[1].form); diff != "" {
		t.Error(diff)
	}
}

// TestDeviceClient: a client without a secret names itself in the body; one
// that has to prove itself in the body is found out once.
func TestDeviceClient(t *testing.T) {
	t.Run("public", func(t *testing.T) {
		e := serve(t, begins(""), issues(`,"refresh_token":"r"`))
		var c clock
		config := c.config(e)
		config.ClientSecret = secret.Text{}
		if _, f := mailtoken.Device(t.Context(), config, func(mailtoken.Prompt) {}); f != nil || ways(e.questions()) != "none none" {
			t.Errorf("asked %q, %v", ways(e.questions()), f)
		}
	})
	t.Run("secret in the body", func(t *testing.T) {
		e := serve(t, fails("invalid_client"), begins(""), fails("invalid_client"), fails("authorization_pending"), issues(`,"refresh_token":"r"`))
		var c clock
		if _, f := mailtoken.Device(t.Context(), c.config(e), func(mailtoken.Prompt) {}); f != nil || ways(e.questions()) != "basic post basic post post" {
			t.Errorf("asked %q, %v", ways(e.questions()), f)
		}
	})
}

func TestDeviceEnds(t *testing.T) {
	pending := fails("authorization_pending")
	tests := []struct {
		name         string
		script       []http.HandlerFunc
		code, reason string
		shown        bool
	}{
		{"denied", []http.HandlerFunc{begins(""), pending, fails("access_denied")}, "auth.token_rejected", "refused", true},
		{"expired, it says", []http.HandlerFunc{begins(""), pending, fails("expired_token")}, "net.timeout", "sign_in", true},
		{"expired, it never says", []http.HandlerFunc{begins(`,"expires_in":60`), pending}, "net.timeout", "sign_in", true},
		{"expired and forgotten", []http.HandlerFunc{begins(`,"expires_in":5`), fails("invalid_grant")}, "net.timeout", "sign_in", true},
		{"forgotten before its end", []http.HandlerFunc{begins(""), fails("invalid_grant")}, "auth.token_rejected", "code", true},
		{"no refresh token", []http.HandlerFunc{begins(""), issues("")}, "auth.token_rejected", "no_refresh_token", true},
		{"not allowed", []http.HandlerFunc{fails("unauthorized_client")}, "auth.token_rejected", "", false},
		{"a web page", []http.HandlerFunc{says(200, "<html>")}, "auth.token_rejected", "not_an_endpoint", false},
		{"no code", []http.HandlerFunc{says(200, `{"user_code":"a","verification_uri":"https://idp.example"}`)}, "auth.token_rejected", "not_an_endpoint", false},
		{"a script", []http.HandlerFunc{says(200, `{"device_code":"d","user_code":"a","verification_uri":"javascript:alert(1)"}`)}, "auth.token_rejected", "not_an_endpoint", false},
		{"a file", []http.HandlerFunc{says(200, `{"device_code":"d","user_code":"a","verification_uri":"file:///etc/passwd"}`)}, "auth.token_rejected", "not_an_endpoint", false},
		{"endless code", []http.HandlerFunc{says(200, `{"device_code":"d","user_code":"`+strings.Repeat("x", 1000)+`","verification_uri":"https://idp.example"}`)}, "auth.token_rejected", "not_an_endpoint", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := serve(t, tt.script...)
			var c clock
			shown := false
			token, f := mailtoken.Device(t.Context(), c.config(e), func(mailtoken.Prompt) { shown = true })
			wantFinding(t, f, tt.code, tt.reason)
			if shown != tt.shown || token.Access.IsSet() {
				t.Errorf("shown %v, token %v", shown, token.Access.IsSet())
			}
		})
	}
}

// TestDeviceBounds: an endpoint cannot make the wait endless or a flood.
func TestDeviceBounds(t *testing.T) {
	tests := []struct {
		name, more string
		want       time.Duration // of the first wait
	}{
		{"nothing said", "", 5 * time.Second},
		{"at once", `,"interval":0`, 5 * time.Second},
		{"back in time", `,"interval":-7`, 5 * time.Second},
		{"for ever", `,"interval":1e300,"expires_in":1e300`, time.Minute},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := serve(t, begins(tt.more), fails("authorization_pending"))
			var c clock
			_, f := mailtoken.Device(t.Context(), c.config(e), func(mailtoken.Prompt) {})
			wantFinding(t, f, "net.timeout", "sign_in")
			if c.waited[0] != tt.want || c.now.Sub(noon()) > time.Hour+time.Minute {
				t.Errorf("waited %v first, %v in all", c.waited[0], c.now.Sub(noon()))
			}
		})
	}
}

func TestDeviceIsEndedHere(t *testing.T) {
	t.Run("cancelled", func(t *testing.T) {
		e := serve(t, begins(""), fails("authorization_pending"))
		ctx, cancel := context.WithCancel(t.Context())
		config := e.config("") // with a real timer, which is never waited for
		_, f := mailtoken.Device(ctx, config, func(mailtoken.Prompt) { cancel() })
		wantFinding(t, f, "net.closed", "cancelled")
	})
	t.Run("too late", func(t *testing.T) {
		e := serve(t, begins(""), fails("authorization_pending"))
		ctx := newExpiring(t)
		_, f := mailtoken.Device(ctx, e.config(""), func(mailtoken.Prompt) { close(ctx.done) })
		wantFinding(t, f, "net.timeout", "sign_in")
	})
}
