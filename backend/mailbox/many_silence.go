package mailbox

import (
	"slices"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/imap"
)

// unaskedReport is that of a mailbox on a server that many attempts of this run
// did not reach: what they found stands for this one too, and it says so.
func unaskedReport(silence proof.Report, expanded imap.Settings, at time.Time) proof.Report {
	report := silence
	report.ConfigHash, report.StartedAt, report.DurationMs = expanded.Hash(), at.Truncate(time.Millisecond), 0
	report.Transcript, report.TranscriptCut = nil, false
	report.Steps = slices.Clone(silence.Steps)
	for i := range report.Steps {
		step := &report.Steps[i]
		step.DurationMs = 0
		if step.Finding == nil {
			continue
		}
		finding := *step.Finding
		finding.Cause += " The attempts just before this one in the same run did not reach the server either, so it was not asked again."
		step.Finding = &finding
	}
	return report
}
