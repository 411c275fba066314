package mailbox

import (
	"slices"

	"patchbay/backend/evidence"
	"patchbay/backend/proof"
)

// Bounds of what is kept of the proofs of one mailbox, in bytes: there may be
// ten thousand mailboxes. Of a proof that held only the first folders are kept.
const (
	maxProofs           = 2
	maxStoredTranscript = 4 << 10
	maxStoredProof      = 16 << 10
	maxStoredFolders    = 50
)

func storedLimits() evidence.Limits {
	return evidence.Limits{Transcript: maxStoredTranscript, Bytes: maxStoredProof}
}

// slim is a report in the form in which it is kept. One that held goes without
// its transcript and the bytes of certificates, which say nothing that its steps
// do not say.
func slim(report proof.Report) proof.Report {
	if report.Verdict == proof.Failed {
		return evidence.Compact(report, storedLimits())
	}
	report.Transcript, report.TranscriptCut = nil, true
	report.Steps = slices.Clone(report.Steps)
	for i := range report.Steps {
		step := &report.Steps[i]
		step.TLS, step.Mailbox = withoutPEM(step.TLS), withFewFolders(step.Mailbox)
	}
	return report
}

func withoutPEM(tls *proof.TLS) *proof.TLS {
	if tls == nil {
		return nil
	}
	c := *tls
	c.Certificates = slices.Clone(c.Certificates)
	for i := range c.Certificates {
		c.Certificates[i].PEM = ""
	}
	return &c
}

func withFewFolders(mailbox *proof.Mailbox) *proof.Mailbox {
	if mailbox == nil || len(mailbox.Folders) <= maxStoredFolders {
		return mailbox
	}
	c := *mailbox
	c.Folders, c.FoldersCut = c.Folders[:maxStoredFolders:maxStoredFolders], true
	return &c
}
