package smtp_test

import (
	"crypto/x509"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/script"
)

// serveAt is serve at an address of this machine's own network. Where only
// 127.0.0.1 exists, the test is skipped.
func serveAt(t *testing.T, address string, play func(*script.Peer)) *script.Server {
	t.Helper()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Skipf("this machine has no address for the test: %v", err)
	}
	return script.ServeOn(t, listener, play)
}

// at makes a certificate good for an address instead of 127.0.0.1.
func at(host string) func(*x509.Certificate) {
	return func(c *x509.Certificate) { c.IPAddresses = []net.IP{net.ParseIP(host)} }
}

// way is how a port was found, in one line.
func way(t smtp.Tried) string {
	line := fmt.Sprintf("%d %s: %s", t.Port, t.Security, t.Detail)
	if t.Code != "" {
		line += " (" + t.Code + ")"
	}
	if t.Alternative != nil {
		line += " -> " + string(t.Alternative.Patch)
	}
	return line
}

// wayOf finds the line of one way; ports below 1024 belong to whatever runs on
// the machine.
func wayOf(report smtp.AlternativesReport, port int, security smtp.Security) string {
	for _, tried := range report.Tried {
		if int(tried.Port) == port && tried.Security == security {
			return way(tried)
		}
	}
	return ""
}

func bestOf(report smtp.AlternativesReport) string {
	if report.Best == nil {
		return ""
	}
	return report.Best.Label + " " + string(report.Best.Patch)
}

