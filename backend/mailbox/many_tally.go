package mailbox

import (
	"cmp"
	"slices"

	"patchbay/backend/event"
	"patchbay/backend/proof"
)

// maxNamed bounds the mailboxes that a cause names.
const maxNamed = 100

// tally counts the results of a run and tells of its progress.
type tally struct {
	events     *event.Bus
	deployment string
	run        string
	total      int
	counts     map[proof.Verdict]int
	causes     map[causeKey]*Cause
	rows       []event.ProvedRow // since the last event
	slowed     []event.Slowed    // as told last
	observe    func(ManyResult)
}

// causeKey is what results of the same cause have in common. The words may
// differ, because they name the mailbox.
type causeKey struct {
	code, reason, target string
	verdict              proof.Verdict
}

func newTally(events *event.Bus, deploymentID string, r ManyRequest) *tally {
	return &tally{
		events: events, deployment: deploymentID, run: r.Run, observe: r.Observe,
		counts: map[proof.Verdict]int{}, causes: map[causeKey]*Cause{},
	}
}

// add counts one result.
func (t *tally) add(r ManyResult) {
	verdict := r.Report.Verdict
	t.counts[verdict]++
	row := event.ProvedRow{
		ID: r.ID, Name: r.Mailbox, Verdict: verdict, Light: string(r.Status.Light),
		Summary: r.Status.Summary, DurationMs: r.Report.DurationMs,
	}
	if f := explaining(r.Report); f != nil {
		row.Code, row.Cause = f.Code, f.Cause
		t.note(causeKey{code: f.Code, reason: f.Reason, target: r.Report.Target, verdict: verdict}, *f, r.Mailbox)
	}
	t.rows = append(t.rows, row)
	if t.observe != nil {
		t.observe(r)
	}
}

func (t *tally) note(key causeKey, f proof.Finding, mailbox string) {
	c := t.causes[key]
	if c == nil {
		c = &Cause{Code: f.Code, Verdict: string(key.verdict), Cause: f.Cause, Remedy: f.Remedy}
		t.causes[key] = c
	}
	c.Count++
	if len(c.Mailboxes) < maxNamed {
		c.Mailboxes = append(c.Mailboxes, mailbox)
	}
}

// done is how many results there are.
func (t *tally) done() int {
	return t.counts[proof.Passed] + t.counts[proof.Warned] + t.counts[proof.Failed]
}

// tell publishes the results since the last time, if there are any or a server
// bears another number of connections than then.
func (t *tally) tell(slowed []event.Slowed) {
	if len(t.rows) == 0 && slices.Equal(slowed, t.slowed) {
		return
	}
	t.slowed = slowed
	t.events.Publish(event.Event{
		Name: "mailboxes.proving", Deployment: t.deployment, Run: t.run, Done: t.done(), Total: t.total,
		Proving: &event.Proving{
			Passed: t.counts[proof.Passed], Warned: t.counts[proof.Warned], Failed: t.counts[proof.Failed],
			Rows: t.rows, Slowed: slowed,
		},
	})
	t.rows = nil
}

// report is the tally at the end.
func (t *tally) report() ManyReport {
	r := ManyReport{
		Total: t.total, Passed: t.counts[proof.Passed], Warned: t.counts[proof.Warned], Failed: t.counts[proof.Failed],
		Untried: t.total - t.done(), Causes: []Cause{},
	}
	for _, c := range t.causes {
		slices.Sort(c.Mailboxes)
		r.Causes = append(r.Causes, *c)
	}
	slices.SortFunc(r.Causes, func(a, b Cause) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Verdict, b.Verdict), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Cause, b.Cause))
	})
	return r
}

// explaining is the finding that explains a report's verdict, nil when it held.
func explaining(report proof.Report) *proof.Finding {
	if report.Verdict == proof.Passed {
		return nil
	}
	for _, step := range report.Steps {
		if step.Verdict == report.Verdict && step.Finding != nil {
			return step.Finding
		}
	}
	return nil
}
