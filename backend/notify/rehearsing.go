package notify

import (
	"context"

	"patchbay/backend/protocol/smtp"
)

// rehearsing sends into the inbox of the rehearsal what would go through the server
// of one action.
type rehearsing struct {
	inbox Inbox
	own   *Own // nil: the deployment's
}

// Send has mail caught.
func (r *rehearsing) Send(ctx context.Context, deploymentID string, batch smtp.Batch) error {
	return r.inbox.Catch(ctx, deploymentID, r.own, batch)
}
