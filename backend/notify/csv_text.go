package notify

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"

	"patchbay/backend/sheet"

	"golang.org/x/text/encoding/charmap"
)

// Fault codes of a file that is imported. Those of its rows are in the report.
const (
	CodeCSVInvalid  = "notify.csv_invalid"
	CodeCSVEncoding = "notify.csv_encoding"
	CodeCSVTooLarge = "notify.csv_too_large"
)

// csvCodes are those and the codes of an import.
func csvCodes() sheet.Codes {
	return sheet.Codes{
		Invalid: CodeCSVInvalid, Encoding: CodeCSVEncoding, TooLarge: CodeCSVTooLarge,
		BadRows: CodeImportBadRows, Gone: CodeImportGone, Stale: CodeImportStale,
	}
}

// Encodings that a file may be in.
const (
	EncodingUTF8        = "UTF-8"
	EncodingUTF16       = "UTF-16"
	EncodingWindows1252 = "Windows-1252"
)

const (
	bomUTF8    = "\xef\xbb\xbf"
	bomUTF16LE = "\xff\xfe"
	bomUTF16BE = "\xfe\xff"
)

// decodeCSV returns a file's text in UTF-8, and which encoding it was in. What is
// not UTF-8 and not UTF-16 is taken for Windows-1252, which spreadsheets write in
// Western countries: the report says so, and shows names to judge it by.
func decodeCSV(file []byte) (text []byte, encoding string, err error) {
	if err := csvCodes().Look(file); err != nil {
		return nil, "", err
	}
	switch {
	case bytes.HasPrefix(file, []byte(bomUTF8)):
		text, encoding = file[len(bomUTF8):], EncodingUTF8
	case bytes.HasPrefix(file, []byte(bomUTF16LE)), bytes.HasPrefix(file, []byte(bomUTF16BE)):
		encoding = EncodingUTF16
		text, err = decodeUTF16(file[2:], file[0] == bomUTF16BE[0])
	case looksUTF16(file):
		encoding = EncodingUTF16
		text, err = decodeUTF16(file, file[0] == 0)
	default:
		text, encoding, err = decodeBytes(file)
	}
	if err != nil {
		return nil, "", err
	}
	if at := bytes.IndexByte(text, 0); at >= 0 || !utf8.Valid(text) {
		return nil, "", csvCodes().FaultEncoding("the file holds bytes that are no text")
	}
	return newlines(text), encoding, nil
}

// decodeBytes reads a file without a byte order mark.
func decodeBytes(file []byte) (text []byte, encoding string, err error) {
	if utf8.Valid(file) {
		return file, EncodingUTF8, nil
	}
	text, err = charmap.Windows1252.NewDecoder().Bytes(file)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return nil, "", csvCodes().FaultEncoding("the file is neither UTF-8 nor UTF-16 nor Windows-1252")
	}
	return text, EncodingWindows1252, nil
}

// looksUTF16 recognises UTF-16 without a byte order mark by the first two
// characters, which are those of a heading in ASCII.
func looksUTF16(file []byte) bool {
	if len(file) < 4 {
		return false
	}
	little := file[0] != 0 && file[1] == 0 && file[2] != 0 && file[3] == 0
	big := file[0] == 0 && file[1] != 0 && file[2] == 0 && file[3] != 0
	return little || big
}

func decodeUTF16(file []byte, bigEndian bool) ([]byte, error) {
	if len(file)%2 != 0 {
		return nil, csvCodes().FaultEncoding("the file is UTF-16, and its last character is cut in two")
	}
	order := binary.ByteOrder(binary.LittleEndian)
	if bigEndian {
		order = binary.BigEndian
	}
	text := make([]byte, 0, len(file)+len(file)/2) // three bytes at most for a unit
	for len(file) > 0 {
		r, size := rune(order.Uint16(file)), 2
		if utf16.IsSurrogate(r) && len(file) >= 4 {
			r, size = utf16.DecodeRune(r, rune(order.Uint16(file[2:]))), 4
		}
		if utf16.IsSurrogate(r) || r == utf8.RuneError {
			return nil, csvCodes().FaultEncoding("the file is UTF-16, and holds half of a character")
		}
		text, file = utf8.AppendRune(text, r), file[size:]
	}
	return text, nil
}

// newlines reads files whose lines end in carriage returns alone.
func newlines(text []byte) []byte {
	if bytes.IndexByte(text, '\r') >= 0 && bytes.IndexByte(text, '\n') < 0 {
		return bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
	}
	return text
}
