package dial

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strings"

	"patchbay/backend/proof"
)

// maxAddresses bounds how many addresses of one name are tried.
const maxAddresses = 16

// Resolve returns the addresses of a host name in ASCII or of an IP literal,
// in the order in which they are to be tried. A nil resolver is the system's.
// Neither is asked for localhost and the names below it: those are loopback,
// and a query would let a DNS server send them elsewhere (RFC 6761 §6.3).
func Resolve(ctx context.Context, resolver *net.Resolver, host string) ([]netip.Addr, *proof.Finding) {
	if addr, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{addr}, nil
	}
	if isLocalhost(host) && isHostName(host) {
		return loopback(), nil
	}
	if resolver == nil {
		resolver = net.DefaultResolver
	}
	addrs, err := resolver.LookupNetIP(ctx, "ip", host)
	if err == nil && len(addrs) == 0 {
		err = &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	if err != nil {
		finding := explainLookup(err, host)
		return nil, &finding
	}
	for i := range addrs {
		addrs[i] = addrs[i].Unmap()
	}
	return addrs[:min(len(addrs), maxAddresses)], nil
}

func explainLookup(err error, host string) proof.Finding {
	var dns *net.DNSError
	switch {
	case errors.Is(err, context.Canceled):
		return cancelled()
	case errors.As(err, &dns) && dns.IsNotFound:
		return proof.Finding{
			Code:   CodeHostNotFound,
			Cause:  "No host has the name " + host + ".",
			Remedy: "Check the spelling. A name that only exists inside a company's network needs its VPN or DNS server.",
			Fields: []string{"host"},
		}
	default:
		return proof.Finding{
			Code:   CodeDNSFailed,
			Cause:  "The name " + host + " could not be looked up: the DNS server did not answer, or answered with a failure.",
			Remedy: "Check this machine's network and the DNS server, the system's or the one that the settings name, then try again. The IP address can stand in for the name, but a certificate seldom names it.",
			Fields: []string{"host"},
		}
	}
}

// List writes addresses for people: "192.0.2.7, 2001:db8::7".
func List(addrs []netip.Addr) string {
	texts := make([]string, len(addrs))
	for i, addr := range addrs {
		texts[i] = addr.String()
	}
	return strings.Join(texts, ", ")
}