func TestAlternatives(t *testing.T) {
	const host = "127.0.0.11"
	a := script.NewAuthority(t)
	good := script.TLS(a.Issue(t, at(host)))
	other := script.TLS(a.Issue(t, func(c *x509.Certificate) { c.IPAddresses, c.DNSNames = nil, []string{"other.example"} }))
	servers := []*script.Server{
		serveAt(t, host+":2525", behaviour{startTLS: good, caps: []string{"AUTH PLAIN LOGIN"}, clear: []string{"AUTH CRAM-MD5"}}.play),
		serveAt(t, host+":2587", behaviour{startTLS: other}.play),
		serveAt(t, host+":2465", behaviour{implicit: good, caps: []string{"AUTH LOGIN XOAUTH2"}}.play),
	}
	set := smtp.Settings{
		Host: host, Port: "2465", Security: smtp.SecuritySTARTTLS, Auth: smtp.SignInPassword, User: user, From: user,
		CAPEM: a.PEM, TimeoutSeconds: 5, EHLOName: "client.example.com",
	}
	var told []string
	report := smtp.Alternatives(t.Context(), smtp.AlternativesRequest{
		Request: smtp.Request{Settings: set, Secrets: secrets()},
		Tried:   func(tried smtp.Tried) { told = append(told, way(tried)) },
	})
	got := []string{
		wayOf(report, 2525, smtp.SecuritySTARTTLS), wayOf(report, 2465, smtp.SecurityImplicitTLS),
		wayOf(report, 2587, smtp.SecuritySTARTTLS), wayOf(report, 2465, smtp.SecurityNone), wayOf(report, 2465, smtp.SecuritySTARTTLS),
	}
	want := []string{
		`2525 starttls: works and offers LOGIN, PLAIN -> {"port":2525,"security":"starttls"}`,
		`2465 implicit-tls: works and offers LOGIN, XOAUTH2 -> {"port":2465,"security":"implicit-tls"}`,
		"2587 starttls: certificate is for other.example (tls.hostname_mismatch)",
		"2465 none: speaks TLS from the first byte (tls.expected_tls)",
		"", // the configured pair
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(`Port 2465 with implicit TLS works and offers LOGIN, XOAUTH2 {"port":2465,"security":"implicit-tls"}`, bestOf(report)); diff != "" {
		t.Error(diff)
	}
	if report.Host != host || report.Verdict != proof.Passed || report.Finding != nil {
		t.Errorf("%+v", report)
	}
	checkTold(t, report, told)
	for _, s := range servers {
		if _, all := s.Received(); all == "" || strings.Contains(all, "AUTH") || strings.Contains(all, user) || leaks(all) {
			t.Errorf("received %q", all)
		}
	}
}

// checkTold compares what was told with what is reported.
func checkTold(t *testing.T, report smtp.AlternativesReport, told []string) {
	t.Helper()
	var reported []string
	for _, tried := range report.Tried {
		reported = append(reported, way(tried))
	}
	slices.Sort(told)
	slices.Sort(reported)
	if diff := cmp.Diff(reported, told); diff != "" {
		t.Error(diff)
	}
}

// TestAlternativesFitTheSettings: what works but offers no sign-in of the kind
// that is needed is said and not offered.
func TestAlternativesFitTheSettings(t *testing.T) {
	a := script.NewAuthority(t)
	good := script.TLS(a.Issue(t, nil))
	tests := []struct {
		name   string
		server behaviour
		auth   smtp.SignIn
		want   string // of the configured port with STARTTLS
		best   string
	}{
		{"password", behaviour{startTLS: good}, smtp.SignInPassword, "works and offers LOGIN, PLAIN", "Port %s with STARTTLS works and offers LOGIN, PLAIN"},
		{"password, tokens only", behaviour{startTLS: good, caps: []string{"AUTH XOAUTH2 OAUTHBEARER"}}, smtp.SignInPassword, "works and offers OAUTHBEARER, XOAUTH2, but takes no password", ""},
		{"password, nothing known", behaviour{startTLS: good, caps: []string{"AUTH GSSAPI"}}, smtp.SignInPassword, "works and offers GSSAPI, none of which Patchbay speaks", ""},
		{"password, none offered", behaviour{startTLS: good, caps: []string{}}, smtp.SignInPassword, "works, without a sign-in, which these settings need", ""},
		{"token", behaviour{startTLS: good, caps: []string{"AUTH PLAIN XOAUTH2"}}, smtp.SignInOAuth2, "works and offers PLAIN, XOAUTH2", "Port %s with STARTTLS works and offers PLAIN, XOAUTH2"},
		{"token, passwords only", behaviour{startTLS: good}, smtp.SignInOAuth2, "works and offers LOGIN, PLAIN, but takes no access token", ""},
		{"no sign-in", behaviour{startTLS: good, caps: []string{}}, smtp.SignInNone, "works, without a sign-in", "Port %s with STARTTLS works, without a sign-in"},
		{"hostile names", behaviour{startTLS: good, caps: []string{"AUTH login \x1b[31mRED A" + strings.Repeat("A", 20)}}, smtp.SignInPassword, "works and offers LOGIN", "Port %s with STARTTLS works and offers LOGIN"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := script.Serve(t, tt.server.play)
			set := settings(s, smtp.SecurityImplicitTLS, a)
			set.Auth = tt.auth
			report := smtp.Alternatives(t.Context(), smtp.AlternativesRequest{Request: smtp.Request{Settings: set, Secrets: secrets()}})
			port, _ := strconv.Atoi(s.Port())
			line, _, _ := strings.Cut(wayOf(report, port, smtp.SecuritySTARTTLS), " -> ")
			if diff := cmp.Diff(s.Port()+" starttls: "+tt.want, line); diff != "" {
				t.Error(diff)
			}
			label := ""
			if report.Best != nil {
				label = report.Best.Label
			}
			want := tt.best
			if want != "" {
				want = fmt.Sprintf(want, s.Port())
			}
			if label != want {
				t.Errorf("best is %q, want %q", label, want)
			}
		})
	}
}

