package idp

import (
	"strings"

	"patchbay/backend/protocol/signin"
	"patchbay/backend/vault"
)

// NameIn returns the name of a provider in a vault or a backup, or
// [vault.ErrNoRecord]. The ID may be that of its proofs.
func NameIn(tx *vault.Tx, id string) (string, error) {
	for _, level := range []string{signin.LevelSignIn, signin.LevelCheck} {
		id = strings.TrimSuffix(id, "/"+level)
	}
	r, _, err := newRecords().Get(tx, id)
	return r.Document.Name, err
}
