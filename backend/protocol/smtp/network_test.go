package smtp_test

import (
	"context"
	"errors"
	"net"
	"slices"
	"testing"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/script"
)

func TestClosedPort(t *testing.T) {
	s := script.Serve(t, func(*script.Peer) {})
	set := settings(s, smtp.SecurityImplicitTLS, script.Authority{})
	s.Close()
	report := smtp.Prove(t.Context(), smtp.Request{Settings: set, Secrets: secrets()})
	if f := findingAt(t, report, "connect"); f.Code != "net.refused" {
		t.Errorf("got %s", f.Code)
	}
}

func TestNameServerOutOfReach(t *testing.T) {
	set := smtp.Settings{Host: "mail.example.com", From: user}
	report := smtp.Prove(t.Context(), smtp.Request{
		Settings: set, Level: smtp.LevelConnect,
		Network: dial.Network{Resolver: &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
			return nil, errors.New("no network")
		}}},
	})
	if f := findingAt(t, report, "resolve"); f.Code != "net.dns_failed" || report.Target != "mail.example.com:465" {
		t.Errorf("got %s for %s", f.Code, report.Target)
	}
}

// TestSilentQUITWarns: mail goes all the same.
func TestSilentQUITWarns(t *testing.T) {
	t.Parallel() // it waits for a deadline
	s := script.Serve(t, func(p *script.Peer) {
		p.Send("220 x")
		p.Line()
		p.Send("250 x")
		p.Wait()
	})
	set := settings(s, smtp.SecurityNone, script.Authority{})
	set.Auth = smtp.SignInNone
	report := smtp.Prove(t.Context(), smtp.Request{Settings: set, Level: smtp.LevelConnect})
	if f := findingAt(t, report, "quit"); f.Code != "net.timeout" || report.Verdict != proof.Warned {
		t.Errorf("got %s, %s", f.Code, report.Verdict)
	}
}

// TestWholeDeadline: many slow steps together end with the proof's deadline.
func TestWholeDeadline(t *testing.T) {
	s := script.Serve(t, func(p *script.Peer) { p.Wait() })
	set := settings(s, smtp.SecurityImplicitTLS, script.Authority{})
	set.TimeoutSeconds = 300
	report := endedAt(t, "tls", smtp.Request{Settings: set})
	if f := findingAt(t, report, "tls"); f.Code != "net.timeout" {
		t.Errorf("got %s", f.Code)
	}
}

// endedAt proves with ever more time in all until a proof gets as far as a step: a
// busy machine may need the whole of a short time for the steps before.
func endedAt(t *testing.T, step string, r smtp.Request) proof.Report {
	t.Helper()
	for r.Timeout = 200 * time.Millisecond; ; r.Timeout *= 2 {
		r.Secrets = secrets()
		report := smtp.Prove(t.Context(), r)
		reached := slices.ContainsFunc(report.Steps, func(s proof.Step) bool { return s.Name == step && s.Verdict != proof.Skipped })
		if reached || r.Timeout > time.Minute {
			return report
		}
	}
}

func TestUnreachable(t *testing.T) {
	set := smtp.Settings{Host: "224.0.0.1", From: user} // TCP sends nothing to a multicast address
	report := smtp.Prove(t.Context(), smtp.Request{Settings: set, Level: smtp.LevelConnect})
	if f := findingAt(t, report, "connect"); f.Code != "net.unreachable" {
		t.Errorf("got %s", f.Code)
	}
}

func TestIPv6TargetIsWrittenOnce(t *testing.T) {
	for _, host := range []string{"::1", "[::1]"} {
		report := smtp.Prove(t.Context(), smtp.Request{Settings: smtp.Settings{Host: host}, Level: smtp.LevelConnect})
		if report.Target != "[::1]:465" {
			t.Errorf("%s became %s", host, report.Target)
		}
	}
}

// TestTheEndOfAWholeProofBlamesNoTimeoutOfAStep: a longer one would not help.
func TestTheEndOfAWholeProofBlamesNoTimeoutOfAStep(t *testing.T) {
	s := script.Serve(t, func(p *script.Peer) { p.Send("220 x"); p.Line(); p.Line() }) // EHLO is never answered
	set := settings(s, smtp.SecurityNone, script.Authority{})
	set.InsecureAllowPlainPassword, set.TimeoutSeconds = true, 300
	f := findingAt(t, endedAt(t, "ehlo", smtp.Request{Settings: set}), "ehlo")
	if f.Code != "net.timeout" || f.Reason != "whole_proof" || !slices.Equal(f.Fields, []string{"host"}) {
		t.Errorf("%+v", f)
	}
}
