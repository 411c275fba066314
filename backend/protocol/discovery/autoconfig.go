package discovery

import (
	"context"
	"net/url"
	"strings"
)

const (
	configPath    = "/mail/config-v1.1.xml"
	wellKnownPath = "/.well-known/autoconfig" + configPath
)

// autoconfig asks the address's own domain, and without encryption only when
// nothing was found with it.
func (s search) autoconfig(ctx context.Context) result {
	domain := s.address.domain
	found := s.files(ctx, FromAutoconfig,
		"https://autoconfig."+domain+configPath+"?emailaddress="+url.QueryEscape(s.address.text),
		"https://"+domain+wellKnownPath)
	if len(found.candidates) > 0 {
		return found
	}
	// Whoever listens would learn the address: it is left out.
	found.add(s.files(ctx, FromAutoconfig, "http://autoconfig."+domain+configPath, "http://"+domain+wellKnownPath))
	return found
}

// ispdb asks the database for the address's domain.
func (s search) ispdb(ctx context.Context) result {
	return s.file(ctx, FromISPDB, s.ispdbURL(s.address.domain))
}

func (s search) ispdbURL(domain string) string {
	return strings.TrimSuffix(s.options.ISPDBURL, "/") + "/" + domain
}

// files asks for several files at the same time.
func (s search) files(ctx context.Context, source Source, urls ...string) result {
	var asks []func(context.Context) result
	for _, from := range urls {
		asks = append(asks, func(ctx context.Context) result { return s.file(ctx, source, from) })
	}
	var all result
	for _, one := range together(ctx, asks) {
		all.add(one)
	}
	return all
}

// file asks for one file.
func (s search) file(ctx context.Context, source Source, from string) result {
	return s.attempt(source, from, func() ([]Candidate, string) {
		file, steps, err := s.fetch(ctx, from)
		if err != nil {
			return nil, excerpt(strings.Join(append(steps, explain(err)), "; "), maxOutcome)
		}
		provider, err := parseClientConfig(file)
		if err != nil {
			return nil, excerpt(strings.Join(append(steps, err.Error()), "; "), maxOutcome)
		}
		found, ignored := provider.offers(s.address)
		steps = append(steps, foundServers(len(found)))
		if len(ignored) > 0 {
			steps = append(steps, "ignored "+strings.Join(ignored, ", "))
		}
		for i := range found {
			found[i].Source, found[i].Where = source, from
			if strings.HasPrefix(from, "http://") {
				found[i].confirm("the settings came without encryption")
			}
		}
		s.confirmOutside(found)
		return found, excerpt(strings.Join(steps, "; "), maxOutcome)
	})
}
