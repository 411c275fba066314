package smtp_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/golden"
	"patchbay/backend/rehearsal/script"
)

func TestVerifiedAlternatives(t *testing.T) {
	a := script.NewAuthority(t)
	good := script.TLS(a.Issue(t, nil))
	bad := script.TLS(script.NewAuthority(t).Issue(t, nil))
	tests := []struct {
		name     string
		server   behaviour
		security smtp.Security
		step     string
		code     string
		want     smtp.Security // of the alternative, "" for none
	}{
		{"implicit TLS instead of STARTTLS", behaviour{implicit: good}, smtp.SecuritySTARTTLS, "greeting", "tls.expected_tls", smtp.SecurityImplicitTLS},
		{"implicit TLS, not trusted", behaviour{implicit: bad}, smtp.SecuritySTARTTLS, "greeting", "tls.expected_tls", ""},
		{"implicit TLS that speaks no SMTP", behaviour{implicit: good, greeting: "* OK IMAP"}, smtp.SecurityNone, "greeting", "tls.expected_tls", ""},
		{"STARTTLS instead of implicit TLS", behaviour{startTLS: good}, smtp.SecurityImplicitTLS, "tls", "tls.not_tls", smtp.SecuritySTARTTLS},
		{"STARTTLS, not trusted", behaviour{startTLS: bad}, smtp.SecurityImplicitTLS, "tls", "tls.not_tls", ""},
		{"plain only", behaviour{}, smtp.SecurityImplicitTLS, "tls", "tls.not_tls", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel() // some wait until a server has been silent for long enough
			s := script.Serve(t, tt.server.play)
			set := settings(s, tt.security, a)
			set.InsecureAllowPlainPassword = true
			report := smtp.Prove(t.Context(), smtp.Request{Settings: set, Secrets: secrets()})
			f := findingAt(t, report, tt.step)
			if f.Code != tt.code {
				t.Fatalf("got %s: %s", f.Code, golden.JSON(t, report))
			}
			if _, all := s.Received(); leaks(all) {
				t.Error("a credential was sent")
			}
			if tt.want == "" {
				if f.Alternative != nil {
					t.Errorf("an alternative that does not work: %s", f.Alternative.Patch)
				}
				return
			}
			if f.Alternative == nil {
				t.Fatal("no alternative")
			}
			var patch struct {
				Port     json.Number
				Security smtp.Security
			}
			if err := json.Unmarshal(f.Alternative.Patch, &patch); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{s.Port(), string(tt.want)}, []string{patch.Port.String(), string(patch.Security)}); diff != "" {
				t.Error(diff)
			}
		})
	}
}
