package outgoing

import (
	"context"
	"time"

	"patchbay/backend/evidence"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
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
		if at, ok := evidence.LeafEnd(*report); ok {
			ends = append(ends, End{Kind: EndCertificate, Subject: report.Target, At: at})
		}
	}
	o := server.Settings.OAuth2
	if at, err := time.Parse(time.DateOnly, o.ClientSecretExpires); err == nil && server.Settings.Auth == smtp.SignInOAuth2 {
		ends = append(ends, End{Kind: EndClientSecret, Subject: o.ClientID, At: at})
	}
	return ends, nil
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
	var kept []evidence.Entry
	err = s.access.View(ctx, func(tx *vault.Tx) (err error) {
		kept, err = s.proofs.Recent(tx, deploymentID)
		return err
	})
	recent := make([]ProofEntry, len(kept))
	for i, p := range kept {
		recent[i] = ProofEntry{Report: p.Report, Summary: p.Summary(s.now()), Current: p.Current(server.Status)}
	}
	return recent, err
}
