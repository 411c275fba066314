package mailbox

import (
	"slices"
	"sync"

	"patchbay/backend/evidence"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/vault"
)

// maxUnsaved bounds the proofs of new mailboxes that are held until somebody
// saves one of them.
const maxUnsaved = 16

// unsaved are the newest proofs of mailboxes that do not exist yet: who tests
// first and saves then has proved what he saved. They are forgotten with the
// lock, because their marks are made of passwords.
type unsaved struct {
	mu     sync.Mutex
	epoch  int            // counts the locks: what began before one adds nothing after it
	proofs []unsavedProof // oldest first
}

type unsavedProof struct {
	deploymentID string
	report       proof.Report
	glance       evidence.Glance
}

// now returns what a later hold is to be given.
func (u *unsaved) now() (epoch int) {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.epoch
}

func (u *unsaved) hold(p unsavedProof, epoch int) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if epoch != u.epoch {
		return
	}
	if len(u.proofs) == maxUnsaved {
		u.proofs = slices.Delete(u.proofs, 0, 1)
	}
	u.proofs = append(u.proofs, p)
}

// newest returns the newest proof of exactly this configuration and its secrets.
func (u *unsaved) newest(deploymentID, hash string, secrets account.Secrets) (unsavedProof, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, p := range slices.Backward(u.proofs) {
		if p.deploymentID == deploymentID && isOf(p.glance, hash, secrets) {
			return p, true
		}
	}
	return unsavedProof{}, false
}

func (u *unsaved) forget() {
	u.mu.Lock()
	defer u.mu.Unlock()
	clear(u.proofs)
	u.proofs = nil
	u.epoch++
}

// adopt gives a mailbox that has just been made the proof that it had before.
func (m *Mailboxes) adopt(tx *vault.Tx, deploymentID, id string, expanded imap.Settings, lookup lookup) error {
	secrets, err := m.stored(tx, id, expanded)
	if err != nil {
		return err
	}
	defer secrets.Wipe()
	p, ok := m.unsaved.newest(deploymentID, expanded.Hash(), secrets)
	if !ok {
		return nil
	}
	return m.keepProof(tx, lookup, provedOne{id: id, report: p.report, glance: p.glance}, nil)
}
