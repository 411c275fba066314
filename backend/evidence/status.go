// Package evidence keeps the newest proofs of a thing, and says in which light
// they put it: whether what was proved is what is stored now.
package evidence

import (
	"time"

	"patchbay/backend/proof"
)

// Light says at a glance what is known of a thing.
type Light string

// The lights of a thing.
const (
	Proved   Light = "proved"
	Warned   Light = "warned"
	Stale    Light = "stale" // what was proved is not what is stored now
	Failed   Light = "failed"
	Never    Light = "never"
	Disabled Light = "disabled"
	Missing  Light = "missing" // not configured
)

// Status is the light with its reason, and the proof it stands on.
type Status struct {
	Light   Light
	Summary string // "Failed at sign-in"
	Proof   *proof.Report
}

// Words are those that differ from one kind of things to another.
type Words struct {
	// Level says what a proof of a level that held has shown, after "Proved: ".
	Level func(level string) string
}

// summary is that of a report, without regard to what has happened since.
func (w Words) summary(report proof.Report) string {
	if report.Verdict == proof.Failed {
		return "Failed at " + stepName(failedStep(report))
	}
	return "Proved: " + w.Level(report.Level)
}

func failedStep(report proof.Report) string {
	for _, step := range report.Steps {
		if step.Verdict == proof.Failed {
			return step.Name
		}
	}
	return "the end"
}

// stepName is a step's name within a sentence.
func stepName(step string) string {
	switch step {
	case "authenticate":
		return "sign-in"
	case "tls", "starttls":
		return "encryption"
	case "ehlo":
		return "EHLO"
	case "capability":
		return "the server's capabilities"
	case "folders":
		return "listing the folders"
	case "examine":
		return "opening the inbox"
	case "receive":
		return "waiting for the message"
	}
	return step
}

func lightOf(verdict proof.Verdict) Light {
	switch verdict {
	case proof.Failed:
		return Failed
	case proof.Warned:
		return Warned
	default:
		return Proved
	}
}

// judgement is what has to be known of a proof to judge it.
type judgement struct {
	light   Light
	summary string
	leafEnd time.Time
}

// now is the light that the proof puts a thing in that has not changed since.
func (j judgement) now(now time.Time) Status {
	if j.light != Failed && !j.leafEnd.IsZero() && now.After(j.leafEnd) {
		return Status{Light: Stale, Summary: "Stale: the server's certificate has expired since"}
	}
	return Status{Light: j.light, Summary: j.summary}
}

// stale says why a proof of something else is not one of what is stored now.
func stale(sameConfiguration, withPassword bool) Status {
	reason := "Stale: the configuration has changed"
	if sameConfiguration {
		reason = "Stale: a secret has changed"
		if withPassword {
			reason = "Stale: the password has changed"
		}
	}
	return Status{Light: Stale, Summary: reason}
}

// LeafEnd is when the certificate that a server showed in a proof runs out.
func LeafEnd(report proof.Report) (time.Time, bool) {
	for _, step := range report.Steps {
		if step.TLS != nil && len(step.TLS.Certificates) > 0 {
			return step.TLS.Certificates[0].NotAfter, true
		}
	}
	return time.Time{}, false
}
