package smtp

import (
	"context"

	"patchbay/backend/proof"
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
