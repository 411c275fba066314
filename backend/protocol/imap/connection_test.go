package imap_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/rehearsal/golden"
	"patchbay/backend/rehearsal/script"
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
	a := script.NewAuthority(t)
	config := script.TLS(a.Issue(t, nil))
	for name, caps := range map[string]string{
		"no mechanism": "IMAP4rev1 LOGINDISABLED", "PLAIN all the same": "IMAP4rev1 LOGINDISABLED AUTH=PLAIN SASL-IR",
	} {
		t.Run(name, func(t *testing.T) {
			s := script.Serve(t, behaviour{startTLS: config, clear: caps}.play)
			set := settings(s, account.SecurityNone, a)
			f := findingAt(t, prove(t, set), "authenticate")
			want := `{"port":` + s.Port() + `,"security":"starttls"}`
			if f.Code != imap.CodeLoginDisabled || patchOf(f) != want {
				t.Errorf("%+v, %s", f, patchOf(f))
			}
			if _, all := s.Received(); leaks(all) {
				t.Error("the password was sent")
			}
		})
	}
}

func TestPreauth(t *testing.T) {
	a := script.NewAuthority(t)
	config := script.TLS(a.Issue(t, nil))
	for _, tt := range []struct {
		security account.Security
		b        behaviour
		verdict  proof.Verdict
	}{
		{account.SecuritySTARTTLS, behaviour{startTLS: config, greeting: "* PREAUTH hello"}, proof.Failed},
		{account.SecurityImplicitTLS, behaviour{implicit: config, greeting: "* PREAUTH hello"}, proof.Warned},
		{account.SecurityNone, behaviour{greeting: "* PREAUTH [CAPABILITY IMAP4rev1] hello"}, proof.Warned},
	} {
		s := script.Serve(t, tt.b.play)
		report := prove(t, settings(s, tt.security, a))
		if f := findingAt(t, report, "greeting"); f.Code != imap.CodePreauth || report.Verdict != tt.verdict {
			t.Errorf("%s: %s", tt.security, golden.JSON(t, report))
		}
		if _, all := s.Received(); leaks(all) {
			t.Errorf("%s: the password was sent", tt.security)
		}
		if strings.Contains(report.Shows, "Signing in works") {
			t.Errorf("%s: %s", tt.security, report.Shows)
		}
	}
}

// TestUntrustedServersGetNothing: neither the user name nor the password is
// said to who cannot show who it is.
func TestUntrustedServersGetNothing(t *testing.T) {
	a := script.NewAuthority(t)
	for code, cert := range map[string]tls.Certificate{
		"tls.unknown_authority": script.NewAuthority(t).Issue(t, nil),
		"tls.hostname_mismatch": a.Issue(t, func(c *x509.Certificate) { c.IPAddresses, c.DNSNames = nil, []string{"other.example"} }),
		"tls.expired":           a.Issue(t, func(c *x509.Certificate) { c.NotAfter = c.NotBefore.Add(time.Minute) }),
	} {
		s := script.Serve(t, behaviour{implicit: script.TLS(cert)}.play)
		if f := findingAt(t, prove(t, settings(s, account.SecurityImplicitTLS, a)), "tls"); f.Code != code {
			t.Errorf("got %s, want %s", f.Code, code)
		}
		if _, all := s.Received(); strings.Contains(all, user) || leaks(all) {
			t.Errorf("%s: received %q", code, all)
		}
	}
}

func TestSTARTTLS(t *testing.T) {
	a := script.NewAuthority(t)
	good := script.TLS(a.Issue(t, nil))
	stranger := script.TLS(script.NewAuthority(t).Issue(t, nil))
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
			s := script.Serve(t, tt.b.play)
			f := findingAt(t, prove(t, settings(s, account.SecuritySTARTTLS, a)), "starttls")
			if f.Code != tt.code {
				t.Errorf("got %s (%s)", f.Code, f.Reason)
			}
			if _, all := s.Received(); leaks(all) {
				t.Error("the password was sent")
			}
		})
	}
}

