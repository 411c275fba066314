package mailbox

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"patchbay/backend/fault"
)

// Fault codes of a file that is imported. Those of its rows are in the report.
const (
	CodeCSVInvalid  = "mailbox.csv_invalid"
	CodeCSVEncoding = "mailbox.csv_encoding"
	CodeCSVTooLarge = "mailbox.csv_too_large"
)

// hintUTF8 is how the spreadsheets write what is read here.
const hintUTF8 = `save it as "CSV UTF-8 (comma delimited)" or, in LibreOffice, with the character set UTF-8`

// openCSV looks at a file before it is read: how large it is, how its
// characters are written, and what separates its cells.
func openCSV(csv []byte) (*csvScanner, error) {
	if len(csv) > maxCSV {
		return nil, csvTooLarge(fmt.Sprintf("the file is larger than %d MiB", maxCSV>>20))
	}
	if err := checkEncoding(csv); err != nil {
		return nil, err
	}
	text := bytes.TrimPrefix(csv, []byte(utf8BOM))
	if separator, rest, ok := namedSeparator(text); ok {
		s := newCSVScanner(rest, separator)
		s.line = 2
		return s, nil
	}
	return newCSVScanner(text, usualSeparator(text)), nil
}

func checkEncoding(csv []byte) error {
	refused := func(what string) error {
		return fault.New(fault.Invalid, CodeCSVEncoding, what).WithHint(hintUTF8)
	}
	switch {
	case bytes.HasPrefix(csv, []byte("\xff\xfe")), bytes.HasPrefix(csv, []byte("\xfe\xff")):
		return refused("the file is UTF-16, not UTF-8")
	case bytes.HasPrefix(csv, []byte("PK\x03\x04")), bytes.HasPrefix(csv, []byte("\xd0\xcf\x11\xe0")):
		return refused("the file is a workbook, not CSV")
	case bytes.IndexByte(csv, 0) >= 0:
		return refused("the file holds NUL bytes: it is UTF-16, or no text at all")
	case bytes.IndexByte(csv, '\r') >= 0 && bytes.IndexByte(csv, '\n') < 0:
		return refused("the lines of the file end in carriage returns alone")
	}
	if at := firstInvalid(csv); at >= 0 {
		line := 1 + bytes.Count(csv[:at], []byte("\n"))
		return refused(fmt.Sprintf("the file is not UTF-8, as line %d shows: it is Latin-1, Windows-1252 or another character set", line))
	}
	return nil
}

// firstInvalid returns where text stops to be UTF-8, -1 when it does not.
func firstInvalid(text []byte) int {
	if utf8.Valid(text) {
		return -1
	}
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size <= 1 {
			return at
		}
		at += size
	}
	return -1
}

// namedSeparator reads the line "sep=;" that some spreadsheets put first.
func namedSeparator(text []byte) (separator byte, rest []byte, ok bool) {
	line, rest, _ := bytes.Cut(text, []byte("\n"))
	line = bytes.TrimSuffix(line, []byte("\r"))
	if len(line) != len("sep=;") || !bytes.EqualFold(line[:4], []byte("sep=")) {
		return 0, nil, false
	}
	return line[4], rest, bytes.IndexByte([]byte(separators), line[4]) >= 0
}

// separators are what may stand between cells, in the order of preference.
const separators = ",;\t"

// usualSeparator returns the separator of which there are most in the heading.
func usualSeparator(text []byte) byte {
	heading, _, _ := bytes.Cut(text, []byte("\n"))
	best, most := byte(','), 0
	for i := range len(separators) {
		if n := countUnquoted(heading, separators[i]); n > most {
			best, most = separators[i], n
		}
	}
	return best
}

func countUnquoted(line []byte, separator byte) int {
	n, quoted := 0, false
	for _, b := range line {
		switch {
		case b == '"':
			quoted = !quoted
		case b == separator && !quoted:
			n++
		}
	}
	return n
}

func csvInvalid(message string) *fault.Fault {
	return fault.New(fault.Invalid, CodeCSVInvalid, message)
}

func csvTooLarge(message string) error {
	return fault.New(fault.Invalid, CodeCSVTooLarge, message).WithHint("split it into several files")
}
