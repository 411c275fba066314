package smtp

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

const (
	// maxHeaderWord is from how many bytes on a word is encoded: header lines are
	// folded between words, and one has at most 998 bytes (RFC 5322 §2.1.1).
	maxHeaderWord = 70
	// encodedPart is how much of a text one encoded word holds, which is 75 bytes
	// long with what is around it (RFC 2047 §2).
	encodedPart = 45
)

// inHeader writes a text so that folding does not change it, no line becomes too
// long, and it is not read as an encoded word that it only looks like: what is
// decoded out of that would be another text, with line breaks or without. Texts
// beyond ASCII the message encodes by itself.
func inHeader(text string) string {
	if !misread(text) {
		return text
	}
	var words []string
	for text != "" {
		end := min(encodedPart, len(text))
		for end < len(text) && !utf8.RuneStart(text[end]) { // a word holds whole characters (§5)
			end--
		}
		words = append(words, "=?UTF-8?b?"+base64.StdEncoding.EncodeToString([]byte(text[:end]))+"?=")
		text = text[end:]
	}
	return strings.Join(words, " ")
}

// misread reports whether a text comes to its reader as another one when it stands
// in a header as it is.
func misread(text string) bool {
	if strings.Contains(text, "=?") || strings.Contains(text, "  ") {
		return true
	}
	for word := range strings.SplitSeq(text, " ") {
		if len(word) > maxHeaderWord {
			return true
		}
	}
	return false
}
