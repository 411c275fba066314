package provider

import (
	"bytes"
	"encoding/base64"
	"unicode"
	"unicode/utf8"
)

// The forms below are common knowledge about what providers hand out. They
// work on bytes, because a string of a secret could not be wiped.

func all(value []byte, ok func(byte) bool) bool {
	for _, b := range value {
		if !ok(b) {
			return false
		}
	}
	return true
}

func isLetter(b byte) bool       { return b|0x20 >= 'a' && b|0x20 <= 'z' }
func isDigit(b byte) bool        { return b >= '0' && b <= '9' }
func isAlphanumeric(b byte) bool { return isLetter(b) || isDigit(b) }
func isHex(b byte) bool          { return isDigit(b) || b|0x20 >= 'a' && b|0x20 <= 'f' }
func isBase64(b byte) bool       { return isAlphanumeric(b) || b == '+' || b == '/' }
func isBase64URL(b byte) bool    { return isAlphanumeric(b) || b == '-' || b == '_' }

func is16Letters(v []byte) bool         { return len(v) == 16 && all(v, isLetter) }
func is16LettersOrDigits(v []byte) bool { return len(v) == 16 && all(v, isAlphanumeric) }

func isApplePassword(v []byte) bool { return inGroups(v, isLetter, 4, 4, 4, 4) }

func isUUID(v []byte) bool { return inGroups(v, isHex, 8, 4, 4, 4, 12) }

// inGroups recognises groups of such lengths, joined by hyphens.
func inGroups(v []byte, ok func(byte) bool, lengths ...int) bool {
	groups := bytes.SplitN(v, []byte("-"), len(lengths)+1)
	if len(groups) != len(lengths) {
		return false
	}
	for i, group := range groups {
		if len(group) != lengths[i] || !all(group, ok) {
			return false
		}
	}
	return true
}

func isSendGridKey(v []byte) bool {
	rest, ok := bytes.CutPrefix(v, []byte("SG."))
	id, key, dot := bytes.Cut(rest, []byte("."))
	return ok && dot && len(id) > 0 && len(key) > 0 && all(id, isBase64URL) && all(key, isBase64URL)
}

func isBrevoKey(v []byte) bool { return bytes.HasPrefix(v, []byte("xsmtpsib-")) }

func isResendKey(v []byte) bool {
	rest, ok := bytes.CutPrefix(v, []byte("re_"))
	return ok && len(rest) >= 16 && all(rest, isBase64URL)
}

func isMailgunKey(v []byte) bool {
	rest, ok := bytes.CutPrefix(v, []byte("key-"))
	return ok && len(rest) == 32 && all(rest, isHex) || inGroups(v, isHex, 32, 8, 8)
}

func isAWSSecret(v []byte) bool { return len(v) == 40 && all(v, isBase64) }

func isAWSKeyID(v []byte) bool {
	return len(v) == 20 && (bytes.HasPrefix(v, []byte("AKIA")) || bytes.HasPrefix(v, []byte("ASIA"))) &&
		all(v, func(b byte) bool { return isDigit(b) || b >= 'A' && b <= 'Z' })
}

// isSESPassword decodes the version byte and the signature.
func isSESPassword(v []byte) bool {
	if len(v) != 44 {
		return false
	}
	var raw [33]byte
	defer clear(raw[:])
	n, err := base64.StdEncoding.Decode(raw[:], v)
	return err == nil && n == len(raw) && raw[0] == sesVersion
}

func isSignedJWT(v []byte) bool {
	if !bytes.HasPrefix(v, []byte("eyJ")) || bytes.Count(v, []byte(".")) != 2 {
		return false
	}
	for part := range bytes.SplitSeq(v, []byte(".")) {
		if len(part) == 0 || !all(part, isBase64URL) {
			return false
		}
	}
	return true
}

// isInvisible recognises the characters of pages and word processors that no
// one types, such as the zero-width space and the byte order mark.
func isInvisible(r rune) bool {
	return r == '\r' || r == '\n' || r == 0x2028 || r == 0x2029 || unicode.Is(unicode.Cf, r)
}

func isBlank(r rune) bool { return unicode.IsSpace(r) || isInvisible(r) }

// withoutBlanks returns a copy without any blank.
func withoutBlanks(v []byte) []byte { return without(v, isBlank) }

// tidy returns a copy without line breaks and invisible characters, and without
// blanks at both ends.
func tidy(v []byte) []byte { return without(bytes.TrimFunc(v, isBlank), isInvisible) }

// without works in place of bytes.Map, which replaces what is not UTF-8: a
// secret has to come out as it went in.
func without(v []byte, drop func(rune) bool) []byte {
	out := make([]byte, 0, len(v))
	for len(v) > 0 {
		r, size := utf8.DecodeRune(v)
		if r == utf8.RuneError && size <= 1 || !drop(r) {
			out = append(out, v[:size]...)
		}
		v = v[size:]
	}
	return out
}
