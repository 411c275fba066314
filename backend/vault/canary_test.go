package vault_test

import (
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"strings"
	"unicode/utf16"
)

// encodings returns what a text looks like where it leaks: in clear, in hex, in
// base 64 at each of the three offsets, percent-encoded, and in UTF-16.
func encodings(text string) [][]byte {
	out := [][]byte{
		[]byte(text),
		[]byte(hex.EncodeToString([]byte(text))),
		[]byte(strings.ToUpper(hex.EncodeToString([]byte(text)))),
		[]byte(url.QueryEscape(text)),
	}
	for shift := range 3 {
		encoded := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", shift) + text))
		out = append(out, []byte(encoded[4:len(encoded)-4])) // without what the neighbours change
	}
	var wide []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		wide = append(wide, byte(unit), byte(unit>>8))
	}
	return append(out, wide)
}
