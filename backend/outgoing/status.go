package outgoing

import (
	"crypto/hmac"
	"errors"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/vault"
)

// status derives the light of a stored server from its proofs.
func (s *Servers) status(tx *vault.Tx, server Server, lookup lookup) (Status, error) {
	all, _, err := s.proofs.Get(tx, server.DeploymentID)
	if err != nil && !errors.Is(err, vault.ErrNoRecord) {
		return Status{}, err
	}
	expanded, _ := server.Settings.WithDefaults().Expand(lookup)
	secrets, _, err := gather(tx, server.DeploymentID, Draft{Settings: server.Settings}, expanded)
	if err != nil {
		return Status{}, err
	}
	defer wipe(secrets)
	status := judge(all.Proofs, expanded.Hash(), secrets, s.now())
	if !server.Enabled {
		status.Light, status.Summary = Disabled, "Switched off"
	}
	return status, nil
}

// judge finds the newest proof of exactly this configuration and its secrets.
func judge(proofs []provedRecord, hash string, secrets smtp.Secrets, now time.Time) Status {
	if len(proofs) == 0 {
		return Status{Light: Never, Summary: "Never proved"}
	}
	for _, p := range proofs {
		if p.Report.ConfigHash == hash && p.used(secrets) {
			return verdict(p.Report, now)
		}
	}
	reason := "Stale: the configuration has changed"
	if proofs[0].Report.ConfigHash == hash {
		reason = "Stale: a secret has changed"
		if secrets.Password.IsSet() {
			reason = "Stale: the password has changed"
		}
	}
	return Status{Light: Stale, Summary: reason, Proof: &proofs[0].Report}
}

func (p provedRecord) used(secrets smtp.Secrets) bool {
	if !hasSecret(secrets) || p.Mark == nil {
		// A proof that stopped before a secret was needed has no mark.
		return p.Mark == nil
	}
	return hmac.Equal(p.Mark, mark(p.Salt, secrets))
}

func verdict(report proof.Report, now time.Time) Status {
	status := Status{Proof: &report}
	switch report.Verdict {
	case proof.Failed:
		status.Light, status.Summary = Failed, "Failed at "+failedStep(report)
		return status
	case proof.Warned:
		status.Light = Warned
	default:
		status.Light = Proved
	}
	status.Summary = "Proved: " + levelName(report.Level)
	if expired(report, now) {
		status.Light, status.Summary = Stale, "Stale: the server's certificate has expired since"
	}
	return status
}

func failedStep(report proof.Report) string {
	for _, step := range report.Steps {
		if step.Verdict == proof.Failed {
			return stepName(step.Name)
		}
	}
	return "the end"
}

// expired reports whether the leaf certificate of the proof has run out.
func expired(report proof.Report, now time.Time) bool {
	at, ok := leafEnd(report)
	return ok && now.After(at)
}

// stepName is a step's name within a sentence.
func stepName(step string) string {
	switch step {
	case "authenticate":
		return "sign-in"
	case "tls", "starttls":
		return "encryption"
	case "ehlo":
		return "EHLO"
	}
	return step
}

func levelName(level string) string {
	switch smtp.Level(level) {
	case smtp.LevelConnect:
		return "the server answers"
	case smtp.LevelSignIn:
		return "signing in works"
	case smtp.LevelEnvelope:
		return "sender and recipient are accepted"
	case smtp.LevelSend:
		return "a message was accepted"
	}
	return level
}
