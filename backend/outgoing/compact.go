package outgoing

import (
	"encoding/json"
	"slices"

	"patchbay/backend/proof"
)

// A stored proof has a bound in bytes, so that no server can fill the vault
// with its words: maxProofs of them fit into one record.
const (
	maxStoredTranscript = 16 << 10
	maxStoredProof      = 40 << 10
)

// compact returns a copy of a report that is small enough to be stored. What
// is dropped goes in the order of what is missed least: the end of the
// transcript, the certificates' PEM, the long words of the server.
func compact(report proof.Report) proof.Report {
	report.Transcript, report.TranscriptCut = firstLines(report.Transcript, report.TranscriptCut)
	if size(report) <= maxStoredProof {
		return report
	}
	report.Steps = slices.Clone(report.Steps)
	for i := range report.Steps {
		report.Steps[i].TLS = withoutPEM(report.Steps[i].TLS)
	}
	if size(report) <= maxStoredProof {
		return report
	}
	report.Transcript, report.TranscriptCut = nil, true
	for i, step := range report.Steps {
		report.Steps[i] = bare(step)
	}
	return report
}

func firstLines(lines []proof.Line, cut bool) ([]proof.Line, bool) {
	total := 0
	for i, line := range lines {
		total += len(line.Text)
		if total > maxStoredTranscript {
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

// bare keeps what Patchbay said of a step, and nothing the server said.
func bare(step proof.Step) proof.Step {
	step.Detail, step.Also, step.TLS = "", nil, nil
	if step.Finding != nil {
		finding := *step.Finding
		finding.Remote, finding.Alternative = nil, nil
		step.Finding = &finding
	}
	return step
}

func size(report proof.Report) int {
	doc, err := json.Marshal(report)
	if err != nil {
		return maxStoredProof + 1
	}
	return len(doc)
}
