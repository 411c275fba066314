package mailbox

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/fault"
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
		return Imported{}, importGone()
	}
	if imp.report.Bad > 0 && !withoutBad {
		return Imported{}, imp.badRows()
	}
	lookup, err := m.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return Imported{}, err
	}
	rows, err := imp.take()
	if err != nil {
		return Imported{}, err
	}
	entry := audit.Entry{Operator: operator, Action: actionImported, Deployment: deploymentID, Detail: imp.detail()}
	err = m.access.Update(ctx, func(tx *vault.Tx) error {
		if err := m.deployments.ExistsIn(tx, deploymentID); err != nil {
			return err
		}
		if err := m.putRows(ctx, tx, deploymentID, rows, lookup); err != nil {
			return err
		}
		return m.journal.Append(tx, entry)
	})
	imp.put(rows)
	if err != nil {
		return Imported{}, err
	}
	imp.Discard()
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
		if !row.isAlias && row.effect != EffectUnchanged {
			if ids[row], err = m.putRow(tx, taken, deploymentID, row, lookup); err != nil {
				return stale(row, err)
			}
		}
	}
	for _, row := range rows {
		if !row.isAlias || row.effect == EffectUnchanged {
			continue
		}
		alias := row.alias
		alias.MailboxID = cmp.Or(alias.MailboxID, ids[row.owner])
		if _, err := m.putAlias(tx, taken, deploymentID, alias); err != nil {
			return stale(row, err)
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

// stale names the row that no longer fits what is stored.
func stale(row *importRow, err error) error {
	f := fault.Of(err)
	switch f.Kind {
	case fault.Conflict, fault.Invalid, fault.NotFound:
		return fault.New(fault.Conflict, CodeImportStale, fmt.Sprintf("line %d (%s) cannot be stored any more: %s", row.line, row.address(), f.Message)).
			WithFields(f.Fields...).WithHint("something has been changed since the file was read: read it again").WithCause(err)
	default:
		return err
	}
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

func (i *Import) badRows() error {
	message := fmt.Sprintf("%d of %d rows cannot be imported", i.report.Bad, i.report.Rows)
	f := fault.New(fault.Invalid, CodeImportBadRows, message).
		WithHint("correct these rows and read the file again, or import the others without them")
	for _, p := range i.report.Problems[:min(len(i.report.Problems), 20)] {
		f = f.WithField(fmt.Sprintf("line %d", p.Line), strings.TrimSpace(p.Column+" "+p.Message))
	}
	return f
}
