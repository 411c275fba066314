package idp

import (
	"cmp"
	"context"
	"crypto/x509"
	"slices"
	"time"

	"patchbay/backend/evidence"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/vault"
)

// EndKind says what it is that ends.
type EndKind string

// The kinds of ends.
const (
	EndCertificate   EndKind = "certificate"   // of a server, as it was last seen
	EndSigning       EndKind = "signing"       // certificate of the identity provider
	EndSPCertificate EndKind = "spCertificate" // of the service provider
	EndClientSecret  EndKind = "clientSecret"  // as the operator entered it
	EndMetadata      EndKind = "metadata"      // its validUntil
)

// End is something that a provider depends on, and when it ends.
type End struct {
	Kind    EndKind
	ID      string // of the provider
	Subject string // the provider's name, and what of it where there may be several
	At      time.Time
}

// Ends lists what the providers of a deployment depend on that ends, the soonest
// first.
func (p *Providers) Ends(ctx context.Context, deploymentID string) ([]End, error) {
	list, err := p.lines(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	ends := []End{}
	for _, l := range list {
		ends = append(ends, l.ends(ctx)...)
	}
	slices.SortFunc(ends, func(a, b End) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Subject, b.Subject))
	})
	return ends, nil
}

// line is a stored provider with what is known of it without its reports.
type line struct {
	id       string
	name     string
	expanded signin.Settings
	light    light
}

func (p *Providers) lines(ctx context.Context, deploymentID string) ([]line, error) {
	if _, err := p.access.MayRead(); err != nil {
		return nil, err
	}
	lookup, err := p.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	var lines []line
	err = p.access.View(ctx, func(tx *vault.Tx) error {
		own, err := p.records.Under(tx, deploymentID)
		if err != nil {
			return err
		}
		for _, item := range own {
			light, err := p.lightOf(tx, item.ID, item.Value, lookup)
			if err != nil {
				return err
			}
			lines = append(lines, line{item.ID, item.Value.Document.Name, item.Value.expanded(lookup), light})
		}
		return nil
	})
	return lines, err
}

func (l line) ends(ctx context.Context) []End {
	var ends []End
	note := func(kind EndKind, detail string, at time.Time) {
		subject := l.name
		if detail != "" {
			subject += ": " + detail
		}
		ends = append(ends, End{Kind: kind, ID: l.id, Subject: subject, At: at})
	}
	if at := l.light.glance.LeafEnd; !at.IsZero() && l.light.glance.Hash == l.expanded.Hash() {
		note(EndCertificate, l.expanded.Target(), at)
	}
	if at, err := time.Parse(time.DateOnly, l.expanded.ClientSecretExpires); err == nil {
		note(EndClientSecret, l.expanded.ClientID, at)
	}
	if l.expanded.Type != signin.SAML {
		return ends
	}
	for _, s := range l.light.signers {
		note(EndSigning, "signing certificate "+s.Name, s.At)
	}
	for _, text := range []string{l.expanded.SPCertificatePEM, l.expanded.SPNextCertificatePEM} {
		if own := ownCertificate(text); own != nil {
			note(EndSPCertificate, "own certificate "+nameOf(own.Certificate), own.NotAfter)
		}
	}
	if l.expanded.MetadataXML != "" {
		for _, e := range entities(ctx, l.expanded) {
			chosen := e.EntityID == l.expanded.IDPEntityID || l.expanded.IDPEntityID == ""
			if chosen && !e.ValidUntil.IsZero() {
				note(EndMetadata, e.EntityID, e.ValidUntil)
			}
		}
	}
	return ends
}

// nameOf is what a certificate is called.
func nameOf(c *x509.Certificate) string {
	return proof.Visible(cmp.Or(c.Subject.CommonName, c.Subject.String()))
}

// ProofEntry is one of the newest proofs of a deployment's providers. Current:
// of exactly what is stored now.
type ProofEntry struct {
	ID, Name string
	Report   proof.Report
	Summary  string
	Current  bool
}

// maxRecent bounds the proofs that Recent returns.
const maxRecent = 10

// Recent lists the newest proofs of a deployment's providers, of each that with
// a sign-in and that without one, the newest first.
func (p *Providers) Recent(ctx context.Context, deploymentID string) ([]ProofEntry, error) {
	lines, err := p.lines(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	recent := []ProofEntry{}
	err = p.access.View(ctx, func(tx *vault.Tx) error {
		for _, l := range lines {
			for _, level := range []string{signin.LevelSignIn, signin.LevelCheck} {
				kept, err := p.ledger.Recent(tx, shelf(l.id, level))
				if err != nil {
					return err
				}
				if len(kept) > 0 {
					recent = append(recent, p.entry(l, kept[0]))
				}
			}
		}
		return nil
	})
	slices.SortStableFunc(recent, func(a, b ProofEntry) int { return b.Report.StartedAt.Compare(a.Report.StartedAt) })
	return recent[:min(len(recent), maxRecent)], err
}

func (p *Providers) entry(l line, kept evidence.Entry) ProofEntry {
	return ProofEntry{
		ID: l.id, Name: l.name, Report: kept.Report, Summary: cmp.Or(summaryOf(kept.Report), kept.Summary(p.now())),
		Current: kept.Report.ConfigHash == l.expanded.Hash() && l.light.Light != evidence.Stale,
	}
}
