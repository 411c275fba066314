package mailbox

import (
	"slices"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/protocol/mailauth"
)

// endingKind says what the end of an attempt tells of the server.
type endingKind int

// The kinds of endings.
const (
	unasked   endingKind = iota // the server was not asked
	answered                    // it answered, whatever it said
	refused                     // it has too much to do
	unreached                   // it did not answer
)

// ending is what an attempt tells of its server.
type ending struct {
	kind  endingKind
	words string // of the server
	// untouched: no credential was submitted, or the server said that it did not
	// look at it.
	untouched bool
	// absent: no connection came about, or nothing came over it: a server behind a
	// balancer that has died is connected to all the same, and each mailbox would
	// wait for it until its time is up.
	absent bool
	report *proof.Report
}

// endingOf reads a report.
func endingOf(report *proof.Report) ending {
	step := failedStep(report)
	switch {
	case step == nil:
		return ending{kind: answered}
	case step.Name == "settings" || step.Finding == nil:
		return ending{kind: unasked}
	}
	f := step.Finding
	e := ending{kind: answered, words: wordsOf(f.Remote), report: report}
	before := slices.Contains([]string{"resolve", "connect", "tls", "greeting", "capability", "starttls"}, step.Name)
	switch {
	case tooBusy(f):
		e.kind = refused
		e.untouched = before || step.Name == "authenticate"
	case f.Code == mailauth.CodeTooManyAttempts:
		e.kind = refused
	case before && strings.HasPrefix(f.Code, "net."):
		e.kind, e.untouched = unreached, true
		e.absent = step.Name == "resolve" || step.Name == "connect" || f.Code == dial.CodeTimeout
	}
	return e
}

// tooBusy recognises a server that refused without having looked at the
// credentials.
func tooBusy(f *proof.Finding) bool {
	switch f.Code {
	case imap.CodeConnectionLimit, mailauth.CodeTemporarilyUnavailable:
		return true
	case imap.CodeLimitExceeded:
		return hasResponseCode(f.Remote, "LIMIT")
	case imap.CodeGreetingBye:
		return hasResponseCode(f.Remote, "LIMIT", "UNAVAILABLE", "INUSE") ||
			strings.Contains(strings.ToLower(wordsOf(f.Remote)), "too many")
	}
	return false
}

func hasResponseCode(remote *fault.Remote, codes ...string) bool {
	return remote != nil && slices.Contains(codes, strings.ToUpper(remote.Enhanced))
}

// maxWords bounds the words of a server that are told with its slowdown, in
// bytes.
const maxWords = 300

func wordsOf(remote *fault.Remote) string {
	if remote == nil {
		return ""
	}
	return strings.ToValidUTF8(remote.Text[:min(len(remote.Text), maxWords)], "")
}

func failedStep(report *proof.Report) *proof.Step {
	for i := range report.Steps {
		if report.Steps[i].Verdict == proof.Failed {
			return &report.Steps[i]
		}
	}
	return nil
}

// rejects reports whether the credentials were submitted and did not let anyone
// in.
func rejects(report *proof.Report) bool {
	step := failedStep(report)
	return step != nil && step.Name == "authenticate"
}
