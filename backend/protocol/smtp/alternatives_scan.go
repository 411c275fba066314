package smtp

import (
	"context"
	"strings"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/conversation"
	"patchbay/backend/protocol/dial"
)

// scan is one search for alternatives.
type scan struct {
	ctx   context.Context
	visit visit
	tell  func(Tried)
	known map[conversation.Door]bool // tried, queued, or configured
	tried []Tried                    // in the order in which they were queued
}

// attempt is a door with its place in the report.
type attempt struct {
	index int
	door  conversation.Door
	tried Tried
	again conversation.Door // to be tried as well, for what was seen
}

// usualDoors are the ports for outgoing mail: those of RFC 8314 and RFC 6409,
// port 25, and the ones that providers open beside them where networks block
// these.
func usualDoors() []conversation.Door {
	return []conversation.Door{
		{Port: 465, Security: SecurityImplicitTLS},
		{Port: 587, Security: SecuritySTARTTLS},
		{Port: 25, Security: SecuritySTARTTLS},
		{Port: 2525, Security: SecuritySTARTTLS},
		{Port: 2465, Security: SecurityImplicitTLS},
		{Port: 2587, Security: SecuritySTARTTLS},
	}
}

func (sc *scan) run() {
	doors := usualDoors()
	if configured, ok := sc.visit.door(); ok {
		sc.known[configured] = true
		for _, security := range []Security{SecurityImplicitTLS, SecuritySTARTTLS, SecurityNone} {
			doors = append(doors, conversation.Door{Port: configured.Port, Security: security})
		}
	}
	first := sc.queue(doors...)
	limited := sc.visit.within(sc.visit.each(len(first)))
	conversation.InParallel(first, func(a attempt) attempt {
		return sc.try(limited, a)
	}, sc.ended)
}

// queue takes doors that are not known yet.
func (sc *scan) queue(doors ...conversation.Door) []attempt {
	var queued []attempt
	for _, d := range doors {
		if d.Port == 0 || sc.known[d] {
			continue
		}
		sc.known[d] = true
		queued = append(queued, attempt{index: len(sc.tried), door: d})
		sc.tried = append(sc.tried, Tried{Port: d.Port, Security: d.Security, Mechanisms: []string{}})
	}
	return queued
}

// try knocks at one door. It runs beside others and changes nothing of sc.
func (sc *scan) try(v visit, a attempt) attempt {
	began := time.Now()
	answer := v.knock(sc.ctx, a.door, v.addrs)
	a.tried = Tried{
		Port: a.door.Port, Security: a.door.Security, Mechanisms: []string{},
		DurationMs: time.Since(began).Milliseconds(),
	}
	if f := answer.finding(); f != nil {
		a.tried.Code, a.tried.Finding = f.Code, f
		a.tried.Detail = answer.detail(f)
		a.again = sc.speaks(a.door, f)
		return a
	}
	a.tried.Works, a.tried.Mechanisms = true, shownMechanisms(answer.offered.mechanisms())
	a.tried.Detail = offer(a.tried)
	switch {
	case a.door.Security == SecurityNone && sc.visit.signIn != SignInNone:
		a.tried.Detail = "works, but in clear text"
	case !sc.fits(a.tried.Mechanisms):
		a.tried.Detail += sc.lacks(a.tried.Mechanisms)
	case a.door.Security != SecurityNone:
		a.tried.Alternative = a.door.Alternative(a.door.Words() + " " + offer(a.tried))
	}
	return a
}

// speaks returns the door that a failed knock has shown to be there instead.
func (sc *scan) speaks(d conversation.Door, f *proof.Finding) conversation.Door {
	switch {
	case f.Code == dial.CodeExpectedTLS:
		return conversation.Door{Port: d.Port, Security: SecurityImplicitTLS}
	case f.Code == dial.CodeNotTLS && f.Remote != nil && strings.HasPrefix(f.Remote.Text, "220"):
		return conversation.Door{Port: d.Port, Security: SecuritySTARTTLS}
	case f.Code == CodeSTARTTLSNotOffered && sc.visit.signIn == SignInNone:
		return conversation.Door{Port: d.Port, Security: SecurityNone}
	default:
		return conversation.Door{}
	}
}

// ended keeps a result and returns what is to be tried because of it.
func (sc *scan) ended(a attempt) []attempt {
	sc.tried[a.index] = a.tried
	if sc.tell != nil {
		sc.tell(a.tried)
	}
	return sc.queue(a.again)
}
