package imap

import (
	"encoding/base64"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// decodeUTF7 decodes the name of a folder (RFC 3501 §5.1.3). A name that is not
// in this encoding is returned as it is: some servers send UTF-8 unasked.
func decodeUTF7(name string) string {
	if !strings.Contains(name, "&") {
		return name
	}
	var decoded strings.Builder
	for rest := name; rest != ""; {
		plain, shifted, found := strings.Cut(rest, "&")
		decoded.WriteString(plain)
		if !found {
			break
		}
		encoded, after, ended := strings.Cut(shifted, "-")
		text, ok := decodeShifted(encoded)
		if !ended || !ok {
			return name
		}
		decoded.WriteString(text)
		rest = after
	}
	return decoded.String()
}

// decodeShifted decodes what stands between & and -: UTF-16 in base64 with a
// comma for the slash, or nothing for the & itself.
func decodeShifted(encoded string) (text string, ok bool) {
	if encoded == "" {
		return "&", true
	}
	raw, err := base64.RawStdEncoding.DecodeString(strings.ReplaceAll(encoded, ",", "/"))
	if err != nil || len(raw)%2 != 0 {
		return "", false
	}
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = uint16(raw[2*i])<<8 | uint16(raw[2*i+1])
	}
	runes := utf16.Decode(units)
	for _, r := range runes {
		if r == utf8.RuneError {
			return "", false
		}
	}
	return string(runes), true
}

// isEncodedName reports whether a name is one of RFC 3501 §5.1.3, or of RFC 6855:
// nothing that can be shown in ASCII is encoded, and nothing is encoded in two
// parts.
func isEncodedName(name string) bool {
	if !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl) {
		return false
	}
	for rest := name; ; {
		_, shifted, found := strings.Cut(rest, "&")
		if !found {
			return true
		}
		encoded, after, ended := strings.Cut(shifted, "-")
		text, ok := decodeShifted(encoded)
		switch {
		case !ended || !ok:
			return false
		case encoded == "": // the & itself
		case strings.ContainsFunc(text, func(r rune) bool { return r >= ' ' && r <= '~' }),
			strings.HasPrefix(after, "&") && !strings.HasPrefix(after, "&-"):
			return false
		}
		rest = after
	}
}
