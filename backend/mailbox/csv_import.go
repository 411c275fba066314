package mailbox

import (
	"context"

	"patchbay/backend/sheet"
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
	problems   []sheet.Problem // of the report
	held       *sheet.Held[*importRow]
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
	imp := &Import{deployment: deploymentID, held: sheet.Hold[*importRow](csvCodes(), m.events)}
	if err := imp.held.Fill(m.plan(ctx, imp, csv)); err != nil {
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
	imp.report, imp.problems = report.of(header, reader.rows), report.First()
	return reader.rows, sheet.Fits(csvCodes(), reader.rows)
}

// Report says what the import would do.
func (i *Import) Report() ImportReport { return i.report }

// Discard forgets the file and wipes its secrets. It may be called again.
func (i *Import) Discard() { i.held.Discard() }
