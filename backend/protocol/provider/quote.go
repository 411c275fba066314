package provider

import (
	"strings"
	"unicode"
)

// value returns text, or a gap that says what belongs there.
func value(text, gap string) string {
	return escaped(text, gap, func(text string) string { return text })
}

// escaped returns text as escape writes it. A gap stays readable. Text with
// characters that break a line, move the cursor or hide what follows is not
// repeated: no ID and no address has them.
func escaped(text, gap string, escape func(string) string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsFunc(text, isTreacherous) {
		return "<" + gap + ">"
	}
	return escape(text)
}

// scope returns the scope that was chosen, or the provider's own.
func scope(c CommandContext, own string) string {
	if strings.TrimSpace(c.Scope) == "" {
		return own
	}
	return value(c.Scope, "scope")
}

// isTreacherous recognises control and format characters, line and paragraph
// separators, and what is not UTF-8.
func isTreacherous(r rune) bool {
	return r == unicode.ReplacementChar || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co, unicode.Cs)
}

// powerShell quotes a value so that PowerShell takes it as it is: nothing is
// expanded between single quotes, and a quote is written twice. PowerShell
// takes four more characters for a single quote (about_Quoting_Rules).
func powerShell(text, gap string) string {
	var quoted strings.Builder
	quoted.WriteByte('\'')
	for _, r := range value(text, gap) {
		switch r {
		case '\'', '‘', '’', '‚', '‛':
			quoted.WriteRune(r)
		}
		quoted.WriteRune(r)
	}
	quoted.WriteByte('\'')
	return quoted.String()
}
