package pasted

import (
	"net/http"
	"net/url"
	"strings"
)

// maxWords bounds a command.
const maxWords = 1000

// readCommand reads a request that a browser's tools copied as a curl command.
func (f *finder) readCommand(text string) {
	var to *url.URL
	text = strings.ReplaceAll(text, "^", "") // the escape of Windows, which no address or form holds
	for _, word := range quoted(text) {
		word = strings.TrimPrefix(word, "$") // a quote of bash with escapes
		if u, err := url.Parse(word); err == nil && u.Host != "" && to == nil {
			to = u
			f.readAddress(u, http.MethodGet)
			continue
		}
		if to != nil && strings.Contains(word, "=") && !strings.Contains(word, ": ") {
			f.readPosted(word, to)
		}
	}
}

// quoted splits a command into its words, for both the shells of Unix and of
// Windows as far as addresses and forms need it.
func quoted(text string) []string {
	var words []string
	var word strings.Builder
	quote := byte(0)
	for i := 0; i < len(text); i++ {
		b := text[i]
		switch {
		case quote != 0 && b == quote:
			quote = 0
		case quote != 0:
			word.WriteByte(b)
		case b == '"' || b == '\'':
			quote = b
		case b == '\\': // joins lines
		case b == ' ' || b == '\n' || b == '\r' || b == '\t':
			if word.Len() > 0 && len(words) < maxWords {
				words = append(words, word.String())
				word.Reset()
			}
		default:
			word.WriteByte(b)
		}
	}
	return append(words, word.String())
}
