package discovery

import (
	"cmp"
	"context"
	"net"
	"net/http"
	"sync"
	"time"
)

// CheckAddress returns the fault of an address that no servers can be looked
// for, nil for any other.
func CheckAddress(text string) error {
	_, err := parseAddress(text)
	return err
}

// BuiltIn looks into Patchbay's own list and asks nobody. An address that is
// not valid has no servers.
func BuiltIn(text string, o Options) Report {
	a, err := parseAddress(text)
	if err != nil {
		return Report{Address: text, Candidates: []Candidate{}, Attempts: []Attempt{}}
	}
	s := search{address: a, options: o.withDefaults()}
	return s.report([]result{s.builtIn(context.Background())})
}

// Find asks every source at the same time, and reports what each one said. It
// returns a fault that blames the field "address" when that is not valid, and
// the error of ctx together with what was found until it ended.
func Find(ctx context.Context, text string, o Options) (Report, error) {
	a, err := parseAddress(text)
	if err != nil {
		return Report{}, err
	}
	o = o.withDefaults()
	s := search{address: a, options: o, client: o.client(), resolver: o.Network.Resolver}
	if s.resolver == nil {
		s.resolver = net.DefaultResolver
	}
	defer s.client.CloseIdleConnections()
	limited, cancel := context.WithTimeout(ctx, o.Timeout)
	defer cancel()
	return s.report(s.ask(limited)), ctx.Err()
}

// search is one run for one address.
type search struct {
	address  address
	options  Options
	client   *http.Client
	resolver *net.Resolver
}

// result is what one source came to.
type result struct {
	candidates []Candidate
	attempts   []Attempt
}

func (r *result) add(other result) {
	r.candidates = append(r.candidates, other.candidates...)
	r.attempts = append(r.attempts, other.attempts...)
}

// ask keeps the results in the order of trust, whoever answers first.
func (s search) ask(ctx context.Context) []result {
	sources := []func(context.Context) result{s.builtIn, s.autoconfig}
	if s.options.ISPDB {
		sources = append(sources, s.ispdb)
	}
	sources = append(sources, s.srv, s.mx)
	return together(ctx, sources)
}

func together(ctx context.Context, sources []func(context.Context) result) []result {
	results := make([]result, len(sources))
	var group sync.WaitGroup
	for i, source := range sources {
		group.Go(func() { results[i] = source(ctx) })
	}
	group.Wait()
	return results
}

// builtIn needs no confirmation: the list is part of the program.
func (s search) builtIn(context.Context) result {
	return s.attempt(FromBuiltIn, "Patchbay's own list", func() ([]Candidate, string) {
		found := s.options.ForAddress(s.address.text)
		for i := range found {
			found[i].Source = FromBuiltIn
			found[i].Where = cmp.Or(found[i].Where, "Patchbay's own list")
		}
		return found, foundServers(len(found))
	})
}

// attempt asks one place, and measures the time that took.
func (s search) attempt(source Source, where string, try func() ([]Candidate, string)) result {
	began := time.Now()
	found, outcome := try()
	return result{candidates: found, attempts: []Attempt{{
		Source: source, Where: where, Outcome: outcome, DurationMs: time.Since(began).Milliseconds(),
	}}}
}

func (s search) report(results []result) Report {
	var all result
	for _, one := range results {
		all.add(one)
	}
	for i := range all.candidates {
		if all.candidates[i].Security == ClearText {
			all.candidates[i].confirm("the server wants the password without encryption")
		}
	}
	return Report{
		Address: s.address.text, Domain: s.address.domain,
		Candidates: rank(all.candidates), Attempts: all.attempts,
	}
}

// confirmOutside marks what lies outside the address's domain.
//
// RFC 6186 §6 asks for it because DNS without signatures can be forged, and a
// forged name has a valid certificate of its own. Files over HTTPS are treated
// the same: a domain's web server is often another one's business than its
// mail, and one question is a small price beside a lost password.
func (s search) confirmOutside(found []Candidate) {
	for i := range found {
		if !isWithin(found[i].Host, s.address.domain) {
			found[i].confirm("the host lies outside " + registrable(s.address.domain))
		}
	}
}
