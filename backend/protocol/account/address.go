package account

import (
	"errors"
	"net/netip"
	"strings"
	"unicode"
)

// Address is a mail address taken apart, safe to be put between angle brackets.
type Address struct {
	Local, Domain string // the domain in ASCII
}

// ErrAddress is a text that is not one mail address.
var (
	ErrAddress       = errors.New("must be one address with exactly one @")
	errAddressName   = errors.New("must be an address alone, without a name or angle brackets")
	errAddressLocal  = errors.New("has characters before the @ that are not allowed there")
	errAddressDomain = errors.New("has no valid domain behind the @")
)

// ParseAddress reads an addr-spec with a dot-atom local part (RFC 5322 §3.4.1,
// RFC 6531 §3.3). Quoted local parts are refused: no server of this decade
// hands them out, and they have smuggled parameters into RCPT before.
func ParseAddress(address string) (Address, error) {
	if strings.ContainsAny(address, "<>,;\"") {
		return Address{}, errAddressName
	}
	local, domain, found := strings.Cut(address, "@")
	if !found || strings.Contains(domain, "@") {
		return Address{}, ErrAddress
	}
	if len(local) > 64 || !isDotAtom(local) {
		return Address{}, errAddressLocal
	}
	ascii, err := asciiDomain(domain)
	if err != nil {
		return Address{}, err
	}
	return Address{Local: local, Domain: ascii}, nil
}

// String puts the address together again.
func (a Address) String() string { return a.Local + "@" + a.Domain }

// NeedsSMTPUTF8 reports whether the address cannot be written in ASCII.
func (a Address) NeedsSMTPUTF8() bool {
	return strings.IndexFunc(a.Local, func(r rune) bool { return r > '~' }) >= 0
}

func asciiDomain(domain string) (string, error) {
	if IsAddressLiteral(domain) {
		return domain, nil
	}
	if _, err := netip.ParseAddr(domain); err == nil || strings.HasPrefix(domain, "[") {
		return "", errAddressDomain
	}
	ascii, err := ASCIIHost(domain)
	if err != nil {
		return "", errAddressDomain
	}
	return ascii, nil
}

// IsAddressLiteral recognises [192.0.2.1] and [IPv6:2001:db8::1] (RFC 5321 §4.1.3).
func IsAddressLiteral(text string) bool {
	inner, ok := strings.CutPrefix(text, "[")
	if !ok || !strings.HasSuffix(inner, "]") {
		return false
	}
	inner = strings.TrimSuffix(inner, "]")
	six, isSix := strings.CutPrefix(inner, "IPv6:")
	addr, err := netip.ParseAddr(six)
	return err == nil && addr.Zone() == "" && addr.Is4() != isSix
}

func isDotAtom(local string) bool {
	for atom := range strings.SplitSeq(local, ".") {
		if atom == "" || strings.IndexFunc(atom, notAtext) >= 0 {
			return false
		}
	}
	return true
}

// notAtext is the complement of atext of RFC 5322 §3.2.3 with RFC 6532 §3.2.
func notAtext(r rune) bool {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
		return false
	case r > '~':
		return IsInvisible(r) || unicode.Is(unicode.Cf, r) || unicode.IsSpace(r)
	default:
		return !strings.ContainsRune("!#$%&'*+-/=?^_`{|}~", r)
	}
}
