package mailbox

import (
	"cmp"
	"context"
	"fmt"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/sheet"
	"patchbay/backend/vault"
)

// Apply stores what the preview has shown, all of it or nothing. While rows are
// bad it raises mailbox.import_bad_rows, unless withoutBad says that the others
// are wanted all the same. What has been changed since the preview raises
// mailbox.import_stale; then, and after every other fault, the import can be
// applied again.
func (m *Mailboxes) Apply(ctx context.Context, deploymentID string, imp *Import, withoutBad bool) (Imported, error) {
	operator, err := m.access.MayEdit(ctx, actionImported)
	if err != nil {
		return Imported{}, err
	}
	if deploymentID != imp.deployment {
		return Imported{}, csvCodes().FaultGone()
	}
	if imp.report.Bad > 0 && !withoutBad {
		return Imported{}, csvCodes().FaultBadRows(imp.report.Bad, imp.report.Rows, imp.problems)
	}
	lookup, err := m.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return Imported{}, err
	}
	entry := audit.Entry{Operator: operator, Action: actionImported, Deployment: deploymentID, Detail: imp.detail()}
	err = imp.held.Store(func(rows []*importRow) error {
		return m.access.Update(ctx, func(tx *vault.Tx) error {
			if err := m.deployments.ExistsIn(tx, deploymentID); err != nil {
				return err
			}
			if err := m.putRows(ctx, tx, deploymentID, rows, lookup); err != nil {
				return err
			}
			return m.journal.Append(tx, entry)
		})
	})
	if err != nil {
		return Imported{}, err
	}
	m.events.Publish(event.Event{Name: "mailboxes.imported", Deployment: deploymentID})
	return imp.imported(), nil
}

// putRows stores the mailboxes first, because aliases belong to them.
func (m *Mailboxes) putRows(ctx context.Context, tx *vault.Tx, deploymentID string, rows []*importRow, lookup lookup) error {
	taken, err := m.directory(tx, deploymentID, lookup)
	if err != nil {
		return err
	}
	ids := map[*importRow]string{}
	for _, row := range rows {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !row.isAlias && row.Effect != sheet.EffectUnchanged {
			if ids[row], err = m.putRow(tx, taken, deploymentID, row, lookup); err != nil {
				return csvCodes().FaultStale(row.Line, row.address(), err)
			}
		}
	}
	for _, row := range rows {
		if !row.isAlias || row.Effect == sheet.EffectUnchanged {
			continue
		}
		alias := row.alias
		alias.MailboxID = cmp.Or(alias.MailboxID, ids[row.owner])
		if _, err := m.putAlias(tx, taken, deploymentID, alias); err != nil {
			return csvCodes().FaultStale(row.Line, row.address(), err)
		}
	}
	return nil
}

func (m *Mailboxes) putRow(tx *vault.Tx, taken *directory, deploymentID string, row *importRow, lookup lookup) (string, error) {
	d, done := m.settle(row.draft, lookup)
	defer done()
	d.Whole = true
	return m.put(tx, taken, deploymentID, d)
}

func (i *Import) detail() string {
	r := i.report
	return fmt.Sprintf("mailboxes: %d new, %d changed, %d unchanged; aliases: %d; rows left out: %d",
		r.Mailboxes.New, r.Mailboxes.Changed, r.Mailboxes.Unchanged, r.Aliases.New+r.Aliases.Changed, r.Bad)
}

func (i *Import) imported() Imported {
	r := i.report
	return Imported{
		New: r.Mailboxes.New, Changed: r.Mailboxes.Changed, Unchanged: r.Mailboxes.Unchanged,
		Aliases: r.Aliases.New + r.Aliases.Changed, LeftOut: r.Bad,
	}
}
