package outgoing

import (
	"context"
	"errors"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/vault"
)

// EndKind says what it is that ends.
type EndKind string

// The kinds of ends.
const (
	EndCertificate  EndKind = "certificate"  // of the server, as it was last seen
	EndClientSecret EndKind = "clientSecret" // as the operator entered it
)

// End is something that a deployment's outgoing mail depends on, and when it
// ends.
type End struct {
	Kind    EndKind
	Subject string // the host, or the client ID
	At      time.Time
}

// Ends lists what a deployment's outgoing mail depends on that ends.
func (s *Servers) Ends(ctx context.Context, deploymentID string) ([]End, error) {
	server, err := s.Get(ctx, deploymentID)
	if err != nil || !server.Configured() {
		return nil, err
	}
	var ends []End
	if report := server.Status.Proof; report != nil && server.Status.Light != Stale {
		if at, ok := leafEnd(*report); ok {
			ends = append(ends, End{Kind: EndCertificate, Subject: report.Target, At: at})
		}
	}
	o := server.Settings.OAuth2
	if at, err := time.Parse(time.DateOnly, o.ClientSecretExpires); err == nil && usesTokens(server.Settings) {
		ends = append(ends, End{Kind: EndClientSecret, Subject: o.ClientID, At: at})
	}
	return ends, nil
}

// leafEnd is when the certificate of a proof runs out.
func leafEnd(report proof.Report) (time.Time, bool) {
	for _, step := range report.Steps {
		if step.TLS != nil && len(step.TLS.Certificates) > 0 {
			return step.TLS.Certificates[0].NotAfter, true
		}
	}
	return time.Time{}, false
}

// ProofEntry is one of the newest proofs of a deployment. Current: of exactly what
// is stored now.
type ProofEntry struct {
	Report  proof.Report
	Summary string
	Current bool
}

// Recent lists the newest proofs of a deployment, the newest first.
func (s *Servers) Recent(ctx context.Context, deploymentID string) ([]ProofEntry, error) {
	server, err := s.Get(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	var all proofsRecord
	err = s.access.View(ctx, func(tx *vault.Tx) (err error) {
		all, _, err = s.proofs.Get(tx, deploymentID)
		if errors.Is(err, vault.ErrNoRecord) {
			return nil
		}
		return err
	})
	recent := make([]ProofEntry, 0, len(all.Proofs))
	for _, p := range all.Proofs {
		current := server.Status.Proof != nil && server.Status.Light != Stale && p.Report.StartedAt.Equal(server.Status.Proof.StartedAt)
		recent = append(recent, ProofEntry{Report: p.Report, Summary: verdict(p.Report, s.now()).Summary, Current: current})
	}
	return recent, err
}
