package proof

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
	"unicode/utf16"
)

// needlesOf lists the forms a value may come back in. Escape sequences are not
// among them: a Redactor decodes those, because every encoder has its own set
// of characters that it leaves alone.
func needlesOf(value []byte) []needle {
	raw := foldASCII(string(value))
	if len(value) < shortest {
		return []needle{
			{text: raw, kind: wholeWord, literal: true},
			{text: foldASCII(base64.StdEncoding.EncodeToString(value)), kind: wholeWord},
		}
	}
	needles := []needle{
		{text: raw, literal: true},
		{text: foldASCII(Visible(string(value)))},
		{text: strings.ReplaceAll(raw, "+", " "), literal: true}, // when a plus sign was read as a blank
	}
	for _, charset := range charsets(string(value)) {
		needles = append(needles, encodedNeedles(charset)...)
	}
	return needles
}

// charsets lists the bytes of a text in the character sets that servers
// convert it to.
func charsets(text string) [][]byte {
	all := [][]byte{[]byte(text), utf16Bytes(text, 0, 1), utf16Bytes(text, 1, 0)}
	if latin1, ok := latin1Bytes(text); ok && string(latin1) != text {
		all = append(all, latin1)
	}
	return all
}

func encodedNeedles(value []byte) []needle {
	needles := []needle{
		{text: foldASCII(string(value)), literal: true},
		{text: hex.EncodeToString(value)},
		{text: separatedHex(value, ':')},
		{text: separatedHex(value, ' ')},
	}
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for lead := range 3 {
			if part := alignedBase64(encoding, value, lead); len(part) >= shortest {
				needles = append(needles, needle{text: foldASCII(part), kind: inBase64})
			}
		}
	}
	return needles
}

// separatedHex writes each byte in hexadecimal, with a separator between two.
func separatedHex(value []byte, separator byte) string {
	out := make([]byte, 0, 3*len(value))
	for i := range value {
		if i > 0 {
			out = append(out, separator)
		}
		out = hex.AppendEncode(out, value[i:i+1])
	}
	return string(out)
}

// utf16Bytes encodes in UTF-16 with the low byte of each unit at index low.
func utf16Bytes(text string, low, high int) []byte {
	units := utf16.Encode([]rune(text))
	out := make([]byte, 2*len(units))
	for i, unit := range units {
		out[2*i+low], out[2*i+high] = byte(unit), byte(unit>>8)
	}
	return out
}

// latin1Bytes encodes in ISO 8859-1, where that is possible.
func latin1Bytes(text string) ([]byte, bool) {
	out := make([]byte, 0, len(text))
	for _, r := range text {
		if r > 0xff {
			return nil, false
		}
		out = append(out, byte(r))
	}
	return out, true
}

// alignedBase64 returns the characters that encode value alone when lead bytes
// stand before it in the encoded text, modulo 3.
func alignedBase64(encoding *base64.Encoding, value []byte, lead int) string {
	padded := append(make([]byte, lead), value...)
	encoded := encoding.EncodeToString(padded)
	first := (lead*8 + 5) / 6
	last := len(padded) * 8 / 6
	return encoded[first:last]
}
