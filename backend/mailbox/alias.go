package mailbox

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"patchbay/backend/audit"
	"patchbay/backend/credential"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/vault"
)

// Aliases lists the aliases of all mailboxes of a deployment, by address.
func (m *Mailboxes) Aliases(ctx context.Context, deploymentID string) ([]Alias, error) {
	if _, err := m.access.MayRead(); err != nil {
		return nil, err
	}
	lookup, err := m.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	all := []Alias{}
	err = m.access.View(ctx, func(tx *vault.Tx) error {
		known, err := m.directory(tx, deploymentID, lookup)
		if err != nil {
			return err
		}
		items, err := m.aliases.Under(tx, deploymentID)
		for _, item := range items {
			all = append(all, toAlias(item, known.names[item.Value.MailboxID]))
		}
		return err
	})
	sortAliases(all)
	return all, err
}

// SaveAlias checks and keeps an alias: a new one when it has no ID, else the
// one with that ID, when it has not changed since the alias's revision. It
// raises settings.invalid, mailbox.alias_exists, mailbox.exists,
// mailbox.not_found and mailbox.alias_not_found.
func (m *Mailboxes) SaveAlias(ctx context.Context, deploymentID string, alias Alias) (Alias, error) {
	operator, err := m.access.MayEdit(ctx, actionAliasSaved)
	if err != nil {
		return Alias{}, err
	}
	lookup, err := m.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return Alias{}, err
	}
	if faults := aliasFaults(alias, lookup); len(faults) > 0 {
		return Alias{}, invalid(faults)
	}
	err = m.access.Update(ctx, func(tx *vault.Tx) error {
		taken, err := m.directory(tx, deploymentID, lookup)
		if err != nil {
			return err
		}
		if alias, err = m.putAlias(tx, taken, deploymentID, alias); err != nil {
			return err
		}
		return m.journal.Append(tx, audit.Entry{
			Operator: operator, Action: actionAliasSaved, Deployment: deploymentID,
			Subject: alias.Address, Detail: "of " + alias.Mailbox,
		})
	})
	if err != nil {
		return Alias{}, err
	}
	m.events.Publish(event.Event{Name: "mailbox.alias.saved", Deployment: deploymentID, Subject: alias.ID})
	return alias, nil
}

// putAlias stores an alias that has no faults. The directory learns of it.
func (m *Mailboxes) putAlias(tx *vault.Tx, taken *directory, deploymentID string, alias Alias) (Alias, error) {
	r, _, err := m.get(tx, deploymentID, alias.MailboxID)
	if err != nil {
		return Alias{}, err
	}
	if alias.ID == "" {
		alias.ID, alias.Revision = vault.NewIDUnder(deploymentID), 0
	} else if _, err := m.getAlias(tx, deploymentID, alias.ID); err != nil {
		return Alias{}, err
	}
	if conflict := taken.aliasTaken(alias.ID, alias.Address); conflict != nil {
		return Alias{}, conflict
	}
	stored := aliasRecord{
		MailboxID: alias.MailboxID, Address: alias.Address, Workspace: alias.Workspace,
		ProjectType: alias.ProjectType, Client: alias.Client,
	}
	meta, err := m.aliases.Put(tx, alias.ID, stored, alias.Revision)
	if err != nil {
		return Alias{}, fmt.Errorf("save alias: %w", err)
	}
	taken.addAlias(alias.ID, stored)
	alias.Revision, alias.Mailbox = meta.Revision, r.Mailbox
	return alias, nil
}

// RemoveAlias deletes an alias of a mailbox, when it has not changed since that
// revision.
func (m *Mailboxes) RemoveAlias(ctx context.Context, deploymentID, mailboxID, id string, revision vault.Revision) error {
	operator, err := m.access.MayEdit(ctx, actionAliasRemoved)
	if err != nil {
		return err
	}
	err = m.access.Update(ctx, func(tx *vault.Tx) error {
		alias, err := m.getAlias(tx, deploymentID, id)
		if err != nil {
			return err
		}
		if alias.MailboxID != mailboxID {
			return aliasNotFound()
		}
		if err := m.aliases.Delete(tx, id, revision); err != nil {
			return fmt.Errorf("remove alias: %w", err)
		}
		return m.journal.Append(tx, audit.Entry{
			Operator: operator, Action: actionAliasRemoved, Deployment: deploymentID, Subject: alias.Address,
		})
	})
	if err == nil {
		m.events.Publish(event.Event{Name: "mailbox.alias.removed", Deployment: deploymentID, Subject: id})
	}
	return err
}

// aliasFaults are those that can be told without the vault.
func aliasFaults(alias Alias, lookup lookup) []fault.Field {
	var unresolved []fault.Field
	address := alias.Address
	for _, u := range account.Expand([]account.Expandable{{Field: "address", Value: &address}}, lookup) {
		unresolved = append(unresolved, credential.WithoutValue(u))
	}
	c := &account.Checker{Resolved: len(unresolved) == 0}
	c.Required("address", alias.Address)
	c.Required("workspace", alias.Workspace)
	c.Text("address", address, account.CheckAddress)
	c.Text("workspace", alias.Workspace, nil)
	c.Text("projectType", alias.ProjectType, nil)
	c.Text("client", alias.Client, nil)
	return slices.Concat(c.Missing, c.Invalid, unresolved)
}

func (m *Mailboxes) getAlias(tx *vault.Tx, deploymentID, id string) (aliasRecord, error) {
	if !vault.IsUnder(deploymentID, id) {
		return aliasRecord{}, aliasNotFound()
	}
	r, _, err := m.aliases.Get(tx, id)
	if errors.Is(err, vault.ErrNoRecord) {
		err = aliasNotFound()
	}
	return r, err
}

// aliasesOf lists the aliases of one mailbox, by address.
func (m *Mailboxes) aliasesOf(tx *vault.Tx, deploymentID, id, mailbox string) ([]Alias, error) {
	items, err := m.aliases.Under(tx, deploymentID)
	if err != nil {
		return nil, err
	}
	own := []Alias{}
	for _, item := range items {
		if item.Value.MailboxID == id {
			own = append(own, toAlias(item, mailbox))
		}
	}
	sortAliases(own)
	return own, nil
}

func toAlias(item vault.Item[aliasRecord], mailbox string) Alias {
	r := item.Value
	return Alias{
		ID: item.ID, MailboxID: r.MailboxID, Mailbox: mailbox, Revision: item.Revision,
		Address: r.Address, Workspace: r.Workspace, ProjectType: r.ProjectType, Client: r.Client,
	}
}

func sortAliases(all []Alias) {
	slices.SortFunc(all, func(a, b Alias) int {
		return cmp.Or(cmp.Compare(fold(a.Address), fold(b.Address)), cmp.Compare(a.ID, b.ID))
	})
}

func aliasNotFound() error {
	return fault.New(fault.NotFound, CodeAliasNotFound, "this mailbox has no such alias").
		WithHint("list them with: patchbay alias list")
}
