package workbench

import "patchbay/backend/vault"

// kindMailbox is the kind of the vault's records of mailboxes; what belongs to
// one has the same ID and a kind that begins with it.
const kindMailbox = "mailbox"

// mailboxIn reads the address of a mailbox, also from a backup.
func mailboxIn(tx *vault.Tx, id string) (string, error) {
	r, _, err := vault.NewCollection[struct {
		Mailbox string `json:"mailbox"`
	}](kindMailbox, 1, nil).Get(tx, id)
	return r.Mailbox, err
}

// aliasIn reads the address of an alias.
func aliasIn(tx *vault.Tx, id string) (string, error) {
	r, _, err := vault.NewCollection[struct {
		Address string `json:"address"`
	}](kindMailbox+"-alias", 1, nil).Get(tx, id)
	return r.Address, err
}
