package signin_test

import (
	"testing"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
)

// TestRouteOverClearText: another machine is spoken to without TLS only where
// that was allowed. Its address is a literal, so that nothing is looked up.
func TestRouteOverClearText(t *testing.T) {
	for name, tt := range map[string]struct {
		address string
		allowed bool
		want    proof.Verdict
	}{
		"https":                    {"https://192.0.2.1/", false, proof.Passed},
		"this machine":             {"http://127.0.0.1/", false, proof.Passed},
		"another machine":          {"http://192.0.2.1/", false, proof.Failed},
		"another machine, allowed": {"http://192.0.2.1/", true, proof.Passed},
		"no address, allowed":      {"ftp://192.0.2.1/", true, proof.Failed},
	} {
		route := signin.Route{
			To:      signin.Endpoint{URL: tt.address, Field: "metadataUrl", Name: "metadata address"},
			Timeout: time.Minute, AllowClearText: tt.allowed,
		}
		o := route.Resolve(t.Context())
		if got := o.Verdict(); got != tt.want {
			t.Errorf("%s: %s %+v", name, got, o.Failures)
		}
		if tt.want == proof.Failed && o.Failures[0].Reason != "unsafe_endpoint" {
			t.Errorf("%s: %+v", name, o.Failures)
		}
	}
}
