package admission

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxAddress bounds an e-mail address, in bytes (RFC 5321 §4.5.3.1).
const maxAddress = 320

// ErrEmail is an e-mail address that no rule can be held against.
var ErrEmail = errors.New("is not an e-mail address")

// NormalizeEmail brings the domain of an address into the form in which domains
// are compared, and leaves the rest as it is: only the mail server may say
// whether its upper case matters (RFC 5321 §2.4). An address in which a person
// could read another domain than a program is [ErrEmail].
func NormalizeEmail(address string) (string, error) {
	local, domain, err := split(address)
	if err != nil {
		return "", err
	}
	return local + "@" + domain, nil
}

func split(address string) (local, domain string, err error) {
	address = strings.TrimSpace(address)
	at := strings.LastIndexByte(address, '@')
	if at <= 0 || len(address) > maxAddress || !utf8.ValidString(address) || strings.ContainsFunc(address, misleading) {
		return "", "", ErrEmail
	}
	local = address[:at]
	if strings.Contains(local, "@") { // only a quoted local part may hold one
		return "", "", ErrEmail
	}
	domain, err = normalizeName(address[at+1:])
	if err != nil {
		return "", "", ErrEmail
	}
	return local, domain, nil
}

// misleading are characters that cannot be seen, or that end a line.
func misleading(r rune) bool {
	return unicode.IsControl(r) || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`<>(),;:"[]\`, r)
}
