package cli_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
)

func TestRehearse(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	p := start(t, newMain("rehearse", "--json"))
	var started struct {
		SMTP struct {
			Host, Security, User, Password string
			Port                           int
		}
		IMAP struct {
			Host, Security, User, Password string
			Port                           int
		}
		IDP    struct{ Issuer, ClientID, ClientSecret, AuthorizationURL, TokenURL, UserInfoURL, SAMLMetadataURL string }
		CAFile string
	}
	p.document(&started)
	authority, err := os.ReadFile(started.CAFile)
	if err != nil {
		t.Fatal(err)
	}
	document, err := json.Marshal(map[string]any{
		"host": started.SMTP.Host, "port": started.SMTP.Port, "security": started.SMTP.Security,
		"user": started.SMTP.User, "password": started.SMTP.Password, "from": "a@rehearsal.example", "caPem": string(authority),
	})
	if err != nil {
		t.Fatal(err)
	}
	got := run(t, nil, string(document), "smtp", "prove", "--from", "-", "--level", "send", "--json")
	var report proof.Report
	if err := json.Unmarshal([]byte(got.stdout), &report); err != nil {
		t.Fatal(err)
	}
	if got.status != 0 || report.Verdict != proof.Passed {
		t.Errorf("got status %d: %s", got.status, got.stdout)
	}
	document, err = json.Marshal(map[string]any{
		"mailbox": started.IMAP.User, "host": started.IMAP.Host, "port": started.IMAP.Port, "security": started.IMAP.Security,
		"password": started.IMAP.Password, "caPem": string(authority),
	})
	if err != nil {
		t.Fatal(err)
	}
	proveMailbox(t, document)
	for name, value := range map[string]string{
		"issuer": started.IDP.Issuer, "clientId": started.IDP.ClientID, "clientSecret": started.IDP.ClientSecret,
		"authorizationUrl": started.IDP.AuthorizationURL, "tokenUrl": started.IDP.TokenURL,
		"userInfoUrl": started.IDP.UserInfoURL, "samlMetadataUrl": started.IDP.SAMLMetadataURL,
	} {
		if value == "" {
			t.Errorf("the identity provider has no %s", name)
		}
	}
	if rest := p.end(); rest != "" {
		t.Errorf("more than one document: %s", rest)
	}
	if !strings.Contains(p.stderr.String(), "Test message") {
		t.Errorf("the message was not told of: %s", p.stderr)
	}
	if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// proveMailbox signs in to the mailbox of a document.
func proveMailbox(t *testing.T, document []byte) {
	t.Helper()
	settings, inputs, err := imap.Parse(document)
	if err != nil {
		t.Fatal(err)
	}
	report := imap.Prove(t.Context(), imap.Request{Settings: settings, Secrets: account.Secrets{Password: inputs.Password.Value}})
	if report.Verdict != proof.Passed {
		t.Errorf("the mailbox: %+v", report)
	}
}

func TestRehearseWithAFault(t *testing.T) {
	for flag, known := range map[string]string{"--fault": "greylisted", "--imap-fault": "unsafe-login", "--idp-fault": "wrong-audience"} {
		got := run(t, nil, "", "rehearse", flag, "nonsense", "--json")
		var f fault.Fault
		if err := json.Unmarshal([]byte(got.stdout), &f); err != nil {
			t.Fatal(err)
		}
		if got.status == 0 || !strings.Contains(f.Hint, known) {
			t.Errorf("%s: got status %d: %s", flag, got.status, got.stdout)
		}
		got = run(t, nil, "", "rehearse", flag, "help")
		if got.status != 0 || !strings.Contains(got.stdout, known) {
			t.Errorf("%s help: got status %d: %s", flag, got.status, got.stdout)
		}
	}
}
