package proof

import (
	"html"
	"strconv"
	"strings"
	"unicode/utf16"
)

// escape is a way to write characters as sequences of others.
type escape struct {
	signs string // one of which begins every sequence
	// read returns what the sequence at the start of text stands for, and its
	// length: 0 when there is none.
	read func(text string) (value string, length int)
}

func escapes() []escape {
	return []escape{
		{"%+", readPercent},
		{"=", func(text string) (string, int) { return readHex(text, "=") }}, // RFC 2045 §6.7
		{`\`, readBackslash},
		{"&", readEntity},
	}
}

// decode replaces the sequences, and says for each byte of the result which
// span of the text it comes from. It returns nothing where there is no sequence:
// nearly every line of a server's has a sign in it that begins none.
func (e escape) decode(text string) (plain []byte, origin []span) {
	at, value, length := e.next(text, 0)
	if length == 0 {
		return nil, nil
	}
	out := make([]byte, 0, len(text))
	origin = make([]span, 0, len(text))
	for copied := 0; ; {
		for ; copied < at; copied++ {
			out, origin = append(out, text[copied]), append(origin, span{copied, copied + 1})
		}
		if length == 0 {
			return out, origin
		}
		out = append(out, value...)
		for range len(value) {
			origin = append(origin, span{at, at + length})
		}
		copied = at + length
		at, value, length = e.next(text, copied)
	}
}

// next finds the first sequence from an offset on; without one, it returns the
// end of the text and no length.
func (e escape) next(text string, from int) (at int, value string, length int) {
	for at = from; at < len(text); at++ {
		if !e.begins(text[at]) {
			continue
		}
		if value, length = e.read(text[at:]); length > 0 {
			return at, value, length
		}
	}
	return len(text), "", 0
}

// begins tells whether a byte is one of the signs: there are two at most, which
// is faster than a search.
func (e escape) begins(b byte) bool { return b == e.signs[0] || b == e.signs[len(e.signs)-1] }

// readPercent reads RFC 3986 §2.1, with the plus sign of forms.
func readPercent(text string) (string, int) {
	if text[0] == '+' {
		return " ", 1
	}
	return readHex(text, "%")
}

// readHex reads the two digits of a byte behind a prefix.
func readHex(text, prefix string) (string, int) {
	b, ok := readNumber(text, prefix, 2, 16)
	if !ok {
		return "", 0
	}
	return string([]byte{byte(b)}), len(prefix) + 2
}

func readNumber(text, prefix string, digits, base int) (uint64, bool) {
	rest, ok := strings.CutPrefix(text, prefix)
	if !ok || len(rest) < digits || !areDigits(rest[:digits]) {
		return 0, false
	}
	n, err := strconv.ParseUint(rest[:digits], base, 32)
	return n, err == nil
}

// areDigits rules out most text before an error is made of it.
func areDigits(text string) bool {
	for i := range len(text) {
		if b := text[i]; (b < '0' || b > '9') && (b|0x20 < 'a' || b|0x20 > 'f') {
			return false
		}
	}
	return true
}

// readBackslash reads the sequences of JSON and of C.
func readBackslash(text string) (string, int) {
	if value, length := readHex(text, `\x`); length > 0 {
		return value, length
	}
	if unit, ok := readNumber(text, `\u`, 4, 16); ok {
		return readUnits(text, rune(unit))
	}
	if b, ok := readNumber(text, `\`, 3, 8); ok && b <= 0xff {
		return string([]byte{byte(b)}), 4
	}
	if len(text) > 1 && strings.IndexByte(`"'\/`, text[1]) >= 0 {
		return text[1:2], 2
	}
	return "", 0
}

// readUnits reads the second half of a surrogate pair, where there is one.
func readUnits(text string, unit rune) (string, int) {
	const length = len(`\u0000`)
	if next, ok := readNumber(text[length:], `\u`, 4, 16); ok && utf16.IsSurrogate(unit) {
		return string(utf16.DecodeRune(unit, rune(next))), 2 * length
	}
	return string(unit), length
}

// readEntity reads a character reference of HTML.
func readEntity(text string) (string, int) {
	const longest = 12 // of those that stand for a character of a password
	end := strings.IndexByte(text[:min(len(text), longest)], ';')
	if end < 0 {
		return "", 0
	}
	value := html.UnescapeString(text[:end+1])
	if value == text[:end+1] {
		return "", 0
	}
	return value, end + 1
}
