package mailbox

import (
	"cmp"
	"context"
	"slices"
	"time"

	"patchbay/backend/evidence"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/vault"
)

// EndKind says what it is that ends.
type EndKind string

// The kinds of ends.
const (
	EndCertificate  EndKind = "certificate"  // of a server, as it was last seen
	EndClientSecret EndKind = "clientSecret" // as the operator entered it
)

// End is something that mailboxes of a deployment depend on, and when it ends.
type End struct {
	Kind    EndKind
	Subject string // host:port, or the client ID
	At      time.Time
}

// Ends lists what the mailboxes of a deployment depend on that ends, the soonest
// first: each server's certificate once, and each client's secret.
func (m *Mailboxes) Ends(ctx context.Context, deploymentID string) ([]End, error) {
	lines, err := m.lines(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	soonest := map[End]time.Time{}
	note := func(kind EndKind, subject string, at time.Time) {
		key := End{Kind: kind, Subject: subject}
		if known, ok := soonest[key]; !ok || at.Before(known) {
			soonest[key] = at
		}
	}
	for _, l := range lines {
		if end := l.glance.LeafEnd; !end.IsZero() && l.glance.Hash == l.expanded.Hash() {
			note(EndCertificate, server(l.expanded), end)
		}
		o := l.expanded.OAuth2
		if at, err := time.Parse(time.DateOnly, o.ClientSecretExpires); err == nil && l.expanded.Auth == account.SignInOAuth2 {
			note(EndClientSecret, o.ClientID, at)
		}
	}
	ends := make([]End, 0, len(soonest))
	for key, at := range soonest {
		ends = append(ends, End{Kind: key.Kind, Subject: key.Subject, At: at})
	}
	slices.SortFunc(ends, func(a, b End) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Subject, b.Subject))
	})
	return ends, nil
}

// ProofEntry is one of the newest proofs of a deployment's mailboxes. Current:
// of exactly what is stored now.
type ProofEntry struct {
	ID, Mailbox string
	Report      proof.Report
	Summary     string
	Current     bool
}

// maxRecent bounds the proofs that Recent returns.
const maxRecent = 10

// Recent lists the newest proofs of a deployment's mailboxes, one of each, the
// newest first.
func (m *Mailboxes) Recent(ctx context.Context, deploymentID string) ([]ProofEntry, error) {
	lines, err := m.lines(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	lines = slices.DeleteFunc(lines, func(l line) bool { return l.glance.IsZero() })
	slices.SortStableFunc(lines, func(a, b line) int { return b.glance.StartedAt.Compare(a.glance.StartedAt) })
	recent := []ProofEntry{}
	err = m.access.View(ctx, func(tx *vault.Tx) error {
		for _, l := range lines[:min(len(lines), maxRecent)] {
			report, err := m.report(tx, l.ID, l.glance)
			if err != nil {
				return err
			}
			if report != nil {
				recent = append(recent, ProofEntry{
					ID: l.ID, Mailbox: l.expanded.Mailbox, Report: *report,
					Summary: l.glance.Summary, Current: l.Status.Light != evidence.Stale,
				})
			}
		}
		return nil
	})
	return recent, err
}
