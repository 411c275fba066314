package evidence

import (
	"time"
	"unicode/utf8"

	"patchbay/backend/proof"
)

// maxCause bounds the cause that a glance tells, in bytes.
const maxCause = 400

// Glance is the newest proof of a thing in short: what a list of ten thousand
// things shows of each. Its JSON names are a promise to old vaults.
type Glance struct {
	Verdict    proof.Verdict `json:"verdict,omitempty"` // "" is a glance at nothing
	StartedAt  time.Time     `json:"startedAt,omitzero"`
	DurationMs int64         `json:"durationMs,omitempty"`
	Hash       string        `json:"hash,omitempty"` // of the configuration
	Summary    string        `json:"summary,omitempty"`
	// Code and Cause are those of the finding that explains the verdict.
	Code  string `json:"code,omitempty"`
	Cause string `json:"cause,omitempty"`
	// LeafEnd is when the server's certificate runs out.
	LeafEnd time.Time `json:"leafEnd,omitzero"`
	mark
}

// GlanceOf is the glance at a report of a proof that was made with these
// secrets: they are recognised later, not kept.
func GlanceOf(report proof.Report, secrets Secrets, w Words) Glance {
	g := Glance{
		Verdict: report.Verdict, StartedAt: report.StartedAt, DurationMs: report.DurationMs,
		Hash: report.ConfigHash, Summary: w.summary(report), mark: markOf(secrets),
	}
	g.LeafEnd, _ = LeafEnd(report)
	if f := explaining(report); f != nil {
		g.Code, g.Cause = f.Code, firstBytes(f.Cause, maxCause)
	}
	return g
}

// explaining is the first finding of a step whose verdict is the report's.
func explaining(report proof.Report) *proof.Finding {
	for _, step := range report.Steps {
		if step.Verdict == report.Verdict && step.Finding != nil {
			return step.Finding
		}
	}
	return nil
}

// firstBytes cuts a text without cutting a character.
func firstBytes(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most] + "…"
}

// IsZero reports whether there was no proof yet.
func (g Glance) IsZero() bool { return g.Verdict == "" }

// Status is the light of a thing with this configuration and these secrets, by
// the glance alone: its Proof is nil.
func (g Glance) Status(hash string, secrets Secrets, now time.Time) Status {
	switch {
	case g.IsZero():
		return Status{Light: Never, Summary: "Never proved"}
	case g.Hash != hash || !g.of(secrets):
		return stale(g.Hash == hash, withPassword(secrets))
	}
	return judgement{light: lightOf(g.Verdict), summary: g.Summary, leafEnd: g.LeafEnd}.now(now)
}