// TestCapabilitiesBeforeTLSAreForgotten: what was said in clear may be said by
// anyone.
func TestCapabilitiesBeforeTLSAreForgotten(t *testing.T) {
	a := script.NewAuthority(t)
	s := script.Serve(t, behaviour{
		startTLS: script.TLS(a.Issue(t, nil)), clear: "IMAP4rev1 AUTH=PLAIN SASL-IR", caps: "IMAP4rev1 LOGINDISABLED",
	}.play)
	f := findingAt(t, prove(t, settings(s, account.SecuritySTARTTLS, a)), "authenticate")
	if f.Code != imap.CodeLoginDisabled || patchOf(f) != "" {
		t.Errorf("%+v", f)
	}
}

func TestFarewells(t *testing.T) {
	const text = "Temporary problem, come back later"
	for _, tt := range []struct{ step, verb string }{
		{"capability", "CAPABILITY"},
		{"authenticate", "AUTHENTICATE"},
		{"folders", "LIST"},
		{"folders", "STATUS"},
		{"examine", "EXAMINE"},
	} {
		t.Run(tt.verb, func(t *testing.T) {
			s := script.Serve(t, at(tt.verb, func(p *script.Peer, _ string) { p.Send("* BYE " + text) }))
			f := findingAt(t, prove(t, settings(s, account.SecurityNone, script.Authority{})), tt.step)
			if f.Code != "net.closed" || f.Remote == nil || f.Remote.Text != text || f.Remote.Code != "BYE" {
				t.Errorf("%+v, %+v", f, f.Remote)
			}
		})
	}
	s := script.Serve(t, func(p *script.Peer) { p.Send("* BYE " + text) })
	f := findingAt(t, prove(t, settings(s, account.SecurityNone, script.Authority{})), "greeting")
	if f.Code != imap.CodeGreetingBye || f.Remote.Text != text {
		t.Errorf("%+v", f)
	}
}

// TestHangUps: an end without a farewell.
func TestHangUps(t *testing.T) {
	for _, verb := range []string{"CAPABILITY", "AUTHENTICATE", "LIST", "EXAMINE"} {
		s := script.Serve(t, at(verb, func(*script.Peer, string) {}))
		report := prove(t, settings(s, account.SecurityNone, script.Authority{}))
		if !strings.Contains(strings.Join(summary(report), ";"), "failed net.closed") {
			t.Errorf("%s: %q", verb, summary(report))
		}
	}
	s := script.Serve(t, at("LOGOUT", func(*script.Peer, string) {}))
	if report := prove(t, settings(s, account.SecurityNone, script.Authority{})); report.Verdict != proof.Warned {
		t.Errorf("LOGOUT: %q", summary(report))
	}
}

func TestSettingsFailBeforeAnyConnection(t *testing.T) {
	s := script.Serve(t, func(*script.Peer) {})
	good := settings(s, account.SecurityNone, script.Authority{})
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
			t.Errorf("%s: %s", name, golden.JSON(t, report))
		}
	}
	if s.Received(); s.Connections() > 0 {
		t.Errorf("%d connections", s.Connections())
	}
}

// TestCancelClosesAtOnce: the server sees the end of the connection, long
// before any deadline.
func TestCancelClosesAtOnce(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := script.Serve(t, at("LIST", func(p *script.Peer, _ string) { cancel(); p.Wait() }))
	set := settings(s, account.SecurityNone, script.Authority{})
	set.TimeoutSeconds = 300
	report := imap.Prove(ctx, imap.Request{Settings: set, Secrets: secrets()})
	if f := findingAt(t, report, "folders"); f.Reason != "cancelled" {
		t.Errorf("%+v", f)
	}
	s.Close() // returns when the server's end is over
}

func TestAlternatives(t *testing.T) {
	a := script.NewAuthority(t)
	config := script.TLS(a.Issue(t, nil))
	s := script.Serve(t, behaviour{startTLS: config, caps: "IMAP4rev1 AUTH=PLAIN AUTH=\x1b[1mBOLD AUTH= AUTH=plain SASL-IR", clear: "IMAP4rev1 LOGINDISABLED"}.play)
	var told int
	report := imap.Alternatives(t.Context(), imap.AlternativesRequest{
		Request: imap.Request{Settings: settings(s, account.SecurityImplicitTLS, a), Secrets: secrets()},
		Tried:   func(account.Tried) { told++ },
	})
	var got []string
	for _, tried := range report.Tried {
		if strconv.Itoa(int(tried.Port)) == s.Port() {
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
	if _, all := s.Received(); leaks(all) || strings.Contains(all, "AUTHENTICATE") || strings.Contains(all, user) {
		t.Errorf("received %q", all)
	}
}
