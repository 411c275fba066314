package smtp_test

import (
	"crypto/x509"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/script"
)

func TestServerTime(t *testing.T) {
	const want = "2026-11-22T01:29:56Z"
	tests := []struct {
		name, greeting string
		want           string // "" for none
	}{
		{"Exim", "mail.example.com ESMTP Exim 4.96 Sun, 22 Nov 2026 01:29:56 +0000", want},
		{"Exchange", "mail.example.com Microsoft ESMTP MAIL Service ready at Sun, 22 Nov 2026 02:29:56 +0100", want},
		{"Sendmail", "mail.example.com ESMTP Sendmail 8.18.1/8.18.1; Sat, 21 Nov 2026 20:29:56 -0500", want},
		{"with a zone comment", "mail ESMTP; Sun, 22 Nov 2026 01:29:56 GMT (UTC)", want},
		{"obsolete zone", "mail ESMTP 22 Nov 2026 01:29:56 GMT", want},
		{"in the first of two lines", "mail ESMTP Exim 4.96 Sun, 22 Nov 2026 01:29:56 +0000\nno spam", want},
		{"one digit of a day", "mail ESMTP Sun, 1 Nov 2026 01:29:56 +0000", "2026-11-01T01:29:56Z"},
		{"Postfix", "mail.example.com ESMTP Postfix (Debian/GNU)", ""},
		{"empty", "", ""},
		{"wrong weekday", "mail ESMTP Mon, 22 Nov 2026 01:29:56 +0000", ""},
		{"no such day", "mail ESMTP Wed, 31 Feb 2026 01:29:56 +0000", ""},
		{"no zone", "mail ESMTP Sun, 22 Nov 2026 01:29:56", ""},
		{"a named zone", "mail ESMTP Sun, 22 Nov 2026 01:29:56 CET", ""},
		{"two digits of a year", "mail ESMTP 22 Nov 26 01:29:56 +0000", ""},
		{"fractions", "mail ESMTP Sun, 22 Nov 2026 01:29:56.5 +0000", ""},
		{"not at the end", "mail Sun, 22 Nov 2026 01:29:56 +0000 ready", ""},
		{"before there was mail", "22 Nov 1226 01:29:56 +0000", ""},
		{"without a weekday", "22 Nov 2026 02:29:56 +0100", want},
		{"a line too many", strings.Repeat("x\n", 8) + "Sun, 22 Nov 2026 01:29:56 +0000", ""},
		{"long", strings.Repeat("x ", 1<<16) + "Sun, 22 Nov 2026 01:29:56 +0000", want},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			if at, ok := smtp.ServerTime(tt.greeting); ok {
				got = at.Format(time.RFC3339)
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func FuzzServerTime(f *testing.F) {
	f.Add("mail.example.com ESMTP Exim 4.96 Sun, 22 Nov 2026 01:29:56 +0000")
	f.Add("mail ESMTP; Sun, 22 Nov 2026 01:29:56 GMT (UTC)\nx")
	f.Fuzz(func(t *testing.T, greeting string) {
		at, ok := smtp.ServerTime(greeting)
		if !ok {
			if !at.IsZero() {
				t.Errorf("%v is no time and not zero", at)
			}
			return
		}
		again, ok := smtp.ServerTime("x " + at.Format("Mon, 2 Jan 2006 15:04:05 -0700"))
		if !ok || !again.Equal(at) || at.Location() != time.UTC {
			t.Errorf("%q is %v, then %v", greeting, at, again)
		}
	})
}

// TestClockDifference: it is said and changes no verdict.
func TestClockDifference(t *testing.T) {
	server := time.Date(2026, 11, 22, 1, 29, 56, 0, time.UTC)
	tests := []struct {
		name  string
		ahead time.Duration
		want  string // "" when nothing is said
	}{
		{"the same", 0, ""},
		{"within bounds", -5 * time.Minute, ""},
		{"minutes ahead", 12 * time.Minute, "this machine's clock is 12 minutes ahead of the server's"},
		{"hours behind", -3 * time.Hour, "this machine's clock is 3 hours behind the server's"},
		{"years ahead", 731 * 24 * time.Hour, "this machine's clock is 731 days ahead of the server's"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			greeting := "mail.test ESMTP Exim 4.96 " + server.Format(time.RFC1123Z)
			s := script.Serve(t, behaviour{greeting: "220 " + greeting}.play)
			set := settings(s, smtp.SecurityNone, script.Authority{})
			set.Auth = smtp.SignInNone
			report := smtp.Prove(t.Context(), smtp.Request{
				Settings: set, Level: smtp.LevelConnect, Now: func() time.Time { return server.Add(tt.ahead) },
			})
			if report.Verdict != proof.Passed {
				t.Errorf("it is %s", report.Verdict)
			}
			want := greeting
			if tt.want != "" {
				want += "\n" + tt.want
			}
			i := slices.IndexFunc(report.Steps, func(s proof.Step) bool { return s.Name == "greeting" })
			if diff := cmp.Diff(want, report.Steps[i].Detail); diff != "" {
				t.Error(diff)
			}
			noted := slices.ContainsFunc(report.Transcript, func(l proof.Line) bool { return l.From == proof.FromNote && l.Text == tt.want })
			if noted != (tt.want != "") {
				t.Errorf("the transcript: %+v", report.Transcript)
			}
		})
	}
}

// TestCertificateTimeKnowsTheClock: the wrong clock may be this machine's.
func TestCertificateTimeKnowsTheClock(t *testing.T) {
	a := script.NewAuthority(t)
	expired := script.TLS(a.Issue(t, func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) }))
	early := script.TLS(a.Issue(t, func(c *x509.Certificate) { c.NotBefore = time.Now().Add(time.Hour) }))
	stranger := script.TLS(script.NewAuthority(t).Issue(t, nil))
	greeting := "220 mail.test ESMTP Exim 4.96 Sun, 22 Nov 2026 01:29:56 +0000"
	const sentence = " By the server's greeting, this machine's clock is 2 hours ahead of the server's."
	now := func() time.Time { return time.Date(2026, 11, 22, 3, 29, 56, 0, time.UTC) }
	tests := []struct {
		name   string
		script func(*script.Peer)
		level  smtp.Security
		step   string
		code   string
		want   bool
	}{
		{"STARTTLS, expired", behaviour{startTLS: expired, greeting: greeting}.play, smtp.SecuritySTARTTLS, "starttls", "tls.expired", true},
		{"STARTTLS, not yet valid", behaviour{startTLS: early, greeting: greeting}.play, smtp.SecuritySTARTTLS, "starttls", "tls.not_yet_valid", true},
		{"STARTTLS, unknown authority", behaviour{startTLS: stranger, greeting: greeting}.play, smtp.SecuritySTARTTLS, "starttls", "tls.unknown_authority", false},
		{"implicit TLS, expired", behaviour{implicit: expired, greeting: greeting}.play, smtp.SecurityImplicitTLS, "tls", "tls.expired", true},
		{"implicit TLS, no time", behaviour{implicit: expired}.play, smtp.SecurityImplicitTLS, "tls", "tls.expired", false},
		{"implicit TLS, no greeting", func(p *script.Peer) { p.StartTLS(expired) }, smtp.SecurityImplicitTLS, "tls", "tls.expired", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := script.Serve(t, tt.script)
			report := smtp.Prove(t.Context(), smtp.Request{Settings: settings(s, tt.level, a), Secrets: secrets(), Now: now})
			f := findingAt(t, report, tt.step)
			if f.Code != tt.code || strings.HasSuffix(f.Cause, sentence) != tt.want || len(f.Fields) == 0 {
				t.Errorf("%s: %s", f.Code, f.Cause)
			}
			if inClear, all := s.Received(); leaks(inClear) || leaks(all) || strings.Contains(all, "AUTH") {
				t.Errorf("received %q", all)
			}
		})
	}
}
