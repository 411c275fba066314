package smtp_test

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/golden"
	"patchbay/backend/rehearsal/smtpd"
)

// explained is what a proof finds when the rehearsal server acts a fault: what
// an operator learns there must be what the product says of a real server.
type explained struct {
	step, code string
	fields     []string
}

func explanations() map[string]explained {
	return map[string]explained{
		"silence":                       {"greeting", "net.timeout", []string{"host", "port"}},
		"closes-at-once":                {"greeting", "net.closed", []string{"port", "security"}},
		"greeting-refused":              {"greeting", "smtp.greeting_refused", []string{"host", "port"}},
		"closes-after-greeting":         {"ehlo", "net.closed", []string{"host"}},
		"endless-banner":                {"greeting", "smtp.protocol_violation", []string{"host", "port"}},
		"starttls-missing":              {"starttls", "smtp.starttls_not_offered", []string{"security", "port"}},
		"starttls-injection":            {"starttls", "smtp.starttls_injection", []string{"security", "port"}},
		"certificate-expired":           {"starttls", "tls.expired", []string{"host"}},
		"certificate-wrong-name":        {"starttls", "tls.hostname_mismatch", []string{"host"}},
		"certificate-unknown-authority": {"starttls", "tls.unknown_authority", []string{"caPem", "host"}},
		"certificate-self-signed":       {"starttls", "tls.self_signed", []string{"caPem", "host"}},
		"auth-missing":                  {"authenticate", "auth.not_offered", []string{"port", "auth"}},
		"password-refused":              {"authenticate", "auth.rejected", []string{"user", "password"}},
		"app-password-required":         {"authenticate", "auth.app_password_required", []string{"password"}},
		"auth-disabled":                 {"authenticate", "auth.basic_disabled", []string{"auth"}},
		"auth-unavailable":              {"authenticate", "auth.temporarily_unavailable", nil},
		"auth-throttled":                {"authenticate", "auth.too_many_attempts", []string{"user", "password"}},
		"password-echoed":               {"authenticate", "auth.rejected", []string{"user", "password"}},
		"sender-not-owned":              {"sender", "smtp.sender_not_owned", []string{"from"}},
		"greylisted":                    {"recipient", "smtp.temporary_failure", []string{"from", "to"}},
		"relay-denied":                  {"recipient", "smtp.relay_denied", []string{"auth", "port"}},
		"recipient-unknown":             {"recipient", "smtp.recipient_refused", []string{"to"}},
		"mailbox-full":                  {"recipient", "smtp.recipient_refused", []string{"to"}},
		"message-too-large":             {"sender", "smtp.size_exceeded", []string{"host"}},
		"message-refused":               {"deliver", "smtp.message_refused", []string{"from"}},
		"closes-after-data":             {"deliver", "net.closed", []string{"host"}},
	}
}

func TestRehearsedFaultsAreExplained(t *testing.T) {
	server, err := smtpd.Start(smtpd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	missing := explanations()
	for _, fault := range server.Faults() {
		delete(missing, fault.Name)
		t.Run(fault.Name, func(t *testing.T) {
			if err := server.SetFault(fault.Name); err != nil {
				t.Fatal(err)
			}
			report := proveRehearsal(t, server, fault.Name)
			want, ok := explanations()[fault.Name]
			if !ok {
				t.Fatalf("no explanation is expected: %q", summary(report))
			}
			found := findingAt(t, report, want.step)
			if diff := cmp.Diff(want, explained{want.step, found.Code, found.Fields}, cmp.AllowUnexported(explained{})); diff != "" {
				t.Errorf("%s\n%s", diff, found.Cause)
			}
			if doc := golden.JSON(t, report); leaksThe(doc, string(server.Password().Reveal()), server.User()) {
				t.Error("the password is in the report")
			}
		})
	}
	for name := range missing {
		t.Errorf("the rehearsal server has no fault %q", name)
	}
}

func TestRehearsalPasses(t *testing.T) {
	server, err := smtpd.Start(smtpd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	if report := proveRehearsal(t, server, ""); report.Verdict != proof.Passed {
		t.Fatalf("not passed: %s", golden.JSON(t, report))
	}
	caught := server.Messages()
	if len(caught) != 1 || caught[0].Subject != "Test message from Patchbay" {
		t.Errorf("caught %+v", caught)
	}
}

// proveRehearsal waits for long only where it need not: a busy machine is slow.
func proveRehearsal(t *testing.T, server *smtpd.Server, fault string) proof.Report {
	t.Helper()
	timeout := 20
	if fault == "silence" {
		timeout = 1
	}
	endpoint := server.Endpoints()[0]
	return smtp.Prove(t.Context(), smtp.Request{
		Settings: smtp.Settings{
			Host: endpoint.Host, Port: strconv.Itoa(endpoint.Port), Security: smtp.Security(endpoint.Security),
			User: server.User(), From: server.User(), CAPEM: server.CAPEM(), TimeoutSeconds: timeout,
		},
		Secrets: smtp.Secrets{Password: server.Password().Clone()},
		Level:   smtp.LevelSend,
	})
}
