// Package golden holds the reports of proofs against golden files, which are
// read like texts: what differs from run to run is replaced.
package golden

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"patchbay/backend/proof"
)

// Rule replaces what matches a regular expression.
type Rule struct{ Pattern, With string }

// JSON is a report as the doors print it.
func JSON(t testing.TB, report proof.Report) string {
	t.Helper()
	document, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(document)
}

// Normal is [JSON] without what differs from run to run: the port, times and
// certificates, and what more rules name.
func Normal(t testing.TB, report proof.Report, port string, more ...Rule) string {
	t.Helper()
	document := JSON(t, report) + "\n"
	for _, rule := range append([]Rule{
		{`\b` + port + `\b`, "PORT"},
		{`"(startedAt|notBefore|notAfter)": "[^"]*"`, `"$1": "TIME"`},
		{`certificate until [0-9-]+`, "certificate until DAY"},
		{`TLS_[A-Z0-9_]+`, "CIPHER"},
		{`"(durationMs|at)": \d+`, `"$1": 0`},
		{`sha256:[0-9a-f]{64}`, "sha256:HASH"},
		{`"fingerprint": "[0-9a-f]{64}"`, `"fingerprint": "HASH"`},
		{`-----BEGIN CERTIFICATE[^"]*`, "PEM"},
	}, more...) {
		document = regexp.MustCompile(rule.Pattern).ReplaceAllString(document, rule.With)
	}
	return document
}

// Want is the golden file at path, which update rewrites with what was got.
func Want(t testing.TB, path, got string, update bool) string {
	t.Helper()
	if update {
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
	return string(want)
}
