package smtp_test

import (
	"flag"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/golden"
	"patchbay/backend/rehearsal/script"
)

// go test ./backend/protocol/smtp -run Golden -update
var update = flag.Bool("update", false, "rewrite golden files")

// TestGolden holds whole proofs, as the doors print them.
func TestGolden(t *testing.T) {
	a := script.NewAuthority(t)
	good := script.TLS(a.Issue(t, nil))
	stranger := script.TLS(script.NewAuthority(t).Issue(t, nil))
	tests := []struct {
		name     string
		server   behaviour
		security smtp.Security
	}{
		{"sent", behaviour{startTLS: good, caps: []string{"AUTH PLAIN LOGIN", "SIZE 10240000", "8BITMIME"}}, smtp.SecuritySTARTTLS},
		{"rejected", behaviour{implicit: good, replies: map[string]string{"AUTH": "535-5.7.8 Error: authentication failed:\r\n535 5.7.8 " + password + " is wrong"}}, smtp.SecurityImplicitTLS},
		{"untrusted", behaviour{implicit: stranger}, smtp.SecurityImplicitTLS},
		{"injected", behaviour{startTLS: good, replies: map[string]string{"STARTTLS": "220 go ahead\r\n250 AUTH PLAIN"}}, smtp.SecuritySTARTTLS},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := script.Serve(t, tt.server.play)
			set := settings(s, tt.security, a)
			set.EHLOName = "client.example.com" // else this machine's own
			report := smtp.Prove(t.Context(), smtp.Request{
				Settings: set, Secrets: secrets(), Level: smtp.LevelSend,
				Version: "test", Host: "laptop",
			})
			got := golden.Normal(t, report, s.Port(),
				golden.Rule{Pattern: `(\\u003c)[a-z0-9]{26}@`, With: "${1}ID@"},
				golden.Rule{Pattern: `\b\d+ bytes|SIZE=\d+`, With: "SIZE"},
			)
			want := golden.Want(t, filepath.Join("testdata", tt.name+".golden.json"), got, *update)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
