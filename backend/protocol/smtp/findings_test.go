package smtp_test

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/golden"
	"patchbay/backend/rehearsal/script"
	"patchbay/backend/secret"
)

func secretText(s string) secret.Text { return secret.FromString(s) }

// finding is one way to go wrong: what the server does, and what is found.
type finding struct {
	name     string
	script   func(*script.Peer) // or
	server   behaviour
	security smtp.Security // default implicit TLS
	level    smtp.Level    // default send
	edit     func(*smtp.Settings)
	step     string
	code     string
	reason   string
	fields   []string
	words    string // of the server, in the finding
	verdict  proof.Verdict
}

func TestFindings(t *testing.T) {
	a := script.NewAuthority(t)
	good := script.TLS(a.Issue(t, nil))
	tests := slices.Concat(greetingFindings(good), startTLSFindings(good), tlsFindings(t, a), authFindings(good), envelopeFindings(good))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel() // some wait for a deadline
			tt.run(t, a)
		})
	}
}

func (tt finding) run(t *testing.T, a script.Authority) {
	play := tt.script
	if play == nil {
		play = tt.server.play
	}
	s := script.Serve(t, play)
	if tt.security == "" {
		tt.security = smtp.SecurityImplicitTLS
	}
	if tt.level == "" {
		tt.level = smtp.LevelSend
	}
	set := settings(s, tt.security, a)
	set.InsecureAllowPlainPassword = tt.security == smtp.SecurityNone
	if tt.edit != nil {
		tt.edit(&set)
	}
	report := smtp.Prove(t.Context(), smtp.Request{Settings: set, Secrets: secrets(), Level: tt.level, To: "to@example.org"})
	tt.check(t, report)
	inClear, all := s.Received()
	if leaks(inClear) && tt.security != smtp.SecurityNone {
		t.Error("the password was sent in clear")
	}
	if slices.Contains([]string{"tls", "greeting", "ehlo", "starttls"}, tt.step) && report.Verdict == proof.Failed && leaks(all) {
		t.Error("the password was sent before the connection was good")
	}
	if n := strings.Count(all, "\nAUTH "); n > 1 {
		t.Errorf("the credentials were submitted %d times", n)
	}
}

func (tt finding) check(t *testing.T, report proof.Report) {
	t.Helper()
	want := tt.verdict
	if want == "" {
		want = proof.Failed
	}
	if report.Verdict != want {
		t.Errorf("verdict %s", report.Verdict)
	}
	i := slices.IndexFunc(report.Steps, func(s proof.Step) bool { return s.Name == tt.step })
	if i < 0 || report.Steps[i].Finding == nil {
		t.Fatalf("no finding at %s: %s", tt.step, golden.JSON(t, report))
	}
	f := report.Steps[i].Finding
	if f.Code != tt.code || f.Reason != tt.reason {
		t.Errorf("got %s (%s), want %s (%s): %s", f.Code, f.Reason, tt.code, tt.reason, golden.JSON(t, report))
	}
	if diff := cmp.Diff(tt.fields, f.Fields); diff != "" {
		t.Error(diff)
	}
	if f.Cause == "" || f.Remedy == "" {
		t.Error("a finding without cause or remedy")
	}
	if tt.words != "" && (f.Remote == nil || !strings.Contains(f.Remote.Text, tt.words)) {
		t.Errorf("the server's words are missing: %+v", f.Remote)
	}
	if doc := golden.JSON(t, report); leaks(doc) {
		t.Errorf("the report holds the password: %s", doc)
	}
	if report.Verdict == proof.Failed {
		for _, step := range report.Steps[i+1:] {
			if step.Verdict != proof.Skipped {
				t.Errorf("step %s after the failed one is %s", step.Name, step.Verdict)
			}
		}
	}
}

