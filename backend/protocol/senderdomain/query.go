package senderdomain

import (
	"cmp"
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/idna"

	"patchbay/backend/proof"
)

// DefaultTimeout bounds a whole check when none is requested.
const DefaultTimeout = 30 * time.Second

// Bounds of a query.
const (
	maxSelectors = 10
	maxAddresses = 16
)

// Query says which domain to check.
type Query struct {
	From         string // the address that people see
	EnvelopeFrom string // the address that bounces go to; "" is From
	// Selectors are the names of the DKIM keys that the outgoing server signs
	// with; with none, no key can be looked up.
	Selectors []string
	// ServerAddrs are the addresses of the outgoing server. They are a hint
	// only: a provider's machines often send from others.
	ServerAddrs []netip.Addr
	EHLOName    string        // for the macros of SPF records; may be ""
	Resolver    *net.Resolver // nil is the system's
	Timeout     time.Duration // of the whole check; 0 is DefaultTimeout
	Version     string        // of Patchbay
	Host        string        // names the machine in the report; "" asks the operating system
	Observe     proof.Observer
}

// Check looks the records up and reports on each kind as a step: mx, spf, dkim
// and dmarc, always in this order. They do not depend on each other, so one
// that fails does not keep the others from being tried.
func Check(ctx context.Context, q Query) proof.Report {
	if q.Timeout <= 0 {
		q.Timeout = DefaultTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, q.Timeout)
	defer cancel()
	c := newCourse(ctx, q)
	c.step("mx", c.checkMX)
	c.step("spf", c.checkSPF)
	c.step("dkim", c.checkDKIM)
	c.step("dmarc", c.checkDMARC)
	return c.end()
}

func newCourse(ctx context.Context, q Query) *course {
	c := &course{ctx: ctx, query: q, dns: newLookups(q.Resolver)}
	c.from, c.invalid = domainOf(q.From)
	c.envelope = c.from
	if q.EnvelopeFrom != "" && c.invalid == nil {
		c.envelope, c.invalid = domainOf(q.EnvelopeFrom)
		c.invalidEnvelope = c.invalid != nil
	}
	host := proof.Machine(q.Host)
	c.report = proof.Report{
		Subject: "sender-domain", Target: cmp.Or(c.from, proof.Visible(q.From)), Verdict: proof.Passed, Version: q.Version, Host: host,
		StartedAt: time.Now(), Steps: []proof.Step{}, Transcript: []proof.Line{},
	}
	return c
}

var errDomain = errors.New("has no valid domain behind the @")

// domainOf returns the domain of an address in lower-case ASCII.
func domainOf(address string) (string, error) {
	_, domain, found := strings.Cut(strings.TrimSpace(address), "@")
	if !found || len(domain) > 1024 {
		return "", errDomain
	}
	profile := idna.New(idna.MapForLookup(), idna.BidiRule(), idna.StrictDomainName(true))
	ascii, err := profile.ToASCII(strings.TrimSuffix(domain, "."))
	if err != nil || !isName(ascii) || !strings.Contains(ascii, ".") {
		return "", errDomain
	}
	if _, err := netip.ParseAddr(ascii); err == nil {
		return "", errDomain
	}
	return strings.ToLower(ascii), nil
}

// isName reports whether DNS can hold a name: RFC 1035 §2.3.4.
func isName(name string) bool {
	if name == "" || len(name) > 253 {
		return false
	}
	return !slices.ContainsFunc(strings.Split(name, "."), func(label string) bool {
		return label == "" || len(label) > 63 || strings.IndexFunc(label, isNotNameRune) >= 0
	})
}

// isNotNameRune leaves underscores in: names of DKIM keys hold them.
func isNotNameRune(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_'
}
