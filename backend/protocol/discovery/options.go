package discovery

import (
	"net/http"
	"time"

	"patchbay/backend/protocol/dial"
)

// DefaultTimeout bounds a whole search when none is requested.
const DefaultTimeout = 20 * time.Second

// DefaultISPDB is the database of Thunderbird: a domain is appended.
const DefaultISPDB = "https://autoconfig.thunderbird.net/v1.1/"

// Options says whom a search may ask, and how.
type Options struct {
	// Network is how lookups and connections leave this machine.
	Network dial.Network
	// HTTP makes the client that fetches autoconfig files; nil makes one of
	// Network that trusts the authorities.
	HTTP        func() *http.Client
	Authorities dial.Authorities // the zero value is the system's
	// ISPDB allows to ask a third party, which then learns the address's
	// domain. ISPDBURL is that party; "" is DefaultISPDB.
	ISPDB    bool
	ISPDBURL string
	// ForAddress and ForMX look into Patchbay's own list, by the address and
	// by the hosts of MX records; nil is the list of package provider.
	ForAddress func(address string) []Candidate
	ForMX      func(hosts []string, address string) []Candidate
	// Timeout bounds the whole search; 0 is DefaultTimeout.
	Timeout time.Duration
}

func (o Options) withDefaults() Options {
	if o.ISPDBURL == "" {
		o.ISPDBURL = DefaultISPDB
	}
	if o.Timeout <= 0 {
		o.Timeout = DefaultTimeout
	}
	if o.ForAddress == nil {
		o.ForAddress = forAddress
	}
	if o.ForMX == nil {
		o.ForMX = forMX
	}
	return o
}

// client returns the client of one search. It follows no redirect by itself,
// and remembers no cookie.
func (o Options) client() *http.Client {
	if o.HTTP == nil {
		return o.Network.HTTPClient(o.Authorities)
	}
	client := *o.HTTP()
	client.Jar = nil
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &client
}
