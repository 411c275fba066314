package imap_test

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
)

func patchOf(f proof.Finding) string {
	if f.Alternative == nil {
		return ""
	}
	return string(f.Alternative.Patch)
}

// TestPasswordIsNotSentWhereItIsNotWanted: LOGINDISABLED counts before anything
// secret is sent, and the way that works is found.
func TestPasswordIsNotSentWhereItIsNotWanted(t *testing.T) {
	a := newAuthority(t)
	config := serverTLS(a.issue(t, nil))
	for name, caps := range map[string]string{
		"no mechanism": "IMAP4rev1 LOGINDISABLED", "PLAIN all the same": "IMAP4rev1 LOGINDISABLED AUTH=PLAIN SASL-IR",
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, behaviour{startTLS: config, clear: caps}.play)
			set := settings(s, account.SecurityNone, a)
			f := findingAt(t, prove(t, set), "authenticate")
			want := `{"port":` + s.port() + `,"security":"starttls"}`
			if f.Code != imap.CodeLoginDisabled || patchOf(f) != want {
				t.Errorf("%+v, %s", f, patchOf(f))
			}
			if _, all := s.received(); leaks(all) {
				t.Error("the password was sent")
			}
		})
	}
}

func TestPreauth(t *testing.T) {
	a := newAuthority(t)
	config := serverTLS(a.issue(t, nil))
	for _, tt := range []struct {
		security account.Security
		b        behaviour
		verdict  proof.Verdict
	}{
		{account.SecuritySTARTTLS, behaviour{startTLS: config, greeting: "* PREAUTH hello"}, proof.Failed},
		{account.SecurityImplicitTLS, behaviour{implicit: config, greeting: "* PREAUTH hello"}, proof.Warned},
		{account.SecurityNone, behaviour{greeting: "* PREAUTH [CAPABILITY IMAP4rev1] hello"}, proof.Warned},
	} {
		s := serve(t, tt.b.play)
		report := prove(t, settings(s, tt.security, a))
		if f := findingAt(t, report, "greeting"); f.Code != imap.CodePreauth || report.Verdict != tt.verdict {
			t.Errorf("%s: %s", tt.security, asJSON(t, report))
		}
		if _, all := s.received(); leaks(all) {
			t.Errorf("%s: the password was sent", tt.security)
		}
		if strings.Contains(report.Shows, "Signing in works") {
			t.Errorf("%s: %s", tt.security, report.Shows)
		}
	}
}

func TestSTARTTLS(t *testing.T) {
	a := newAuthority(t)
	good := serverTLS(a.issue(t, nil))
	stranger := serverTLS(newAuthority(t).issue(t, nil))
	for _, tt := range []struct {
		name string
		b    behaviour
		code string
	}{
		{"not offered", behaviour{}, imap.CodeSTARTTLSNotOffered},
		{"refused", behaviour{startTLS: good, replies: map[string]string{"STARTTLS": "TAG NO not today"}}, imap.CodeSTARTTLSRefused},
		{"not understood", behaviour{startTLS: good, replies: map[string]string{"STARTTLS": "TAG BAD what"}}, imap.CodeSTARTTLSRefused},
		{"an answer behind it", behaviour{startTLS: good, replies: map[string]string{"STARTTLS": "TAG OK begin\r\nP3 OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] go"}}, imap.CodeSTARTTLSInjection},
		{"a word behind it", behaviour{startTLS: good, replies: map[string]string{"STARTTLS": "TAG OK begin\r\n* CAPABILITY IMAP4rev1"}}, imap.CodeSTARTTLSInjection},
		{"a stranger", behaviour{startTLS: stranger}, "tls.unknown_authority"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := serve(t, tt.b.play)
			f := findingAt(t, prove(t, settings(s, account.SecuritySTARTTLS, a)), "starttls")
			if f.Code != tt.code {
				t.Errorf("got %s (%s)", f.Code, f.Reason)
			}
			if _, all := s.received(); leaks(all) {
				t.Error("the password was sent")
			}
		})
	}
}

