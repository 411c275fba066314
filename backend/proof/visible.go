package proof

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible writes what cannot be seen as an escape sequence: control characters
// but tab and line feed, marks that change the direction of text, and bytes
// that are not UTF-8. A server's words then cannot move a terminal's cursor or
// turn a sentence around.
func Visible(text string) string {
	if isPlain(text) || strings.IndexFunc(text, isHidden) < 0 && utf8.ValidString(text) {
		return text
	}
	var out strings.Builder
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		switch {
		case r == utf8.RuneError && size == 1, r < utf8.RuneSelf && isHidden(r):
			fmt.Fprintf(&out, `\x%02x`, text[0])
		case isHidden(r):
			fmt.Fprintf(&out, `\u%04x`, r)
		default:
			out.WriteString(text[:size])
		}
		text = text[size:]
	}
	return out.String()
}

// isPlain tells of most lines at once, without asking what each letter is.
func isPlain(text string) bool {
	for i := range len(text) {
		if b := text[i]; (b < ' ' || b > '~') && b != '\t' && b != '\n' {
			return false
		}
	}
	return true
}

func isHidden(r rune) bool {
	if r == '\t' || r == '\n' {
		return false
	}
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)
}
