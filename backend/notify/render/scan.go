package render

import (
	"strings"

	"patchbay/backend/placeholder"
)

// segment is a run of literal text, or one placeholder.
type segment struct {
	literal string
	name    string // "" for literal text
	offset  int    // of a placeholder's first percent sign
}

// scan splits text by the language of package placeholder: %name%, %% is a percent
// sign, any other percent sign stands for itself.
func scan(text string) []segment {
	return split(text, func(string) bool { return true })
}

// scanURL splits an address. There %20 is a space and not the beginning of a name, so
// two hexadecimal digits behind a percent sign are left to it, unless they begin a word
// that is known, or nearly (a slip of the pen is told, not sent).
func scanURL(text string, known words) []segment {
	return split(text, func(name string) bool {
		if _, ok := known[name]; ok || !isHex(name) {
			return true
		}
		return known.near(name) != ""
	})
}

func isHex(s string) bool {
	return len(s) >= 2 && strings.Contains(hexDigits, s[:1]) && strings.Contains(hexDigits, s[1:2])
}

const hexDigits = "0123456789abcdefABCDEF"

// split is the one pass. It never looks at a byte twice: the end of a name is at the
// next percent sign, and a long run without one is searched once.
func split(text string, isName func(string) bool) []segment {
	var found []segment
	var literal strings.Builder
	for at := 0; at < len(text); {
		i := strings.IndexByte(text[at:], '%')
		if i < 0 {
			literal.WriteString(text[at:])
			break
		}
		literal.WriteString(text[at : at+i])
		at += i
		rest := text[at+1:]
		if strings.HasPrefix(rest, "%") {
			literal.WriteByte('%')
			at += 2
			continue
		}
		if end := nameEnd(rest); end > 0 && isName(rest[:end]) {
			if literal.Len() > 0 {
				found = append(found, segment{literal: literal.String()})
				literal.Reset()
			}
			found = append(found, segment{name: rest[:end], offset: at})
			at += end + 2
			continue
		}
		literal.WriteByte('%')
		at++
	}
	if literal.Len() > 0 {
		found = append(found, segment{literal: literal.String()})
	}
	return found
}

// nameEnd returns where the name at the beginning of s ends, or 0 if there is none.
func nameEnd(s string) int {
	const longest = 64
	end := strings.IndexByte(s[:min(len(s), longest+1)], '%')
	if end > 0 && placeholder.Valid(s[:end]) {
		return end
	}
	return 0
}

// escapePercent writes a literal in the language: what scan would take for a
// placeholder is doubled.
func escapePercent(s string) string {
	return strings.ReplaceAll(s, "%", "%%")
}
