package notify

import "patchbay/backend/vault"

// MaxMessages is the bound of what is kept.
const MaxMessages = maxMessages

// MakeRoom makes room for so many messages.
func MakeRoom(n *Notifications, tx *vault.Tx, deploymentID string, more int) error {
	return n.makeRoom(tx, deploymentID, more)
}

// Grouped writes a number as findings have it.
func Grouped(n int) string { return grouped(n) }
