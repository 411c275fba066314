package operator

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// BackupReport says what a verified backup holds, and what restoring it would
// change.
type BackupReport struct {
	File        BackupFile
	Operators   []Operator         // by name
	Compared    bool               // there is an unlocked vault to compare with
	Differences []vault.Difference // by kind
	Replaces    bool               // there is something in its place
	Refused     *fault.Fault       // why Restore may not be called; nil when it may
}

// Report describes the backup. Nothing is written.
func (b *Backup) Report(ctx context.Context) (BackupReport, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.opened == nil {
		return BackupReport{}, errClosed()
	}
	o := b.operators
	report := BackupReport{File: o.backupFile(b.opened.Info()), Replaces: o.Status().State != Missing}
	known, err := b.known(ctx)
	if err != nil {
		return BackupReport{}, err
	}
	report.Operators = slices.SortedFunc(maps.Values(known), func(a, b Operator) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	if _, err := b.mayRestore(ctx); err != nil {
		report.Refused = fault.Of(err)
	}
	v, _, err := o.unlocked()
	if err != nil {
		return report, nil // there is nothing to compare with
	}
	report.Differences, err = vault.Compare(ctx, v, b.opened)
	report.Compared = err == nil
	return report, err
}

// noteRefusedRestore notes a refusal for want of the role, where somebody is at
// work of whom it can be noted.
func (o *Operators) noteRefusedRestore(ctx context.Context) {
	_, _ = o.MayOwn(ctx, actionRestored)
}
