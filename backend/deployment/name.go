package deployment

import "patchbay/backend/vault"

// NameIn returns a deployment's name in a vault or a backup, or
// [vault.ErrNoRecord].
func NameIn(tx *vault.Tx, id string) (string, error) {
	r, _, err := newRecords().Get(tx, id)
	return r.Name, err
}
