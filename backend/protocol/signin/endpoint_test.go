package signin_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/signin"
)

// TestSafety: secrets go over TLS, or to this machine by a literal. A name could
// lead anywhere.
func TestSafety(t *testing.T) {
	for address, want := range map[string]signin.Safety{
		"https://idp.example.test/token":  signin.Safe,
		"http://127.0.0.1:8080/token":     signin.Loopback,
		"http://[::1]:8080/token":         signin.Loopback,
		"http://localhost:8080/token":     signin.ClearText,
		"http://127.0.0.1.example.test/":  signin.ClearText,
		"http://idp.example.test/token":   signin.ClearText,
		"http://192.0.2.1/token":          signin.ClearText,
		"":                                signin.Unsafe,
		"idp.example.test/token":          signin.Unsafe,
		"ftp://idp.example.test/token":    signin.Unsafe,
		"https:///token":                  signin.Unsafe,
		"https://user@idp.example.test/":  signin.Unsafe,
		"https://idp.example.test/#token": signin.Unsafe,
		"https://%zz/":                    signin.Unsafe,
	} {
		e := signin.Endpoint{URL: address}
		if got := e.Safety(); got != want || e.IsGuarded() != (want == signin.Safe || want == signin.Loopback) {
			t.Errorf("%q: %d", address, got)
		}
	}
}

func TestAddress(t *testing.T) {
	for address, want := range map[string]string{
		"https://idp.example.test/token":      "idp.example.test:443",
		"http://127.0.0.1/":                   "127.0.0.1:80",
		"https://[::1]:8443/":                 "[::1]:8443",
		"https://b\u00fccher.example.test/":   "xn--bcher-kva.example.test:443",
		"https://idp.example.test:0/token":    "",
		"https://idp.example.test:65536/":     "",
		"ftp://idp.example.test/token":        "",
		"https://idp.example.test:8443/token": "idp.example.test:8443",
	} {
		if got := (signin.Endpoint{URL: address}).Address(); got != want {
			t.Errorf("%q: %q", address, got)
		}
	}
}

// TestFollow: a request is sent on within its server only.
func TestFollow(t *testing.T) {
	const from = "https://idp.example.test/realms/a?key=k"
	for location, want := range map[string]string{
		"/metadata":                         "https://idp.example.test/metadata",
		"b":                                 "https://idp.example.test/realms/b",
		"https://IDP.example.test/b":        "https://IDP.example.test/b",
		"":                                  "without saying where to",
		"https://%zz/":                      "without saying where to",
		"http://idp.example.test/b":         "to another server, http://idp.example.test",
		"https://idp.example.test:8443/b":   "to another server, https://idp.example.test:8443",
		"//elsewhere.example.test/?token=t": "to another server, https://elsewhere.example.test",
	} {
		next, f := signin.Endpoint{URL: from, Field: "metadataUrl", Name: "metadata address"}.Follow(from, location)
		if f != nil {
			next = strings.TrimSuffix(strings.TrimPrefix(f.Cause, "The metadata address sends Patchbay on "), ".")
		}
		if next != want {
			t.Errorf("%q: %q", location, next)
		}
	}
}

// TestAim: nothing of a mail server is left in what is said of an endpoint.
func TestAim(t *testing.T) {
	to := signin.Endpoint{URL: "https://idp.example.test/token", Field: "tokenUrl", Name: "token endpoint"}
	for _, code := range []string{
		dial.CodeRefused, dial.CodeTimeout, dial.CodeClosed, dial.CodeNotTLS, dial.CodeHostnameMismatch, dial.CodeUnreachable, dial.CodeUnknownAuthority,
	} {
		f := proof.Finding{Code: code, Cause: "The mail server said no.", Remedy: "Ask the mail server.", Fields: []string{"host", "port"}}
		if code == dial.CodeUnknownAuthority {
			f.Fields = []string{"caPem", "host"}
		}
		got := to.Aim(f)
		if got.Fields[0] != "tokenUrl" || (len(got.Fields) == 2) != (code == dial.CodeUnknownAuthority) || got.Code != code ||
			got.Cause == f.Cause || got.Remedy == f.Remedy {
			t.Errorf("%+v", got)
		}
	}
}

// TestExplain: that a person cancelled is no fault of the provider's, whatever
// error that comes out as.
func TestExplain(t *testing.T) {
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for name, tt := range map[string]struct {
		ctx  context.Context
		err  error
		want string
	}{
		"cancelled":   {cancelled, errors.New("malformed HTTP response"), signin.CodeCancelled},
		"not HTTP":    {t.Context(), fmt.Errorf("get: %w", errors.New(`malformed HTTP response "220 hello"`)), signin.CodeResponseInvalid},
		"timeout":     {t.Context(), context.DeadlineExceeded, dial.CodeTimeout},
		"anything":    {t.Context(), errors.New("reset"), dial.CodeClosed},
		"of the dial": {t.Context(), &dial.Error{Finding: proof.Finding{Code: dial.CodeRefused}}, dial.CodeRefused},
	} {
		got := signin.Endpoint{Field: "tokenUrl", Name: "token endpoint"}.Explain(tt.ctx, tt.err)
		if diff := cmp.Diff(tt.want, got.Code); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
