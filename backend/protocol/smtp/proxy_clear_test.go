package smtp_test

import (
	"strings"
	"testing"

	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/script"
)

// TestSC14_NoPasswordPassesAProxyInClear: whoever runs the proxy could speak in
// the server's place.
func TestSC14_NoPasswordPassesAProxyInClear(t *testing.T) {
	for _, caps := range []string{"AUTH PLAIN LOGIN", "AUTH CRAM-MD5"} {
		s := script.Serve(t, func(p *script.Peer) {
			for p.Line() != "" { // the head of CONNECT
			}
			p.Send("HTTP/1.1 200 Connection established", "")
			behaviour{caps: []string{caps}}.play(p)
		})
		set := settings(s, smtp.SecurityNone, script.Authority{})
		set.Host, set.InsecureAllowPlainPassword = "mail.nowhere.example", true
		report := smtp.Prove(t.Context(), smtp.Request{
			Settings: set, Secrets: secrets(), Level: smtp.LevelSignIn,
			Network: dial.Network{Proxy: func(string, uint16) dial.Proxy {
				return dial.Proxy{Scheme: dial.ProxyHTTP, Address: "127.0.0.1:" + s.Port()}
			}},
		})
		if f := findingAt(t, report, "authenticate"); f.Code != "auth.needs_tls" || f.Reason != "proxy" {
			t.Errorf("%+v", f)
		}
		if _, all := s.Received(); strings.Contains(all, "AUTH") {
			t.Errorf("the proxy heard %q", all)
		}
	}
}
