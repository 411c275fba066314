package smtp_test

import (
	"net"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/golden"
)

func TestPostfixEveryLevelPasses(t *testing.T) {
	servers := runServers(t)
	for _, port := range []string{"starttls", "implicit-tls", "relay"} {
		security := smtp.Security(port)
		if port == "relay" {
			security = smtp.SecurityNone
		}
		for _, level := range []smtp.Level{smtp.LevelConnect, smtp.LevelSignIn, smtp.LevelEnvelope, smtp.LevelSend} {
			t.Run(port+" "+string(level), func(t *testing.T) {
				tap := servers.tap(t, port)
				report := smtp.Prove(t.Context(), smtp.Request{
					Settings: servers.settings(tap.Address(), security), Secrets: secrets(), Level: level,
				})
				if report.Verdict != proof.Passed {
					t.Fatalf("not passed: %s", golden.JSON(t, report))
				}
				if leaksOfAlice(golden.JSON(t, report)) || leaksOfAlice(string(tap.Sent())) {
					t.Error("the password is in the report or in clear on the wire")
				}
				if level == smtp.LevelSend {
					servers.checkDelivered(t, report)
				}
			})
		}
	}
	servers.checkLogs(t)
}

// checkDelivered reads the test message back from the mailbox.
func (r realServers) checkDelivered(t *testing.T, report proof.Report) {
	t.Helper()
	i := slices.IndexFunc(report.Steps, func(s proof.Step) bool { return s.Name == "deliver" })
	id := regexp.MustCompile(`<[^>]+>$`).FindString(report.Steps[i].Detail)
	if id == "" {
		t.Fatalf("no Message-ID in %q", report.Steps[i].Detail)
	}
	mail, err := r.dovecot.Delivered(alice, id, delivery)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(mail, "\nSubject: Test message from Patchbay") {
		t.Errorf("another message was delivered:\n%s", mail)
	}
}

// refusal is a proof that fails at Postfix.
type refusal struct {
	name     string
	port     string
	security smtp.Security
	edit     func(*smtp.Settings)
	password string
	to       string
	step     string
	code     string
	fields   []string
	words    string // of the server
}

func TestPostfixFindings(t *testing.T) {
	servers := runServers(t)
	for _, tt := range slices.Concat(portRefusals(), certificateRefusals(), mailRefusals()) {
		t.Run(tt.name, func(t *testing.T) { tt.run(t, servers) })
	}
	servers.checkLogs(t)
}

func (tt refusal) run(t *testing.T, servers realServers) {
	tap := servers.tap(t, tt.port)
	set := servers.settings(tap.Address(), tt.security)
	set.TimeoutSeconds = 3
	if tt.edit != nil {
		tt.edit(&set)
	}
	given := secrets()
	if tt.password != "" {
		given.Password = secretText(tt.password)
	}
	report := smtp.Prove(t.Context(), smtp.Request{Settings: set, Secrets: given, Level: smtp.LevelSend, To: tt.to})
	found := findingAt(t, report, tt.step)
	if report.Verdict != proof.Failed || found.Code != tt.code {
		t.Fatalf("got %s, want %s: %s", found.Code, tt.code, golden.JSON(t, report))
	}
	if diff := cmp.Diff(tt.fields, found.Fields); diff != "" {
		t.Errorf("blamed fields: %s", diff)
	}
	if tt.words != "" && (found.Remote == nil || !strings.Contains(found.Remote.Text, tt.words)) {
		t.Errorf("the server's words: got %+v, want %q", found.Remote, tt.words)
	}
	if leaksOfAlice(golden.JSON(t, report)) || leaksOfAlice(string(tap.Sent())) {
		t.Error("the password is in the report or in clear on the wire")
	}
}

func portRefusals() []refusal {
	start, implicit, none := smtp.SecuritySTARTTLS, smtp.SecurityImplicitTLS, smtp.SecurityNone
	insecurely := func(s *smtp.Settings) {
		s.User, s.Auth, s.InsecureAllowPlainPassword = alice, smtp.SignInPassword, true
	}
	return []refusal{
		{name: "STARTTLS spoken on the implicit-TLS port", port: "implicit-tls", security: start, step: "greeting", code: "tls.expected_tls", fields: []string{"port", "security"}},
		{name: "implicit TLS on the submission port", port: "starttls", security: implicit, step: "tls", code: "tls.not_tls", fields: []string{"security", "port"}, words: "220 mail.example.test ESMTP Postfix"},
		{name: "implicit TLS on the plain port", port: "relay", security: implicit, step: "tls", code: "tls.not_tls", fields: []string{"security", "port"}, words: "220 mail.example.test ESMTP Postfix"},
		{name: "STARTTLS missing on the plain port", port: "relay", security: start, step: "starttls", code: "smtp.starttls_not_offered", fields: []string{"security", "port"}},
		{name: "a password on the plain port", port: "relay", security: none, edit: insecurely, step: "authenticate", code: "auth.not_offered", fields: []string{"port", "auth"}},
		{name: "a password without TLS on the submission port", port: "starttls", security: none, edit: insecurely, step: "authenticate", code: "auth.needs_tls", fields: []string{"security", "port"}},
		{name: "mail without TLS on the submission port", port: "starttls", security: none, step: "sender", code: "auth.needs_tls", fields: []string{"security", "port"}, words: "Must issue a STARTTLS command first"},
	}
}

