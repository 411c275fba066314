package evidence

import (
	"encoding/json"
	"slices"

	"patchbay/backend/proof"
)

// What a ledger keeps of one proof when nothing else is said: it has a bound in
// bytes, so that no server can fill the vault with its words.
const (
	maxStoredTranscript = 16 << 10
	maxStoredProof      = 40 << 10
)

// Limits bound a stored proof, in bytes: its transcript, and its JSON form.
type Limits struct {
	Transcript, Bytes int
}

// Compact returns a copy of a report that is small enough to be stored. What
// is dropped goes in the order of what is missed least: the end of the
// transcript, the certificates' PEM, the long words of the server.
func Compact(report proof.Report, limits Limits) proof.Report {
	compact, _ := limits.encode(report)
	return compact
}

// encode returns the report as [Compact] does, with its JSON form.
func (l Limits) encode(report proof.Report) (compact proof.Report, doc []byte) {
	report.Transcript, report.TranscriptCut = firstLines(report.Transcript, report.TranscriptCut, l.Transcript)
	if doc, ok := l.hold(report); ok {
		return report, doc
	}
	report.Steps = slices.Clone(report.Steps)
	for i := range report.Steps {
		report.Steps[i].TLS = withoutPEM(report.Steps[i].TLS)
	}
	if doc, ok := l.hold(report); ok {
		return report, doc
	}
	report.Transcript, report.TranscriptCut = nil, true
	for i, step := range report.Steps {
		report.Steps[i] = bare(step)
	}
	doc, _ = l.hold(report) // there is nothing more to drop
	return report, doc
}

func firstLines(lines []proof.Line, cut bool, most int) ([]proof.Line, bool) {
	total := 0
	for i, line := range lines {
		total += len(line.Text)
		if total > most {
			return lines[:i], true
		}
	}
	return lines, cut
}

func withoutPEM(evidence *proof.TLS) *proof.TLS {
	if evidence == nil {
		return nil
	}
	c := *evidence
	c.Certificates = slices.Clone(c.Certificates)
	for i := range c.Certificates {
		c.Certificates[i].PEM = ""
	}
	return &c
}

// bare keeps what Patchbay said of a step, and of what the server said only when
// its certificate ends.
func bare(step proof.Step) proof.Step {
	step.Detail, step.Also, step.TLS, step.Token = "", nil, leafDates(step.TLS), nil
	step.Mailbox, step.Arrival = nil, nil
	if step.Finding != nil {
		finding := *step.Finding
		finding.Remote, finding.Alternative = nil, nil
		step.Finding = &finding
	}
	return step
}

func leafDates(evidence *proof.TLS) *proof.TLS {
	if evidence == nil || len(evidence.Certificates) == 0 {
		return nil
	}
	leaf := evidence.Certificates[0]
	return &proof.TLS{
		Version: evidence.Version, CipherSuite: evidence.CipherSuite, Trusted: evidence.Trusted,
		Certificates: []proof.Certificate{{NotBefore: leaf.NotBefore, NotAfter: leaf.NotAfter, Fingerprint: leaf.Fingerprint}},
	}
}

// hold returns the JSON form of a report, and whether it is within the limits.
func (l Limits) hold(report proof.Report) (doc []byte, ok bool) {
	doc, err := json.Marshal(report)
	return doc, err == nil && len(doc) <= l.Bytes
}
