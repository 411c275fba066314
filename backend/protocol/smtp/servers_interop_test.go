package smtp_test

import (
	"encoding/base64"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"patchbay/backend/protocol/smtp"
	rehearsal "patchbay/backend/rehearsal/authority"
	"patchbay/build/peers"
)

const (
	// alice is the only user of the real servers.
	alice = "alice@example.test"
	// delivery is how long Postfix and Dovecot may take; nothing is measured by it.
	delivery = 20 * time.Second
)

// realServers are a Postfix, which asks a Dovecot for passwords and delivers
// to it.
type realServers struct {
	authority *rehearsal.Authority
	dovecot   *peers.Dovecot
	postfix   *peers.Postfix
}

// runServers starts both; nil mechanisms are all that Dovecot has.
func runServers(t *testing.T, mechanisms ...string) realServers {
	t.Helper()
	ca, err := rehearsal.New(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	dovecot := peers.RunDovecot(t, peers.DovecotOptions{
		Passwords: map[string]string{alice: password}, Certificate: ca.Certificate(rehearsal.Good), Mechanisms: mechanisms,
	})
	ports := map[string]peers.SMTPPort{"relay": {Security: peers.NoTLS}}
	for name, kind := range map[string]rehearsal.Kind{
		"": rehearsal.Good, "-expired": rehearsal.Expired, "-wrong-name": rehearsal.WrongName,
		"-foreign": rehearsal.Foreign, "-self-signed": rehearsal.SelfSigned,
	} {
		ports["starttls"+name] = peers.SMTPPort{Security: peers.STARTTLS, Certificate: ca.Certificate(kind), SignIn: true}
		ports["implicit-tls"+name] = peers.SMTPPort{Security: peers.ImplicitTLS, Certificate: ca.Certificate(kind), SignIn: true}
	}
	postfix := peers.RunPostfix(t, peers.PostfixOptions{
		Domain: "example.test", Mailboxes: []string{alice, "grey@example.test"}, Greylisted: []string{"grey@example.test"},
		SenderLogins: map[string]string{alice: alice, "bob@example.test": "bob@example.test"},
		AuthSocket:   dovecot.AuthSocket(), LMTPSocket: dovecot.LMTPSocket(), Ports: ports,
	})
	return realServers{ca, dovecot, postfix}
}

// tap stands before one of Postfix's ports.
func (r realServers) tap(t *testing.T, port string) *peers.Tap {
	t.Helper()
	tap, err := peers.NewTap(r.postfix.Address(port))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tap.Close() })
	return tap
}

// settings for alice at an address.
func (r realServers) settings(address string, security smtp.Security) smtp.Settings {
	host, port, _ := net.SplitHostPort(address)
	set := smtp.Settings{
		Host: host, Port: port, Security: security, CAPEM: r.authority.PEM(),
		From: alice, FromName: "Alice", EHLOName: "client.example.test",
	}
	if security != smtp.SecurityNone {
		set.User, set.Auth = alice, smtp.SignInPassword
	}
	return set
}

// checkLogs fails when a server logged a credential.
func (r realServers) checkLogs(t *testing.T) {
	t.Helper()
	for name, log := range map[string]*peers.Log{"Postfix": r.postfix.Log(), "Dovecot": r.dovecot.Log()} {
		if leaksOfAlice(log.String()) {
			t.Errorf("%s logged the password", name)
		}
	}
}

// leaksOfAlice also knows the form in which PLAIN sends her password.
func leaksOfAlice(text string) bool {
	return leaks(text) || leaksThe(text, password, alice)
}

// leaksThe looks for a password as it is and as mechanisms send it.
func leaksThe(text, password string, users ...string) bool {
	forms := []string{password, base64.StdEncoding.EncodeToString([]byte(password))}
	for _, user := range users {
		forms = append(forms, base64.StdEncoding.EncodeToString([]byte("\x00"+user+"\x00"+password)))
	}
	return slices.ContainsFunc(forms, func(form string) bool { return strings.Contains(text, form) })
}
