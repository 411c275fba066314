package notify

import (
	"context"

	"patchbay/backend/sheet"
)

// Fault codes of an import.
const (
	CodeImportBadRows = "notify.import_bad_rows"
	CodeImportGone    = "notify.import_gone"
	CodeImportStale   = "notify.import_stale"
)

// Import is a file that has been read and held against what is stored. It holds
// its people until it is applied or discarded, or the vault is locked.
type Import struct {
	deployment string
	report     ImportReport
	problems   []sheet.Problem // of the report
	held       *sheet.Held[*importRow]
}

// PreviewImport reads a CSV file of at most 32 MiB and 100,000 rows and says what
// importing it would do. Nothing is stored. A row is that of the stored person with
// its user name, or else with its e-mail address. What is wrong with rows is in the
// report; a file that cannot be read at all raises notify.csv_invalid,
// notify.csv_encoding or notify.csv_too_large. The caller calls [Import.Discard]
// when the import is not wanted any more.
func (n *Notifications) PreviewImport(ctx context.Context, deploymentID string, file []byte) (*Import, error) {
	if err := n.mayRead(ctx, deploymentID); err != nil {
		return nil, err
	}
	stored, err := n.storedSwitches(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	imp := &Import{deployment: deploymentID, held: sheet.Hold[*importRow](csvCodes(), n.events)}
	if err := imp.held.Fill(n.planImport(ctx, imp, file, stored.WithDefaults().Identifier)); err != nil {
		return nil, err
	}
	return imp, nil
}

// planImport reads and compares the rows, and fills in the report.
func (n *Notifications) planImport(ctx context.Context, imp *Import, file []byte, identifier string) ([]*importRow, error) {
	text, encoding, err := decodeCSV(file)
	if err != nil {
		return nil, err
	}
	reader := newRowReader(text)
	if err := reader.head(); err != nil {
		return nil, err
	}
	n.people.mu.Lock()
	defer n.people.mu.Unlock()
	if reader.known, err = n.directory(ctx, imp.deployment); err != nil {
		return nil, err
	}
	reader.report = &reporter{}
	if err := reader.read(ctx); err != nil {
		return nil, err
	}
	compare(reader)
	imp.report, imp.problems = reader.report.of(reader, encoding, identifier), reader.report.First()
	return reader.rows, fits(reader.rows, len(reader.known.sorted)+imp.report.New)
}

// Report says what the import would do.
func (i *Import) Report() ImportReport { return i.report }

// Discard forgets the file. It may be called again.
func (i *Import) Discard() { i.held.Discard() }
