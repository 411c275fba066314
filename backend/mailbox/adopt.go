package mailbox

import (
	"patchbay/backend/protocol/imap"
	"patchbay/backend/vault"
)

// adopt gives a mailbox that has just been made the proof that it had before.
func (m *Mailboxes) adopt(tx *vault.Tx, deploymentID, id string, expanded imap.Settings, lookup lookup) error {
	secrets, err := m.stored(tx, id, expanded)
	if err != nil {
		return err
	}
	defer secrets.Wipe()
	report, glance, ok := m.unsaved.Newest(deploymentID, expanded.Hash(), secrets)
	if !ok {
		return nil
	}
	return m.keepProof(tx, lookup, provedOne{id: id, report: report, glance: glance}, nil)
}
