package mailapi

import "unicode/utf8"

// maxEscaped is the most bytes that one byte of a text becomes.
const maxEscaped = len(`\u0000`)

func longest(value []byte) int { return maxEscaped * len(value) }

// appendText appends a text as JSON (RFC 8259 §7). It is written here because
// package json takes text as string only, of which a secret could not be wiped.
// Bytes that are not UTF-8 become U+FFFD, as package json has it.
func appendText(out, value []byte) []byte {
	const digits = "0123456789abcdef"
	out = append(out, '"')
	for len(value) > 0 {
		r, size := utf8.DecodeRune(value)
		switch {
		case r == '"', r == '\\':
			out = append(out, '\\', byte(r))
		case r < ' ' || r == 0x7f:
			out = append(out, '\\', 'u', '0', '0', digits[r>>4], digits[r&0xf])
		case r == utf8.RuneError && size == 1:
			out = utf8.AppendRune(out, r)
		default:
			out = append(out, value[:size]...)
		}
		value = value[size:]
	}
	return append(out, '"')
}
