package oauth_test

import (
	"testing"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/oauth"
)

// TestSafety: secrets go over TLS, or to this machine by a literal. A name could
// lead anywhere.
func TestSafety(t *testing.T) {
	for address, want := range map[string]oauth.Safety{
		"https://idp.example.test/token":  oauth.Safe,
		"http://127.0.0.1:8080/token":     oauth.Loopback,
		"http://[::1]:8080/token":         oauth.Loopback,
		"http://localhost:8080/token":     oauth.ClearText,
		"http://127.0.0.1.example.test/":  oauth.ClearText,
		"http://idp.example.test/token":   oauth.ClearText,
		"http://192.0.2.1/token":          oauth.ClearText,
		"":                                oauth.Unsafe,
		"idp.example.test/token":          oauth.Unsafe,
		"ftp://idp.example.test/token":    oauth.Unsafe,
		"https:///token":                  oauth.Unsafe,
		"https://user@idp.example.test/":  oauth.Unsafe,
		"https://idp.example.test/#token": oauth.Unsafe,
		"https://%zz/":                    oauth.Unsafe,
	} {
		e := oauth.Endpoint{URL: address}
		if got := e.Safety(); got != want || e.TakesSecrets() != (want == oauth.Safe || want == oauth.Loopback) {
			t.Errorf("%q: %d", address, got)
		}
	}
}

// TestAim: nothing of a mail server is left in what is said of an endpoint.
func TestAim(t *testing.T) {
	to := oauth.Endpoint{URL: "https://idp.example.test/token", Field: "tokenUrl", Name: "token endpoint"}
	for _, code := range []string{
		dial.CodeRefused, dial.CodeTimeout, dial.CodeClosed, dial.CodeNotTLS, dial.CodeHostnameMismatch, dial.CodeUnreachable, dial.CodeUnknownAuthority,
	} {
		f := proof.Finding{Code: code, Cause: "The mail server said no.", Remedy: "Ask the mail server.", Fields: []string{"host", "port"}}
		if code == dial.CodeUnknownAuthority {
			f.Fields = []string{"caPem", "host"}
		}
		got := oauth.Aim(f, to)
		if got.Fields[0] != "tokenUrl" || (len(got.Fields) == 2) != (code == dial.CodeUnknownAuthority) || got.Code != code ||
			got.Cause == f.Cause || got.Remedy == f.Remedy {
			t.Errorf("%+v", got)
		}
	}
}
