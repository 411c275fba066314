package mailtoken_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"patchbay/backend/protocol/mailtoken"
)

// variable is an endpoint whose answer each run of a fuzz test chooses.
func variable(f *testing.F) (*endpoint, func(status int, contentType, body string)) {
	var status int
	var contentType, body string
	e := serve(f, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	})
	return e, func(s int, c, b string) { status, contentType, body = s, c, b }
}

// FuzzAnswer: whatever an endpoint says, there is a token or a finding, and no
// finding shows the secret that the answer repeats.
func FuzzAnswer(f *testing.F) {
	f.Add(true, `{"access_token":"a","token_type":"Bearer","expires_in":"3600","scope":"x"}`, "")
	f.Add(false, `{"error":"invalid_client","error_description":"`, `","access_token":"x"}`)
	f.Add(false, `<html>client_secret=`, `</html>`)
	f.Add(true, `access_token=a&expires_in=NaN&client_secret=`, "")
	e, answer := variable(f)
	f.Fuzz(func(t *testing.T, success bool, before, after string) {
		status := http.StatusBadRequest
		if success {
			status = http.StatusOK
		}
		contentType := "application/json"
		if strings.HasPrefix(before, "access_token") {
			contentType = "application/x-www-form-urlencoded"
		}
		answer(status, contentType, before+clientSecret+after)
		token, finding := mailtoken.Acquire(t.Context(), e.config(mailtoken.GrantClientCredentials))
		if (finding == nil) != token.Access.IsSet() {
			t.Fatalf("token %v, finding %v", token.Access.IsSet(), finding)
		}
		if finding != nil && strings.Contains(shown(t, finding), clientSecret) {
			t.Fatal("the finding shows the secret")
		}
	})
}

// FuzzDevice: what a person is sent to is a page on the web, with a code that
// can be shown, for a time that ends.
func FuzzDevice(f *testing.F) {
	f.Add(`{"device_code":"d","user_code":"u","verification_uri":"https://idp.example/d","expires_in":1800,"interval":5}`)
	f.Add(`{"device_code":"d","user_code":"u","verification_url":"javascript:x","expires_in":-1}`)
	f.Add(`{"device_code":"d","user_code":"\u202e","verification_uri":"http://127.0.0.1/","verification_uri_complete":"file:///"}`)
	e, answer := variable(f)
	f.Fuzz(func(t *testing.T, body string) {
		answer(http.StatusOK, "application/json", body)
		config := e.config("")
		config.Wait = func(_ context.Context, d time.Duration) error {
			if d <= 0 || d > time.Minute {
				t.Errorf("waits %v", d)
			}
			return context.Canceled
		}
		_, finding := mailtoken.Device(t.Context(), config, func(p mailtoken.Prompt) {
			for _, page := range []string{p.VerificationURI, p.VerificationURIComplete} {
				if u, err := url.Parse(page); err != nil || page != "" && u.Scheme != "https" && u.Scheme != "http" {
					t.Errorf("sends the person to %q", page)
				}
			}
			if life := p.ExpiresAt.Sub(noon()); life <= 0 || life > time.Hour || p.UserCode == "" {
				t.Errorf("%q for %v", p.UserCode, life)
			}
		})
		if finding == nil {
			t.Error("no finding")
		}
	})
}
