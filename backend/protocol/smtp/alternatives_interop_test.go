package smtp_test

import (
	"crypto/x509"
	"encoding/json"
	"io"
	"net"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/golden"
	"patchbay/backend/rehearsal/script"
	"patchbay/build/peers"
)

// forward passes connections on, so that a server on a free port stands on a
// usual one of an address that nobody else uses.
func forward(t *testing.T, from, to string) {
	t.Helper()
	listener, err := net.Listen("tcp", from)
	if err != nil {
		t.Skipf("this machine has no address for the test: %v", err)
	}
	var passing sync.WaitGroup
	passing.Go(func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial("tcp", to)
			if err != nil {
				_ = client.Close()
				continue
			}
			for _, way := range [][2]net.Conn{{client, server}, {server, client}} {
				passing.Go(func() {
					_, _ = io.Copy(way[0], way[1])
					_ = way[0].Close()
				})
			}
		}
	})
	t.Cleanup(func() { _ = listener.Close(); passing.Wait() })
}

// portedPostfix is a Postfix that stands on the usual high ports of
// 127.0.0.15, one of them in a mode that nobody expects.
func portedPostfix(t *testing.T, a script.Authority) *peers.Postfix {
	t.Helper()
	good, stranger := a.Issue(t, named), script.NewAuthority(t).Issue(t, named)
	other := a.Issue(t, func(c *x509.Certificate) { c.IPAddresses, c.DNSNames = nil, []string{"other.example"} })
	dovecot := peers.RunDovecot(t, peers.DovecotOptions{
		Passwords: map[string]string{alice: password}, Certificate: good, Mechanisms: []string{"PLAIN", "LOGIN"},
	})
	postfix := peers.RunPostfix(t, peers.PostfixOptions{
		Domain: "example.test", Mailboxes: []string{alice}, AuthSocket: dovecot.AuthSocket(), LMTPSocket: dovecot.LMTPSocket(),
		Ports: map[string]peers.SMTPPort{
			"start":    {Security: peers.STARTTLS, Certificate: good, SignIn: true},
			"implicit": {Security: peers.ImplicitTLS, Certificate: good, SignIn: true},
			"stranger": {Security: peers.ImplicitTLS, Certificate: stranger, SignIn: true},
			"other":    {Security: peers.STARTTLS, Certificate: other, SignIn: true},
			"relay":    {Security: peers.NoTLS},
		},
	})
	for port, name := range map[string]string{"2525": "implicit", "2587": "start", "2465": "stranger", "2626": "other", "2727": "relay"} {
		forward(t, "127.0.0.15:"+port, postfix.Address(name))
	}
	return postfix
}

// TestPostfixAlternatives finds the way in beside what was configured, and
// applying it is proved.
func TestPostfixAlternatives(t *testing.T) {
	a := script.NewAuthority(t)
	postfix := portedPostfix(t, a)
	network := zone{"mail.example.com": {"127.0.0.15"}}.network(t)
	set := smtp.Settings{
		Host: "mail.example.com", Port: "2626", Security: smtp.SecurityImplicitTLS, CAPEM: a.PEM,
		Auth: smtp.SignInPassword, User: alice, From: alice, EHLOName: "client.example.test",
	}
	report := smtp.Alternatives(t.Context(), smtp.AlternativesRequest{
		Request: smtp.Request{Settings: set, Secrets: secrets(), Network: network},
	})
	got := []string{
		wayOf(report, 2525, smtp.SecuritySTARTTLS), wayOf(report, 2525, smtp.SecurityImplicitTLS),
		wayOf(report, 2587, smtp.SecuritySTARTTLS), wayOf(report, 2465, smtp.SecurityImplicitTLS),
		wayOf(report, 2626, smtp.SecuritySTARTTLS), wayOf(report, 2626, smtp.SecurityNone),
	}
	want := []string{
		"2525 starttls: speaks TLS from the first byte (tls.expected_tls)",
		`2525 implicit-tls: works and offers LOGIN, PLAIN -> {"port":2525,"security":"implicit-tls"}`,
		`2587 starttls: works and offers LOGIN, PLAIN -> {"port":2587,"security":"starttls"}`,
		"2465 implicit-tls: certificate is from an authority that is not trusted (tls.unknown_authority)",
		"2626 starttls: certificate is for other.example (tls.hostname_mismatch)",
		"2626 none: works, but in clear text",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if log := postfix.Log().String(); strings.Contains(log, "sasl") {
		t.Errorf("something signed in:\n%s", log)
	}
	if report.Best == nil {
		t.Fatal("nothing is offered")
	}
	set.Port, set.Security = applied(t, report.Best)
	proved := smtp.Prove(t.Context(), smtp.Request{Settings: set, Secrets: secrets(), Level: smtp.LevelSend, Network: network})
	if proved.Verdict != proof.Passed || set.Port != "2525" {
		t.Errorf("port %s: %s", set.Port, golden.JSON(t, proved))
	}
}

// applied reads the patch of an alternative.
func applied(t *testing.T, alternative *proof.Alternative) (string, smtp.Security) {
	t.Helper()
	var patch struct {
		Port     json.Number
		Security smtp.Security
	}
	if err := json.Unmarshal(alternative.Patch, &patch); err != nil {
		t.Fatal(err)
	}
	return patch.Port.String(), patch.Security
}

// TestPostfixAlternativesInClear: a relay inside a network is all there is.
func TestPostfixAlternativesInClear(t *testing.T) {
	a := script.NewAuthority(t)
	postfix := portedPostfix(t, a)
	host, port, _ := net.SplitHostPort(postfix.Address("relay"))
	set := smtp.Settings{Host: host, Port: port, From: alice, CAPEM: a.PEM, EHLOName: "client.example.test"}
	report := smtp.Alternatives(t.Context(), smtp.AlternativesRequest{Request: smtp.Request{Settings: set}})
	if want := "Port " + port + " without encryption works, without a sign-in"; report.Best == nil || report.Best.Label != want {
		t.Errorf("best is %q, want %q", bestOf(report), want)
	}
}

func TestPostfixPermissions(t *testing.T) {
	servers := runServers(t)
	tap := servers.tap(t, "starttls")
	report := smtp.Permissions(t.Context(), smtp.PermissionsRequest{
		Request: smtp.Request{Settings: servers.settings(tap.Address(), smtp.SecuritySTARTTLS), Secrets: secrets(), To: alice},
		Addresses: []smtp.PermissionAddress{
			{Address: alice, Role: smtp.RoleFrom},
			{Address: "bob@example.test", Role: smtp.RoleEnvelopeFrom},
			{Address: "nobody@elsewhere.test", Role: smtp.RoleFurther},
			{Address: alice, Role: smtp.RoleReplyTo},
		},
	})
	want := []string{
		alice + " from+replyTo allowed at recipient",
		"bob@example.test envelopeFrom refused at recipient smtp.sender_not_owned envelopeFrom",
		"nobody@elsewhere.test further refused at recipient smtp.sender_not_owned ",
	}
	if diff := cmp.Diff(want, rows(report)); diff != "" {
		t.Error(diff)
	}
	if report.Proof.Verdict != proof.Passed || leaksOfAlice(string(tap.Sent())) || leaksOfAlice(golden.JSON(t, report.Proof)) {
		t.Errorf("%s", golden.JSON(t, report.Proof))
	}
	servers.checkLogs(t)
}
