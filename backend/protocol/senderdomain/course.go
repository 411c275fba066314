package senderdomain

import (
	"context"
	"errors"
	"time"

	"patchbay/backend/proof"
)

// course is one check under way.
type course struct {
	ctx            context.Context
	query          Query
	dns            *lookups
	from, envelope string // domains in ASCII
	report         proof.Report
	size           int // of the transcript's text

	invalid         error // an address has no domain: nothing can be asked
	invalidEnvelope bool
	over            string // why no further step is tried; "" goes on

	spf, dkim evidence // for the question whether DMARC can be met
}

// evidence is what a step knows in the end.
type evidence int

const (
	unknown evidence = iota
	proven
	disproven
)

// skip is what a step returns that there is nothing to try for.
type skip struct{ why string }

// step tries one kind of record. A Recorder skips what follows a failure, as
// in a conversation; here each step asks a question of its own, and so has a
// Recorder of its own.
func (c *course) step(name string, try func() (proof.Outcome, *skip)) {
	if c.over != "" {
		c.add(proof.Step{Name: name, Verdict: proof.Skipped, Detail: c.over})
		return
	}
	index := len(c.report.Steps)
	rec := proof.NewRecorder(proof.Report{}, nil, func(p proof.Progress) {
		p.Index = index
		if p.Running {
			c.tell(p)
		}
	})
	c.dns.note = rec.Note
	var skipped *skip
	rec.Step(name, func() (outcome proof.Outcome) {
		outcome, skipped = try()
		return outcome
	})
	part := rec.Report()
	step := part.Steps[0]
	if skipped != nil {
		step = proof.Step{Name: name, Verdict: proof.Skipped, Detail: skipped.why}
	}
	c.transcribe(part)
	c.add(step)
}

func (c *course) add(step proof.Step) {
	c.report.Steps = append(c.report.Steps, step)
	if step.Verdict == proof.Failed || step.Verdict == proof.Warned && c.report.Verdict == proof.Passed {
		c.report.Verdict = step.Verdict
	}
	c.tell(proof.Progress{Index: len(c.report.Steps) - 1, Step: step})
}

func (c *course) tell(p proof.Progress) {
	if c.query.Observe != nil {
		c.query.Observe(p)
	}
}

// transcribe appends a step's transcript, with the clock of the whole check
// and within the bound of one transcript.
func (c *course) transcribe(part proof.Report) {
	later := part.StartedAt.Sub(c.report.StartedAt.Truncate(time.Millisecond)).Milliseconds()
	for _, line := range part.Transcript {
		if c.size += len(line.Text); c.size > proof.MaxTranscript {
			c.report.TranscriptCut = true
			return
		}
		line.At += max(later, 0)
		c.report.Transcript = append(c.report.Transcript, line)
	}
	c.report.TranscriptCut = c.report.TranscriptCut || part.TranscriptCut
}

func (c *course) end() proof.Report {
	report := c.report
	report.DurationMs = time.Since(report.StartedAt).Milliseconds()
	report.StartedAt = report.StartedAt.UTC().Truncate(time.Millisecond)
	if report.Verdict != proof.Failed {
		report.Shows = "The records that DNS holds for the sender's domain now."
		report.Leaves = "Whether the server sends from the addresses that they permit, and signs with the keys that they name: a message that has arrived shows it."
	}
	return report
}

// failed explains a lookup that gave no answer at all, and ends the check when
// asking on would only wait again.
func (c *course) failed(err error, name, field string) proof.Outcome {
	switch {
	case errors.Is(c.ctx.Err(), context.Canceled):
		c.over = "the check was cancelled"
		return proof.Fail(cancelled())
	case c.ctx.Err() != nil || isTimeout(err):
		c.over = "DNS does not answer"
	}
	return proof.Fail(dnsFailed(name, field))
}
