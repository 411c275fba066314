package discovery

import (
	"context"
	"net"
	"strings"
)

// maxExchangers bounds the hosts taken from MX records.
const maxExchangers = 16

// mx recognises the provider by who receives the domain's mail, and asks that
// provider for its settings.
func (s search) mx(ctx context.Context) result {
	var hosts []string
	where := "MX " + s.address.domain
	all := s.attempt(FromMX, where, func() ([]Candidate, string) {
		records, err := s.resolver.LookupMX(ctx, s.address.domain+".")
		if err != nil && len(records) == 0 {
			return nil, explainRecord(err)
		}
		if len(records) == 1 && records[0].Host == "." {
			return nil, "the domain says that it receives no mail" // RFC 7505 §3
		}
		hosts = exchangers(records)
		found := s.recognised(hosts, where)
		return found, excerpt(strings.Join(hosts, ", "), 200) + "; " + foundServers(len(found))
	})
	if base := s.exchangerDomain(hosts); base != "" {
		all.add(s.askExchanger(ctx, base))
	}
	return all
}

func exchangers(records []*net.MX) []string {
	var hosts []string
	for _, record := range records[:min(len(records), maxExchangers)] {
		if host, ok := asciiHost(record.Host); ok {
			hosts = append(hosts, host)
		}
	}
	return hosts
}

// recognised looks the hosts up in Patchbay's own list. The servers are known
// to be right, but that they are this domain's is known from DNS alone.
func (s search) recognised(hosts []string, where string) []Candidate {
	found := s.options.ForMX(hosts, s.address.text)
	for i := range found {
		found[i].Source, found[i].Where = FromMX, where
		found[i].confirm("the provider was recognised only by the domain's MX record")
	}
	return found
}

// exchangerDomain is the domain of the preferred host, "" when it is the
// address's own, which is being asked already.
func (s search) exchangerDomain(hosts []string) string {
	if len(hosts) == 0 || isWithin(hosts[0], s.address.domain) || !strings.Contains(hosts[0], ".") {
		return ""
	}
	return registrable(hosts[0])
}

// askExchanger asks the provider for its settings. The address is left out: it
// is no more than a guess that the provider is the right one to learn it.
func (s search) askExchanger(ctx context.Context, base string) result {
	urls := []string{"https://autoconfig." + base + configPath, "https://" + base + wellKnownPath}
	if s.options.ISPDB {
		urls = append(urls, s.ispdbURL(base))
	}
	return s.files(ctx, FromMX, urls...)
}
