package smtp

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/mailauth"
)

// AlternativesRequest says whose other ports to try. Of the embedded request
// the settings, the variables and the network count; its secrets are not used,
// and its Timeout is at most 30 s.
type AlternativesRequest struct {
	Request
	// Tried is told of every way as it ends, from the goroutine that called
	// Alternatives; nil is told nothing. A way in clear text is offered only in
	// the report, because it depends on all the others.
	Tried func(Tried)
}

// AlternativesReport is what was seen to work beside the configured port and
// security.
type AlternativesReport struct {
	Host  string  `json:"host"` // in ASCII
	Tried []Tried `json:"tried"`
	// Best is what fits the settings best of what works, nil when nothing does.
	Best    *proof.Alternative `json:"best,omitempty"`
	Verdict proof.Verdict      `json:"verdict"` // Passed with a Best, else Failed
	// Finding says why nothing could be tried, such as an unknown host.
	Finding *proof.Finding `json:"finding,omitempty"`
}

// Tried is one way into the host that was tried, without any credential.
type Tried struct {
	Port     uint16   `json:"port"`
	Security Security `json:"security"`
	// Works: the server was reached, is trusted, and speaks SMTP.
	Works bool `json:"works"`
	// Mechanisms are the sign-ins it offers, in upper case and sorted.
	Mechanisms []string `json:"mechanisms"`
	// Detail says in a few words what was seen.
	Detail string `json:"detail"`
	// Code is the finding's when the way does not work, Finding itself.
	Code    string         `json:"code,omitempty"`
	Finding *proof.Finding `json:"finding,omitempty"`
	// Alternative applies the way to the settings; nil when it does not work or
	// does not offer the sign-in that the settings need.
	Alternative *proof.Alternative `json:"alternative,omitempty"`
	DurationMs  int64              `json:"durationMs"`
}

// Alternatives tries the other usual ports and securities of the configured
// host up to EHLO over TLS, four at a time, and offers what works. The
// configured pair is not tried again. No credential is sent, and the host is
// looked up once. It returns when it is done, after 30 s at the latest, or at
// once when ctx is cancelled.
func Alternatives(ctx context.Context, r AlternativesRequest) AlternativesReport {
	report := AlternativesReport{Host: r.Settings.Host, Tried: []Tried{}, Verdict: proof.Failed}
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
	sc := scan{ctx: ctx, visit: v, tell: r.Tried, known: map[door]bool{}}
	sc.run()
	report.Tried = sc.tried
	report.Best = sc.best()
	if report.Best != nil {
		report.Verdict = proof.Passed
	}
	return report
}

// scan is one search for alternatives.
type scan struct {
	ctx   context.Context
	visit visit
	tell  func(Tried)
	known map[door]bool // tried, queued, or configured
	tried []Tried       // in the order in which they were queued
}

// attempt is a door with its place in the report.
type attempt struct {
	index int
	door  door
	tried Tried
	again door // to be tried as well, for what was seen
}

// usualDoors are the ports for outgoing mail: those of RFC 8314 and RFC 6409,
// port 25, and the ones that providers open beside them where networks block
// these.
func usualDoors() []door {
	return []door{
		{465, SecurityImplicitTLS},
		{587, SecuritySTARTTLS},
		{25, SecuritySTARTTLS},
		{2525, SecuritySTARTTLS},
		{2465, SecurityImplicitTLS},
		{2587, SecuritySTARTTLS},
	}
}

func (sc *scan) run() {
	doors := usualDoors()
	if configured, ok := sc.visit.door(); ok {
		sc.known[configured] = true
		for _, security := range []Security{SecurityImplicitTLS, SecuritySTARTTLS, SecurityNone} {
			doors = append(doors, door{configured.port, security})
		}
	}
	first := sc.queue(doors...)
	limited := sc.visit.within(sc.visit.each(len(first)))
	inParallel(first, func(a attempt) attempt {
		return sc.try(limited, a)
	}, sc.ended)
}

// queue takes doors that are not known yet.
func (sc *scan) queue(doors ...door) []attempt {
	var queued []attempt
	for _, d := range doors {
		if d.port == 0 || sc.known[d] {
			continue
		}
		sc.known[d] = true
		queued = append(queued, attempt{index: len(sc.tried), door: d})
		sc.tried = append(sc.tried, Tried{Port: d.port, Security: d.security, Mechanisms: []string{}})
	}
	return queued
}

// try knocks at one door. It runs beside others and changes nothing of sc.
func (sc *scan) try(v visit, a attempt) attempt {
	began := time.Now()
	answer := v.knock(sc.ctx, a.door, v.addrs)
	a.tried = Tried{
		Port: a.door.port, Security: a.door.security, Mechanisms: []string{},
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
	case !sc.fits(a.tried.Mechanisms):
		a.tried.Detail += sc.lacks(a.tried.Mechanisms)
	case a.door.security != SecurityNone:
		a.tried.Alternative = a.door.alternative(a.door.words() + " " + offer(a.tried))
	}
	return a
}

// speaks returns the door that a failed knock has shown to be there instead.
func (sc *scan) speaks(d door, f *proof.Finding) door {
	switch {
	case f.Code == dial.CodeExpectedTLS:
		return door{d.port, SecurityImplicitTLS}
	case f.Code == dial.CodeNotTLS && f.Remote != nil && strings.HasPrefix(f.Remote.Text, "220"):
		return door{d.port, SecuritySTARTTLS}
	case f.Code == CodeSTARTTLSNotOffered && sc.visit.signIn == SignInNone:
		return door{d.port, SecurityNone}
	default:
		return door{}
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

// fits reports whether one of the mechanisms is of the kind that the settings
// sign in with.
func (sc *scan) fits(mechanisms []string) bool {
	switch sc.visit.signIn {
	case SignInPassword:
		return mailauth.Choose(mechanisms) != ""
	case SignInOAuth2:
		return mailauth.ChooseToken(mechanisms) != ""
	default:
		return true
	}
}

// best ranks what works: encrypted always before clear text, the submission
// ports before 25, and implicit TLS before STARTTLS (RFC 8314 §3).
func (sc *scan) best() *proof.Alternative {
	sc.offerClearText()
	offered := slices.DeleteFunc(slices.Clone(sc.tried), func(t Tried) bool { return t.Alternative == nil })
	if len(offered) == 0 {
		return nil
	}
	return slices.MinFunc(offered, func(a, b Tried) int { return cmp.Compare(a.rank(), b.rank()) }).Alternative
}

func (t Tried) rank() int {
	rank := 0
	for _, drawback := range []bool{t.Security == SecurityNone, t.Port == 25, t.Security == SecuritySTARTTLS} {
		rank *= 2
		if drawback {
			rank++
		}
	}
	return rank
}

// offerClearText offers clear text to settings without a sign-in when nothing
// that is encrypted works. A credential is never led there.
func (sc *scan) offerClearText() {
	encrypted := func(t Tried) bool { return t.Works && t.Security != SecurityNone }
	if sc.visit.signIn != SignInNone || slices.ContainsFunc(sc.tried, encrypted) {
		return
	}
	for i, t := range sc.tried {
		if t.Works {
			d := door{t.Port, t.Security}
			sc.tried[i].Alternative = d.alternative(d.words() + " " + offer(t))
		}
	}
}
