package cli_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"patchbay/app/cli"
	"patchbay/backend/rehearsal/smtpd"
)

// TestAMailedPasswordLivesADay and no longer, also where the clock is put back.
func TestAMailedPasswordLivesADay(t *testing.T) {
	for name, tt := range map[string]struct {
		later  time.Duration
		status int
		code   string
	}{
		"within the day":     {23 * time.Hour, 0, ""},
		"after the day":      {25 * time.Hour, 5, "operator.reset_expired"},
		"before it was sent": {-48 * time.Hour, 5, "operator.reset_expired"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, mailed := resetByMail(t)
			m := newMain("operator", "password", "--operator", "Grace", "--json",
				"--password-file", p.file("mailed.txt", mailed), "--new-password-file", p.file("own.txt", "own-horse-battery-staple"))
			m.Now = func() time.Time { return time.Now().Add(tt.later) }
			got := runAs(t, p.env, m)
			var f struct{ Code string }
			decode(t, got.stdout, &f)
			if got.status != tt.status || f.Code != tt.code {
				t.Errorf("it ended with status %d: %s%s", got.status, got.stdout, got.stderr)
			}
		})
	}
}

// TestARefusedPasswordUsesNoMailedOneUp: it opens the vault once, and that is for the
// change that succeeds.
func TestARefusedPasswordUsesNoMailedOneUp(t *testing.T) {
	t.Parallel()
	p, mailed := resetByMail(t)
	change := func(next string) outcome {
		return runAs(t, p.env, newMain("operator", "password", "--operator", "Grace", "--json",
			"--password-file", p.file("mailed.txt", mailed), "--new-password-file", p.file("own.txt", next)))
	}
	for _, next := range []string{"", "weak", "password123", mailed} {
		if got := change(next); got.status != 3 || !strings.Contains(got.stdout, `"next"`) {
			t.Errorf("%q: it ended with status %d: %s%s", next, got.status, got.stdout, got.stderr)
		}
	}
	if got := change("own-horse-battery-staple"); got.status != 0 {
		t.Errorf("it ended with status %d: %s%s", got.status, got.stdout, got.stderr)
	}
}

// resetByMail makes a vault, and mails the operator Grace a password.
func resetByMail(t *testing.T) (p *patchbay, mailed string) {
	t.Helper()
	server, err := smtpd.Start(smtpd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	p = newPatchbay(t, "Ada")
	p.do("gateway", "set", "--from", p.file("gateway.json", gatewayDocument(t, server)))
	p.do("operator", "add", "Grace", "--email", "grace@example.com", "--new-password-file", p.file("first.txt", "first-horse-battery-staple"))
	p.do("operator", "reset", "grace", "--operator", "Ada")
	m, err := server.Message(server.Messages()[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	found := mailedPassword().FindStringSubmatch(m.Text)
	if found == nil {
		t.Fatal("the mail holds no password")
	}
	return p, found[1]
}

// gatewayDocument is smtpDocument in the words of the gateway.
func gatewayDocument(t *testing.T, server *smtpd.Server) string {
	t.Helper()
	var document map[string]any
	if err := json.Unmarshal(smtpDocument(t, server), &document); err != nil {
		t.Fatal(err)
	}
	delete(document, "user")
	document["security"], document["senderName"] = "tls", "The vault"
	encoded, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	return string(encoded)
}

// runAs is [run] of a program that is filled in already.
func runAs(t *testing.T, env environment, m *cli.Main) outcome {
	t.Helper()
	var stdout, stderr strings.Builder
	m.Stdout, m.Stderr, m.Getenv = &stdout, &stderr, env.get
	status := m.Run(t.Context())
	return outcome{status, stdout.String(), stderr.String()}
}
