package evidence

import (
	"slices"
	"sync"

	"patchbay/backend/proof"
)

// maxUnsaved bounds the proofs of things that are held until somebody saves one
// of them.
const maxUnsaved = 16

// Unsaved holds the newest proofs of things that do not exist yet: who tests
// first and saves then has proved what he saved. They are to be forgotten with
// the lock, because their marks are made of secrets. The zero value is ready.
type Unsaved struct {
	mu     sync.Mutex
	epoch  int            // counts the locks: what began before one adds nothing after it
	proofs []unsavedProof // oldest first
}

type unsavedProof struct {
	place  string
	report proof.Report
	glance Glance
}

// Epoch returns what a later [Unsaved.Hold] is to be given.
func (u *Unsaved) Epoch() int {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.epoch
}

// Hold takes a proof of a thing that would belong to a place. It is dropped when
// the vault was locked since the epoch.
func (u *Unsaved) Hold(place string, report proof.Report, g Glance, epoch int) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if epoch != u.epoch {
		return
	}
	if len(u.proofs) == maxUnsaved {
		u.proofs = slices.Delete(u.proofs, 0, 1)
	}
	u.proofs = append(u.proofs, unsavedProof{place, report, g})
}

// Newest returns the newest proof of exactly this configuration and its secrets.
func (u *Unsaved) Newest(place, hash string, secrets Secrets) (report proof.Report, g Glance, ok bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, p := range slices.Backward(u.proofs) {
		if p.place == place && p.glance.Hash == hash && p.glance.of(secrets) {
			return p.report, p.glance, true
		}
	}
	return proof.Report{}, Glance{}, false
}

// Forget drops them all.
func (u *Unsaved) Forget() {
	u.mu.Lock()
	defer u.mu.Unlock()
	clear(u.proofs)
	u.proofs = nil
	u.epoch++
}
