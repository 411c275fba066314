package outgoing

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"slices"
	"strings"

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
	if err := s.keep(ctx, deploymentID, report, run.request.Secrets); err != nil {
		// The server has been asked: what it said is not thrown away.
		report.Unsaved = fault.Of(err).Message
	}
	return report, nil
}

func boundElsewhere(fields []string) *proof.Finding {
	remedy := "Enter it again for the new destination."
	if slices.Contains(fields, "oauth2.refreshToken") {
		remedy = "Enter it again for the new destination; for a refresh token, sign in at the provider again."
	}
	return &proof.Finding{
		Code: CodeBoundElsewhere,
		Cause: "The stored " + strings.Join(fields, " and ") + " was saved for another destination. " +
			"A stored secret is only ever sent where it was saved for: a password to its host, port, security and user name, " +
			"a secret of OAuth 2.0 to its provider, its client ID, and the mail server that its tokens are shown to.",
		Remedy: remedy,
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
