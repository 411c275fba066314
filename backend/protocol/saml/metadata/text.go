package metadata

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// decode returns the text in UTF-8, with no byte order mark. UTF-16 is told by
// its mark, or by the zero beside the first sign.
func decode(raw []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(raw, []byte{0xFF, 0xFE}), bytes.HasPrefix(raw, []byte{'<', 0}):
		return fromUTF16(raw, unicode.LittleEndian)
	case bytes.HasPrefix(raw, []byte{0xFE, 0xFF}), bytes.HasPrefix(raw, []byte{0, '<'}):
		return fromUTF16(raw, unicode.BigEndian)
	}
	return bytes.TrimPrefix(raw, []byte("\uFEFF")), nil
}

func fromUTF16(raw []byte, order unicode.Endianness) ([]byte, error) {
	text, err := unicode.UTF16(order, unicode.UseBOM).NewDecoder().Bytes(raw)
	if err != nil {
		text, err = unicode.UTF16(order, unicode.IgnoreBOM).NewDecoder().Bytes(raw)
	}
	if err != nil {
		return nil, &Error{Reason: Encoding, Detail: "UTF-16"}
	}
	return text, nil
}

// charset reads the encodings that an XML declaration may name. What names
// UTF-16 has been converted before.
func charset(name string, in io.Reader) (io.Reader, error) {
	var known encoding.Encoding
	switch strings.ToLower(name) {
	case "utf-16", "utf-16le", "utf-16be", "utf8", "us-ascii", "ascii", "unicode":
		return in, nil
	case "iso-8859-1", "latin1", "windows-1252":
		known = charmap.Windows1252
	case "iso-8859-15":
		known = charmap.ISO8859_15
	default:
		return nil, &Error{Reason: Encoding, Detail: name}
	}
	return known.NewDecoder().Reader(in), nil
}

// recognise refuses what is no XML, and says what it is.
func recognise(text []byte) error {
	start := bytes.TrimSpace(text)
	head := bytes.ToLower(start[:min(len(start), 4<<10)])
	switch {
	case len(start) == 0:
		return &Error{Reason: Empty}
	case bytes.HasPrefix(head, []byte("<!doctype html")), bytes.Contains(head, []byte("<html")), bytes.Contains(head, []byte("<head>")):
		return &Error{Reason: HTML}
	case start[0] == '{', start[0] == '[':
		return &Error{Reason: JSON}
	case bytes.HasPrefix(start, []byte("-----BEGIN")):
		return &Error{Reason: PEM}
	case start[0] != '<':
		return &Error{Reason: NotXML}
	}
	return nil
}

// maxTag bounds one tag, in bytes: the parser keeps a whole one with all its
// attributes.
const maxTag = 64 << 10

// checkTags refuses a tag that is longer than any of metadata is.
func checkTags(text []byte) error {
	for {
		at := bytes.IndexByte(text, '<')
		if at < 0 {
			return nil
		}
		text = text[at:]
		length := tagLength(text)
		if length > maxTag {
			return &Error{Reason: NotXML, Detail: "a tag of more than 64 KiB"}
		}
		text = text[length:]
	}
}

// tagLength is that of the tag, comment or section that text begins with.
func tagLength(text []byte) int {
	for _, section := range []struct{ begin, end string }{{"<!--", "-->"}, {"<![CDATA[", "]]>"}} {
		if bytes.HasPrefix(text, []byte(section.begin)) {
			end := bytes.Index(text, []byte(section.end))
			if end < 0 {
				return len(text)
			}
			return min(end+len(section.end), maxTag) // of its own the parser keeps no more
		}
	}
	quote := byte(0)
	for i, b := range text {
		switch {
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case b == '"', b == '\'':
			quote = b
		case b == '>':
			return i + 1
		}
		if i > maxTag {
			return i
		}
	}
	return len(text)
}

// attribute returns the value of an attribute without a prefix.
func attribute(start xml.StartElement, local string) string {
	for _, a := range start.Attr {
		if a.Name.Space == "" && a.Name.Local == local {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}