func TestPostfixClosedPort(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = listener.Close()
	host, port, _ := net.SplitHostPort(listener.Addr().String())
	set := smtp.Settings{Host: host, Port: port, From: alice, User: alice}
	report := smtp.Prove(t.Context(), smtp.Request{Settings: set, Secrets: secrets()})
	if found := findingAt(t, report, "connect"); found.Code != "net.refused" {
		t.Errorf("got %s", golden.JSON(t, report))
	}
}

func certificateRefusals() []refusal {
	withoutCA := func(s *smtp.Settings) { s.CAPEM = "" }
	host, caPEM := []string{"host"}, []string{"caPem", "host"}
	var list []refusal
	for security, step := range map[smtp.Security]string{smtp.SecuritySTARTTLS: "starttls", smtp.SecurityImplicitTLS: "tls"} {
		port := string(security)
		list = append(
			list,
			refusal{name: port + ", unknown authority", port: port, security: security, edit: withoutCA, step: step, code: "tls.unknown_authority", fields: caPEM},
			refusal{name: port + ", foreign authority", port: port + "-foreign", security: security, step: step, code: "tls.unknown_authority", fields: caPEM},
			refusal{name: port + ", self-signed", port: port + "-self-signed", security: security, step: step, code: "tls.self_signed", fields: caPEM},
			refusal{name: port + ", expired", port: port + "-expired", security: security, step: step, code: "tls.expired", fields: host},
			refusal{name: port + ", wrong name", port: port + "-wrong-name", security: security, step: step, code: "tls.hostname_mismatch", fields: host},
		)
	}
	return list
}

func mailRefusals() []refusal {
	start, implicit, none := smtp.SecuritySTARTTLS, smtp.SecurityImplicitTLS, smtp.SecurityNone
	as := func(sender string) func(*smtp.Settings) { return func(s *smtp.Settings) { s.From = sender } }
	withoutSignIn := func(s *smtp.Settings) { s.User, s.Auth = "", smtp.SignInNone }
	return []refusal{
		{name: "wrong password, STARTTLS", port: "starttls", security: start, password: "wrong", step: "authenticate", code: "auth.rejected", fields: []string{"user", "password"}, words: "authentication failed"},
		{name: "wrong password, implicit TLS", port: "implicit-tls", security: implicit, password: "wrong", step: "authenticate", code: "auth.rejected", fields: []string{"user", "password"}, words: "authentication failed"},
		{name: "sender not owned", port: "starttls", security: start, edit: as("bob@example.test"), step: "recipient", code: "smtp.sender_not_owned", fields: []string{"from"}, words: "not owned by user " + alice},
		{name: "relay denied", port: "relay", security: none, to: "someone@example.org", step: "recipient", code: "smtp.relay_denied", fields: []string{"auth", "port"}, words: "Relay access denied"},
		{name: "relay denied to who has signed in", port: "implicit-tls", security: implicit, to: "someone@example.org", step: "recipient", code: "smtp.relay_denied", fields: []string{"auth", "port"}, words: "Relay access denied"},
		{name: "greylisting", port: "starttls", security: start, to: "grey@example.test", step: "recipient", code: "smtp.temporary_failure", fields: []string{"from", "to"}, words: "Greylisted"},
		{name: "unknown recipient", port: "relay", security: none, to: "nobody@example.test", step: "recipient", code: "smtp.recipient_refused", fields: []string{"to"}, words: "User unknown"},
		{name: "no sign-in", port: "implicit-tls", security: implicit, edit: withoutSignIn, step: "recipient", code: "smtp.relay_denied", fields: []string{"host", "auth"}, words: "Access denied"},
	}
}

func TestDovecotMechanisms(t *testing.T) {
	for _, mechanism := range []string{"PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256"} {
		t.Run(mechanism, func(t *testing.T) {
			servers := runServers(t, mechanism)
			for password, want := range map[string]string{password: "", "wrong": "auth.rejected"} {
				report := smtp.Prove(t.Context(), smtp.Request{
					Settings: servers.settings(servers.postfix.Address("implicit-tls"), smtp.SecurityImplicitTLS),
					Secrets:  smtp.Secrets{Password: secretText(password)},
				})
				i := slices.IndexFunc(report.Steps, func(s proof.Step) bool { return s.Name == "authenticate" })
				step := report.Steps[i]
				got := ""
				if step.Finding != nil {
					got = step.Finding.Code
				}
				if got != want || !strings.Contains(step.Detail, mechanism) {
					t.Errorf("got %q by %q, want %q by %s", got, step.Detail, want, mechanism)
				}
			}
			servers.checkLogs(t)
		})
	}
}
