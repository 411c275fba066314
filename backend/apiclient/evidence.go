package apiclient

import (
	"context"
	"slices"

	"patchbay/backend/event"
	"patchbay/backend/evidence"
	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/vault"
)

// What is kept of the proofs of one client.
const (
	maxProofs           = 5
	maxStoredTranscript = 8 << 10
	maxStoredProof      = 32 << 10
)

// maxRecent bounds the proofs that Recent returns.
const maxRecent = 10

func limitsOfProofs() evidence.Limits {
	return evidence.Limits{Transcript: maxStoredTranscript, Bytes: maxStoredProof}
}

func newLedger() *evidence.Ledger {
	return evidence.NewBoundedLedger(KindProofs, words(), maxProofs, limitsOfProofs())
}

// words are those in which proofs of clients are summed up.
func words() evidence.Words {
	return evidence.Words{Level: func(string) string { return "the client gets a token" }}
}

// keepProof stores a proof, unless it was cancelled: that says nothing of the
// client. It returns the report, which says when it could not be stored.
func (c *Clients) keepProof(ctx context.Context, run *prepared, report proof.Report, epoch int) proof.Report {
	if ctx.Err() != nil {
		return report
	}
	d, with := run.draft, proved{run.request.Secret}
	kept := evidence.Compact(report, limitsOfProofs())
	if d.ID == "" {
		c.unsaved.Hold(d.deployment, kept, evidence.GlanceOf(kept, with, words()), epoch)
		return report
	}
	err := c.access.Update(ctx, func(tx *vault.Tx) error {
		if _, err := c.records.Meta(tx, d.ID); err != nil {
			return vault.Optional(err) // removed meanwhile
		}
		return c.ledger.Keep(tx, d.ID, kept, with)
	})
	if err != nil {
		// The endpoint has been asked: what it said is not thrown away.
		report.Unsaved = fault.Of(err).Message
		return report
	}
	c.events.Publish(event.Event{Name: eventProved, Deployment: d.deployment, Subject: d.ID})
	return report
}

// adopt gives a client that has just been made the proof that it had as a draft.
func (c *Clients) adopt(tx *vault.Tx, id string, d *settled) error {
	report, glance, ok := c.unsaved.Newest(d.deployment, d.hash(), proved{d.Secret.Value})
	if !ok {
		return nil
	}
	return c.ledger.KeepGlanced(tx, id, report, glance)
}

// ProofEntry is one of the newest proofs of a deployment's clients. Current: of
// exactly what is stored now.
type ProofEntry struct {
	ID, Name string // Name is the client ID
	Report   proof.Report
	Summary  string
	Current  bool
}

// Recent lists the newest proofs of a deployment's clients, one of each, the
// newest first.
func (c *Clients) Recent(ctx context.Context, deploymentID string) ([]ProofEntry, error) {
	recent := []ProofEntry{}
	err := c.reading(ctx, deploymentID, func(tx *vault.Tx) error {
		own, err := c.records.Under(tx, deploymentID)
		if err != nil {
			return err
		}
		for _, item := range own {
			if recent, err = c.appendNewest(tx, recent, item); err != nil {
				return err
			}
		}
		return nil
	})
	slices.SortStableFunc(recent, func(a, b ProofEntry) int { return b.Report.StartedAt.Compare(a.Report.StartedAt) })
	return recent[:min(len(recent), maxRecent)], err
}

// appendNewest adds the newest proof of a client, if there is one.
func (c *Clients) appendNewest(tx *vault.Tx, to []ProofEntry, item vault.Item[record]) ([]ProofEntry, error) {
	kept, err := c.ledger.Recent(tx, item.ID)
	if err != nil || len(kept) == 0 {
		return to, err
	}
	found, err := c.read(tx, item, false)
	if err != nil {
		return to, err
	}
	return append(to, ProofEntry{
		ID: item.ID, Name: item.Value.ClientID, Report: kept[0].Report,
		Summary: kept[0].Summary(c.now()), Current: kept[0].Current(found.Status),
	}), nil
}
