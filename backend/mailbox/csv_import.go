package mailbox

import (
	"context"
	"fmt"
	"sync"

	"patchbay/backend/event"
	"patchbay/backend/fault"
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
			imp.forget()
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
	defer scan.wipe() // also after a first row that is no heading, and may hold a password
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
	i.forget()
}

func (i *Import) forget() {
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

func importGone() error {
	return fault.New(fault.NotFound, CodeImportGone, "the file is no longer held").WithHint("choose it again")
}
