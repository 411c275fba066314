package cli

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"patchbay/backend/deployment"
	"patchbay/backend/event"
	"patchbay/backend/mailbox"
	"patchbay/backend/proof"
	"patchbay/backend/workbench"
)

// manyDocument is the answer of a run over several mailboxes.
type manyDocument struct {
	Proofs     []json.RawMessage `json:"proofs"` // by address
	Total      int               `json:"total"`
	Passed     int               `json:"passed"`
	Warned     int               `json:"warned"`
	Failed     int               `json:"failed"`
	Untried    int               `json:"untried"`
	DurationMs int64             `json:"durationMs"`
	Causes     []causeDocument   `json:"causes"`
	Slowed     []slowedDocument  `json:"slowed,omitempty"`
	Unsaved    string            `json:"unsaved,omitempty"`
}

// causeDocument is what went wrong with several mailboxes alike.
type causeDocument struct {
	Code      string   `json:"code"`
	Verdict   string   `json:"verdict"`
	Cause     string   `json:"cause"`
	Remedy    string   `json:"remedy"`
	Mailboxes []string `json:"mailboxes"` // the first 100
	Count     int      `json:"count"`
}

// slowedDocument is a server that limits connections.
type slowedDocument struct {
	Server      string `json:"server"`
	Connections int    `json:"connections"`
	Words       string `json:"words,omitempty"`
}

// provedDocument is the event "proved": one mailbox of the run.
type provedDocument struct {
	Mailbox    string        `json:"mailbox"`
	Verdict    proof.Verdict `json:"verdict"`
	Code       string        `json:"code,omitempty"`
	Cause      string        `json:"cause,omitempty"`
	DurationMs int64         `json:"durationMs"`
}

// fewMailboxes are so many that each is told of, even when nothing is wrong.
const fewMailboxes = 20

// manyProofs collects the results of a run as they come.
type manyProofs struct {
	call   *call
	total  int
	done   int
	failed int
	proofs []namedProof
}

type namedProof struct {
	mailbox string
	report  json.RawMessage
}

// proveMailboxes proves several, and tells of each as its result comes.
func (c *call) proveMailboxes(bench *workbench.Workbench, d deployment.Deployment, r mailbox.ManyRequest) error {
	total, err := c.countMailboxes(bench, d, r.IDs)
	if err != nil {
		return err
	}
	run := &manyProofs{call: c, total: total}
	r.Observe = run.add
	report, err := bench.Mailboxes.ProveMany(c.ctx, d.ID, r)
	if err != nil && report.Total == 0 {
		return err
	}
	document := run.document(report)
	if shown := c.out.result(document, func(p *printer) { printMany(p, d, report) }); shown != nil {
		return shown
	}
	switch {
	case report.Cancelled:
		return errInterrupted
	case err != nil:
		return err
	case report.Failed > 0, report.Untried > 0:
		return errProofFailed
	}
	return nil
}

func (c *call) countMailboxes(bench *workbench.Workbench, d deployment.Deployment, ids []string) (int, error) {
	if ids != nil {
		return len(ids), nil
	}
	all, err := bench.Mailboxes.List(c.ctx, d.ID)
	return len(all), err
}

// add is told of one result at a time.
func (m *manyProofs) add(r mailbox.ManyResult) {
	m.done++
	one := provedDocument{Mailbox: r.Mailbox, Verdict: r.Report.Verdict, DurationMs: r.Report.DurationMs}
	for _, step := range r.Report.Steps {
		if step.Finding != nil {
			one.Code, one.Cause = step.Finding.Code, step.Finding.Cause
			break
		}
	}
	if one.Verdict == proof.Failed {
		m.failed++
	}
	if !m.call.out.human() {
		encoded, err := json.Marshal(r.Report)
		if err == nil { // a report always marshals
			m.proofs = append(m.proofs, namedProof{mailbox: r.Mailbox, report: encoded})
		}
	}
	m.tell(one)
}

// tell shows a result: all of few, and of many those that are wrong. With
// --json there is a line of progress in their place.
func (m *manyProofs) tell(one provedDocument) {
	c := m.call
	if c.out.global.events {
		_ = c.out.event("proved", one, nil) // a lost line is no reason to stop
		return
	}
	if c.out.human() && (m.total <= fewMailboxes || one.Verdict != proof.Passed) {
		_ = c.out.event("", nil, func(p *printer) { p.proved(one) })
	}
	if m.total > fewMailboxes && m.done*10/m.total > (m.done-1)*10/m.total {
		c.out.note("%d of %d tried, %d failed", m.done, m.total, m.failed)
	}
}

func (p *printer) proved(one provedDocument) {
	head := fmt.Sprintf("%s %s  %s", p.style.marks[one.Verdict], one.Mailbox, duration(one.DurationMs))
	p.line("%s", strings.TrimSpace(head+"  "+one.Code))
}

func (m *manyProofs) document(r mailbox.ManyReport) manyDocument {
	slices.SortStableFunc(m.proofs, func(a, b namedProof) int { return cmp.Compare(strings.ToLower(a.mailbox), strings.ToLower(b.mailbox)) })
	d := manyDocument{
		Proofs: make([]json.RawMessage, len(m.proofs)), Total: r.Total, Passed: r.Passed, Warned: r.Warned,
		Failed: r.Failed, Untried: r.Untried, DurationMs: r.Duration.Milliseconds(),
		Causes: make([]causeDocument, len(r.Causes)), Slowed: slowedDocuments(r.Slowed), Unsaved: r.Unsaved,
	}
	for i, one := range m.proofs {
		d.Proofs[i] = one.report
	}
	for i, cause := range r.Causes {
		d.Causes[i] = causeDocument(cause)
	}
	return d
}

func slowedDocuments(slowed []event.Slowed) []slowedDocument {
	documents := make([]slowedDocument, len(slowed))
	for i, s := range slowed {
		documents[i] = slowedDocument(s)
	}
	return documents
}

// printMany writes what a person does next: what is wrong, the commonest first.
func printMany(p *printer, d deployment.Deployment, r mailbox.ManyReport) {
	if r.Total == 0 {
		p.line("%s has no mailbox yet.", d.Name)
		return
	}
	for _, cause := range r.Causes {
		p.line("")
		p.line("%s: %s", cause.Code, count(cause.Count, "mailbox", "mailboxes"))
		p.labelled(2, "Why", cause.Cause)
		p.labelled(2, "What to do", cause.Remedy)
		p.labelled(2, "Mailboxes", someOf(cause.Mailboxes, cause.Count))
	}
	for _, s := range r.Slowed {
		p.line("")
		p.line("%s limits connections: %d were used at once.", s.Server, s.Connections)
		p.labelled(2, "Server said", s.Words)
	}
	p.line("")
	if r.Unsaved != "" {
		p.line("Not all results could be stored: %s.", r.Unsaved)
	}
	tail := ""
	if r.Untried > 0 {
		tail = fmt.Sprintf(", %d not tried", r.Untried)
	}
	p.line("%d of %s proved, %d with warnings, %d failed%s, in %s.",
		r.Passed+r.Warned, count(r.Total, "mailbox", "mailboxes"), r.Warned, r.Failed, tail, duration(r.Duration.Milliseconds()))
}

// someOf names the first few.
func someOf(names []string, total int) string {
	const most = 10
	shown := names[:min(len(names), most)]
	text := strings.Join(shown, ", ")
	if more := total - len(shown); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
