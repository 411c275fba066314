package mailtoken_test

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"testing"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/callback"
	"patchbay/backend/protocol/mailtoken"
)

// encodings lists what an echo may make of a secret.
func encodings(value string) map[string]string {
	var escaped strings.Builder
	for _, r := range value {
		fmt.Fprintf(&escaped, `\u%04x`, r)
	}
	return map[string]string{
		"plain":   value,
		"URL":     url.QueryEscape(value),
		"base64":  base64.StdEncoding.EncodeToString([]byte(value)),
		"hex":     hex.EncodeToString([]byte(value)),
		"escaped": escaped.String(),
		"basic":   base64.StdEncoding.EncodeToString([]byte("the+client:" + url.QueryEscape(value))),
	}
}

// TestSC25NoSecretInFindings: endpoints repeat what they were sent, and what
// they issue, in every encoding and in every kind of answer.
func TestSC25NoSecretInFindings(t *testing.T) {
	const issued = "1ssued-by-th3-endpoint-itself"
	for name, status := range map[string]int{"refusal": 400, "unauthorized": 401, "defect": 500, "success": 200} {
		for form, render := range map[string]string{
			"as JSON": `{"error":"invalid_request","error_description":"you sent %[1]s","access_token":"%[2]s","refresh_token":"%[2]s"}`,
			"as text": `access_token=%[2]s&you sent=%[1]s`,
			"as HTML": `<html>you sent %[1]s, "id_token": "%[2]s"</html>`,
		} {
			t.Run(name+" "+form, func(t *testing.T) {
				echo := func(w http.ResponseWriter, r *http.Request) {
					_ = r.ParseForm()
					var all []string
					for _, value := range []string{clientSecret, refreshToken, r.PostForm.Get("code"), r.PostForm.Get("code_verifier")} {
						if value == "" {
							continue
						}
						for _, text := range encodings(value) {
							all = append(all, text)
						}
					}
					w.Header().Set("Content-Type", "application/json")
					w.WriteHeader(status)
					_, _ = fmt.Fprintf(w, render, strings.Join(all, " "), issued)
				}
				for flow, f := range everyFlow(t, echo) {
					if f == nil {
						t.Fatalf("%s: no finding", flow)
					}
					noSecret(t, flow, shown(t, f), issued)
				}
			})
		}
	}
}

// everyFlow runs each flow against an endpoint that answers everything alike.
func everyFlow(t *testing.T, answer http.HandlerFunc) map[string]*proof.Finding {
	t.Helper()
	e := serve(t, answer)
	findings := map[string]*proof.Finding{}
	for _, grant := range []string{mailtoken.GrantClientCredentials, mailtoken.GrantRefreshToken} {
		_, findings[grant] = mailtoken.Acquire(t.Context(), e.config(grant))
	}
	var asked url.Values
	_, findings["authorize"] = mailtoken.Authorize(t.Context(), e.config(""), callback.Options{}, browser(&asked, url.Values{"code": {"th3.c0de-of-the-browser"}}))
	_, findings["device"] = mailtoken.Device(t.Context(), e.config(""), func(mailtoken.Prompt) {})
	return findings
}

func noSecret(t *testing.T, where, text, issued string) {
	t.Helper()
	for _, value := range []string{clientSecret, refreshToken, issued, "th3.c0de-of-the-browser", "the-device-code"} {
		for encoding, form := range encodings(value) {
			if strings.Contains(text, form) {
				t.Errorf("%s shows a secret (%s): %s", where, encoding, text)
			}
		}
	}
}

// TestSC25NoSecretInClaims: a token may repeat them, too.
func TestSC25NoSecretInClaims(t *testing.T) {
	e := serve(t, says(http.StatusOK, `{"token_type":"bearer","access_token":"`+jwt(`{"iss":"`+clientSecret+`","aud":["`+clientSecret+`"],"scp":"x `+refreshToken+`"}`)+`"}`))
	token, f := mailtoken.Acquire(t.Context(), e.config(mailtoken.GrantClientCredentials))
	if f != nil {
		t.Fatal(f)
	}
	noSecret(t, "the claims", fmt.Sprintf("%+v", token), accessToken)
}

// TestSC21HostileEndpoints: an endpoint costs its bound, and what is under way
// ends when it is told to.
func TestSC21HostileEndpoints(t *testing.T) {
	blocked := make(chan struct{})
	byteByByte := func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `{"access_token":"`)
		_ = http.NewResponseController(w).Flush()
		blocked <- struct{}{}
		<-r.Context().Done()
		panic(http.ErrAbortHandler) // a return would answer 200 on a connection that is half closed
	}
	e := serve(t, byteByByte)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-blocked; cancel() }()
	_, f := mailtoken.Acquire(ctx, e.config(mailtoken.GrantRefreshToken))
	wantFinding(t, f, "net.closed", "cancelled")

	// As many values as the bound lets through: all that is ever allocated for
	// them is less than may be held at once.
	many := serve(t, says(http.StatusOK, `{"m":[`+strings.Repeat(`{"":0},`, 35<<10)+`0]}`))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, f = mailtoken.Acquire(t.Context(), many.config(mailtoken.GrantRefreshToken))
	runtime.ReadMemStats(&after)
	wantFinding(t, f, "auth.token_rejected", "not_an_endpoint")
	if allocated := after.TotalAlloc - before.TotalAlloc; allocated > 32<<20 {
		t.Errorf("%d bytes were allocated", allocated)
	}
}
