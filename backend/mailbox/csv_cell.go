package mailbox

import (
	"bytes"
	"strings"
)

// A spreadsheet computes a cell that begins with one of formulaStarts, and may
// send what it finds elsewhere. An apostrophe before it makes it text: it is
// written where it is needed and taken off again, so that what is exported and
// imported is exact. A text that has such an apostrophe of its own gets a
// second one.
const formulaStarts = "=+-@\t\r\n"

// startsFormula reports whether a cell begins with apostrophes, or none, and
// then what begins a formula.
func startsFormula(cell []byte) bool {
	rest := bytes.TrimLeft(cell, "'")
	return len(rest) > 0 && strings.IndexByte(formulaStarts, rest[0]) >= 0
}

// unguard takes off the apostrophe that was written before a formula.
func unguard(cell []byte) []byte {
	if bytes.HasPrefix(cell, []byte("'")) && startsFormula(cell) {
		return cell[1:]
	}
	return cell
}

// plainCell is a cell of what is no secret: spaces around it mean nothing.
func plainCell(cell []byte) string { return string(unguard(bytes.Trim(cell, " \t"))) }
