package imap_test

import (
	"flag"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/rehearsal/golden"
	"patchbay/backend/rehearsal/script"
)

// go test ./backend/protocol/imap -run Golden -update
var update = flag.Bool("update", false, "rewrite golden files")

// TestGolden holds whole proofs, as the doors print them.
func TestGolden(t *testing.T) {
	a := script.NewAuthority(t)
	good := script.TLS(a.Issue(t, nil))
	tests := []struct {
		name     string
		server   behaviour
		security account.Security
	}{
		{"connected", behaviour{startTLS: good, clear: "IMAP4rev1 LOGINDISABLED"}, account.SecuritySTARTTLS},
		{"rejected", behaviour{implicit: good, signIn: func(p *script.Peer, tag, _ string) {
			p.Send("* NO [ALERT] look at this", tag+" NO [AUTHENTICATIONFAILED] "+password+" is wrong")
		}}, account.SecurityImplicitTLS},
		{"not_connected", behaviour{implicit: good, caps: "IMAP4rev1 LITERAL+", replies: map[string]string{
			"EXAMINE": "TAG BAD User is authenticated but not connected.",
		}}, account.SecurityImplicitTLS},
		{"injected", behaviour{startTLS: good, replies: map[string]string{"STARTTLS": "TAG OK go ahead\r\nP3 OK go on"}}, account.SecuritySTARTTLS},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := script.Serve(t, tt.server.play)
			report := imap.Prove(t.Context(), imap.Request{
				Settings: settings(s, tt.security, a), Secrets: secrets(), Version: "test", Host: "laptop",
			})
			got := golden.Normal(t, report, s.Port())
			want := golden.Want(t, filepath.Join("testdata", tt.name+".golden.json"), got, *update)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
