package mailbox

import "patchbay/backend/vault"

// NameIn returns a mailbox's address in a vault or a backup, or
// [vault.ErrNoRecord].
func NameIn(tx *vault.Tx, id string) (string, error) {
	r, _, err := newRecords().Get(tx, id)
	return r.Mailbox, err
}

// AliasNameIn returns the address of an alias in a vault or a backup, or
// [vault.ErrNoRecord].
func AliasNameIn(tx *vault.Tx, id string) (string, error) {
	r, _, err := newAliases().Get(tx, id)
	return r.Address, err
}
