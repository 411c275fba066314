package workbench

import (
	"context"

	"patchbay/backend/outgoing"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/protocol/smtp"
)

// RoundTrip proves a draft of outgoing mail by sending a test message to one of
// the deployment's mailboxes and reading it back from there: r's Level is the
// round trip whatever it says, and its To the mailbox's address. Remove takes
// the message out of the mailbox again. The mailbox is used as it was saved,
// with its stored secrets; what fails there is a finding of the step receive.
func (w *Workbench) RoundTrip(ctx context.Context, deploymentID string, r outgoing.ProofRequest, mailboxID string, remove bool) (proof.Report, error) {
	if mailboxID == "" {
		return proof.Report{}, smtp.NeedsMailbox()
	}
	address, receive, done, err := w.Mailboxes.Receiver(ctx, deploymentID, mailboxID, remove, r.Patience)
	if err != nil {
		return proof.Report{}, err
	}
	defer done()
	r.Level, r.To = smtp.LevelRoundTrip, address
	r.Receive = func(ctx context.Context, sent smtp.Sent) proof.Outcome {
		return receive(ctx, imap.Sent(sent))
	}
	return w.Outgoing.Prove(ctx, deploymentID, r)
}
