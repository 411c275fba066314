package outgoing

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"slices"
	"strings"
	"time"

	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// ProofRequest says what to prove of a draft.
type ProofRequest struct {
	Draft Draft
	Level smtp.Level
	To    string // of the test message
	Run   string // names the run in events
	// Observe is told of each step, beside the event "proof.step".
	Observe proof.Observer
}

// Prove tests a draft, saved or not. Nothing is stored but the proof.
func (s *Servers) Prove(ctx context.Context, deploymentID string, r ProofRequest) (proof.Report, error) {
	if _, err := s.access.MayRead(); err != nil {
		return proof.Report{}, err
	}
	reading := context.WithoutCancel(ctx) // cancelling ends the proof, which says so in its steps
	lookup, err := s.deployments.LookupOf(reading, deploymentID)
	if err != nil {
		return proof.Report{}, err
	}
	expanded, _ := r.Draft.Settings.WithDefaults().Expand(lookup)
	request := smtp.Request{
		Settings: r.Draft.Settings, Level: r.Level, To: r.To, Lookup: lookup, Version: s.version,
		Observe: s.observer(deploymentID, r),
	}
	var blocked []string
	err = s.access.View(reading, func(tx *vault.Tx) (err error) {
		if r.Level != smtp.LevelConnect { // which sends no credential
			request.Secrets, blocked, err = gather(tx, deploymentID, r.Draft, expanded)
		}
		return err
	})
	if err != nil {
		return proof.Report{}, err
	}
	defer wipe(request.Secrets)
	if len(blocked) > 0 {
		request.Blocked = boundElsewhere(blocked)
	}
	report := smtp.Prove(ctx, request)
	if ctx.Err() != nil {
		return report, nil // a cancelled proof says nothing of the server
	}
	if err := s.keep(ctx, deploymentID, report, request.Secrets.Password); err != nil {
		// The server has been asked: what it said is not thrown away.
		report.Unsaved = fault.Of(err).Message
	}
	return report, nil
}

func boundElsewhere(fields []string) *proof.Finding {
	return &proof.Finding{
		Code: CodeBoundElsewhere,
		Cause: "The stored " + strings.Join(fields, " and ") + " was saved for another destination. " +
			"A stored secret is only ever sent to the host, port, security and user name it was saved with.",
		Remedy: "Enter it again for the new destination.",
		Fields: fields,
	}
}

func (s *Servers) observer(deploymentID string, r ProofRequest) proof.Observer {
	return func(p proof.Progress) {
		s.events.Publish(event.Event{Name: "proof.step", Deployment: deploymentID, Run: r.Run, Step: &p})
		if r.Observe != nil {
			r.Observe(p)
		}
	}
}

// keep stores a proof among the newest of its deployment.
func (s *Servers) keep(ctx context.Context, deploymentID string, report proof.Report, password secret.Text) error {
	entry := provedRecord{Report: compact(report)}
	if password.IsSet() {
		entry.Salt = make([]byte, sha256.Size)
		_, _ = rand.Read(entry.Salt) // never fails since Go 1.24
		entry.Mark = mark(entry.Salt, password)
	}
	err := s.access.Update(ctx, func(tx *vault.Tx) error {
		all, _, err := s.proofs.Get(tx, deploymentID)
		if err != nil && !errors.Is(err, vault.ErrNoRecord) {
			return err
		}
		all.Proofs = slices.Insert(all.Proofs, 0, entry)
		all.Proofs = all.Proofs[:min(len(all.Proofs), maxProofs)]
		_, err = s.proofs.Put(tx, deploymentID, all, vault.AnyRevision)
		return err
	})
	if err == nil {
		s.events.Publish(event.Event{Name: "outgoing.proved", Deployment: deploymentID})
	}
	return err
}

// mark recognises a password without keeping it. The salt is random for each
// proof, and both lie in a sealed record.
func mark(salt []byte, password secret.Text) []byte {
	mac := hmac.New(sha256.New, salt)
	mac.Write(password.Reveal())
	return mac.Sum(nil)
}

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
	status := judge(all.Proofs, expanded.Hash(), secrets.Password, s.now())
	if !server.Enabled {
		status.Light, status.Summary = Disabled, "Switched off"
	}
	return status, nil
}

// judge finds the newest proof of exactly this configuration and password.
func judge(proofs []provedRecord, hash string, password secret.Text, now time.Time) Status {
	if len(proofs) == 0 {
		return Status{Light: Never, Summary: "Never proved"}
	}
	for _, p := range proofs {
		if p.Report.ConfigHash == hash && p.used(password) {
			return verdict(p.Report, now)
		}
	}
	reason := "Stale: the configuration has changed"
	if proofs[0].Report.ConfigHash == hash {
		reason = "Stale: the password has changed"
	}
	return Status{Light: Stale, Summary: reason, Proof: &proofs[0].Report}
}

func (p provedRecord) used(password secret.Text) bool {
	if !password.IsSet() || p.Mark == nil {
		// A proof that stopped before the password was needed has no mark.
		return p.Mark == nil
	}
	return hmac.Equal(p.Mark, mark(p.Salt, password))
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
	for _, step := range report.Steps {
		if step.TLS != nil && len(step.TLS.Certificates) > 0 {
			return now.After(step.TLS.Certificates[0].NotAfter)
		}
	}
	return false
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
