package xmltree

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// toUTF8 takes the byte order mark away, and converts UTF-16 where that is
// allowed.
func toUTF8(raw []byte, allowUTF16 bool) ([]byte, error) {
	big, little := bytes.HasPrefix(raw, []byte{0xFE, 0xFF}), bytes.HasPrefix(raw, []byte{0xFF, 0xFE})
	switch {
	case (big || little) && !allowUTF16:
		return nil, &Error{Reason: WrongEncoding, Detail: "UTF-16"}
	case big:
		return fromUTF16(raw[2:], binary.BigEndian)
	case little:
		return fromUTF16(raw[2:], binary.LittleEndian)
	}
	raw = bytes.TrimPrefix(raw, []byte("\uFEFF"))
	if !utf8.Valid(raw) {
		return nil, &Error{Reason: WrongEncoding, Detail: "bytes that are not UTF-8"}
	}
	return raw, nil
}

func fromUTF16(raw []byte, order binary.ByteOrder) ([]byte, error) {
	if len(raw)%2 != 0 {
		return nil, &Error{Reason: WrongEncoding, Detail: "half a character of UTF-16"}
	}
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i += 2 {
		r := rune(order.Uint16(raw[i:]))
		if utf16.IsSurrogate(r) {
			if i+4 > len(raw) {
				return nil, &Error{Reason: WrongEncoding, Detail: "half a pair of UTF-16"}
			}
			r = utf16.DecodeRune(r, rune(order.Uint16(raw[i+2:])))
			if i += 2; r == utf8.RuneError {
				return nil, &Error{Reason: WrongEncoding, Detail: "half a pair of UTF-16"}
			}
		}
		out = utf8.AppendRune(out, r)
	}
	return out, nil
}

// declaresOther reports whether an XML declaration names an encoding that the
// text is not in. Of UTF-16, nothing but the declaration is left by now.
func declaresOther(declaration string, allowUTF16 bool) (string, bool) {
	_, rest, found := strings.Cut(declaration, "encoding")
	if !found {
		return "", false
	}
	rest = strings.TrimLeft(rest, " \t\r\n=")
	if rest == "" {
		return "", true
	}
	name, _, closed := strings.Cut(rest[1:], rest[:1])
	switch strings.ToLower(name) {
	case "utf-8", "utf8", "us-ascii", "ascii":
		return name, !closed
	case "utf-16", "utf-16le", "utf-16be", "unicode":
		return name, !allowUTF16
	}
	return name, true
}
