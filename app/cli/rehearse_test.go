package cli_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
)

func TestRehearse(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	p := start(t, newMain("rehearse", "--json"))
	var started struct {
		SMTP struct {
			Host, Security, User, Password string
			Port                           int
		}
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

func TestRehearseWithAFault(t *testing.T) {
	got := run(t, nil, "", "rehearse", "--fault", "nonsense", "--json")
	var f fault.Fault
	if err := json.Unmarshal([]byte(got.stdout), &f); err != nil {
		t.Fatal(err)
	}
	if got.status == 0 || !strings.Contains(f.Hint, "password-refused") {
		t.Errorf("got status %d: %s", got.status, got.stdout)
	}
}
