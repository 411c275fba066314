package mailbox

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"
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

// csvWriter writes rows as RFC 4180 §2 says. It does not grow, because what it
// would leave behind may hold secrets: size says how much room rows need.
type csvWriter struct{ out []byte }

// csvSize is the most that a cell of n bytes takes up.
func csvSize(n int) int { return 2*n + len(`"'"`) + len("\r\n") }

func newCSVWriter(size int) *csvWriter {
	return &csvWriter{out: make([]byte, 0, size+len(utf8BOM))}
}

const utf8BOM = "\xef\xbb\xbf"

// bytes returns what was written. Spreadsheets recognise UTF-8 by a byte order
// mark; a file in ASCII does not need one, and scripts do without it.
func (w *csvWriter) bytes() []byte {
	for _, b := range w.out {
		if b >= utf8.RuneSelf {
			return slices.Insert(w.out, 0, []byte(utf8BOM)...) // there is room for it
		}
	}
	return w.out
}

// cell writes one cell; the row's last one is followed by endRow.
func (w *csvWriter) cell(value []byte) {
	if startsFormula(string(value)) {
		w.quoted("'", value)
		return
	}
	if bytes.ContainsAny(value, ",;\t\"\r\n") || bytes.HasPrefix(value, []byte(" ")) || bytes.HasSuffix(value, []byte(" ")) {
		w.quoted("", value)
		return
	}
	w.out = append(append(w.out, value...), ',')
}

func (w *csvWriter) quoted(before string, value []byte) {
	w.out = append(append(w.out, '"'), before...)
	for _, b := range value {
		if b == '"' {
			w.out = append(w.out, b)
		}
		w.out = append(w.out, b)
	}
	w.out = append(w.out, '"', ',')
}

// endRow puts a line break in the place of the last comma.
func (w *csvWriter) endRow() {
	w.out = append(w.out[:len(w.out)-1], "\r\n"...)
}
