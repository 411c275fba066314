package conversation

import (
	"cmp"
	"slices"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
)

// Scan is one search for other ways into a host: it tries each door once.
type Scan struct {
	// Tried are the ways, in the order in which they came to be tried.
	Tried []account.Tried

	tell  func(account.Tried)
	known map[Door]bool // tried, planned, or configured
	first []attempt
}

// attempt is a door with its place among the ways.
type attempt struct {
	index int
	door  Door
}

// attempted is what an attempt came to.
type attempted struct {
	attempt
	tried account.Tried
	again Door
}

// NewScan plans to try the usual doors, and the configured one with every other
// security; a configured door without a port is none. Tell is told of every way
// as it ends, from the goroutine that calls [Scan.Run]; nil is told nothing.
func NewScan(usual []Door, configured Door, tell func(account.Tried)) *Scan {
	s := &Scan{Tried: []account.Tried{}, tell: tell, known: map[Door]bool{configured: true}}
	doors := slices.Clone(usual)
	for _, security := range []account.Security{account.SecurityImplicitTLS, account.SecuritySTARTTLS, account.SecurityNone} {
		doors = append(doors, Door{configured.Port, security})
	}
	s.first = s.queue(doors...)
	return s
}

// Planned is how many doors are tried whatever comes of them.
func (s *Scan) Planned() int { return len(s.first) }

// Run tries all doors, at most [MaxAtOnce] at a time. Try runs beside itself;
// it returns what came of a door, and the door that was seen to be there
// instead, which is tried as well if it has a port.
func (s *Scan) Run(try func(Door) (tried account.Tried, again Door)) {
	InParallel(s.first, func(a attempt) attempted {
		began := time.Now()
		tried, again := try(a.door)
		tried.Port, tried.Security = a.door.Port, a.door.Security
		tried.DurationMs = time.Since(began).Milliseconds()
		if tried.Mechanisms == nil {
			tried.Mechanisms = []string{}
		}
		return attempted{a, tried, again}
	}, s.ended)
}

// queue takes doors that are not known yet.
func (s *Scan) queue(doors ...Door) []attempt {
	var queued []attempt
	for _, d := range doors {
		if d.Port == 0 || s.known[d] {
			continue
		}
		s.known[d] = true
		queued = append(queued, attempt{len(s.Tried), d})
		s.Tried = append(s.Tried, account.Tried{Port: d.Port, Security: d.Security, Mechanisms: []string{}})
	}
	return queued
}

// ended keeps a result and returns what is to be tried because of it.
func (s *Scan) ended(a attempted) []attempt {
	s.Tried[a.index] = a.tried
	if s.tell != nil {
		s.tell(a.tried)
	}
	return s.queue(a.again)
}

// Best ranks the ways that are offered: encrypted always before clear text, any
// port before 25, and implicit TLS before STARTTLS (RFC 8314 §3). It is nil when
// none is.
func (s *Scan) Best() *proof.Alternative {
	offered := slices.DeleteFunc(slices.Clone(s.Tried), func(t account.Tried) bool { return t.Alternative == nil })
	if len(offered) == 0 {
		return nil
	}
	return slices.MinFunc(offered, func(a, b account.Tried) int { return cmp.Compare(rank(a), rank(b)) }).Alternative
}

// rank is the lower the better a way is.
func rank(t account.Tried) int {
	rank := 0
	for _, drawback := range []bool{t.Security == account.SecurityNone, t.Port == 25, t.Security == account.SecuritySTARTTLS} {
		rank *= 2
		if drawback {
			rank++
		}
	}
	return rank
}
