package imap_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/rehearsal/script"
)

// go test ./backend/protocol/imap -run Golden -update
var update = flag.Bool("update", false, "rewrite golden files")

// TestGolden holds whole proofs, as the doors print them.
func TestGolden(t *testing.T) {
	a := script.NewAuthority(t)
	good := script.TLS(a.Issue(t, nil))
	tests := []struct {
		name     string
		server   behaviour
		security account.Security
	}{
		{"connected", behaviour{startTLS: good, clear: "IMAP4rev1 LOGINDISABLED"}, account.SecuritySTARTTLS},
		{"rejected", behaviour{implicit: good, signIn: func(p *script.Peer, tag, _ string) {
			p.Send("* NO [ALERT] look at this", tag+" NO [AUTHENTICATIONFAILED] "+password+" is wrong")
		}}, account.SecurityImplicitTLS},
		{"not_connected", behaviour{implicit: good, caps: "IMAP4rev1 LITERAL+", replies: map[string]string{
			"EXAMINE": "TAG BAD User is authenticated but not connected.",
		}}, account.SecurityImplicitTLS},
		{"injected", behaviour{startTLS: good, replies: map[string]string{"STARTTLS": "TAG OK go ahead\r\nP3 OK go on"}}, account.SecuritySTARTTLS},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := script.Serve(t, tt.server.play)
			report := imap.Prove(t.Context(), imap.Request{
				Settings: settings(s, tt.security, a), Secrets: secrets(), Version: "test", Host: "laptop",
			})
			compareGolden(t, filepath.Join("testdata", tt.name+".golden.json"), normal(t, report, s.Port()))
		})
	}
}

// normal replaces what differs from run to run.
func normal(t *testing.T, report proof.Report, port string) string {
	t.Helper()
	doc := asJSON(t, report) + "\n"
	for _, rule := range []struct{ pattern, with string }{
		{`\b` + port + `\b`, "PORT"},
		{`"(startedAt|notBefore|notAfter)": "[^"]*"`, `"$1": "TIME"`},
		{`certificate until [0-9-]+`, "certificate until DAY"},
		{`TLS_[A-Z0-9_]+`, "CIPHER"},
		{`"(durationMs|at)": \d+`, `"$1": 0`},
		{`sha256:[0-9a-f]{64}`, "sha256:HASH"},
		{`"fingerprint": "[0-9a-f]{64}"`, `"fingerprint": "HASH"`},
		{`-----BEGIN CERTIFICATE[^"]*`, "PEM"},
	} {
		doc = regexp.MustCompile(rule.pattern).ReplaceAllString(doc, rule.with)
	}
	return doc
}

func compareGolden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}