func greetingFindings(good *tls.Config) []finding {
	short := func(s *smtp.Settings) { s.TimeoutSeconds = 1 }
	silent := func(p *script.Peer) { p.Wait() }
	return []finding{
		{name: "silence", script: silent, security: smtp.SecurityNone, edit: short, step: "greeting", code: "net.timeout", fields: []string{"host", "port"}},
		{name: "silence to a TLS hello", script: silent, edit: short, step: "tls", code: "net.timeout", fields: []string{"host", "port"}},
		{name: "hangs up", script: func(*script.Peer) {}, security: smtp.SecurityNone, step: "greeting", code: "net.closed", fields: []string{"port", "security"}},
		{name: "hangs up inside the greeting", script: func(p *script.Peer) { _, _ = p.Conn.Write([]byte("220 ma")) }, security: smtp.SecurityNone, step: "greeting", code: "net.closed", fields: []string{"port", "security"}},
		{name: "hangs up inside TLS", script: func(p *script.Peer) { p.StartTLS(good) }, step: "greeting", code: "net.closed", fields: []string{"port", "security"}},
		{name: "STARTTLS on an implicit port", server: behaviour{implicit: good}, security: smtp.SecuritySTARTTLS, step: "greeting", code: "tls.expected_tls", fields: []string{"port", "security"}},
		{name: "554", server: behaviour{greeting: "554 5.7.1 no service for you"}, security: smtp.SecurityNone, step: "greeting", code: "smtp.greeting_refused", fields: []string{"host", "port"}, words: "no service for you"},
		{name: "421", server: behaviour{greeting: "421 4.3.2 going down"}, security: smtp.SecurityNone, step: "greeting", code: "smtp.greeting_refused", reason: "temporary", fields: []string{"host"}, words: "going down"},
		{name: "421 too many", server: behaviour{greeting: "421 4.7.0 too many connections"}, security: smtp.SecurityNone, step: "greeting", code: "smtp.greeting_refused", reason: "too_many_connections", fields: []string{"host"}},
		{name: "IMAP", server: behaviour{greeting: "* OK IMAP4rev1 ready"}, security: smtp.SecurityNone, step: "greeting", code: "smtp.protocol_violation", reason: "imap", fields: []string{"port", "host"}, words: "IMAP4rev1"},
		{name: "noise", server: behaviour{greeting: "\x00\x1b[31mhello"}, security: smtp.SecurityNone, step: "greeting", code: "smtp.protocol_violation", reason: "not_smtp", fields: []string{"host", "port"}, words: `\x1b[31mhello`},
		{name: "mixed codes", server: behaviour{greeting: "220-one\r\n250 two"}, security: smtp.SecurityNone, step: "greeting", code: "smtp.protocol_violation", reason: "mixed_codes", fields: []string{"host", "port"}},
		{name: "EHLO refused", server: behaviour{implicit: good, replies: map[string]string{"EHLO": "550 5.7.1 Helo invalid"}}, step: "ehlo", code: "smtp.ehlo_refused", fields: []string{"ehloName"}, words: "Helo invalid"},
		{name: "EHLO 421", server: behaviour{implicit: good, replies: map[string]string{"EHLO": "421-4.7.0 Try again later, closing connection. (EHLO)\r\n421 4.7.0 x"}}, step: "ehlo", code: "smtp.ehlo_refused", reason: "ehlo_name", fields: []string{"ehloName"}},
		{name: "QUIT refused", server: behaviour{implicit: good, replies: map[string]string{"QUIT": "500 what"}}, step: "quit", code: "smtp.protocol_violation", reason: "quit_refused", verdict: proof.Warned, words: "what"},
		{name: "RSET refused", level: smtp.LevelEnvelope, server: behaviour{implicit: good, replies: map[string]string{"RSET": "500 what"}}, step: "reset", code: "smtp.protocol_violation", reason: "reset_refused", fields: []string{"host"}, verdict: proof.Warned, words: "what"},
		{name: "TLS on a plain port", server: behaviour{startTLS: good}, step: "tls", code: "tls.not_tls", fields: []string{"security", "port"}, words: "220 mail.test ESMTP"},
		{name: "TLS on a web port", server: behaviour{greeting: "HTTP/1.1 400 Bad Request"}, step: "tls", code: "tls.not_tls", reason: "http", fields: []string{"port", "host"}},
	}
}