// TestCapabilitiesBeforeTLSAreForgotten: what was said in clear may be said by
// anyone.
func TestCapabilitiesBeforeTLSAreForgotten(t *testing.T) {
	a := newAuthority(t)
	s := serve(t, behaviour{
		startTLS: serverTLS(a.issue(t, nil)), clear: "IMAP4rev1 AUTH=PLAIN SASL-IR", caps: "IMAP4rev1 LOGINDISABLED",
	}.play)
	f := findingAt(t, prove(t, settings(s, account.SecuritySTARTTLS, a)), "authenticate")
	if f.Code != imap.CodeLoginDisabled || patchOf(f) != "" {
		t.Errorf("%+v", f)
	}
}

func TestFarewells(t *testing.T) {
	const text = "Temporary problem, come back later"
	for _, tt := range []struct{ step, verb, code string }{
		{"capability", "CAPABILITY", "net.closed"},
		{"folders", "LIST", "net.closed"},
		{"folders", "STATUS", "net.closed"},
		{"examine", "EXAMINE", "net.closed"},
		{"authenticate", "AUTHENTICATE", ""},
	} {
		t.Run(tt.verb, func(t *testing.T) {
			s := serve(t, at(tt.verb, func(p *peer, _ string) { p.send("* BYE " + text) }))
			f := findingAt(t, prove(t, settings(s, account.SecurityNone, authority{})), tt.step)
			if tt.code != "" && f.Code != tt.code || f.Remote == nil || f.Remote.Text != text || f.Remote.Code != "BYE" {
				t.Errorf("%+v, %+v", f, f.Remote)
			}
		})
	}
	s := serve(t, func(p *peer) { p.send("* BYE " + text) })
	f := findingAt(t, prove(t, settings(s, account.SecurityNone, authority{})), "greeting")
	if f.Code != imap.CodeGreetingBye || f.Remote.Text != text {
		t.Errorf("%+v", f)
	}
}

// TestHangUps: an end without a farewell.
func TestHangUps(t *testing.T) {
	for _, verb := range []string{"CAPABILITY", "AUTHENTICATE", "LIST", "EXAMINE"} {
		s := serve(t, at(verb, func(*peer, string) {}))
		report := prove(t, settings(s, account.SecurityNone, authority{}))
		if !strings.Contains(strings.Join(summary(report), ";"), "failed net.closed") {
			t.Errorf("%s: %q", verb, summary(report))
		}
	}
	s := serve(t, at("LOGOUT", func(*peer, string) {}))
	if report := prove(t, settings(s, account.SecurityNone, authority{})); report.Verdict != proof.Warned {
		t.Errorf("LOGOUT: %q", summary(report))
	}
}

func TestWrongPorts(t *testing.T) {
	a := newAuthority(t)
	config := serverTLS(a.issue(t, nil))
	says := func(words string) func(*peer) {
		return func(p *peer) { p.send(words); p.wait() }
	}
	tests := []struct {
		name               string
		security           account.Security
		script             func(*peer)
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
			s := serve(t, tt.script)
			set := settings(s, tt.security, a)
			set.TimeoutSeconds = 2
			f := findingAt(t, prove(t, set), tt.step)
			want := ""
			if tt.alternative != "" {
				want = `{"port":` + s.port() + `,"security":"` + string(tt.alternative) + `"}`
			}
			if f.Code != tt.code || f.Reason != tt.reason || patchOf(f) != want {
				t.Errorf("got %s (%s), %s", f.Code, f.Reason, patchOf(f))
			}
			if _, all := s.received(); leaks(all) {
				t.Error("the password was sent")
			}
		})
	}
}

// TestRefusedPort names the ports of IMAP.
func TestRefusedPort(t *testing.T) {
	s := serve(t, func(*peer) {})
	s.stop()
	f := findingAt(t, prove(t, settings(s, account.SecurityImplicitTLS, authority{})), "connect")
	if f.Code != "net.refused" || !strings.Contains(f.Remedy, "993") {
		t.Errorf("%+v", f)
	}
}

