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

// Prove tests a draft, saved or not. Nothing is stored but the proof, and a
// refresh token that the provider has replaced while it was used.
func (s *Servers) Prove(ctx context.Context, deploymentID string, r ProofRequest) (proof.Report, error) {
	run, err := s.prepare(ctx, deploymentID, r)
	if err != nil {
		return proof.Report{}, err
	}
	defer run.done()
	report := smtp.Prove(ctx, run.request)
	if ctx.Err() != nil {
		return report, nil // a cancelled proof says nothing of the server
	}
	if err := errors.Join(run.unsaved, s.keep(ctx, deploymentID, report, run.request.Secrets)); err != nil {
		// The server has been asked: what it said is not thrown away.
		report.Unsaved = fault.Of(err).Message
	}
	return report, nil
}

// prepared is a request with the secrets that it may use.
type prepared struct {
	settled *settled
	request smtp.Request
	unsaved error // of a replaced refresh token
	done    func()
}

// prepare gathers what a proof needs. done wipes the secrets.
func (s *Servers) prepare(ctx context.Context, deploymentID string, r ProofRequest) (*prepared, error) {
	if _, err := s.access.MayRead(); err != nil {
		return nil, err
	}
	reading := context.WithoutCancel(ctx) // cancelling ends the proof, which says so in its steps
	lookup, err := s.deployments.LookupOf(reading, deploymentID)
	if err != nil {
		return nil, err
	}
	way, err := s.network.Network(reading)
	if err != nil {
		return nil, err
	}
	d, wipeMade := s.settle(r.Draft, lookup)
	p := &prepared{settled: d, request: smtp.Request{
		Settings: d.Settings, Level: r.Level, To: r.To, Lookup: lookup, Version: s.version,
		Network: way, Observe: s.observer(deploymentID, r),
	}}
	p.done = func() { wipe(p.request.Secrets); wipeMade() }
	if r.Level == smtp.LevelConnect { // which sends no credential
		return p, nil
	}
	var blocked []string
	err = s.access.View(reading, func(tx *vault.Tx) (err error) {
		p.request.Secrets, blocked, err = gather(tx, deploymentID, d.Draft, d.expanded)
		return err
	})
	if err != nil {
		p.done()
		return nil, err
	}
	p.request.Blocked = stopped(blocked, d.faults)
	p.follow(s, reading, deploymentID)
	return p, nil
}

// stopped explains why a proof must not begin, nil when nothing stands against
// it.
func stopped(blocked []string, faults []fault.Field) *proof.Finding {
	switch {
	case len(blocked) > 0:
		return boundElsewhere(blocked)
	case len(faults) > 0:
		return &proof.Finding{
			Code:   CodeInvalid,
			Cause:  "A secret cannot be used: " + faults[0].Name + " " + faults[0].Message + ".",
			Remedy: "Enter it again.",
			Fields: []string{faults[0].Name},
		}
	}
	return nil
}

// follow uses the newest refresh token, and keeps the one that the provider
// may put in its place: the old one may be worth nothing from then on.
func (p *prepared) follow(s *Servers, ctx context.Context, deploymentID string) {
	used := &p.request.Secrets.RefreshToken
	if !used.IsSet() {
		return
	}
	stale := *used
	*used = s.tokens.current(stale)
	stale.Wipe()
	p.request.Rotated = func(fresh secret.Text) {
		old := *used
		s.tokens.replace(old, fresh)
		p.unsaved = s.replaceStored(ctx, deploymentID, tokenDestination(p.settled.expanded), fresh)
		*used = fresh.Clone()
		old.Wipe()
	}
}

// replaceStored puts a fresh refresh token in the place of the stored one, if
// that is one it has replaced.
func (s *Servers) replaceStored(ctx context.Context, deploymentID, destination string, fresh secret.Text) error {
	return s.access.Update(ctx, func(tx *vault.Tx) error {
		ref := vault.SecretRef{Kind: kindServer, ID: deploymentID, Field: "oauth2.refreshToken"}
		stored, err := tx.Secret(ref, destination)
		if errors.Is(err, vault.ErrNoRecord) || fault.HasCode(err, vault.CodeSecretBoundElsewhere) {
			return nil // the draft's token, not the stored one
		}
		if err != nil {
			return err
		}
		defer stored.Wipe()
		latest := s.tokens.current(stored)
		defer latest.Wipe()
		if !latest.Equal(fresh) {
			return nil
		}
		return tx.PutSecret(ref, destination, fresh)
	})
}

func boundElsewhere(fields []string) *proof.Finding {
	return &proof.Finding{
		Code: CodeBoundElsewhere,
		Cause: "The stored " + strings.Join(fields, " and ") + " was saved for another destination. " +
			"A stored secret is only ever sent where it was saved for: a password to its host, port, security and user name, " +
			"a secret of OAuth 2.0 to its token URL and client ID.",
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
func (s *Servers) keep(ctx context.Context, deploymentID string, report proof.Report, secrets smtp.Secrets) error {
	entry := provedRecord{Report: compact(report)}
	if hasSecret(secrets) {
		entry.Salt = make([]byte, sha256.Size)
		_, _ = rand.Read(entry.Salt) // never fails since Go 1.24
		entry.Mark = mark(entry.Salt, secrets)
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

// mark recognises secrets without keeping them. The salt is random for each
// proof, and both lie in a sealed record. A password stands alone, as it did
// before there were others.
func mark(salt []byte, secrets smtp.Secrets) []byte {
	mac := hmac.New(sha256.New, salt)
	mac.Write(secrets.Password.Reveal())
	for _, further := range []secret.Text{secrets.ClientSecret, secrets.RefreshToken} {
		if further.IsSet() {
			mac.Write([]byte{0})
			mac.Write(further.Reveal())
		}
	}
	return mac.Sum(nil)
}

func hasSecret(s smtp.Secrets) bool {
	return s.Password.IsSet() || s.ClientSecret.IsSet() || s.RefreshToken.IsSet()
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
