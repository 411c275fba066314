package operator

import "patchbay/backend/vault"

// NameIn returns an operator's name in a vault or a backup, or
// [vault.ErrNoRecord].
func NameIn(tx *vault.Tx, id string) (string, error) {
	r, _, err := vault.NewCollection[record]("operator", 1, nil).Get(tx, id)
	return r.Name, err
}
