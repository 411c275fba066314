package proof

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strings"
	"unicode/utf16"
)

// needlesOf lists the forms a value may come back in.
func needlesOf(value []byte) []needle {
	raw := foldASCII(string(value))
	if len(value) < shortest {
		return []needle{{raw, wholeWord}, {foldASCII(base64.StdEncoding.EncodeToString(value)), wholeWord}}
	}
	needles := []needle{{raw, anywhere}}
	for _, form := range plainForms(value) {
		needles = append(needles, needle{foldASCII(form), anywhere})
	}
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for lead := range 3 {
			if part := alignedBase64(encoding, value, lead); len(part) >= shortest {
				needles = append(needles, needle{foldASCII(part), inBase64})
			}
		}
	}
	return needles
}

// plainForms lists the forms that do not depend on what surrounds the value.
func plainForms(value []byte) []string {
	text := string(value)
	forms := []string{
		hex.EncodeToString(value),
		eachByte(value, "%02x", ":"),
		eachByte(value, "%02x", " "),
		eachByte(value, "%%%02x", ""), // every byte percent-encoded
		eachByte(value, "=%02x", ""),  // every byte quoted-printable
		url.QueryEscape(text),
		url.PathEscape(text),
		quotedPrintable(value),
		html.EscapeString(text),
		utf16Bytes(text, 0, 1),
		utf16Bytes(text, 1, 0),
		Visible(text),
	}
	if quoted, err := json.Marshal(text); err == nil {
		forms = append(forms, string(quoted[1:len(quoted)-1]))
	}
	return forms
}

func eachByte(value []byte, format, separator string) string {
	parts := make([]string, len(value))
	for i, b := range value {
		parts[i] = fmt.Sprintf(format, b)
	}
	return strings.Join(parts, separator)
}

// quotedPrintable encodes only what must be (RFC 2045 §6.7), without soft
// line breaks.
func quotedPrintable(value []byte) string {
	var out strings.Builder
	for _, b := range value {
		if b == '=' || b < ' ' || b > '~' {
			fmt.Fprintf(&out, "=%02X", b)
			continue
		}
		out.WriteByte(b)
	}
	return out.String()
}

// utf16Bytes encodes in UTF-16 with the low byte of each unit at index low.
func utf16Bytes(text string, low, high int) string {
	units := utf16.Encode([]rune(text))
	out := make([]byte, 2*len(units))
	for i, unit := range units {
		out[2*i+low], out[2*i+high] = byte(unit), byte(unit>>8)
	}
	return string(out)
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
