package mailbox

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"patchbay/backend/sheet"
)

// Fault codes of a file that is imported. Those of its rows are in the report.
const (
	CodeCSVInvalid  = "mailbox.csv_invalid"
	CodeCSVEncoding = "mailbox.csv_encoding"
	CodeCSVTooLarge = "mailbox.csv_too_large"
)

// csvCodes are those and the codes of an import.
func csvCodes() sheet.Codes {
	return sheet.Codes{
		Invalid: CodeCSVInvalid, Encoding: CodeCSVEncoding, TooLarge: CodeCSVTooLarge,
		BadRows: CodeImportBadRows, Gone: CodeImportGone, Stale: CodeImportStale,
	}
}

// openCSV looks at a file before it is read: how large it is, how its
// characters are written, and what separates its cells.
func openCSV(csv []byte) (*csvScanner, error) {
	if err := csvCodes().Look(csv); err != nil {
		return nil, err
	}
	if err := checkEncoding(csv); err != nil {
		return nil, err
	}
	separator, text, skipped := sheet.Separator(bytes.TrimPrefix(csv, []byte(utf8BOM)))
	s := newCSVScanner(text, separator)
	s.line += skipped
	return s, nil
}

func checkEncoding(csv []byte) error {
	refused := csvCodes().FaultEncoding
	switch {
	case bytes.HasPrefix(csv, []byte("\xff\xfe")), bytes.HasPrefix(csv, []byte("\xfe\xff")):
		return refused("the file is UTF-16, not UTF-8")
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
