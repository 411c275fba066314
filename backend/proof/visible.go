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
	return string(appendVisible(nil, []byte(text)))
}

// maxVisible is the most bytes that one byte becomes when it is made visible.
const maxVisible = len(`\x00`)

// appendVisible appends text as [Visible] writes it.
func appendVisible(out, text []byte) []byte {
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		switch {
		case r == utf8.RuneError && size == 1, r < utf8.RuneSelf && isHidden(r):
			out = fmt.Appendf(out, `\x%02x`, text[0])
		case isHidden(r):
			out = fmt.Appendf(out, `\u%04x`, r)
		default:
			out = append(out, text[:size]...)
		}
		text = text[size:]
	}
	return out
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
