// Package sheet holds what importing rows of a spreadsheet has in common,
// whatever they are rows of: what separates their cells, what a heading and a
// cell mean, what is told of the rows, and how they are held until they are
// stored. A capability reads the rows and knows what stands in them.
package sheet

import (
	"bytes"
	"fmt"

	"patchbay/backend/fault"
)

// The bounds of a file that is imported.
const (
	MaxBytes = 32 << 20
	MaxRows  = 100_000
	// MaxStored is what one transaction of the vault can hold of sealed records,
	// in bytes, with room to spare.
	MaxStored = 60 << 20
)

// MaxTold is how many bad rows a fault tells.
const MaxTold = 20

// Codes are the fault codes of a capability's files and imports.
type Codes struct {
	Invalid, Encoding, TooLarge string // of the file
	BadRows, Gone, Stale        string // of the import
}

// Look refuses a file that is too large to be read, and one that is a workbook.
func (c Codes) Look(file []byte) error {
	switch {
	case len(file) > MaxBytes:
		return c.FaultTooLarge(fmt.Sprintf("the file is larger than %d MiB", MaxBytes>>20))
	case bytes.HasPrefix(file, []byte("PK\x03\x04")), bytes.HasPrefix(file, []byte("\xd0\xcf\x11\xe0")):
		return c.FaultEncoding("the file is a workbook, not CSV")
	default:
		return nil
	}
}

// FaultInvalid is the fault of a file that cannot be read.
func (c Codes) FaultInvalid(message string) *fault.Fault {
	return fault.New(fault.Invalid, c.Invalid, message)
}

// FaultEncoding is the fault of a file whose characters cannot be read. Its hint
// is how spreadsheets write what can be.
func (c Codes) FaultEncoding(message string) *fault.Fault {
	return fault.New(fault.Invalid, c.Encoding, message).
		WithHint(`save it as "CSV UTF-8 (comma delimited)" or, in LibreOffice, with the character set UTF-8`)
}

// FaultTooLarge is the fault of a file that is more than can be read or stored.
func (c Codes) FaultTooLarge(message string) *fault.Fault {
	return fault.New(fault.Invalid, c.TooLarge, message).WithHint("split it into several files")
}

// FaultRows is the fault of a file with more than [MaxRows] rows.
func (c Codes) FaultRows() *fault.Fault {
	return c.FaultTooLarge(fmt.Sprintf("the file has more than %d rows", MaxRows))
}

// FaultGone is the fault of an import that has been discarded, or forgotten when
// the vault was locked.
func (c Codes) FaultGone() *fault.Fault {
	return fault.New(fault.NotFound, c.Gone, "the file is no longer held").WithHint("choose it again")
}

// FaultStale names the row, by its line and by what it is about, that no longer
// fits what is stored; err is why. An error that does not say so stays as it is.
func (c Codes) FaultStale(line int, about string, err error) error {
	f := fault.Of(err)
	switch f.Kind {
	case fault.Conflict, fault.Invalid, fault.NotFound:
		return fault.New(fault.Conflict, c.Stale, fmt.Sprintf("line %d (%s) cannot be stored any more: %s", line, about, f.Message)).
			WithFields(f.Fields...).WithHint("something has been changed since the file was read: read it again").WithCause(err)
	default:
		return err
	}
}
