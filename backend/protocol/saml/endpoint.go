package saml

import (
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/signin"
)

// endpoint is one of the provider's addresses, and how it is spoken of.
type endpoint struct {
	url   string
	field string // of the configuration document
	name  string // in a sentence
}

// safety says what an address may be used for.
type safety int

const (
	unsafe   safety = iota // no address, or plain HTTP to another machine
	loopback               // plain HTTP to this machine, by a literal
	safe                   // https
)

// safety wants TLS: who can change metadata on its way can sign anybody in.
func (e endpoint) safety() safety {
	u, err := url.Parse(e.url)
	if err != nil || u.Hostname() == "" || u.User != nil {
		return unsafe
	}
	if u.Scheme == "https" {
		return safe
	}
	if addr, err := netip.ParseAddr(u.Hostname()); err == nil && addr.IsLoopback() && u.Scheme == "http" {
		return loopback
	}
	return unsafe
}

// hostPort is where an endpoint listens, the host in ASCII.
func (e endpoint) hostPort() (host string, port uint16, ok bool) {
	u, err := url.Parse(e.url)
	if err != nil {
		return "", 0, false
	}
	if host, err = account.ASCIIHost(u.Hostname()); err != nil {
		return "", 0, false
	}
	if u.Port() == "" {
		return host, map[string]uint16{"http": 80, "https": 443}[u.Scheme], true
	}
	number, err := strconv.ParseUint(u.Port(), 10, 16)
	return host, uint16(number), err == nil && number > 0
}

// address is host:port, "" when it has none.
func (e endpoint) address() string {
	host, port, ok := e.hostPort()
	if !ok {
		return ""
	}
	return net.JoinHostPort(host, strconv.Itoa(int(port)))
}

// shown is an address as it may stand in a transcript: a query can hold what is
// nobody's business.
func shown(address string) string {
	before, _, found := strings.Cut(address, "?")
	if found {
		return before + "?..."
	}
	return before
}

func unsafeEndpoint(e endpoint) proof.Finding {
	return proof.Finding{
		Code: signin.CodeCheckFailed, Reason: "unsafe_endpoint",
		Cause:  "The " + e.name + ", " + shown(e.url) + ", is no https address: what goes there, and what comes from there, could be changed on its way.",
		Remedy: "Use the address that begins with https://.",
		Fields: []string{e.field},
	}
}

func clearText(e endpoint) proof.Finding {
	return proof.Finding{
		Code: signin.CodeCheckFailed, Reason: "clear_text",
		Cause:  "The " + e.name + " is spoken to in clear text. It is on this machine, so that nobody else hears it.",
		Remedy: "Use https before anybody signs in over a network.",
		Fields: []string{e.field},
	}
}
