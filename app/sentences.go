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

func sentence(text string) string {
	if text == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:] + "."
}
