package notify

import (
	"context"
	"slices"

	"patchbay/backend/credential"
	"patchbay/backend/event"
	"patchbay/backend/evidence"
	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/vault"
)

// OwnProofRequest says what to prove of an action's own server.
type OwnProofRequest struct {
	Draft   ActionDraft
	Level   smtp.Level
	To      string // of the test message
	Run     string // names the run in events
	Observe proof.Observer
}

// ProveOwn tests the own server of a draft, saved or not. The proof is kept with the
// action, once there is one.
func (n *Notifications) ProveOwn(ctx context.Context, deploymentID string, r OwnProofRequest) (proof.Report, error) {
	if err := n.mayRead(ctx, deploymentID); err != nil {
		return proof.Report{}, err
	}
	if r.Draft.Own == nil {
		return proof.Report{}, noOwnServer()
	}
	line, err := n.ownLine(ctx, deploymentID, r.Draft, actionOwnProved)
	if err != nil {
		return proof.Report{}, err
	}
	defer line.done()
	request := line.request
	request.Level, request.To = r.Level, r.To
	request.Observe = func(p proof.Progress) {
		n.events.Publish(event.Event{Name: "proof.step", Deployment: deploymentID, Run: r.Run, Step: &p})
		if r.Observe != nil {
			r.Observe(p)
		}
	}
	report := smtp.Prove(ctx, request)
	if ctx.Err() != nil {
		return report, nil // a cancelled proof says nothing of the server
	}
	if err := n.keepProof(ctx, deploymentID, r.Draft.ID, report, line.used.Secrets); err != nil {
		// The server has been asked: what it said is not thrown away.
		report.Unsaved = fault.Of(err).Message
	}
	return report, nil
}

// keepProof stores a proof among the newest of its action, if that is there.
func (n *Notifications) keepProof(ctx context.Context, deploymentID, id string, report proof.Report, secrets smtp.Secrets) error {
	if id == "" {
		return nil
	}
	kept := false
	err := n.update(ctx, deploymentID, func(tx *vault.Tx) error {
		items, err := n.ownActions(tx, deploymentID)
		if err != nil {
			return err
		}
		kept = slices.ContainsFunc(items, func(item vault.Item[actionRecord]) bool { return item.ID == id })
		if !kept {
			return nil
		}
		return n.proofs.Keep(tx, id, report, secrets)
	})
	if err == nil && kept {
		n.changed(deploymentID, id)
	}
	return err
}

// shine gives each action the light of its own server.
func (n *Notifications) shine(tx *vault.Tx, list []Action, lookup func(string) (string, bool)) error {
	for i := range list {
		if err := n.shineOn(tx, &list[i], lookup); err != nil {
			return err
		}
	}
	return nil
}

// shineOn derives the light of an action's own server from its proofs.
func (n *Notifications) shineOn(tx *vault.Tx, a *Action, lookup func(string) (string, bool)) error {
	if a.Own == nil {
		return nil
	}
	if !a.Own.Configured() {
		a.Status = evidence.Status{Light: evidence.Missing, Summary: "Not configured"}
		return nil
	}
	expanded, _ := a.Own.Server.WithDefaults().Expand(lookup)
	secrets, _, err := n.keeper.Gather(tx, a.ID, &credential.Settled{Expanded: expanded.Account()})
	if err != nil {
		return err
	}
	defer secrets.Wipe()
	a.Status, err = n.proofs.Status(tx, a.ID, expanded.Hash(), secrets, n.now())
	return err
}

// removeProofs forgets the proofs of all actions of a deployment that goes.
func (n *Notifications) removeProofs(tx *vault.Tx, deploymentID string) error {
	items, err := n.ownActions(tx, deploymentID)
	for _, item := range items {
		if err == nil {
			err = n.proofs.Remove(tx, item.ID)
		}
	}
	return err
}

func newProofs() *evidence.Ledger {
	return evidence.NewLedger(KindProofs, evidence.Words{Level: smtp.Shown})
}
