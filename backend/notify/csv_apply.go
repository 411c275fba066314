package notify

import (
	"context"
	"fmt"
	"strings"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/sheet"
	"patchbay/backend/vault"
)

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
		return ImportReport{}, csvCodes().FaultGone()
	}
	if imp.report.Bad > 0 && !withoutBad {
		return ImportReport{}, csvCodes().FaultBadRows(imp.report.Bad, imp.report.Rows, imp.problems)
	}
	entry := audit.Entry{Operator: operator, Action: actionImported, Deployment: deploymentID, Detail: imp.detail()}
	err = imp.held.Store(func(rows []*importRow) error { return n.storeImport(ctx, entry, rows) })
	if err != nil {
		return ImportReport{}, err
	}
	n.changed(deploymentID, "")
	return imp.report, nil
}

// storeImport stores the rows of an import.
func (n *Notifications) storeImport(ctx context.Context, entry audit.Entry, rows []*importRow) error {
	n.people.mu.Lock()
	defer n.people.mu.Unlock()
	d, err := n.directory(ctx, entry.Deployment)
	if err != nil {
		return err
	}
	err = n.update(ctx, entry.Deployment, func(tx *vault.Tx) error {
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
		if row.Effect == sheet.EffectUnchanged {
			continue
		}
		userName, email := d.byUserName[strings.ToLower(p.UserName)], d.byEmail[foldAddress(p.Email)]
		if p.UserName != "" && !free(userName, p.ID) || p.Email != "" && !free(email, p.ID) {
			return row.stale(fault.New(fault.Conflict, CodePersonExists, "another person has its user name or address by now"))
		}
		if _, err := n.putPerson(tx, d.deployment, p); err != nil {
			return row.stale(err)
		}
	}
	return nil
}

// stale names the row that no longer fits what is stored.
func (r *importRow) stale(err error) error {
	return csvCodes().FaultStale(r.Line, sheet.Shortened(r.person.Shown()), err)
}

func (i *Import) detail() string {
	r := i.report
	return fmt.Sprintf("people: %d new, %d changed, %d unchanged; rows left out: %d", r.New, r.Changed, r.Unchanged, r.Bad)
}
