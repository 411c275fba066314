package imap

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/conversation"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/mailauth"
)

// AlternativesRequest says whose other ports to try. Of the embedded request
// the settings, the variables and the network count; its secrets are not used,
// and its Timeout is at most 30 s.
type AlternativesRequest struct {
	Request
	// Tried is told of every way as it ends, from the goroutine that called
	// Alternatives; nil is told nothing.
	Tried func(account.Tried)
}

// Alternatives tries the other usual ports and securities of the configured
// host up to CAPABILITY over TLS, four at a time, and offers what works and is
// encrypted. The configured pair is not tried again. No credential is sent, and
// the host is looked up once. It returns when it is done, after 30 s at the
// latest, or at once when ctx is cancelled.
func Alternatives(ctx context.Context, r AlternativesRequest) account.AlternativesReport {
	report := account.AlternativesReport{Host: r.Settings.Host, Tried: []account.Tried{}, Verdict: proof.Failed}
	v, f := newVisit(ctx, r.Request)
	if v.host != "" {
		report.Host = v.host
	}
	if f != nil {
		report.Finding = f
		return report
	}
	ctx, cancel := context.WithTimeout(ctx, v.request.Timeout)
	defer cancel()
	sc := scan{ctx: ctx, visit: v, tell: r.Tried, known: map[conversation.Door]bool{}}
	sc.run()
	report.Tried = sc.tried
	if report.Best = sc.best(); report.Best != nil {
		report.Verdict = proof.Passed
	}
	return report
}

// scan is one search for alternatives.
type scan struct {
	ctx   context.Context
	visit visit
	tell  func(account.Tried)
	known map[conversation.Door]bool // tried, queued, or configured
	tried []account.Tried            // in the order in which they were queued
}

// attempt is a door with its place in the report.
type attempt struct {
	index int
	door  conversation.Door
	tried account.Tried
	again conversation.Door // to be tried as well, for what was seen
}

// usualDoors are the ports for mailboxes (RFC 8314 §3.2, RFC 9051 §2.1).
func usualDoors() []conversation.Door {
	return []conversation.Door{
		{Port: 993, Security: account.SecurityImplicitTLS},
		{Port: 143, Security: account.SecuritySTARTTLS},
		{Port: 143, Security: account.SecurityNone},
	}
}

func (sc *scan) run() {
	doors := usualDoors()
	if configured, ok := sc.visit.door(); ok {
		sc.known[configured] = true
		for _, security := range []account.Security{account.SecurityImplicitTLS, account.SecuritySTARTTLS, account.SecurityNone} {
			doors = append(doors, conversation.Door{Port: configured.Port, Security: security})
		}
	}
	first := sc.queue(doors...)
	limited := sc.visit.each(len(first))
	conversation.InParallel(first, func(a attempt) attempt { return sc.try(limited, a) }, sc.ended)
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
		sc.tried = append(sc.tried, account.Tried{Port: d.Port, Security: d.Security, Mechanisms: []string{}})
	}
	return queued
}

// try knocks at one door. It runs beside others and changes nothing of sc.
func (sc *scan) try(v visit, a attempt) attempt {
	began := time.Now()
	answer := v.knock(sc.ctx, a.door)
	a.tried = account.Tried{
		Port: a.door.Port, Security: a.door.Security, Mechanisms: []string{},
		DurationMs: time.Since(began).Milliseconds(),
	}
	if f := answer.first(proof.Failed); f != nil {
		a.tried.Code, a.tried.Finding, a.tried.Detail = f.Code, f, answer.detail(f)
		a.again = speaks(a.door, f)
		return a
	}
	a.tried.Works, a.tried.Mechanisms = true, waysIn(answer.offered)
	a.tried.Detail = sc.offer(a.tried)
	if a.door.Security != account.SecurityNone && sc.fits(a.tried.Mechanisms) {
		a.tried.Alternative = a.door.Alternative(a.door.Words() + " " + a.tried.Detail)
	}
	return a
}

// speaks returns the door that a failed knock has shown to be there instead.
func speaks(d conversation.Door, f *proof.Finding) conversation.Door {
	switch {
	case f.Code == dial.CodeExpectedTLS:
		return conversation.Door{Port: d.Port, Security: account.SecurityImplicitTLS}
	case f.Code == dial.CodeNotTLS && f.Remote != nil && strings.HasPrefix(f.Remote.Text, "* OK"):
		return conversation.Door{Port: d.Port, Security: account.SecuritySTARTTLS}
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

// fits reports whether one of the ways in is of the kind that the settings sign
// in with.
func (sc *scan) fits(mechanisms []string) bool {
	if sc.visit.signIn == account.SignInOAuth2 {
		return mailauth.ChooseToken(mechanisms) != ""
	}
	return mailauth.Choose(mechanisms) != ""
}

// best ranks what works: implicit TLS before STARTTLS (RFC 8314 §3). Clear text
// is never offered: there is always something to sign in with.
func (sc *scan) best() *proof.Alternative {
	offered := slices.DeleteFunc(slices.Clone(sc.tried), func(t account.Tried) bool { return t.Alternative == nil })
	if len(offered) == 0 {
		return nil
	}
	rank := func(t account.Tried) int {
		if t.Security == account.SecurityImplicitTLS {
			return 0
		}
		return 1
	}
	return slices.MinFunc(offered, func(a, b account.Tried) int { return cmp.Compare(rank(a), rank(b)) }).Alternative
}