// TestNotices: what a server wants people to read is shown where it said so.
func TestNotices(t *testing.T) {
	const page = "https://accounts.google.com/signin/continue?sarp=1"
	report := proveClear(t, behaviour{
		greeting: "* OK [ALERT] the server moves on Sunday",
		signIn: func(p *peer, tag, _ string) {
			p.send("* NO [WEBALERT "+page+"] Web login required.", tag+" NO [ALERT] Please log in via your web browser: https://support.google.com/mail/accounts/answer/78754 (Failure)")
		},
	})
	want := []proof.Notice{{Kind: proof.NoticeAlert, Text: "the server moves on Sunday"}}
	if diff := cmp.Diff(want, stepOf(t, report, "greeting").Mailbox.Notices); diff != "" {
		t.Error(diff)
	}
	want = []proof.Notice{
		{Kind: proof.NoticeWebAlert, Text: "Web login required.", URL: page},
		{Kind: proof.NoticeAlert, Text: "Please log in via your web browser: https://support.google.com/mail/accounts/answer/78754 (Failure)"},
	}
	if diff := cmp.Diff(want, stepOf(t, report, "authenticate").Mailbox.Notices); diff != "" {
		t.Error(diff)
	}
	if f := findingAt(t, report, "authenticate"); !strings.Contains(f.Cause+f.Remedy, page) {
		t.Errorf("the page is lost: %+v", f)
	}
}

// TestNoticesLeadNowhereElse: an address that is none of the web's is not shown
// as one, and not everything a server says is kept.
func TestNoticesLeadNowhereElse(t *testing.T) {
	report := proveClear(t, behaviour{replies: map[string]string{
		"EXAMINE": "* OK [WEBALERT javascript:alert(1)] x\r\n" + strings.Repeat("* OK [ALERT] y\r\n", 20) + "TAG OK done",
	}})
	notices := stepOf(t, report, "folders").Mailbox.Notices
	if examined := stepOf(t, report, "examine").Mailbox; examined != nil {
		notices = append(notices, examined.Notices...)
	}
	if len(notices) != 8 || notices[0].URL != "" {
		t.Errorf("%+v", notices)
	}
}

func TestSettingsFailBeforeAnyConnection(t *testing.T) {
	s := serve(t, func(*peer) {})
	good := settings(s, account.SecurityNone, authority{})
	for name, tt := range map[string]struct {
		edit func(*imap.Request)
		want []string
	}{
		"nothing":      {func(r *imap.Request) { r.Settings = imap.Settings{} }, []string{"settings.missing"}},
		"no password":  {func(r *imap.Request) { r.Secrets = account.Secrets{} }, []string{"settings.missing"}},
		"a variable":   {func(r *imap.Request) { r.Settings.Host = "%host%" }, []string{"settings.placeholder_unresolved"}},
		"blocked":      {func(r *imap.Request) { r.Blocked = &proof.Finding{Code: "settings.secret_bound_elsewhere"} }, []string{"settings.secret_bound_elsewhere"}},
		"not in clear": {func(r *imap.Request) { r.Settings.InsecureAllowPlainPassword = false }, []string{"settings.invalid"}},
	} {
		r := imap.Request{Settings: good, Secrets: secrets()}
		tt.edit(&r)
		report := imap.Prove(t.Context(), r)
		step := stepOf(t, report, "settings")
		if step.Finding == nil || step.Finding.Code != tt.want[0] || len(report.Transcript) > 0 {
			t.Errorf("%s: %s", name, asJSON(t, report))
		}
	}
	if s.received(); s.conns > 0 {
		t.Errorf("%d connections", s.conns)
	}
}

