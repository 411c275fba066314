package render

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// breaksLine names what must not come into a header: controls, and what some readers
// take for the end of a line (SC-23).
func breaksLine(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029'
}

// oneLine makes a value fit for a subject.
func oneLine(value string) string {
	value = strings.ToValidUTF8(value, "\uFFFD")
	if !strings.ContainsFunc(value, breaksLine) {
		return value
	}
	return strings.Map(func(r rune) rune {
		if breaksLine(r) {
			return ' '
		}
		return r
	}, value)
}

// cleanText makes a value fit for a body: lines end with LF, and no other control is
// left but the tabulator.
func cleanText(value string) string {
	value = strings.ToValidUTF8(value, "\uFFFD")
	if !strings.ContainsFunc(value, func(r rune) bool { return r != '\n' && breaksLine(r) }) {
		return value
	}
	value = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(value)
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, value)
}

// The characters of Unicode's bidirectional algorithm (UAX #9 §2).
const (
	firstStrongIsolate = '\u2068'
	popIsolate         = '\u2069'
	popEmbedding       = '\u202C'
)

// isolate keeps a value that is written from right to left, or that says it is, from
// turning its neighbours around. Inside, every opening has its end and no end closes
// what the value did not open, so that the isolation itself cannot be left.
func isolate(value string) string {
	if !strings.ContainsFunc(value, turns) {
		return value
	}
	return string(firstStrongIsolate) + balance(value) + string(popIsolate)
}

// balance drops the ends that end nothing and adds those that are missing.
func balance(value string) string {
	if !strings.ContainsFunc(value, controlsDirection) {
		return value
	}
	var out strings.Builder
	var open []rune // the ends that are owed
	for _, r := range value {
		switch {
		case opensIsolate(r):
			open = append(open, popIsolate)
		case opensEmbedding(r):
			open = append(open, popEmbedding)
		case r == popIsolate || r == popEmbedding:
			if len(open) == 0 || open[len(open)-1] != r {
				continue
			}
			open = open[:len(open)-1]
		}
		out.WriteRune(r)
	}
	for i := len(open) - 1; i >= 0; i-- {
		out.WriteRune(open[i])
	}
	return out.String()
}

func opensIsolate(r rune) bool { return r >= '\u2066' && r <= '\u2068' }
func opensEmbedding(r rune) bool {
	return r == '\u202A' || r == '\u202B' || r == '\u202D' || r == '\u202E'
}

func controlsDirection(r rune) bool {
	return opensIsolate(r) || opensEmbedding(r) || r == popIsolate || r == popEmbedding
}

// turns names the characters that make text run from right to left.
func turns(r rune) bool {
	if r < 0x0590 {
		return false
	}
	return controlsDirection(r) || r == '\u200F' ||
		unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Adlam, unicode.Samaritan, unicode.Mandaic)
}

// cut shortens to a number of bytes without breaking a character.
func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}

func lineStarts(text string) []int {
	starts := []int{0}
	for i := range len(text) {
		if text[i] == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}
