package discovery

import (
	"net/netip"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"

	"patchbay/backend/fault"
)

// CodeAddressInvalid is the code of the fault that an address without a usable
// domain raises.
const CodeAddressInvalid = "discovery.address_invalid"

// address is a mail address taken apart.
type address struct {
	text          string // as it was given
	local, domain string // the domain in lower-case ASCII
}

// parseAddress reads an address far enough to look for its servers. Whether it
// may be a sender is for others to judge.
func parseAddress(text string) (address, error) {
	text = strings.TrimSpace(text)
	local, domain, found := strings.Cut(text, "@")
	switch {
	case text == "":
		return address{}, addressFault("is required")
	case !found || strings.Contains(domain, "@"):
		return address{}, addressFault("must be one address with exactly one @")
	case local == "" || len(local) > 64 || strings.IndexFunc(local, isForbidden) >= 0:
		return address{}, addressFault("has characters before the @ that are not allowed there")
	}
	ascii, ok := asciiHost(domain)
	if !ok || !strings.Contains(ascii, ".") {
		return address{}, addressFault("has no full domain behind the @")
	}
	return address{text: text, local: local, domain: ascii}, nil
}

func addressFault(message string) error {
	return fault.New(fault.Invalid, CodeAddressInvalid, "no servers can be looked for: the address is not valid").
		WithHint("enter a whole address, such as ops@example.com").
		WithField("address", message)
}

// isForbidden recognises what no local part holds without quotes.
func isForbidden(r rune) bool {
	return unicode.IsSpace(r) || !unicode.IsPrint(r) || strings.ContainsRune(`<>()[]\,;:"`, r)
}

// expand puts the address into a text of an autoconfig file, in one pass, so
// that nothing in the address is read again. It fails at a name it does not
// know: the value would only be known to who typed it in.
func (a address) expand(text string) (string, bool) {
	values := map[string]string{"EMAILADDRESS": a.text, "EMAILLOCALPART": a.local, "EMAILDOMAIN": a.domain}
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(text, "%")
		out.WriteString(before)
		if !found {
			return out.String(), true
		}
		name, after, closed := strings.Cut(rest, "%")
		value, known := values[name]
		if !closed || !known {
			return "", false
		}
		out.WriteString(value)
		text = after
	}
}

// asciiHost returns a host name in lower-case ASCII without the dot of the
// root. An IP literal is none: a certificate seldom names it, and nobody can
// tell from it whose server it is.
func asciiHost(host string) (string, bool) {
	host = strings.TrimSuffix(host, ".")
	if _, err := netip.ParseAddr(host); err == nil || len(host) > 1024 {
		return "", false
	}
	profile := idna.New(idna.MapForLookup(), idna.BidiRule(), idna.StrictDomainName(true))
	ascii, err := profile.ToASCII(host)
	if err != nil || !isHostName(ascii) {
		return "", false
	}
	return strings.ToLower(ascii), true
}

// isHostName applies RFC 1123 §2.1. A last label of digits would be read as an
// IPv4 address by some (RFC 3696 §2).
func isHostName(name string) bool {
	if name == "" || len(name) > 253 {
		return false
	}
	label := ""
	for label = range strings.SplitSeq(name, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
	}
	return strings.Trim(label, "0123456789") != ""
}

// registrable returns the domain that somebody has registered: a.b.example.co.uk
// belongs to example.co.uk. A public suffix itself belongs to nobody else.
func registrable(domain string) string {
	if owner, err := publicsuffix.EffectiveTLDPlusOne(domain); err == nil {
		return owner
	}
	return domain
}

// isWithin reports whether a host belongs to whom the domain belongs to.
func isWithin(host, domain string) bool {
	owner := registrable(domain)
	return host == owner || strings.HasSuffix(host, "."+owner)
}
