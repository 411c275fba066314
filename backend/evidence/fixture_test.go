package evidence_test

import (
	"path/filepath"
	"testing"
	"time"

	"patchbay/backend/evidence"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/vault/kdf"
)

const (
	kind  = "thing-proofs"
	thing = "thing-1"
)

func newVault(t *testing.T) *vault.Vault {
	t.Helper()
	cost := kdf.ForTests()
	v, _, err := vault.Create(t.Context(), vault.Options{Dir: filepath.Join(t.TempDir(), "vault"), Cost: &cost},
		"operator-1", "Ada", secret.FromString("a password of the test"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	return v
}

func words() evidence.Words {
	return evidence.Words{Level: func(level string) string { return level + " works" }}
}

func begin() time.Time { return time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC) }

func password(text string) account.Secrets {
	return account.Secrets{Password: secret.FromString(text)}
}

// report is a proof of a configuration, n minutes after the first.
func report(hash string, n int, steps ...proof.Step) proof.Report {
	r := proof.Report{
		Subject: "imap", Target: "imap.example.com:993", Level: "signin", Verdict: proof.Passed,
		StartedAt: begin().Add(time.Duration(n) * time.Minute), DurationMs: 120, ConfigHash: hash, Steps: steps,
	}
	for _, step := range steps {
		if step.Verdict == proof.Failed || step.Verdict == proof.Warned && r.Verdict == proof.Passed {
			r.Verdict = step.Verdict
		}
	}
	return r
}

func failed(name string) proof.Step {
	return proof.Step{Name: name, Verdict: proof.Failed, Finding: &proof.Finding{
		Code: "imap.thing", Cause: "The server says no.", Remedy: "Ask its administrator.",
	}}
}

func warned(name string) proof.Step {
	return proof.Step{Name: name, Verdict: proof.Warned, Finding: &proof.Finding{
		Code: "imap.doubt", Cause: "The server is unsure.", Remedy: "Ask its administrator.",
	}}
}

func encrypted(until time.Time) proof.Step {
	return proof.Step{Name: "tls", Verdict: proof.Passed, TLS: &proof.TLS{
		Certificates: []proof.Certificate{{Subject: "imap.example.com", NotAfter: until, PEM: "-----BEGIN CERTIFICATE-----"}},
	}}
}
