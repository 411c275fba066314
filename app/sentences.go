package app

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"patchbay/backend/fault"
)

// sentences says a fault and its next step in whole sentences, and of none
// nothing.
func sentences(f *fault.Fault) string {
	if f == nil {
		return ""
	}
	return strings.TrimSpace(sentence(f.Message) + " " + sentence(f.Hint))
}

// sentence makes a whole one. It leaves the name of a file at its beginning as
// it is.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	word, _, _ := strings.Cut(text, " ")
	if !strings.Contains(word, ".") {
		first, size := utf8.DecodeRuneInString(text)
		text = string(unicode.ToUpper(first)) + text[size:]
	}
	return strings.TrimSuffix(text, ".") + "."
}
