package gateway_test

import (
	"strings"
	"testing"

	"patchbay/backend/gateway"
	"patchbay/backend/rehearsal/script"
)

// scripted is a mail server in clear text that takes every code, and answers a
// message as it is told. It returns a draft that reaches it.
func scripted(t *testing.T, after func(p *script.Peer, message string)) gateway.Draft {
	t.Helper()
	server := script.Serve(t, func(p *script.Peer) {
		p.Send("220 mail.test ESMTP")
		for line, ok := p.Next(); ok; line, ok = p.Next() {
			switch verb, _, _ := strings.Cut(line, " "); verb {
			case "EHLO":
				p.Send("250-mail.test", "250 AUTH PLAIN")
			case "AUTH":
				p.Send("235 2.7.0 accepted")
			case "DATA":
				p.Send("354 go ahead")
				var message strings.Builder
				for line, ok = p.Next(); ok && line != "."; line, ok = p.Next() {
					message.WriteString(line + "\n")
				}
				after(p, message.String())
				return
			default:
				p.Send("250 2.0.0 fine")
			}
		}
	})
	d := whole()
	d.Settings.Host, d.Settings.Port, d.Settings.Security = "127.0.0.1", server.Port(), gateway.None
	return d
}
