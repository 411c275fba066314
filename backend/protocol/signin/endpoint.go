package signin

import (
	"cmp"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"patchbay/backend/protocol/account"
)

// Endpoint is one of a provider's addresses, and how it is spoken of.
type Endpoint struct {
	URL   string
	Field string // of the configuration document
	Name  string // in a sentence: "token endpoint"
	Owner string // who runs it, in a sentence; "" is "provider"
}

// owner is never empty.
func (e Endpoint) owner() string { return cmp.Or(e.Owner, "provider") }

// Safety says what an address may be used for.
type Safety int

// The closed set of safeties.
const (
	Unsafe    Safety = iota // no address that anything may be sent to
	ClearText               // plain HTTP to another machine: for what is public only
	Loopback                // plain HTTP to this machine, by a literal
	Safe                    // https
)

// Safety wants TLS (RFC 6749 §3.1, §3.2). Plain HTTP is for a provider on this
// machine, by a literal: a name could lead anywhere.
func (e Endpoint) Safety() Safety {
	u, err := url.Parse(e.URL)
	if err != nil || u.Hostname() == "" || u.User != nil || u.Fragment != "" {
		return Unsafe
	}
	switch addr, err := netip.ParseAddr(u.Hostname()); {
	case u.Scheme == "https":
		return Safe
	case u.Scheme == "http" && err == nil && addr.IsLoopback():
		return Loopback
	case u.Scheme == "http":
		return ClearText
	}
	return Unsafe
}

// IsGuarded reports whether nobody on the way can hear or change what goes there
// and what comes from there: secrets may be sent, and keys be taken.
func (e Endpoint) IsGuarded() bool { return e.Safety() >= Loopback }

// hostPort is where an endpoint listens, the host in ASCII.
func (e Endpoint) hostPort() (host string, port uint16, ok bool) {
	u, err := url.Parse(e.URL)
	if err != nil {
		return "", 0, false
	}
	if host, err = account.ASCIIHost(u.Hostname()); err != nil {
		return "", 0, false
	}
	number, err := strconv.ParseUint(u.Port(), 10, 16)
	switch {
	case u.Port() != "":
		return host, uint16(number), err == nil && number > 0
	case u.Scheme == "http":
		return host, 80, true
	}
	return host, 443, u.Scheme == "https"
}

// Address is host:port, "" when there is none.
func (e Endpoint) Address() string {
	host, port, ok := e.hostPort()
	if !ok {
		return ""
	}
	return net.JoinHostPort(host, strconv.Itoa(int(port)))
}

// WithoutQuery is an address as it may stand in a transcript: a query can hold
// what is nobody's business.
func WithoutQuery(address string) string {
	before, _, found := strings.Cut(address, "?")
	if found {
		return before + "?..."
	}
	return before
}
