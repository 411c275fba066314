package oidc_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
)

// TestNotReached: what stands in the way is told at its step, in the provider's
// terms, and the whole list is there.
func TestNotReached(t *testing.T) {
	for name, tt := range map[string]struct {
		edit   func(s *signin.Settings)
		step   string
		code   string
		fields []string
	}{
		"not trusted": {func(s *signin.Settings) { s.CAPEM = "" }, "tls", "tls.self_signed", []string{"issuer", "caPem"}},
		"closed port": {func(s *signin.Settings) { s.Issuer = "https://127.0.0.1:1" }, "connect", "net.refused", []string{"issuer"}},
		"no TLS": {
			func(s *signin.Settings) {
				s.Issuer = newServer(t, page(200, "text/plain", "hello"))
				s.Issuer = "https" + s.Issuer[4:]
			},
			"tls", "tls.not_tls",
			[]string{"issuer"},
		},
		"no address": {func(s *signin.Settings) { s.Issuer = "" }, "settings", "settings.missing", []string{"issuer"}},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEvil(t)
			s := e.settings()
			tt.edit(&s)
			report := e.signIn(t, e.request(s))
			got := step(t, report, tt.step)
			if got.Verdict != proof.Failed || got.Finding.Code != tt.code {
				t.Fatalf("%+v %+v", got, got.Finding)
			}
			if diff := cmp.Diff(tt.fields, got.Finding.Fields); diff != "" {
				t.Error(diff)
			}
			if last := report.Steps[len(report.Steps)-1]; last.Name != "O30" || last.Verdict != proof.Skipped || report.Verdict != proof.Failed {
				t.Errorf("%+v", last)
			}
			plainWords(t, report)
		})
	}
}
