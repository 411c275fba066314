package smtp_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/script"
)

// go test ./backend/protocol/smtp -run Golden -update
var update = flag.Bool("update", false, "rewrite golden files")

// TestGolden holds whole proofs, as the doors print them.
func TestGolden(t *testing.T) {
	a := script.NewAuthority(t)
	good := script.TLS(a.Issue(t, nil))
	stranger := script.TLS(script.NewAuthority(t).Issue(t, nil))
	tests := []struct {
		name     string
		server   behaviour
		security smtp.Security
	}{
		{"sent", behaviour{startTLS: good, caps: []string{"AUTH PLAIN LOGIN", "SIZE 10240000", "8BITMIME"}}, smtp.SecuritySTARTTLS},
		{"rejected", behaviour{implicit: good, replies: map[string]string{"AUTH": "535-5.7.8 Error: authentication failed:\r\n535 5.7.8 " + password + " is wrong"}}, smtp.SecurityImplicitTLS},
		{"untrusted", behaviour{implicit: stranger}, smtp.SecurityImplicitTLS},
		{"injected", behaviour{startTLS: good, replies: map[string]string{"STARTTLS": "220 go ahead\r\n250 AUTH PLAIN"}}, smtp.SecuritySTARTTLS},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := script.Serve(t, tt.server.play)
			set := settings(s, tt.security, a)
			set.EHLOName = "client.example.com" // else this machine's own
			report := smtp.Prove(t.Context(), smtp.Request{
				Settings: set, Secrets: secrets(), Level: smtp.LevelSend,
				Version: "test", Host: "laptop",
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
		{`(\\u003c)[a-z0-9]{26}@`, "${1}ID@"},
		{`\b\d+ bytes|SIZE=\d+`, "SIZE"},
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
