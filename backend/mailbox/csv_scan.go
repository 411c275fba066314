package mailbox

import "bytes"

// The bounds of a row that is imported.
const (
	maxCell  = 64 << 10 // bytes
	maxCells = 256      // there are not that many columns
	// sealedRow is what a row takes up in the vault beside its text, in bytes: two
	// records, their names and their seals.
	sealedRow = 900
)

// csvRow is one row of a file. Its cells are valid until the next one is read.
type csvRow struct {
	line  int // of the file, from 1, on which it begins
	cells [][]byte
	count int // of cells, also of those beyond maxCells
	size  int // of the cells in bytes
	// fault is what is wrong with the form of the cell with the index at, "" when
	// nothing is.
	fault string
	at    int
}

// blank reports whether there is nothing in the row.
func (r csvRow) blank() bool {
	for _, cell := range r.cells {
		if len(bytes.TrimSpace(cell)) > 0 {
			return false
		}
	}
	return r.fault == ""
}

func (r *csvRow) add(cell []byte) {
	if len(cell) > maxCell {
		r.blame("is longer than 64 KiB")
		cell = nil
	}
	r.size += len(cell)
	if r.count++; r.count <= maxCells {
		r.cells = append(r.cells, cell)
	}
}

// blame notes what is wrong with the cell that comes next.
func (r *csvRow) blame(message string) {
	if r.fault == "" {
		r.fault, r.at = message, r.count
	}
}

// csvScanner reads rows as RFC 4180 §2 writes them, separated by any one
// character. It counts the lines of the file, through quoted line breaks too,
// and goes on after a row whose form is wrong: with the next line.
//
// encoding/csv would change line breaks within cells, and leave copies of the
// secrets behind that cannot be wiped.
type csvScanner struct {
	rest      []byte
	separator byte
	line      int
	row       csvRow
	made      [][]byte // cells that had quotation marks in them; wiped with the row
}

func newCSVScanner(text []byte, separator byte) *csvScanner {
	return &csvScanner{rest: text, separator: separator, line: 1}
}

// next reads a row; nil at the end.
func (s *csvScanner) next() *csvRow {
	s.wipe()
	s.row = csvRow{line: s.line, cells: s.row.cells[:0]}
	if len(s.rest) == 0 {
		return nil
	}
	for {
		more := s.cell()
		if !more {
			return &s.row
		}
	}
}

// wipe forgets what the last row held outside of the text.
func (s *csvScanner) wipe() {
	for _, cell := range s.made {
		clear(cell)
	}
	s.made = s.made[:0]
}

// cell reads the next cell, and reports whether the row has another.
func (s *csvScanner) cell() bool {
	if len(s.rest) > 0 && s.rest[0] == '"' {
		return s.quoted()
	}
	end := s.plainLength()
	if end < len(s.rest) && s.rest[end] == s.separator {
		s.row.add(s.rest[:end])
		s.rest = s.rest[end+1:]
		return true
	}
	s.row.add(bytes.TrimSuffix(s.rest[:end], []byte("\r")))
	s.endLine(end)
	return false
}

// plainLength is how long a cell without quotation marks around it is.
func (s *csvScanner) plainLength() int {
	for i, b := range s.rest {
		if b == s.separator || b == '\n' {
			return i
		}
	}
	return len(s.rest)
}

// endLine passes a line break after n bytes, or the end of the text.
func (s *csvScanner) endLine(n int) {
	if s.rest = s.rest[n:]; len(s.rest) > 0 {
		s.rest = s.rest[1:]
		s.line++
	}
}

// quoted reads a cell in quotation marks.
func (s *csvScanner) quoted() bool {
	body := s.rest[1:]
	length, escaped := quotedLength(body)
	if length < 0 {
		return s.neverClosed()
	}
	cell := body[:length]
	breaks := bytes.Count(cell, []byte("\n"))
	s.line += breaks
	s.rest = body[length+1:]
	if escaped && length <= 2*maxCell {
		cell = s.unescape(cell)
	}
	switch rest := bytes.TrimPrefix(s.rest, []byte("\r")); {
	case len(rest) == 0, rest[0] == '\n':
		s.row.add(cell)
		s.endLine(len(s.rest) - len(rest))
		return false
	case s.rest[0] == s.separator:
		s.row.add(cell)
		s.rest = s.rest[1:]
		return true
	}
	if breaks > 0 {
		s.rest, s.line = body, s.line-breaks
		return s.closedLate()
	}
	s.row.blame("has a quotation mark within the text: write it twice")
	return s.skipLine()
}

// quotedLength is how long a cell is up to its closing quotation mark, -1 when
// there is none, and whether there are doubled ones in it.
func quotedLength(body []byte) (length int, escaped bool) {
	for {
		i := bytes.IndexByte(body[length:], '"')
		if i < 0 {
			return -1, escaped
		}
		length += i
		if length+1 == len(body) || body[length+1] != '"' {
			return length, escaped
		}
		length += 2
		escaped = true
	}
}

// unescape returns the text with single quotation marks for doubled ones.
func (s *csvScanner) unescape(cell []byte) []byte {
	out := make([]byte, 0, len(cell))
	for {
		i := bytes.IndexByte(cell, '"')
		if i < 0 {
			break
		}
		out = append(out, cell[:i+1]...)
		cell = cell[i+2:]
	}
	out = append(out, cell...)
	s.made = append(s.made, out)
	return out
}

// neverClosed gives up the row: what follows is read again from the next line,
// because all of it cannot be one cell. It happens once in a file: behind a mark
// that is never closed all others come in pairs, and close themselves.
func (s *csvScanner) neverClosed() bool {
	s.row.blame("begins with a quotation mark that is never closed")
	return s.skipLine()
}

// closedLate gives up the row: the mark that closed the cell, in a later line and
// before more text, most likely opens one of another row. The rows between are
// read, which costs no more than reading all once again: what opens the next
// such cell is not before the mark that seemed to close this one.
func (s *csvScanner) closedLate() bool {
	s.row.blame("begins with a quotation mark that is not closed, or has one within the text: write that one twice")
	return s.skipLine()
}

// skipLine leaves the row for the next line.
func (s *csvScanner) skipLine() bool {
	end := bytes.IndexByte(s.rest, '\n')
	if end < 0 {
		end = len(s.rest)
	}
	s.endLine(end)
	s.row.count++
	return false
}
