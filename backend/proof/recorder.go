package proof

import (
	"cmp"
	"slices"
	"time"
)

// MaxTranscript bounds the text of a transcript, in bytes.
const MaxTranscript = 256 << 10

// maxLines bounds the lines of a transcript, because empty ones cost too.
const maxLines = 8 << 10

// How many steps and lines most proofs come to at most.
const (
	usualSteps = 12
	usualLines = 32
)

// Who a line of a transcript is from.
const (
	FromClient = "client"
	FromServer = "server"
	FromNote   = "note"
)

// Outcome is what trying a step came to: failed with a Failures entry, else
// warned with a Warnings entry, else passed. The gravest of each comes first.
type Outcome struct {
	Detail   string
	TLS      *TLS
	Token    *Token
	Mailbox  *Mailbox
	Arrival  *Arrival
	Failures []Finding
	Warnings []Finding
	// What a check of a list compares, and where the received value stood.
	Expected, Received, Where string
	// Skip says why a check could not be made; NotApplicable why there is nothing
	// to check. They matter only without Failures and Warnings.
	Skip, NotApplicable string
}

// Pass is the outcome of a step with nothing to find.
func Pass(detail string) Outcome { return Outcome{Detail: detail} }

// Fail is the outcome of a step that found one thing wrong.
func Fail(f Finding) Outcome { return Outcome{Failures: []Finding{f}} }

// Warn is the outcome of a step that works but should be seen to.
func Warn(f Finding) Outcome { return Outcome{Warnings: []Finding{f}} }

// Verdict returns the verdict of the outcome.
func (o Outcome) Verdict() Verdict {
	switch {
	case len(o.Failures) > 0:
		return Failed
	case len(o.Warnings) > 0:
		return Warned
	case o.Skip != "":
		return Skipped
	case o.NotApplicable != "":
		return NotApplicable
	default:
		return Passed
	}
}

// Recorder writes a report while a proof runs. Everything it is given passes
// the redactor and is made visible before it is kept or shown to the observer.
// It belongs to one goroutine.
type Recorder struct {
	report   Report
	redactor *Redactor
	observe  Observer
	size     int // of the transcript's text
	signIn   bool
}

// NewRecorder begins a report with the heading of report: its steps and
// transcript are written, its start is now. The redactor may learn further
// values later; observe may be nil.
func NewRecorder(report Report, redactor *Redactor, observe Observer) *Recorder {
	report.StartedAt = time.Now()
	report.Verdict = Passed
	report.Steps, report.Transcript = make([]Step, 0, usualSteps), make([]Line, 0, usualLines)
	return &Recorder{report: report, redactor: redactor, observe: observe}
}

// Step tries a step and records its outcome. After a step that failed, further
// ones are recorded as skipped without being tried.
func (r *Recorder) Step(name string, try func() Outcome) {
	if r.report.Verdict == Failed {
		r.add(Step{Name: name, Verdict: Skipped})
		return
	}
	r.try(Step{Name: name}, try)
}

// Check makes one check of a list, by its ID, and records its outcome: a list
// goes on after a check that failed, because its aim is to show everything that
// is wrong. What cannot be checked any more says so by Outcome.Skip.
func (r *Recorder) Check(id, title string, try func() Outcome) {
	r.try(Step{Name: id, Title: title}, try)
}

func (r *Recorder) try(begun Step, try func() Outcome) {
	began := time.Now()
	r.tell(Progress{Index: len(r.report.Steps), Running: true, Step: begun})
	outcome := try()
	r.signIn = false
	step := r.clean(begun.Name, outcome)
	step.Title, step.DurationMs = begun.Title, time.Since(began).Milliseconds()
	r.raise(step.Verdict)
	r.add(step)
}

// Failed reports whether a step has failed.
func (r *Recorder) Failed() bool { return r.report.Verdict == Failed }

func (r *Recorder) raise(v Verdict) {
	if v == Skipped || v == NotApplicable {
		return
	}
	if v == Failed || r.report.Verdict == Passed {
		r.report.Verdict = v
	}
}

