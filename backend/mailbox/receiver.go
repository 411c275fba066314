package mailbox

import (
	"context"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/vault"
)

// Receiver prepares a stored mailbox to receive the test message of outgoing
// mail: its address, and what waits for the message, patience long, and removes
// it then where that is wanted. done wipes the secrets. The mailbox's own light
// stays as it is.
func (m *Mailboxes) Receiver(ctx context.Context, deploymentID, id string, remove bool, patience time.Duration) (
	address string, receive func(context.Context, imap.Sent) proof.Outcome, done func(), err error,
) {
	if _, err := m.access.MayRead(); err != nil {
		return "", nil, nil, err
	}
	var stored Mailbox
	err = m.access.View(context.WithoutCancel(ctx), func(tx *vault.Tx) error {
		r, meta, err := m.get(tx, deploymentID, id)
		stored = Mailbox{ID: id, Revision: meta.Revision, Settings: r.settings()}
		return err
	})
	if err != nil {
		return "", nil, nil, err
	}
	p, err := m.prepare(ctx, deploymentID, stored.Draft())
	if err != nil {
		return "", nil, nil, err
	}
	receive = func(ctx context.Context, sent imap.Sent) proof.Outcome {
		return imap.Receive(ctx, imap.ReceiveRequest{Request: p.request, Sent: sent, Patience: patience, Remove: remove})
	}
	return p.settled.expanded.Mailbox, receive, p.done, nil
}