func startTLSFindings(good *tls.Config) []finding {
	start := smtp.SecuritySTARTTLS
	fields := []string{"security", "port"}
	return []finding{
		{name: "STARTTLS missing", server: behaviour{}, security: start, step: "starttls", code: "smtp.starttls_not_offered", fields: fields, words: "AUTH PLAIN LOGIN"},
		{name: "STARTTLS refused", server: behaviour{startTLS: good, replies: map[string]string{"STARTTLS": "454 4.7.0 TLS not available due to local problem"}}, security: start, step: "starttls", code: "smtp.starttls_refused", reason: "local_problem", fields: fields, words: "local problem"},
		{name: "bytes behind the 220", server: behaviour{startTLS: good, replies: map[string]string{"STARTTLS": "220 go ahead\r\n250-mail.test\r\n250 AUTH PLAIN"}}, security: start, step: "starttls", code: "smtp.starttls_injection", fields: fields},
		{name: "bytes instead of TLS", script: lateInjection, security: start, step: "starttls", code: "smtp.starttls_injection", fields: fields},
		{name: "hangs up after the 220", script: func(p *script.Peer) {
			p.Send("220 x")
			p.Line()
			p.Send("250-x", "250 STARTTLS")
			p.Line()
			p.Send("220 go")
			p.Line()
		}, security: start, step: "starttls", code: "net.closed", fields: []string{"port", "security"}},
		{name: "AUTH only before TLS", server: behaviour{startTLS: good, clear: []string{"AUTH PLAIN"}, caps: []string{}}, security: start, step: "authenticate", code: "auth.not_offered", fields: []string{"port", "auth"}},
	}
}

// lateInjection answers the TLS hello in clear, as if it were still SMTP.
func lateInjection(p *script.Peer) {
	p.Send("220 x")
	p.Line()
	p.Send("250-x", "250 STARTTLS")
	p.Line()
	p.Send("220 go")
	_, _ = p.Reader.Peek(1) // the hello
	p.Send("250-x", "250 AUTH PLAIN")
	p.Wait()
}

func tlsFindings(t *testing.T, a script.Authority) []finding {
	other := script.NewAuthority(t)
	with := func(by script.Authority, edit func(*x509.Certificate)) behaviour {
		return behaviour{implicit: script.TLS(by.Issue(t, edit))}
	}
	old := script.TLS(a.Issue(t, nil))
	old.MinVersion, old.MaxVersion = tls.VersionTLS10, tls.VersionTLS11
	wantsCert := script.TLS(a.Issue(t, nil))
	wantsCert.ClientAuth = tls.RequireAnyClientCert
	ago := func(from, to time.Duration) func(*x509.Certificate) {
		return func(c *x509.Certificate) { c.NotBefore, c.NotAfter = time.Now().Add(from), time.Now().Add(to) }
	}
	day := 24 * time.Hour
	host := []string{"host"}
	return []finding{
		{name: "unknown authority", server: with(other, nil), step: "tls", code: "tls.unknown_authority", reason: "incomplete_chain", fields: []string{"caPem", "host"}},
		{name: "expired", server: with(a, ago(-20*day, -day)), step: "tls", code: "tls.expired", fields: host},
		{name: "not yet valid", server: with(a, ago(day, 90*day)), step: "tls", code: "tls.not_yet_valid", fields: host},
		{name: "wrong name", server: with(a, func(c *x509.Certificate) {
			c.IPAddresses = []net.IP{{192, 0, 2, 1}}
			c.DNSNames = []string{"mail.example.com"}
		}), step: "tls", code: "tls.hostname_mismatch", fields: host},
		{name: "no names", server: with(a, func(c *x509.Certificate) { c.IPAddresses = nil }), step: "tls", code: "tls.hostname_mismatch", reason: "no_names", fields: host},
		{name: "expires soon", server: with(a, ago(-day, 10*day)), step: "tls", code: "tls.expires_soon", fields: host, verdict: proof.Warned},
		{name: "TLS 1.1", server: behaviour{implicit: old}, step: "tls", code: "tls.protocol_too_old", fields: host},
		{name: "TLS 1.1 after STARTTLS", server: behaviour{startTLS: old}, security: smtp.SecuritySTARTTLS, step: "starttls", code: "tls.protocol_too_old", fields: host},
		{name: "client certificate", server: behaviour{implicit: wantsCert}, step: "greeting", code: "tls.handshake_failed", fields: []string{"host", "port"}},
		{name: "unknown authority after STARTTLS", server: behaviour{startTLS: with(other, nil).implicit}, security: smtp.SecuritySTARTTLS, step: "starttls", code: "tls.unknown_authority", reason: "incomplete_chain", fields: []string{"caPem", "host"}},
	}
}

