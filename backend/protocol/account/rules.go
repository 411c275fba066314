package account

import (
	"strconv"
	"strings"
	"unicode"
)

// CheckPort explains what is wrong with a port, "" when nothing is.
func CheckPort(port string) string {
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || n == 0 {
		return "must be a number from 1 to 65535"
	}
	return ""
}

// CheckAddress explains what is wrong with an address, "" when nothing is.
func CheckAddress(address string) string {
	if _, err := ParseAddress(address); err != nil {
		return err.Error()
	}
	return ""
}

// HasControl reports whether a text holds a character that cannot be seen.
func HasControl(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return unicode.IsControl(r) || IsInvisible(r) }) >= 0
}

// IsInvisible recognises line separators and the marks that change the
// direction of text: in an address or a name they only deceive.
func IsInvisible(r rune) bool {
	switch {
	case r == '\u2028', r == '\u2029', r == '\ufeff', r == unicode.ReplacementChar:
		return true
	case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
		return true
	default:
		return unicode.IsControl(r)
	}
}
