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

// startsFormula reports whether a cell begins with apostrophes, or none, and then what
// begins a formula.
func startsFormula(cell string) bool {
	rest := strings.TrimLeft(cell, "'")
	return rest != "" && strings.IndexByte(formulaStarts, rest[0]) >= 0
}

func unguard(cell []byte) []byte {
	rest := bytes.TrimLeft(cell, "'")
	if len(rest) < len(cell) && len(rest) > 0 && strings.IndexByte(formulaStarts, rest[0]) >= 0 {
		return cell[1:]
	}
	return cell
}

// plainCell is a cell of what is no secret: spaces around it mean nothing.
func plainCell(cell []byte) string { return string(unguard(bytes.Trim(cell, " \t"))) }