func authFindings(good *tls.Config) []finding {
	refused := func(reply string) behaviour {
		return behaviour{implicit: good, replies: map[string]string{"AUTH": reply}}
	}
	credentials := []string{"user", "password"}
	row := func(name, reply, code, reason string, fields ...string) finding {
		return finding{name: name, server: refused(reply), step: "authenticate", code: code, reason: reason, fields: fields}
	}
	return []finding{
		{name: "535", server: refused("535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6"), step: "authenticate", code: "auth.rejected", fields: credentials, words: "Error: authentication failed"},
		{name: "password echoed", server: refused("535 5.7.8 no such password: " + password), step: "authenticate", code: "auth.rejected", fields: credentials, words: "no such password: [redacted]"},
		row("454", "454 4.7.0 Temporary authentication failure", "auth.temporarily_unavailable", ""),
		row("too many", "421 4.7.0 Too many authentication failures", "auth.too_many_attempts", "", credentials...),
		row("gmail app password", "534-5.7.9 Application-specific password required. For more information, go to\r\n534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor", "auth.app_password_required", "gmail", "password"),
		row("gmail credentials", "535-5.7.8 Username and Password not accepted. For more information, go to\r\n535 5.7.8  https://support.google.com/mail/?p=BadCredentials", "auth.rejected", "gmail_credentials", credentials...),
		row("m365 tenant", "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled", "auth.basic_disabled", "m365_tenant", "auth"),
		row("m365 credentials", "535 5.7.3 Authentication unsuccessful", "auth.rejected", "m365_credentials", credentials...),
		row("m365 retired", "550 5.7.30 Basic authentication is not supported for Client Submission.", "auth.basic_disabled", "m365_retired", "auth"),
		row("account disabled", "535 Authentication failed: account disabled", "auth.account_disabled", "", "user"),
		row("mechanism refused", "504 5.5.4 Unrecognized authentication type", "auth.mechanism_not_offered", "", "auth"),
		row("encryption wanted", "538 5.7.11 Encryption required", "auth.needs_tls", "", "security", "port"),
		{name: "hangs up", server: behaviour{implicit: good, auth: func(p *script.Peer, _ string) { _ = p.Conn.Close() }}, step: "authenticate", code: "net.closed", fields: []string{"host"}},
		{name: "answers before it is asked", server: behaviour{implicit: good, caps: []string{"X"}, replies: map[string]string{"EHLO": "250-x\r\n250 AUTH PLAIN\r\n235 welcome"}}, step: "authenticate", code: "smtp.protocol_violation", reason: "unsolicited", fields: []string{"host", "port"}},
		{name: "no AUTH", server: behaviour{implicit: good, caps: []string{"SIZE 1000"}}, step: "authenticate", code: "auth.not_offered", fields: []string{"port", "auth"}},
		{name: "only GSSAPI", server: behaviour{implicit: good, caps: []string{"AUTH GSSAPI NTLM"}}, step: "authenticate", code: "auth.mechanism_not_offered", reason: "windows_only", fields: []string{"auth"}, words: "GSSAPI"},
		{name: "only XOAUTH2", server: behaviour{implicit: good, caps: []string{"AUTH XOAUTH2 OAUTHBEARER"}}, step: "authenticate", code: "auth.mechanism_not_offered", reason: "tokens_only", fields: []string{"auth"}},
		{name: "AUTH after STARTTLS only", server: behaviour{startTLS: good, clear: []string{}}, security: smtp.SecurityNone, step: "authenticate", code: "auth.needs_tls", fields: []string{"security", "port"}},
		{name: "challenge to PLAIN", server: refused("334 Zm9v"), step: "authenticate", code: "smtp.protocol_violation", reason: "challenge", fields: []string{"host"}},
		{name: "challenge not base64", server: behaviour{implicit: good, caps: []string{"AUTH CRAM-MD5"}, replies: map[string]string{"AUTH": "334 ***"}}, step: "authenticate", code: "smtp.protocol_violation", reason: "challenge", fields: []string{"host"}},
		{name: "success without a signature", server: behaviour{implicit: good, caps: []string{"AUTH SCRAM-SHA-256"}}, step: "authenticate", code: "smtp.protocol_violation", reason: "scram_signature", fields: []string{"host"}},
	}
}

