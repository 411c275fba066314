package sheet

import (
	"bytes"
	"strings"
)

// formulaStarts are what begins a cell that a spreadsheet computes. It may send
// what it finds elsewhere. An apostrophe before it makes it text: it is written
// where it is needed and taken off again, so that what is exported and imported
// is exact. A text that has such an apostrophe of its own gets a second one.
const formulaStarts = "=+-@\t\r\n"

// StartsFormula reports whether a cell begins with apostrophes, or none, and then
// what begins a formula.
func StartsFormula(cell []byte) bool {
	rest := bytes.TrimLeft(cell, "'")
	return len(rest) > 0 && strings.IndexByte(formulaStarts, rest[0]) >= 0
}

// Unguard takes off the apostrophe that was written before a formula. It copies
// nothing.
func Unguard(cell []byte) []byte {
	if bytes.HasPrefix(cell, []byte("'")) && StartsFormula(cell) {
		return cell[1:]
	}
	return cell
}
