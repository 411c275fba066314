package notify

import (
	"context"
	"fmt"
	"strings"
	"time"

	"patchbay/backend/event"
	"patchbay/backend/notify/render"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/vault"
)

// Reasons of messages that have none of a switch or of a server.
const (
	ReasonInterrupted = "interrupted" // Patchbay ended, or was locked, meanwhile
	ReasonCancelled   = "cancelled"
	ReasonTemplate    = "template"
)

// flushAt is how many outcomes are stored at once, at the latest.
const flushAt = 32

// tellEvery is the least time between two events of a sending: one to thousands of
// people must not keep every page busy.
const tellEvery = 200 * time.Millisecond

// turn is one message whose mail is sent.
type turn struct {
	id     string
	person Person
	record messageRecord
	dirty  bool // to be stored
}

// sending is an event on its way.
type sending struct {
	n          *Notifications
	deployment string
	event, run string
	plan       *plan
	record     eventRecord
	turns      []*turn
	mails      []*turn // those that are to be sent
	dirty      []*turn
	done       int
	toldAt     time.Time // of the last event
}

// newSending makes the messages of an event: one for each person for whom one is
// put into the portal.
func newSending(n *Notifications, deploymentID, eventID, run string, p *plan) *sending {
	s := &sending{n: n, deployment: deploymentID, event: eventID, run: run, plan: p}
	for i, d := range p.decisions {
		if !d.Message {
			continue
		}
		t := &turn{id: messageID(eventID, len(s.turns)), person: p.people[i]}
		t.record = messageRecord{PersonID: d.PersonID, PersonName: d.PersonName, MessageID: smtp.NewID()}
		t.decide(d)
		s.turns = append(s.turns, t)
		if d.Mail {
			s.mails = append(s.mails, t)
		}
	}
	s.record = eventRecord{
		At: n.now().UTC(), ActionID: p.action.ID, ActionName: p.action.Name, Text: p.event.Message,
		Rehearsal: p.event.Rehearsal, Count: len(s.turns),
	}
	if p.event.Key != "" {
		s.record.Digest = p.event.digest()
	}
	return s
}

// decide notes what was decided for a message.
func (t *turn) decide(d Decision) {
	r := &t.record
	r.Address, r.Remote = d.Address, nil
	if d.Mail {
		r.Outcome, r.Reason, r.Detail = Pending, "", ""
		return
	}
	r.Outcome, r.Reason, r.Detail = NotSent, string(d.Stopped.By), d.Stopped.Text
}

func (s *sending) ids() []string {
	ids := make([]string, len(s.turns))
	for i, t := range s.turns {
		ids[i] = t.id
	}
	return ids
}

// messages are those of the event as they are now.
func (s *sending) messages() []Message {
	list := make([]Message, len(s.turns))
	for i, t := range s.turns {
		list[i] = s.n.toMessage(t.id, s.event, t.record, s.record)
		list[i].Running = false
	}
	return list
}

// send hands the mails to who sends them, and stores what becomes of them.
// Cancelling ends it after the mail that is on its way.
func (s *sending) send(ctx context.Context, mailer Mailer) error {
	if len(s.mails) == 0 {
		return nil
	}
	storing := context.WithoutCancel(ctx)
	var failed error // to store
	err := mailer.Send(ctx, s.deployment, smtp.Batch{
		Count: len(s.mails),
		Mail:  func(i int) (smtp.Mail, bool) { return s.compose(s.mails[i]) },
		Handing: func(i int) error {
			t := s.mails[i]
			t.record.Handing = true
			s.mark(t)
			failed = s.flush(storing)
			return failed
		},
		Ended: func(i int, d smtp.Delivery) error {
			s.ended(s.mails[i], d)
			if len(s.dirty) >= flushAt {
				failed = s.flush(storing)
			}
			return failed
		},
	})
	if failed != nil {
		return failed
	}
	s.giveUp(err)
	return s.flush(storing)
}

// compose writes the mail of a turn.
func (s *sending) compose(t *turn) (smtp.Mail, bool) {
	now := s.n.now()
	t.record.Attempts++
	t.record.LastAt = now.UTC()
	mail, problems := s.plan.tree.Render(s.plan.values(t.person, now))
	for _, p := range problems {
		if p.Severity == render.Error {
			t.record.Outcome, t.record.Reason, t.record.Detail = NotSent, ReasonTemplate, "The mail cannot be written: "+p.Message+"."
			s.mark(t)
			return smtp.Mail{}, false
		}
	}
	return mail.Compose(t.record.Address, wordOf(t.record.MessageID)), true
}

// mark has a message stored with the next flush.
func (s *sending) mark(t *turn) {
	if !t.dirty {
		t.dirty = true
		s.dirty = append(s.dirty, t)
	}
}

// flush stores what has changed.
func (s *sending) flush(ctx context.Context) error {
	if len(s.dirty) == 0 {
		return nil
	}
	err := s.n.update(ctx, s.deployment, func(tx *vault.Tx) error {
		for _, t := range s.dirty {
			if _, err := s.n.messages.Put(tx, t.id, t.record, vault.AnyRevision); err != nil {
				return fmt.Errorf("store what became of a message: %w", err)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, t := range s.dirty {
		t.dirty = false
		if t.record.Outcome != Pending {
			s.done++
		}
	}
	s.tell(s.dirty[len(s.dirty)-1])
	s.dirty = s.dirty[:0]
	return nil
}

// tell tells that messages have another outcome, this one at last, and how far the
// sending is: at its begin, which has none (nil), at its end, and now and then
// between.
func (s *sending) tell(newest *turn) {
	now := s.n.now()
	since := now.Sub(s.toldAt)
	if ended := s.done == len(s.mails); !ended && since >= 0 && since < tellEvery {
		return
	}
	s.toldAt = now
	e := event.Event{Name: eventSent, Deployment: s.deployment, Run: s.run, Done: s.done, Total: len(s.mails)}
	if newest != nil {
		e.Subject, e.Verdict = newest.id, string(newest.record.Outcome)
	}
	s.n.events.Publish(e)
}

// wordOf is the part of a Message-ID before the @. Before the first attempt that is
// all there is.
func wordOf(messageID string) string {
	word, _, _ := strings.Cut(strings.TrimPrefix(messageID, "<"), "@")
	return word
}
