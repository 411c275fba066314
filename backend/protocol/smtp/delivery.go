package smtp

import (
	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
)

// Result is what became of one mail.
type Result string

// The closed set of results.
const (
	Accepted      Result = "accepted"
	RefusedForNow Result = "refused_for_now" // 4yz: it may be tried again later (RFC 5321 §4.2.1)
	Refused       Result = "refused"         // 5yz
	// Lost: the connection ended after the data and before the answer, or that was
	// neither yes nor no. The server may have the mail, or not.
	Lost Result = "lost"
	// NotTried: the server has not been given the data, and has not said no.
	NotTried Result = "not_tried"
)

// Delivery is what became of one mail.
type Delivery struct {
	Result    Result
	Remote    *fault.Remote  // the server's words, nil where it said none
	Finding   *proof.Finding // nil when it was accepted
	MessageID string         // with angle brackets, "" when there was no message
}

// refused is the delivery of a mail that the server has refused.
func (s *session) refused(r reply, finding proof.Finding) Delivery {
	remote := r.remote()
	if finding.Remote == nil {
		finding.Remote = &remote
	}
	d := Delivery{Result: Refused, Remote: &remote, Finding: &finding}
	if r.code/100 == 4 {
		d.Result = RefusedForNow
	} else if r.code/100 != 5 { // what answers no question is no refusal
		d.Result = NotTried
	}
	return d
}

func (s *session) lost(err error, doing string) Delivery {
	finding := unclear(ofSending(s.broken(err, doing)))
	return Delivery{Result: Lost, Finding: &finding}
}

// noAnswer is the delivery of a mail after whose data the server has said neither yes
// nor no.
func noAnswer(remote fault.Remote) Delivery {
	finding := unclear(proof.Finding{
		Code: CodeProtocolViolation, Reason: "no_answer", Remote: &remote,
		Cause: "The server answered the message with what is neither a yes nor a no.",
	})
	return Delivery{Result: Lost, Remote: &remote, Finding: &finding}
}

// unclear says of a finding after the data what it leaves open.
func unclear(finding proof.Finding) proof.Finding {
	finding.Cause += " Whether the server has taken the message is not known."
	finding.Remedy = "Look for the message at its recipient before you send it again."
	return finding
}

// shown is a delivery without what the server has repeated of the secrets.
func (s *session) shown(d Delivery) Delivery {
	if d.Remote != nil {
		remote := s.maskedWords(*d.Remote)
		d.Remote = &remote
	}
	if d.Finding != nil {
		finding := s.masked(*d.Finding)
		d.Finding = &finding
	}
	return d
}

func notTried(finding proof.Finding) Delivery {
	finding = ofSending(finding)
	return Delivery{Result: NotTried, Remote: finding.Remote, Finding: &finding}
}

func cannotCompose(err error) proof.Finding {
	return proof.Finding{
		Code:   CodeSettingsInvalid,
		Cause:  "The message cannot be written: " + err.Error() + ".",
		Remedy: "Correct the address or the template, and send it again.",
		Fields: []string{"to"},
	}
}

// firstFinding is that of the first step that failed.
func firstFinding(report proof.Report) *proof.Finding {
	for _, step := range report.Steps {
		if step.Verdict == proof.Failed && step.Finding != nil {
			return step.Finding
		}
	}
	return &proof.Finding{
		Code: CodeSettingsInvalid, Cause: "The server could not be used.", Remedy: "Prove the server's settings, and send it again.",
	}
}

// ofSending says of a cancelled connection what it is to somebody who sends: no test
// was cancelled.
func ofSending(finding proof.Finding) proof.Finding {
	if finding.Code == dial.CodeClosed && finding.Reason == dial.ReasonCancelled {
		finding.Cause = "Sending was cancelled, and the connection was closed."
		finding.Remedy = "Send the message again when you are ready."
	}
	return finding
}
