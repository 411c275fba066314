package smtp

import (
	"context"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/conversation"
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

// AlternativesReport and Tried are the same for every protocol of mail.
type (
	AlternativesReport = account.AlternativesReport
	Tried              = account.Tried
)

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
	configured := conversation.DoorOf(v.request.Settings.Port, v.request.Settings.Security)
	sc := &scan{Scan: conversation.NewScan(usualDoors(), configured, r.Tried), visit: v}
	limited := v.each(sc.Planned())
	sc.Run(func(d conversation.Door) (account.Tried, conversation.Door) {
		return sc.try(limited.knock(ctx, d, v.addrs), d)
	})
	report.Tried = sc.Tried
	sc.offerClearText()
	if report.Best = sc.Best(); report.Best != nil {
		report.Verdict = proof.Passed
	}
	return report
}
