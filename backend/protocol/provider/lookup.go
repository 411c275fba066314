package provider

import (
	"net/netip"
	"slices"
	"strings"
)

// All returns every provider, sorted by name. The caller may change what it
// gets.
func All() []Provider {
	all := slices.Concat(google(), microsoft(), consumer(), zoho(), european(), german(), russian(),
		chinese(), alibaba(), amazon(), relays(), smallerRelays())
	slices.SortFunc(all, func(a, b Provider) int {
		return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	return all
}

// ByID finds a provider by its ID.
func ByID(id string) (Provider, bool) {
	for _, p := range All() {
		if p.ID == id {
			return p, true
		}
	}
	return Provider{}, false
}

// ForAddress finds the provider that keeps an address, by its exact domain. A
// provider with regions is returned in the region of the domain.
func ForAddress(address string) (Provider, bool) {
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return Provider{}, false
	}
	return find(address[at+1:], 0, func(p Provider) []string { return p.Domains },
		func(r Region) []string { return r.Domains })
}

// ForMX finds the provider that keeps a domain's mail, by the hosts of its MX
// records, the most preferred first. The longest name that matches decides,
// because one provider's host may lie below another's.
func ForMX(hosts []string) (Provider, bool) {
	for _, host := range hosts {
		p, ok := find(host, maxLabels, func(p Provider) []string { return p.MX },
			func(r Region) []string { return r.MX })
		if ok {
			return p, true
		}
	}
	return Provider{}, false
}

// ForHost finds the provider that a server belongs to, in the region of that
// server. SMTP hosts count before IMAP hosts. An address of this machine is no
// one's: it may be anything.
func ForHost(host string) (Provider, bool) {
	if addr, err := netip.ParseAddr(host); err == nil && addr.IsLoopback() {
		return Provider{}, false
	}
	if region, ok := SESRegion(host); ok {
		return sesIn(region), true
	}
	if p, ok := find(host, 0, func(p Provider) []string { return hostsOf(p.SMTP) },
		func(r Region) []string { return []string{r.SMTPHost} }); ok {
		return p, true
	}
	return find(host, 0, func(p Provider) []string { return hostsOf(p.IMAP) },
		func(r Region) []string { return []string{r.IMAPHost} })
}

// maxLabels bounds how often the first label of a name is dropped.
const maxLabels = 16

// find looks a name up, and then, as often as above says, the name above it.
func find(name string, above int, names func(Provider) []string, regional func(Region) []string) (Provider, bool) {
	all := All()
	name = canonical(name)
	for range above + 1 {
		if name == "" {
			break
		}
		for _, p := range all {
			for _, r := range p.Regions {
				if slices.Contains(regional(r), name) {
					return p.InRegion(r.ID)
				}
			}
			if slices.Contains(names(p), name) {
				return p, true
			}
		}
		_, name, _ = strings.Cut(name, ".")
	}
	return Provider{}, false
}

func hostsOf(servers []Server) []string {
	hosts := make([]string, len(servers))
	for i, s := range servers {
		hosts[i] = s.Host
	}
	return hosts
}

// canonical brings a domain into the form of the tables: lower case, without
// the dot of the root, and with the characters that an input method for
// Chinese or Japanese writes instead of ASCII (UTS #46 maps them alike). All
// names of the tables are ASCII, so that no other name can be equal to one.
func canonical(domain string) string {
	if len(domain) > 1024 { // no name is longer, however it is written
		return ""
	}
	domain = strings.Map(func(r rune) rune {
		switch {
		case r == '。', r == '｡':
			return '.'
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		}
		return r
	}, strings.TrimSpace(domain))
	return strings.TrimSuffix(strings.ToLower(domain), ".")
}
