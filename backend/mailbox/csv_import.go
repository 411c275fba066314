package mailbox

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// Fault codes of an import.
const (
	CodeImportBadRows = "mailbox.import_bad_rows"
	CodeImportGone    = "mailbox.import_gone"
	CodeImportStale   = "mailbox.import_stale"
)

const (
	actionImported = "mailbox.imported"
	actionExported = "mailbox.exported"
)

// Import is a file that has been read and held against what is stored. It holds
// the secrets of the file until it is applied or discarded, or the vault is
// locked.
type Import struct {
	deployment string
	report     ImportReport
	cancel     func() // of the subscription

	mu   sync.Mutex
	rows []*importRow // the good ones; nil when they are gone
	gone bool
}

// Preview reads a CSV file of at most 32 MiB and 100,000 rows and says what
// importing it would do. Nothing is stored. What is wrong with rows is in the
// report; a file that cannot be read at all raises mailbox.csv_invalid,
// mailbox.csv_encoding or mailbox.csv_too_large. The caller wipes csv, and calls
// [Import.Discard] when the import is not wanted any more.
func (m *Mailboxes) Preview(ctx context.Context, deploymentID string, csv []byte) (*Import, error) {
	if _, err := m.access.MayRead(); err != nil {
		return nil, err
	}
	imp := &Import{deployment: deploymentID}
	imp.cancel = m.events.Subscribe(func(e event.Event) {
		if e.Name == "vault.locked" {
			imp.Discard()
		}
	})
	rows, err := m.plan(ctx, imp, csv)
	if err == nil {
		err = imp.hold(rows)
	}
	if err != nil {
		wipeRows(rows)
		imp.Discard()
		return nil, err
	}
	return imp, nil
}

// plan reads and compares the rows, and fills in the report. It returns the
// rows also with an error: they are to be wiped.
func (m *Mailboxes) plan(ctx context.Context, imp *Import, csv []byte) ([]*importRow, error) {
	scan, err := openCSV(csv)
	if err != nil {
		return nil, err
	}
	header, err := readHeader(scan)
	if err != nil {
		return nil, err
	}
	known, err := m.known(ctx, imp.deployment)
	if err != nil {
		return nil, err
	}
	report := &reporter{}
	reader := &rowReader{known: known, header: header, scan: scan, report: report}
	if err := reader.read(ctx); err != nil {
		return reader.rows, err
	}
	p := &plan{m: m, known: known, report: report, rows: reader.rows}
	if err := p.compare(ctx); err != nil {
		return reader.rows, err
	}
	imp.report = report.of(header, reader.rows)
	return reader.rows, fits(reader.rows)
}

// fits refuses what one transaction cannot hold: an import is stored whole or
// not at all.
func fits(rows []*importRow) error {
	size := 0
	for _, row := range rows {
		if !row.bad && row.effect != EffectUnchanged {
			size += row.size
		}
	}
	if size <= maxImport {
		return nil
	}
	return csvTooLarge(fmt.Sprintf("the file would store about %d MiB at once, and at most %d MiB can be", size>>20, maxImport>>20))
}

// of counts what the rows do.
func (r *reporter) of(header csvHeader, rows []*importRow) ImportReport {
	out := ImportReport{Columns: header.names(), Rows: len(rows), ProblemCount: r.count}
	for _, row := range rows {
		switch {
		case row.bad:
			out.Bad++
		case row.isAlias:
			out.Aliases.add(row.effect)
		default:
			out.Mailboxes.add(row.effect)
			if s := row.draft.Settings; len(out.Samples) < maxSamples {
				out.Samples = append(out.Samples, ImportSample{
					Line: row.line, Mailbox: s.Mailbox, Host: s.Host, Name: s.Name,
					Aliases: row.aliases, Password: row.password, Effect: row.effect,
				})
			}
		}
	}
	out.Good = out.Rows - out.Bad
	slices.SortStableFunc(r.problems, func(a, b ImportProblem) int { return cmp.Compare(a.Line, b.Line) })
	out.Problems = r.problems[:min(len(r.problems), maxProblems)]
	return out
}

// hold keeps the good rows, unless the vault has been locked meanwhile.
func (i *Import) hold(rows []*importRow) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.gone {
		return importGone()
	}
	i.rows = make([]*importRow, 0, i.report.Good)
	for _, row := range rows {
		if row.bad {
			row.wipe()
			continue
		}
		i.rows = append(i.rows, row)
	}
	return nil
}

// Report says what the import would do.
func (i *Import) Report() ImportReport { return i.report }

// Discard forgets the file and wipes its secrets. It may be called again.
func (i *Import) Discard() {
	i.cancel()
	i.mu.Lock()
	defer i.mu.Unlock()
	wipeRows(i.rows)
	i.rows, i.gone = nil, true
}

// take hands out the rows; put gives them back when they could not be stored.
func (i *Import) take() ([]*importRow, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.rows == nil {
		return nil, importGone()
	}
	rows := i.rows
	i.rows = nil
	return rows, nil
}

func (i *Import) put(rows []*importRow) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.gone {
		wipeRows(rows)
		return
	}
	i.rows = rows
}

func wipeRows(rows []*importRow) {
	for _, row := range rows {
		row.wipe()
	}
}

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
	d.resets = true // a file is no form: its passwords are meant
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
	return fmt.Sprintf("%d new, %d changed, %d unchanged mailboxes; %d aliases; %d rows left out",
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

func importGone() error {
	return fault.New(fault.NotFound, CodeImportGone, "the file is no longer held").WithHint("choose it again")
}