func envelopeFindings(good *tls.Config) []finding {
	refused := func(verb, reply string) behaviour {
		return behaviour{implicit: good, replies: map[string]string{verb: reply}}
	}
	row := func(name, verb, step, reply, code, reason string, fields ...string) finding {
		return finding{name: name, server: refused(verb, reply), step: step, code: code, reason: reason, fields: fields}
	}
	bounce := func(s *smtp.Settings) { s.EnvelopeFrom = "bounce@example.com" }
	return []finding{
		row("sender refused", "MAIL", "sender", "550 5.7.1 not you", "smtp.sender_refused", "", "from"),
		{name: "envelope sender refused", edit: bounce, server: refused("MAIL", "550 5.7.1 not you"), step: "sender", code: "smtp.sender_refused", fields: []string{"envelopeFrom"}, words: "not you"},
		row("sign-in wanted", "MAIL", "sender", "530 5.7.0 Authentication required", "smtp.sender_refused", "sign_in_required", "auth"),
		row("TLS wanted", "MAIL", "sender", "530 5.7.0 Must issue a STARTTLS command first", "auth.needs_tls", "", "security", "port"),
		row("sender not owned", "MAIL", "sender", "553 5.7.1 <x>: Sender address rejected: not owned by user y", "smtp.sender_not_owned", "", "from"),
		row("sender not owned, said later", "RCPT", "recipient", "553 5.7.1 <x>: Sender address rejected: not owned by user y", "smtp.sender_not_owned", "", "from"),
		row("SIZE", "MAIL", "sender", "552 5.3.4 Message size exceeds fixed limit", "smtp.size_exceeded", "", "host"),
		row("sender's domain", "RCPT", "recipient", "450 4.1.8 <x>: Sender address rejected: Domain not found", "smtp.temporary_failure", "domain_not_found", "from"),
		row("relay denied", "RCPT", "recipient", "554 5.7.1 <to@example.org>: Relay access denied", "smtp.relay_denied", "", "auth", "port"),
		row("relay denied for now", "RCPT", "recipient", "454 4.7.1 <to@example.org>: Relay access denied", "smtp.relay_denied", "", "auth", "port"),
		row("EHLO name", "RCPT", "recipient", "504 5.5.2 <vm>: Helo command rejected: need fully-qualified hostname", "smtp.ehlo_refused", "ehlo_name_not_qualified", "ehloName"),
		row("recipient", "RCPT", "recipient", "550 5.1.1 <to@example.org>: User unknown", "smtp.recipient_refused", "no_such_mailbox", "to"),
		row("recipient otherwise", "RCPT", "recipient", "550 no", "smtp.recipient_refused", "", "to"),
		row("greylisting", "RCPT", "recipient", "450 4.2.0 <to@example.org>: Recipient address rejected: Greylisted, see http://postgrey.example", "smtp.temporary_failure", "greylisted", "from", "to"),
		row("busy", "DATA", "deliver", "451 4.3.0 later", "smtp.temporary_failure", "", "host"),
		row("message refused", "BODY", "deliver", "554 5.7.1 spam", "smtp.message_refused", "", "from"),
		row("DMARC", "BODY", "deliver", "550-5.7.26 unauthenticated\r\n550 5.7.26 mail", "smtp.message_refused", "sender_unauthenticated", "from"),
		row("size at the end", "BODY", "deliver", "552 5.3.4 Message too big", "smtp.size_exceeded", "", "host"),
		row("unverified identity", "BODY", "deliver", "554 Message rejected: Email address is not verified.", "smtp.sender_not_owned", "unverified_identity", "from"),
		{name: "no SMTPUTF8 for the sender", server: behaviour{implicit: good}, edit: func(s *smtp.Settings) { s.From = "jürgen@example.com" }, step: "sender", code: "smtp.sender_refused", reason: "smtputf8_not_offered", fields: []string{"from"}},
	}
}