// TestClearTextIsTheLastResort: only for settings without a sign-in, and only
// when nothing encrypted works.
func TestClearTextIsTheLastResort(t *testing.T) {
	a := script.NewAuthority(t)
	good := script.TLS(a.Issue(t, nil))
	tests := []struct {
		name   string
		server behaviour
		auth   smtp.SignIn
		want   string // label of the best
	}{
		{"nothing encrypted, no sign-in", behaviour{}, smtp.SignInNone, "Port %s without encryption works, without a sign-in"},
		{"nothing encrypted, a password", behaviour{}, smtp.SignInPassword, ""},
		{"something encrypted", behaviour{startTLS: good}, smtp.SignInNone, "Port %s with STARTTLS works and offers LOGIN, PLAIN"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := script.Serve(t, tt.server.play)
			set := settings(s, smtp.SecurityImplicitTLS, a)
			set.Auth = tt.auth
			report := smtp.Alternatives(t.Context(), smtp.AlternativesRequest{Request: smtp.Request{Settings: set, Secrets: secrets()}})
			want := ""
			if tt.want != "" {
				want = fmt.Sprintf(tt.want, s.Port())
			}
			got := ""
			if report.Best != nil {
				got = report.Best.Label
			}
			if got != want {
				t.Errorf("best is %q, want %q: %+v", got, want, report.Tried)
			}
		})
	}
}

// TestAlternativesFollowWhatAPortSpeaks: a usual port that speaks the other
// way is tried that way as well.
func TestAlternativesFollowWhatAPortSpeaks(t *testing.T) {
	const host = "127.0.0.12"
	a := script.NewAuthority(t)
	good := script.TLS(a.Issue(t, at(host)))
	serveAt(t, host+":2525", behaviour{implicit: good}.play)
	serveAt(t, host+":2465", behaviour{startTLS: good}.play)
	serveAt(t, host+":2587", behaviour{}.play)
	set := smtp.Settings{Host: host, Port: "1", From: user, CAPEM: a.PEM, TimeoutSeconds: 5, EHLOName: "client.example.com"}
	report := smtp.Alternatives(t.Context(), smtp.AlternativesRequest{Request: smtp.Request{Settings: set}})
	got := []string{
		wayOf(report, 2525, smtp.SecuritySTARTTLS), wayOf(report, 2525, smtp.SecurityImplicitTLS),
		wayOf(report, 2465, smtp.SecurityImplicitTLS), wayOf(report, 2465, smtp.SecuritySTARTTLS),
		wayOf(report, 2587, smtp.SecuritySTARTTLS), wayOf(report, 2587, smtp.SecurityNone),
	}
	want := []string{
		"2525 starttls: speaks TLS from the first byte (tls.expected_tls)",
		`2525 implicit-tls: works and offers LOGIN, PLAIN -> {"port":2525,"security":"implicit-tls"}`,
		"2465 implicit-tls: does not speak TLS from the first byte (tls.not_tls)",
		`2465 starttls: works and offers LOGIN, PLAIN -> {"port":2465,"security":"starttls"}`,
		"2587 starttls: does not offer STARTTLS (smtp.starttls_not_offered)",
		"2587 none: works, without a sign-in",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAlternativesDetails(t *testing.T) {
	tests := []struct {
		name   string
		script func(*script.Peer)
		want   string
	}{
		{"refused greeting", func(p *script.Peer) { p.Send("554 5.7.1 no service for you") }, "refuses this machine: 554 no service for you (smtp.greeting_refused)"},
		{"IMAP", func(p *script.Peer) { p.Send("* OK IMAP4rev1 ready"); p.Wait() }, "is an IMAP server (smtp.protocol_violation)"},
		{"not SMTP", func(p *script.Peer) { p.Send("hello"); p.Wait() }, "does not speak SMTP (smtp.protocol_violation)"},
		{"silence", func(p *script.Peer) { p.Wait() }, "no answer in 1 s (net.timeout)"},
		{"hang up", func(*script.Peer) {}, "closes the connection (net.closed)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel() // one waits for a deadline
			s := script.Serve(t, tt.script)
			set := settings(s, smtp.SecurityImplicitTLS, script.NewAuthority(t))
			if tt.name == "silence" {
				set.TimeoutSeconds = 1
			}
			report := smtp.Alternatives(t.Context(), smtp.AlternativesRequest{Request: smtp.Request{Settings: set}})
			port, _ := strconv.Atoi(s.Port())
			if diff := cmp.Diff(s.Port()+" none: "+tt.want, wayOf(report, port, smtp.SecurityNone)); diff != "" {
				t.Error(diff)
			}
			if bestOf(report) != "" || report.Verdict != proof.Failed {
				t.Errorf("offered %q", bestOf(report))
			}
		})
	}
}