func (r *Recorder) add(step Step) {
	r.report.Steps = append(r.report.Steps, step)
	r.tell(Progress{Index: len(r.report.Steps) - 1, Step: step})
}

func (r *Recorder) tell(p Progress) {
	if r.observe != nil {
		r.observe(p)
	}
}

// clean makes a step of an outcome, with nothing in it that must not be shown.
func (r *Recorder) clean(name string, o Outcome) Step {
	step := Step{Name: name, Verdict: o.Verdict(), Detail: r.text(o.Detail), TLS: o.TLS, Token: o.Token}
	if step.Detail == "" && len(o.Failures)+len(o.Warnings) == 0 {
		step.Detail = r.text(cmp.Or(o.Skip, o.NotApplicable))
	}
	step.Expected, step.Received, step.Where = r.text(o.Expected), r.text(o.Received), r.text(o.Where)
	step.Mailbox, step.Arrival = r.mailbox(o.Mailbox), r.arrival(o.Arrival)
	findings := slices.Concat(o.Failures, o.Warnings)
	for i := range findings {
		findings[i] = r.finding(findings[i])
	}
	if len(findings) > 0 {
		step.Finding, step.Also = &findings[0], findings[1:]
	}
	if len(step.Also) == 0 {
		step.Also = nil
	}
	return step
}

func (r *Recorder) finding(f Finding) Finding {
	f.Cause, f.Remedy = r.text(f.Cause), r.text(f.Remedy)
	if f.Remote != nil {
		remote := *f.Remote
		remote.Code, remote.Enhanced, remote.Text = r.text(remote.Code), r.text(remote.Enhanced), r.text(remote.Text)
		f.Remote = &remote
	}
	return f
}

func (r *Recorder) text(text string) string {
	return Visible(r.redactor.Redact(text))
}

// BeginSignIn says that credentials are on the wire from now on: until
// EndSignIn, or the end of the step, lines are kept as a mask only, but for
// what is handed to ClientMasked, ServerMasked and ClientShown.
func (r *Recorder) BeginSignIn() { r.signIn = true }

// EndSignIn says that what follows is the server's verdict, to be shown.
func (r *Recorder) EndSignIn() { r.signIn = false }

// Client records a line that was sent, without its line end.
func (r *Recorder) Client(text string) { r.spoken(FromClient, text) }

// Server records a line that was received, without its line end.
func (r *Recorder) Server(text string) { r.spoken(FromServer, text) }

func (r *Recorder) spoken(from, text string) {
	if r.signIn {
		text = Mask
	}
	r.line(from, text)
}

// ClientMasked records a line of which only the beginning may be shown.
func (r *Recorder) ClientMasked(visible string) { r.line(FromClient, visible+Mask) }

// ClientShown records a line that holds no credential although a sign-in is
// under way.
func (r *Recorder) ClientShown(text string) { r.line(FromClient, text) }

// ServerMasked records a line of which only the beginning may be shown.
func (r *Recorder) ServerMasked(visible string) { r.line(FromServer, visible+Mask) }

// Note records something that happened beside what was spoken.
func (r *Recorder) Note(text string) { r.line(FromNote, text) }

func (r *Recorder) line(from, text string) {
	if r.report.TranscriptCut {
		return
	}
	text = r.text(text)
	if r.size+len(text) > MaxTranscript || len(r.report.Transcript) >= maxLines {
		r.report.TranscriptCut = true
		return
	}
	r.size += len(text)
	at := time.Since(r.report.StartedAt).Milliseconds()
	r.report.Transcript = append(r.report.Transcript, Line{At: at, From: from, Text: text})
}

// Report ends the recording and returns the report.
func (r *Recorder) Report() Report {
	report := r.report
	report.DurationMs = time.Since(report.StartedAt).Milliseconds()
	report.StartedAt = report.StartedAt.UTC().Truncate(time.Millisecond)
	return report
}
