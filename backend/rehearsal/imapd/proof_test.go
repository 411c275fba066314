package imapd_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/rehearsal/imapd"
)

// explained is what a proof finds when the server acts a fault: what an
// operator learns there must be what the product says of a real server. No code
// is a proof that passes.
type explained struct {
	step, code string
	fields     []string
}

// explanations are those of the implicit-TLS port.
func explanations() map[string]explained {
	passes := explained{}
	return map[string]explained{
		"":                              passes,
		"silence":                       {"greeting", "net.timeout", []string{"host", "port"}},
		"closes-at-once":                {"greeting", "net.closed", []string{"port", "security"}},
		"greeting-refused":              {"greeting", "imap.greeting_bye", []string{"host"}},
		"endless-line":                  {"greeting", "imap.limit_exceeded", []string{"host", "port"}},
		"answers-slowly":                passes,
		"starttls-missing":              passes,
		"starttls-injection":            passes,
		"preauth":                       {"greeting", "imap.preauth", []string{"port", "host"}},
		"plaintext-refused":             passes,
		"certificate-expired":           {"tls", "tls.expired", []string{"host"}},
		"certificate-wrong-name":        {"tls", "tls.hostname_mismatch", []string{"host"}},
		"certificate-unknown-authority": {"tls", "tls.unknown_authority", []string{"caPem", "host"}},
		"certificate-self-signed":       {"tls", "tls.self_signed", []string{"caPem", "host"}},
		"sign-in-disabled":              {"authenticate", "imap.login_disabled", []string{"auth"}},
		"alert-before-sign-in":          passes,
		"password-refused":              {"authenticate", "auth.rejected", []string{"user", "password"}},
		"app-password-required":         {"authenticate", "auth.app_password_required", []string{"password"}},
		"access-disabled":               {"authenticate", "imap.access_disabled", []string{"user"}},
		"browser-required":              {"authenticate", "auth.rejected", []string{"user"}},
		"login-failed":                  {"authenticate", "auth.rejected", []string{"user", "password"}},
		"unavailable":                   {"authenticate", "auth.temporarily_unavailable", nil},
		"too-many-connections":          {"authenticate", "imap.connection_limit", []string{"user"}},
		"password-echoed":               {"authenticate", "auth.rejected", []string{"user", "password"}},
		"closes-at-sign-in":             {"authenticate", "net.closed", []string{"host"}},
		"not-connected":                 {"examine", "imap.access_disabled", []string{"user", "mailbox"}},
		"id-required":                   passes,
		"unsafe-login":                  {"examine", "imap.access_disabled", []string{"user", "password"}},
		"delivers-to-junk":              passes,
		"from-rewritten":                passes,
	}
}

// startTLSExplanations are those that the STARTTLS port has beside the others;
// what fails at "tls" there fails at "starttls" here.
func startTLSExplanations() map[string]explained {
	list := explanations()
	for name, e := range list {
		if e.step == "tls" {
			e.step = "starttls"
			list[name] = e
		}
	}
	list["starttls-missing"] = explained{"starttls", "imap.starttls_not_offered", []string{"security", "port"}}
	list["starttls-injection"] = explained{"starttls", "imap.starttls_injection", []string{"security", "port"}}
	list["preauth"] = explained{"greeting", "imap.preauth", []string{"security", "port"}}
	return list
}

func TestFaultsAreExplained(t *testing.T) {
	server := start(t, imapd.Options{Pause: time.Millisecond})
	for endpoint, want := range map[imapd.Endpoint]map[string]explained{
		implicitTLSPort(server): explanations(), startTLSPort(server): startTLSExplanations(),
	} {
		for _, f := range append([]imapd.Fault{{}}, server.Faults()...) {
			expected, ok := want[f.Name]
			if !ok {
				t.Errorf("no explanation is expected of %q", f.Name)
			}
			delete(want, f.Name)
			if err := server.SetFault(f.Name); err != nil {
				t.Fatal(err)
			}
			report := prove(t, server, settingsOf(server, endpoint))
			if diff := cmp.Diff(expected, finding(report), cmp.AllowUnexported(explained{})); diff != "" {
				t.Errorf("%q, %s: %s", f.Name, endpoint.Security, diff)
			}
		}
		for name := range want {
			t.Errorf("the server has no fault %q", name)
		}
	}
}

func settingsOf(server *imapd.Server, endpoint imapd.Endpoint) imap.Settings {
	return imap.Settings{Mailbox: server.User(), Settings: account.Settings{
		Host: endpoint.Host, Port: strconv.Itoa(endpoint.Port), Security: account.Security(endpoint.Security), CAPEM: server.CAPEM(),
	}}
}

// prove is what Patchbay finds out about a server. Silence is waited for no
// longer than a second.
func prove(t *testing.T, server *imapd.Server, settings imap.Settings) proof.Report {
	t.Helper()
	request := imap.Request{Settings: settings, Secrets: account.Secrets{Password: server.Password().Clone()}}
	if server.Fault() == "silence" {
		request.Timeout = time.Second
	}
	report := imap.Prove(t.Context(), request)
	document, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(document), string(server.Password().Reveal())) {
		t.Errorf("%q: the password is in the report", server.Fault())
	}
	return report
}

// finding is the first one of a report.
func finding(report proof.Report) explained {
	for _, step := range report.Steps {
		if step.Finding != nil {
			return explained{step.Name, step.Finding.Code, step.Finding.Fields}
		}
	}
	return explained{}
}

// A client that would send its password in clear is refused, and told why.
func TestPlaintextRefusedIsExplained(t *testing.T) {
	server := choose(t, "plaintext-refused", imapd.Options{})
	settings := settingsOf(server, startTLSPort(server))
	settings.Security, settings.InsecureAllowPlainPassword = account.SecurityNone, true
	want := explained{"authenticate", "auth.needs_tls", []string{"security", "port"}}
	report := prove(t, server, settings)
	if got := finding(report); !cmp.Equal(want, got, cmp.AllowUnexported(explained{})) {
		t.Errorf("got %+v", got)
	}
}

// Both kinds of alert reach the person.
func TestAlertsAreShown(t *testing.T) {
	for name, want := range map[string]proof.Notice{
		"alert-before-sign-in": {Kind: "alert", Text: "This server is shut down for maintenance on Sunday at 22:00"},
		"browser-required":     {Kind: "webalert", Text: "Web login required.", URL: "https://accounts.google.com/signin/continue"},
	} {
		server := choose(t, name, imapd.Options{})
		var got []proof.Notice
		for _, step := range prove(t, server, settingsOf(server, startTLSPort(server))).Steps {
			if step.Mailbox != nil {
				got = append(got, step.Mailbox.Notices...)
			}
		}
		if len(got) == 0 || got[0] != want {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
