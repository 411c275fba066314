package notify

import (
	"context"
	"sync"

	"patchbay/backend/event"
	"patchbay/backend/fault"
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
	cancel     func() // of the subscription

	mu   sync.Mutex
	rows []*importRow // the good ones; nil when they are gone
	gone bool
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
	imp := &Import{deployment: deploymentID}
	imp.cancel = n.events.Subscribe(func(e event.Event) {
		if e.Name == "vault.locked" {
			imp.forget()
		}
	})
	rows, err := n.planImport(ctx, imp, file, stored.WithDefaults().Identifier)
	if err == nil {
		err = imp.hold(rows)
	}
	if err != nil {
		imp.Discard()
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
	imp.report = reader.report.of(reader, encoding, identifier)
	return reader.rows, fits(reader.rows, len(reader.known.sorted)+imp.report.New)
}

// Report says what the import would do.
func (i *Import) Report() ImportReport { return i.report }

// Discard forgets the file. It may be called again.
func (i *Import) Discard() {
	i.cancel()
	i.forget()
}

func (i *Import) forget() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.rows, i.gone = nil, true
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
		if !row.bad {
			i.rows = append(i.rows, row)
		}
	}
	return nil
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
	if !i.gone {
		i.rows = rows
	}
}

func importGone() error {
	return fault.New(fault.NotFound, CodeImportGone, "the file is no longer held").WithHint("choose it again")
}
