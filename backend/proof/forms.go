package proof

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"unicode/utf16"
	"unicode/utf8"
)

// needlesOf lists the forms a value may come back in. Escape sequences are not
// among them: a Redactor decodes those, because every encoder has its own set
// of characters that it leaves alone.
//
// Nothing of the value is left in memory but in the needles, so that those can
// be wiped: no string is made of it, no slice outgrows its room, and what is
// made on the way is overwritten.
func needlesOf(value []byte) []needle {
	raw := fold(bytes.Clone(value))
	if len(value) < shortest {
		return []needle{
			{text: raw, kind: wholeWord, literal: true},
			{text: fold(base64.StdEncoding.AppendEncode(nil, value)), kind: wholeWord},
		}
	}
	needles := []needle{
		{text: raw, literal: true},
		{text: fold(appendVisible(make([]byte, 0, maxVisible*len(value)), value))},
		{text: bytes.ReplaceAll(raw, []byte("+"), []byte(" ")), literal: true}, // when a plus sign was read as a blank
	}
	for _, charset := range charsets(value) {
		needles = append(needles, encodedNeedles(charset)...)
		clear(charset)
	}
	return needles
}

// charsets lists the bytes of a text in the character sets that servers
// convert it to.
func charsets(text []byte) [][]byte {
	all := [][]byte{bytes.Clone(text), utf16Bytes(text, binary.LittleEndian), utf16Bytes(text, binary.BigEndian)}
	if latin1 := latin1Bytes(text); latin1 != nil {
		all = append(all, latin1)
	}
	return all
}

func encodedNeedles(value []byte) []needle {
	needles := []needle{
		{text: fold(bytes.Clone(value)), literal: true},
		{text: hex.AppendEncode(nil, value)},
		{text: separatedHex(value, ':')},
		{text: separatedHex(value, ' ')},
	}
	for lead := range 3 {
		part := fold(alignedBase64(value, lead))
		if len(part) < shortest {
			clear(part)
			continue
		}
		needles = append(needles, needle{text: part, kind: inBase64})
		if bytes.ContainsAny(part, "+/") {
			needles = append(needles, needle{text: bytes.Map(inURL, part), kind: inBase64})
		}
	}
	return needles
}

// inURL turns the alphabet of base64 into the one for URLs (RFC 4648 §5).
func inURL(r rune) rune {
	switch r {
	case '+':
		return '-'
	case '/':
		return '_'
	}
	return r
}

// separatedHex writes each byte in hexadecimal, with a separator between two.
func separatedHex(value []byte, separator byte) []byte {
	out := make([]byte, 0, 3*len(value))
	for i := range value {
		if i > 0 {
			out = append(out, separator)
		}
		out = hex.AppendEncode(out, value[i:i+1])
	}
	return out
}

// utf16Bytes encodes in UTF-16.
func utf16Bytes(text []byte, order binary.AppendByteOrder) []byte {
	out := make([]byte, 0, 2*len(text))
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		var pair [2]uint16
		for _, unit := range utf16.AppendRune(pair[:0], r) {
			out = order.AppendUint16(out, unit)
		}
		text = text[size:]
	}
	return out
}

// latin1Bytes encodes in ISO 8859-1: nil where that is not possible, or the
// same.
func latin1Bytes(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for rest := text; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		if r > 0xff {
			clear(out)
			return nil
		}
		out = append(out, byte(r))
		rest = rest[size:]
	}
	if len(out) == len(text) { // one byte for each character before, too
		clear(out)
		return nil
	}
	return out
}

// alignedBase64 returns the characters that encode value alone when lead bytes
// stand before it in the encoded text, modulo 3.
func alignedBase64(value []byte, lead int) []byte {
	padded := append(make([]byte, lead, lead+len(value)), value...)
	encoded := base64.RawStdEncoding.AppendEncode(nil, padded)
	first := (lead*8 + 5) / 6
	last := len(padded) * 8 / 6
	part := bytes.Clone(encoded[first:last])
	clear(padded)
	clear(encoded)
	return part
}
