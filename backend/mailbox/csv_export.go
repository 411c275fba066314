package mailbox

import (
	"context"
	"fmt"

	"patchbay/backend/audit"
	"patchbay/backend/credential"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/sealedfile"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// exportRow is a mailbox as it is written, with its secrets or without.
type exportRow struct {
	settings imap.Settings
	inputs   account.SecretInputs
	aliases  []Alias
}

// Export writes mailboxes with their aliases as CSV, by address: those with
// these IDs, or all for none. It returns how many mailboxes there are. With
// secrets, only for those who may change them, the caller seals the file and
// wipes it: [Mailboxes.ExportSealed] does both.
func (m *Mailboxes) Export(ctx context.Context, deploymentID string, ids []string, withSecrets bool) ([]byte, int, error) {
	may := m.access.MayRead
	if withSecrets {
		may = func() (string, error) { return m.access.MayEdit(ctx, actionExported) }
	}
	if _, err := may(); err != nil {
		return nil, 0, err
	}
	lookup, err := m.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return nil, 0, err
	}
	rows, err := m.exportRows(ctx, deploymentID, ids, lookup, withSecrets)
	defer wipeExport(rows)
	if err != nil {
		return nil, 0, err
	}
	entry := audit.Entry{
		Action: actionExported, Deployment: deploymentID,
		Detail: fmt.Sprintf("mailboxes: %d, without secrets", len(rows)),
	}
	if withSecrets {
		entry.Detail = fmt.Sprintf("mailboxes: %d, with secrets", len(rows))
	}
	// What leaves the vault unseen by the journal does not leave.
	if err := m.access.Record(ctx, entry); err != nil {
		return nil, 0, err
	}
	return writeCSV(rows), len(rows), nil
}

// ExportSealed is [Mailboxes.Export] with secrets, sealed under a passphrase.
func (m *Mailboxes) ExportSealed(ctx context.Context, deploymentID string, ids []string, passphrase secret.Text) ([]byte, int, error) {
	if err := sealedfile.CheckPassphrase(passphrase); err != nil {
		return nil, 0, err
	}
	csv, n, err := m.Export(ctx, deploymentID, ids, true)
	if err != nil {
		return nil, 0, err
	}
	defer clear(csv)
	sealed, err := sealedfile.Seal(csv, passphrase)
	return sealed, n, err
}

// exportRows reads what is to be written, by address. It returns rows also with an error:
// they are to be wiped.
func (m *Mailboxes) exportRows(ctx context.Context, deploymentID string, ids []string, lookup lookup, withSecrets bool) ([]exportRow, error) {
	wanted := map[string]bool{}
	for _, id := range ids {
		wanted[id] = true
	}
	var rows []exportRow
	err := m.access.View(ctx, func(tx *vault.Tx) error {
		items, err := m.records.Under(tx, deploymentID)
		if err != nil {
			return err
		}
		aliases, err := m.aliasesByMailbox(tx, deploymentID)
		if err != nil {
			return err
		}
		for _, place := range byAddress(items) {
			item := items[place]
			if len(wanted) > 0 && !wanted[item.ID] {
				continue
			}
			row := exportRow{settings: item.Value.settings(), aliases: aliases[item.ID]}
			if withSecrets {
				if row.inputs, err = m.storedInputs(tx, item, lookup); err != nil {
					return err
				}
			}
			rows = append(rows, row)
		}
		return nil
	})
	if err == nil && len(rows) < len(wanted) {
		err = notFound()
	}
	return rows, err
}

func (m *Mailboxes) aliasesByMailbox(tx *vault.Tx, deploymentID string) (map[string][]Alias, error) {
	items, err := m.aliases.Under(tx, deploymentID)
	if err != nil {
		return nil, err
	}
	by := map[string][]Alias{}
	for _, item := range items {
		owner := item.Value.MailboxID
		by[owner] = append(by[owner], toAlias(item, ""))
	}
	for _, own := range by {
		sortAliases(own)
	}
	return by, nil
}

// storedInputs reads the secrets of a mailbox. One that may not be used, because
// a variable leads elsewhere than when it was saved, stops the export: a file
// that lacks something without saying so would be found out too late.
func (m *Mailboxes) storedInputs(tx *vault.Tx, item vault.Item[record], lookup lookup) (account.SecretInputs, error) {
	secrets, blocked, err := m.keeper.Gather(tx, item.ID, asStored(item.Value.expanded(lookup)))
	if err != nil {
		return account.SecretInputs{}, err
	}
	if len(blocked) > 0 {
		secrets.Wipe()
		return account.SecretInputs{}, fault.New(fault.Conflict, credential.CodeBoundElsewhere,
			"a stored secret of "+item.Value.Mailbox+" was saved for another destination").
			WithField(blocked[0], "was saved for another destination than the one that the variables lead to now").
			WithHint("enter it again for that mailbox, or export without secrets")
	}
	given := func(value secret.Text) secret.Input { return secret.Input{Change: secret.Set, Value: value} }
	return account.SecretInputs{
		Password: given(secrets.Password), ClientSecret: given(secrets.ClientSecret), RefreshToken: given(secrets.RefreshToken),
	}, nil
}

func wipeExport(rows []exportRow) {
	for _, row := range rows {
		row.inputs.Wipe()
	}
}
