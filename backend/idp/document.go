package idp

import (
	"patchbay/backend/evidence"
	"patchbay/backend/protocol/signin"
)

// Document is a provider as the command line prints it and the local API answers
// it: the document of its settings, and in which light the last proof puts it.
type Document struct {
	signin.Document
	Status evidence.StatusDocument `json:"status"`
}

// Document shows a provider without its secrets. What the proof found is told
// only where it decided the verdict.
func (p Provider) Document() Document {
	d := Document{Document: p.Settings.Document(p.Infos.Views()), Status: p.Status.Document()}
	report := p.Status.Proof
	if report == nil {
		return d
	}
	d.Status.Level, d.Status.Code, d.Status.Cause = report.Level, "", ""
	for _, step := range report.Steps {
		if step.Finding != nil && step.Verdict == report.Verdict {
			d.Status.Code, d.Status.Cause = step.Finding.Code, step.Finding.Cause
			break
		}
	}
	return d
}

// Document shows a provider of a list without its secrets.
func (s Summary) Document() Document {
	d := Document{Document: s.Settings.Document(s.Infos.Views()), Status: s.Status.Document()}
	d.Status.Level, d.Status.Code, d.Status.Cause = s.Level, s.Code, s.Cause
	if !s.ProvedAt.IsZero() {
		d.Status.ProvedAt = new(s.ProvedAt.UTC())
	}
	return d
}
