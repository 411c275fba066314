package notify

import (
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/smtp"
)

// ended notes what became of a mail.
func (s *sending) ended(t *turn, d smtp.Delivery) {
	r := &t.record
	r.Handing, r.Remote, r.Reason, r.Detail = false, d.Remote, "", ""
	r.Outcome = OutcomeOf(d.Result)
	if d.MessageID != "" {
		r.MessageID = d.MessageID
	}
	if d.Finding != nil {
		r.Reason, r.Detail = d.Finding.Code, d.Finding.Cause+" "+d.Finding.Remedy
	}
	s.mark(t)
}

// OutcomeOf says what a result of sending means for a message.
func OutcomeOf(result smtp.Result) Outcome {
	switch result {
	case smtp.Accepted:
		return Sent
	case smtp.RefusedForNow:
		return RefusedForNow
	case smtp.Refused:
		return Refused
	case smtp.Lost:
		return Unknown
	}
	return NotSent
}

// giveUp notes why the mails that are left have not been sent.
func (s *sending) giveUp(err error) {
	reason, detail := ReasonCancelled, "Sending was ended before its turn came."
	if f := fault.Of(err); f != nil && f.Code != fault.CodeCancelled {
		reason, detail = f.Code, "No mail could be sent: "+f.Message+"."
	}
	for _, t := range s.mails {
		if t.record.Outcome != Pending {
			continue
		}
		t.record.Outcome, t.record.Reason, t.record.Detail = NotSent, reason, detail
		if t.record.Handing { // who knows what came of it is gone
			t.record.Outcome, t.record.Handing = Unknown, false
		}
		s.mark(t)
	}
}

// toMessage shows a stored message. What was on its way when Patchbay ended is
// unknown, or has not been sent.
func (n *Notifications) toMessage(id, eventID string, r messageRecord, e eventRecord) Message {
	m := Message{
		ID: id, EventID: eventID, At: e.At, ActionID: e.ActionID, ActionName: e.ActionName,
		PersonID: r.PersonID, PersonName: r.PersonName, Text: e.Text, Address: r.Address,
		Outcome: r.Outcome, Reason: r.Reason, Detail: r.Detail, Remote: r.Remote,
		Attempts: r.Attempts, LastAt: r.LastAt, Rehearsal: e.Rehearsal,
		Running: r.Outcome == Pending && n.running.has(id),
	}
	if strings.HasPrefix(r.MessageID, "<") {
		m.MessageID = r.MessageID
	}
	if m.Running {
		return m
	}
	if m.Outcome == Pending {
		m.interrupted(r.Handing)
	}
	if m.Outcome != Sent && r.Doubt != "" {
		m.Outcome = Unknown
		m.Detail = strings.TrimSpace("An earlier attempt, to " + r.Doubt + ", may have arrived. " + m.Detail)
	}
	return m
}

// interrupted is what is shown of a message that nobody sends any more.
func (m *Message) interrupted(handing bool) {
	m.Outcome, m.Reason, m.Detail = NotSent, ReasonInterrupted, "Patchbay ended before its turn came."
	if handing {
		m.Outcome = Unknown
		m.Detail = "Patchbay ended while the message was handed over. Look for it at its recipient before you send it again."
	}
}
