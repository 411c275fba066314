package vault

import (
	"time"

	"patchbay/backend/secret"
)

// SecretRef names a secret: the record it belongs to, and its field there.
type SecretRef struct{ Kind, ID, Field string }

// SecretInfo is all that a page may know about a secret.
type SecretInfo struct {
	Set       bool
	ChangedAt time.Time // UTC; zero when not set
}

// PutSecret stores a secret for one destination.
func (tx *Tx) PutSecret(ref SecretRef, destination string, value secret.Text) error {
	return errLocked()
}

// Secret opens a secret with the destination of the caller, who is about to
// send it there. For another destination than the one it was stored for it
// raises vault.secret_bound_elsewhere; without one it returns [ErrNoRecord].
func (tx *Tx) Secret(ref SecretRef, destination string) (secret.Text, error) {
	return secret.Text{}, errLocked()
}

// SecretInfo says whether a secret is set, and since when.
func (tx *Tx) SecretInfo(ref SecretRef) (SecretInfo, error) {
	return SecretInfo{}, errLocked()
}

// DeleteSecret removes a secret. Without one it does nothing.
func (tx *Tx) DeleteSecret(ref SecretRef) error {
	return errLocked()
}
