package network

import (
	"context"

	"patchbay/backend/audit"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/vault"
)

const actionSaved = "network.saved"

// recordElsewhere notes in the audit journal that the stored password was not
// kept for another proxy than its own. Without room for the entry the refusal
// stands all the same.
func (r *Routes) recordElsewhere(ctx context.Context, draft Settings) {
	var stored Stored
	err := r.access.View(ctx, func(tx *vault.Tx) (err error) {
		stored, err = r.read(tx)
		return err
	})
	if err != nil {
		return
	}
	proxy := dial.Proxy{Scheme: stored.Scheme, Address: stored.Address}.String()
	_ = r.access.Record(ctx, audit.Entry{
		Action: actionSaved, Subject: draft.subject(), Refused: true,
		Detail: "password was saved for " + proxy + " as " + stored.User,
	})
}
