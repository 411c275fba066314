package admission

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"patchbay/backend/fault"
)

// maxName is the length of the longest domain name in characters, without a
// final dot (RFC 1035 §2.3.4).
const maxName = 253

// mostDomains bounds the list of a provider.
const mostDomains = 1000

// wildcard stands for one or more labels below a domain.
const wildcard = "*."

// What is wrong with a domain.
var (
	errEmpty    = errors.New("is empty")
	errAddress  = errors.New("is an e-mail address; only the domain behind the @ belongs here")
	errWildcard = errors.New("may have a * only as *. at its beginning")
	errNumeric  = errors.New("is an IP address, not a domain")
	errName     = errors.New("is not a domain name")
)

// NormalizeDomain brings a domain as people write it into the form in which
// domains are compared: lower-case ASCII (RFC 5891) without a final dot. A
// leading *. stands for its subdomains and stays; a leading @ goes.
func NormalizeDomain(text string) (string, error) {
	name := strings.TrimPrefix(strings.TrimSpace(text), "@")
	rest, isWildcard := strings.CutPrefix(name, wildcard)
	switch {
	case name == "":
		return "", errEmpty
	case strings.Contains(rest, "@"):
		return "", errAddress
	case strings.Contains(rest, "*"):
		return "", errWildcard
	}
	ascii, err := normalizeName(rest)
	if err != nil {
		return "", err
	}
	if isWildcard {
		return wildcard + ascii, nil
	}
	return ascii, nil
}

func normalizeName(name string) (string, error) {
	if len(name) > 4*maxName || !utf8.ValidString(name) {
		return "", errName
	}
	// idna maps the ideographic full stop to a dot, so it comes before the cut.
	ascii, err := idna.Lookup.ToASCII(name)
	if err != nil {
		return "", errName
	}
	ascii = strings.ToLower(strings.TrimSuffix(ascii, "."))
	labels := strings.Split(ascii, ".")
	if len(ascii) > maxName || slices.Contains(labels, "") || len(labels) < 2 {
		return "", errName
	}
	if last := labels[len(labels)-1]; strings.Trim(last, "0123456789") == "" {
		return "", errNumeric
	}
	return ascii, nil
}

// CheckDomains blames the field "allowedDomains" for every domain that is none.
func CheckDomains(domains []string) []fault.Field {
	const field = "allowedDomains"
	if len(domains) > mostDomains {
		return []fault.Field{{Name: field, Message: fmt.Sprintf("has more than %d domains", mostDomains)}}
	}
	var faults []fault.Field
	for _, domain := range domains {
		if _, err := NormalizeDomain(domain); err != nil {
			faults = append(faults, fault.Field{Name: field, Message: fmt.Sprintf("%s %v", shown(domain), err)})
		}
	}
	return faults
}

// shown makes what was typed fit for a message.
func shown(text string) string {
	const most = 64
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + "…"
	}
	return fmt.Sprintf("%q", text)
}