// TestCancelClosesAtOnce: the server sees the end of the connection, long
// before any deadline.
func TestCancelClosesAtOnce(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := serve(t, at("LIST", func(p *peer, _ string) { cancel(); p.wait() }))
	set := settings(s, account.SecurityNone, authority{})
	set.TimeoutSeconds = 300
	report := imap.Prove(ctx, imap.Request{Settings: set, Secrets: secrets()})
	if f := findingAt(t, report, "folders"); f.Reason != "cancelled" {
		t.Errorf("%+v", f)
	}
	s.stop() // returns when the server's end is over
}

// TestConnect hands over what follows the sign-in, and nothing of before.
func TestConnect(t *testing.T) {
	s := serve(t, behaviour{signIn: func(p *peer, tag, _ string) {
		p.send(tag+" OK [CAPABILITY IMAP4rev1 MOVE] in", "* 7 EXISTS")
	}}.play)
	link, report := imap.Connect(t.Context(), imap.Request{Settings: settings(s, account.SecurityNone, authority{}), Secrets: secrets()})
	if link == nil {
		t.Fatal(asJSON(t, *report))
	}
	if _, err := link.Conn.Write([]byte("x LOGOUT\r\n")); err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	buffer := make([]byte, 256)
	for !strings.Contains(got.String(), "x OK") {
		n, err := link.Conn.Read(buffer)
		got.Write(buffer[:n])
		if err != nil {
			break
		}
	}
	if diff := cmp.Diff("* 7 EXISTS\r\n* BYE bye\r\nx OK done\r\n", got.String()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"IMAP4rev1", "MOVE"}, link.Capabilities); diff != "" {
		t.Error(diff)
	}
	if err := link.Conn.Close(); err != nil {
		t.Error(err)
	}
}

// TestConnectionOfALinkEndsWithItsContext: a server sees its end at once.
func TestConnectionOfALinkEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := serve(t, behaviour{}.play)
	link, _ := imap.Connect(ctx, imap.Request{Settings: settings(s, account.SecurityNone, authority{}), Secrets: secrets()})
	if link == nil {
		t.Fatal("not signed in")
	}
	cancel()
	s.stop()
	if _, err := link.Conn.Read(make([]byte, 1)); err == nil {
		t.Error("the connection is still open")
	}
}

func TestConnectSaysWhyNot(t *testing.T) {
	s := serve(t, behaviour{signIn: func(p *peer, tag, _ string) { judge(p, tag, "a", "b") }}.play)
	link, report := imap.Connect(t.Context(), imap.Request{Settings: settings(s, account.SecurityNone, authority{}), Secrets: secrets()})
	if link != nil || findingAt(t, *report, "authenticate").Code != "auth.rejected" {
		t.Error(asJSON(t, *report))
	}
}

func TestAlternatives(t *testing.T) {
	a := newAuthority(t)
	config := serverTLS(a.issue(t, nil))
	s := serve(t, behaviour{startTLS: config, caps: "IMAP4rev1 AUTH=PLAIN SASL-IR", clear: "IMAP4rev1 LOGINDISABLED"}.play)
	var told int
	report := imap.Alternatives(t.Context(), imap.AlternativesRequest{
		Request: imap.Request{Settings: settings(s, account.SecurityImplicitTLS, a), Secrets: secrets()},
		Tried:   func(account.Tried) { told++ },
	})
	var got []string
	for _, tried := range report.Tried {
		if int(tried.Port) == portOf(s) {
			got = append(got, string(tried.Security)+" "+tried.Detail+" "+strconv.FormatBool(tried.Alternative != nil))
		}
	}
	want := []string{"starttls works and offers LOGIN, PLAIN true", "none works, but in clear text false"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if report.Verdict != proof.Passed || report.Best == nil || told != len(report.Tried) {
		t.Errorf("%+v", report)
	}
	if _, all := s.received(); leaks(all) || strings.Contains(all, "AUTHENTICATE") || strings.Contains(all, user) {
		t.Errorf("received %q", all)
	}
}
