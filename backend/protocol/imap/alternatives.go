package imap

import (
	"context"
	"strings"

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
	configured := conversation.DoorOf(v.request.Settings.Port, v.request.Settings.Security)
	sc := &scan{Scan: conversation.NewScan(usualDoors(), configured, r.Tried), visit: v}
	limited := v.each(sc.Planned())
	sc.Run(func(d conversation.Door) (account.Tried, conversation.Door) {
		return sc.try(limited.knock(ctx, d), d)
	})
	report.Tried = sc.Tried
	if report.Best = sc.Best(); report.Best != nil {
		report.Verdict = proof.Passed
	}
	return report
}

// scan is one search for alternatives, for the sign-in of a visit.
type scan struct {
	*conversation.Scan
	visit visit
}

// usualDoors are the ports for mailboxes (RFC 8314 §3.2, RFC 9051 §2.1).
func usualDoors() []conversation.Door {
	return []conversation.Door{
		{Port: 993, Security: account.SecurityImplicitTLS},
		{Port: 143, Security: account.SecuritySTARTTLS},
		{Port: 143, Security: account.SecurityNone},
	}
}

// try judges what one knock came to. It runs beside others and changes nothing
// of sc.
func (sc *scan) try(answer answer, d conversation.Door) (tried account.Tried, again conversation.Door) {
	tried.Security = d.Security
	if f := answer.finding(); f != nil {
		tried.Code, tried.Finding, tried.Detail = f.Code, f, answer.detail(f)
		return tried, speaks(d, f)
	}
	tried.Works, tried.Mechanisms = true, waysIn(answer.offered)
	tried.Detail = sc.offer(tried)
	if d.Security != account.SecurityNone && sc.fits(tried.Mechanisms) {
		tried.Alternative = d.Alternative(d.Words() + " " + tried.Detail)
	}
	return tried, again
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

// fits reports whether one of the ways in is of the kind that the settings sign
// in with.
func (sc *scan) fits(mechanisms []string) bool {
	if sc.visit.signIn == account.SignInOAuth2 {
		return mailauth.ChooseToken(mechanisms) != ""
	}
	return mailauth.Choose(mechanisms) != ""
}
