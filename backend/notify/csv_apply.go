package notify

import (
	"context"
	"fmt"
	"strings"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// maxShown is how many bad rows or missing people a fault tells.
const maxShown = 20

// ApplyImport stores what the preview has shown, all of it or nothing. While rows
// are bad it raises notify.import_bad_rows, unless withoutBad says that the others
// are wanted all the same. What has been changed since the preview raises
// notify.import_stale; then, and after every other fault, the import can be
// applied again.
func (n *Notifications) ApplyImport(ctx context.Context, deploymentID string, imp *Import, withoutBad bool) (ImportReport, error) {
	operator, err := n.mayEdit(ctx, actionImported, deploymentID)
	if err != nil {
		return ImportReport{}, err
	}
	if deploymentID != imp.deployment {
		return ImportReport{}, importGone()
	}
	if imp.report.Bad > 0 && !withoutBad {
		return ImportReport{}, imp.badRows()
	}
	if err := n.storeImport(ctx, operator, deploymentID, imp); err != nil {
		return ImportReport{}, err
	}
	imp.Discard()
	n.changed(deploymentID, "")
	return imp.report, nil
}

// storeImport stores the rows of an import, which has them back when that failed.
func (n *Notifications) storeImport(ctx context.Context, operator, deploymentID string, imp *Import) error {
	n.people.mu.Lock()
	defer n.people.mu.Unlock()
	rows, err := imp.take()
	if err != nil {
		return err
	}
	defer imp.put(rows)
	d, err := n.directory(ctx, deploymentID)
	if err != nil {
		return err
	}
	entry := audit.Entry{Operator: operator, Action: actionImported, Deployment: deploymentID, Detail: imp.detail()}
	err = n.update(ctx, deploymentID, func(tx *vault.Tx) error {
		if err := n.putRows(ctx, tx, d, rows); err != nil {
			return err
		}
		return n.journal.Append(tx, entry)
	})
	n.people.held = nil // to be read anew
	return err
}

// putRows stores what the rows say, when it still fits what is stored.
func (n *Notifications) putRows(ctx context.Context, tx *vault.Tx, d *directory, rows []*importRow) error {
	own := map[string]bool{}
	for _, row := range rows {
		own[row.person.ID] = true
	}
	free := func(e *entry, id string) bool { return e == nil || e.ID == id || own[e.ID] }
	for _, row := range rows {
		if err := ctx.Err(); err != nil {
			return err
		}
		p := row.person
		if row.effect == EffectUnchanged {
			continue
		}
		userName, email := d.byUserName[strings.ToLower(p.UserName)], d.byEmail[foldAddress(p.Email)]
		if p.UserName != "" && !free(userName, p.ID) || p.Email != "" && !free(email, p.ID) {
			return stale(row, fault.New(fault.Conflict, CodePersonExists, "another person has its user name or address by now"))
		}
		if _, err := n.putPerson(tx, d.deployment, p); err != nil {
			return stale(row, err)
		}
	}
	return nil
}

// stale names the row that no longer fits what is stored.
func stale(row *importRow, err error) error {
	f := fault.Of(err)
	switch f.Kind {
	case fault.Conflict, fault.Invalid, fault.NotFound:
		message := fmt.Sprintf("line %d (%s) cannot be stored any more: %s", row.line, shortened(row.person.Shown()), f.Message)
		return fault.New(fault.Conflict, CodeImportStale, message).
			WithHint("something has been changed since the file was read: read it again").WithCause(err)
	default:
		return err
	}
}

func (i *Import) detail() string {
	r := i.report
	return fmt.Sprintf("people: %d new, %d changed, %d unchanged; rows left out: %d", r.New, r.Changed, r.Unchanged, r.Bad)
}

func (i *Import) badRows() error {
	message := fmt.Sprintf("%d of %d rows cannot be imported", i.report.Bad, i.report.Rows)
	f := fault.New(fault.Invalid, CodeImportBadRows, message).
		WithHint("correct these rows and read the file again, or import the others without them")
	for _, p := range i.report.Problems[:min(len(i.report.Problems), maxShown)] {
		f = f.WithField(fmt.Sprintf("line %d", p.Line), strings.TrimSpace(p.Column+" "+p.Message))
	}
	return f
}
