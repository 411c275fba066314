package imap_test

import (
	"strings"
	"testing"

	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/rehearsal/script"
)

func TestWrongPorts(t *testing.T) {
	a := script.NewAuthority(t)
	config := script.TLS(a.Issue(t, nil))
	says := func(words string) func(*script.Peer) {
		return func(p *script.Peer) { p.Send(words); p.Wait() }
	}
	tests := []struct {
		name               string
		security           account.Security
		script             func(*script.Peer)
		step, code, reason string
		alternative        account.Security
	}{
		{"clear text to a TLS port", account.SecurityNone, behaviour{implicit: config}.play, "greeting", "tls.expected_tls", "secure_connection_required", account.SecurityImplicitTLS},
		{"STARTTLS to a TLS port", account.SecuritySTARTTLS, behaviour{implicit: config}.play, "greeting", "tls.expected_tls", "", account.SecurityImplicitTLS},
		{"TLS to a STARTTLS port", account.SecurityImplicitTLS, behaviour{startTLS: config}.play, "tls", "tls.not_tls", "", account.SecuritySTARTTLS},
		{"TLS to a clear port", account.SecurityImplicitTLS, behaviour{}.play, "tls", "tls.not_tls", "", ""},
		{"SMTP", account.SecurityNone, says("220 mail.test ESMTP"), "greeting", imap.CodeProtocolViolation, "smtp", ""},
		{"POP3", account.SecurityNone, says("+OK ready"), "greeting", imap.CodeProtocolViolation, "pop3", ""},
		{"SSH", account.SecurityNone, says("SSH-2.0-x"), "greeting", imap.CodeProtocolViolation, "ssh", ""},
		{"HTTP", account.SecurityNone, says("HTTP/1.1 400 Bad Request"), "greeting", imap.CodeProtocolViolation, "http", ""},
		{"TLS to SMTP", account.SecurityImplicitTLS, says("220 mail.test ESMTP"), "tls", "tls.not_tls", "smtp", ""},
		{"TLS to POP3", account.SecurityImplicitTLS, says("+OK ready"), "tls", "tls.not_tls", "pop3", ""},
		{"TLS to HTTP", account.SecurityImplicitTLS, says("HTTP/1.1 400 Bad Request"), "tls", "tls.not_tls", "http", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel() // some wait until a server has been silent for long enough
			s := script.Serve(t, tt.script)
			set := settings(s, tt.security, a)
			f := findingAt(t, prove(t, set), tt.step)
			want := ""
			if tt.alternative != "" {
				want = `{"port":` + s.Port() + `,"security":"` + string(tt.alternative) + `"}`
			}
			if f.Code != tt.code || f.Reason != tt.reason || patchOf(f) != want {
				t.Errorf("got %s (%s), %s", f.Code, f.Reason, patchOf(f))
			}
			if _, all := s.Received(); leaks(all) {
				t.Error("the password was sent")
			}
		})
	}
}

// TestRefusedPort names the ports of IMAP.
func TestRefusedPort(t *testing.T) {
	s := script.Serve(t, func(*script.Peer) {})
	s.Close()
	f := findingAt(t, prove(t, settings(s, account.SecurityImplicitTLS, script.Authority{})), "connect")
	if f.Code != "net.refused" || !strings.Contains(f.Remedy, "993") {
		t.Errorf("%+v", f)
	}
}
