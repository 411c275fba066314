package mailbox

import (
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/vault"
)

// fold is the form in which addresses are compared: without regard to case, the
// domain in ASCII. What is no address is compared as it stands.
func fold(address string) string {
	address = strings.TrimSpace(address)
	if parsed, err := account.ParseAddress(address); err == nil {
		address = parsed.String()
	}
	return strings.ToLower(address)
}

// directory knows which addresses of a deployment are taken.
type directory struct {
	lookup    lookup
	mailboxes map[string]string // folded address: ID
	aliases   map[string]string
	of        map[string]string // ID of a mailbox or alias: folded address
	names     map[string]string // ID of a mailbox: its address as stored
	owners    map[string]string // ID of an alias: that of its mailbox
}

// directory reads all addresses of a deployment. Reading them costs about as
// much as the list does: whoever saves many keeps one.
func (m *Mailboxes) directory(tx *vault.Tx, deploymentID string, lookup lookup) (*directory, error) {
	mailboxes, err := m.records.Under(tx, deploymentID)
	if err != nil {
		return nil, err
	}
	aliases, err := m.aliases.Under(tx, deploymentID)
	if err != nil {
		return nil, err
	}
	return newDirectory(lookup, mailboxes, aliases), nil
}

func newDirectory(lookup lookup, mailboxes []vault.Item[record], aliases []vault.Item[aliasRecord]) *directory {
	d := &directory{
		lookup: lookup, mailboxes: map[string]string{}, aliases: map[string]string{},
		of: map[string]string{}, names: map[string]string{}, owners: map[string]string{},
	}
	for _, item := range mailboxes {
		d.addMailbox(item.ID, item.Value.Mailbox)
	}
	for _, item := range aliases {
		d.addAlias(item.ID, item.Value)
	}
	return d
}

// key is the folded address with the deployment's variables in it.
func (d *directory) key(address string) string {
	account.Expand([]account.Expandable{{Field: "mailbox", Value: &address}}, d.lookup)
	return fold(address)
}

func (d *directory) addMailbox(id, address string) {
	if old, known := d.of[id]; known && d.mailboxes[old] == id {
		delete(d.mailboxes, old)
	}
	key := d.key(address)
	d.mailboxes[key], d.of[id], d.names[id] = id, key, address
}

func (d *directory) addAlias(id string, r aliasRecord) {
	if old, known := d.of[id]; known && d.aliases[old] == id {
		delete(d.aliases, old)
	}
	key := d.key(r.Address)
	d.aliases[key], d.of[id], d.owners[id] = id, key, r.MailboxID
}

// find returns the ID of the mailbox with an address.
func (d *directory) find(address string) (id string, found bool) {
	id, found = d.mailboxes[d.key(address)]
	return id, found
}

// mailboxTaken says why a mailbox cannot have an address, nil when it can.
func (d *directory) mailboxTaken(id, address string) *fault.Fault {
	key := d.key(address)
	if other, taken := d.mailboxes[key]; taken && other != id {
		return fault.New(fault.Conflict, CodeExists, "another mailbox of this deployment has this address").
			WithField("mailbox", "is already a mailbox of this deployment").
			WithHint("open that mailbox, or give this one its own address")
	}
	if alias, taken := d.aliases[key]; taken {
		return fault.New(fault.Conflict, CodeAliasExists, "this address is an alias").
			WithField("mailbox", "is an alias of "+d.names[d.owners[alias]]+"; enter the address of the mailbox itself").
			WithHint("enter the address of the mailbox itself, or remove the alias first")
	}
	return nil
}

// aliasTaken says why an alias cannot have an address, nil when it can.
func (d *directory) aliasTaken(id, address string) *fault.Fault {
	key := d.key(address)
	if other, taken := d.mailboxes[key]; taken {
		return fault.New(fault.Conflict, CodeExists, "this address is a mailbox").
			WithField("address", "is the mailbox "+d.names[other]+" itself; an alias is another address").
			WithHint("give the alias an address of its own")
	}
	if other, taken := d.aliases[key]; taken && other != id {
		return fault.New(fault.Conflict, CodeAliasExists, "this deployment has this alias already").
			WithField("address", "is already an alias of "+d.names[d.owners[other]]).
			WithHint("remove that alias first, or give this one its own address")
	}
	return nil
}
