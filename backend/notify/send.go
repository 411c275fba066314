package notify

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// CodeKeyReused is the fault of a key that named another event.
const CodeKeyReused = "notify.key_reused"

// maxMessages is how many messages are kept of a deployment; the oldest events go
// first.
const maxMessages = 50_000

// SentEvent is what became of an event.
type SentEvent struct {
	Messages []Message
	// Repeated: the event was known by its key. Nothing was sent by this call, and
	// the messages are those of the first one.
	Repeated bool
}

// Send puts the messages of an event and sends their mail, one after the other. It
// returns what became of each, also where some could not be sent; an error is for
// what could not be begun or not be stored. A message is noted before its data are
// handed over and after the answer: what was acknowledged is not sent again, and
// what nobody knows is shown as unknown. Events named run tell how far it is.
func (n *Notifications) Send(ctx context.Context, deploymentID string, e Event, run string) (SentEvent, error) {
	operator, err := n.mayEdit(ctx, actionSent, deploymentID)
	if err != nil {
		return SentEvent{}, err
	}
	if faults := e.check(); len(faults) > 0 {
		return SentEvent{}, invalid(faults)
	}
	eventID := e.eventID(deploymentID)
	if done, err := n.sentBefore(ctx, eventID, e); done != nil || err != nil {
		return SentEvent{done, err == nil}, err
	}
	p, err := n.plan(ctx, deploymentID, e)
	if err != nil {
		return SentEvent{}, err
	}
	mailer, err := n.mailer(p)
	if err != nil {
		return SentEvent{}, err
	}
	s := newSending(n, deploymentID, eventID, run, p)
	if len(s.turns) == 0 {
		return SentEvent{Messages: []Message{}}, nil // an action that needs nobody
	}
	if !n.running.begin(s.ids()...) { // the same key at the same time
		if begun, err := n.sentBefore(ctx, eventID, e); begun != nil || err != nil {
			return SentEvent{begun, err == nil}, err
		}
		return SentEvent{}, beingSent()
	}
	defer n.running.end(s.ids()...)
	if err := n.create(ctx, s, operator); err != nil {
		if fault.HasCode(err, vault.CodeStaleRevision) { // the same key at the same time
			begun, err := n.sentBefore(ctx, eventID, e)
			return SentEvent{begun, err == nil}, err
		}
		return SentEvent{}, err
	}
	messages, err := n.carryOut(ctx, s, mailer)
	return SentEvent{Messages: messages}, err
}

// carryOut sends the mail of an event that has been stored.
func (n *Notifications) carryOut(ctx context.Context, s *sending, mailer Mailer) ([]Message, error) {
	s.tell(nil)
	if err := s.send(ctx, mailer); err != nil {
		return nil, err
	}
	n.changed(s.deployment, s.event) // what an overview says of it
	return s.messages(), nil
}

// mailer is who sends the mail of an action.
func (n *Notifications) mailer(p *plan) (Mailer, error) {
	switch {
	case p.event.Rehearsal && n.rehearsal == nil:
		return nil, fault.New(fault.Unsupported, CodeNoMail, "there is no rehearsal inbox here").
			WithField("rehearsal", "is not possible here").WithHint("start the rehearsal first, or send for real")
	case p.event.Rehearsal:
		return &rehearsing{inbox: n.rehearsal, own: p.action.Own}, nil
	case p.action.Own != nil:
		return &ownMailer{n: n, action: p.action}, nil
	}
	return n.mail, nil
}

// sentBefore returns what became of an event with the same key; nil when there was
// none.
func (n *Notifications) sentBefore(ctx context.Context, eventID string, e Event) ([]Message, error) {
	if e.Key == "" {
		return nil, nil
	}
	var list []Message
	err := n.access.View(ctx, func(tx *vault.Tx) error {
		r, _, err := n.sendings.Get(tx, eventID)
		if errors.Is(err, vault.ErrNoRecord) {
			return nil
		}
		if err != nil {
			return err
		}
		if r.Digest != e.digest() {
			return fault.New(fault.Conflict, CodeKeyReused, "this key named another event").
				WithField("key", "has been used for another event").WithHint("use another key for every event")
		}
		list = make([]Message, 0, r.count())
		for i := range r.count() {
			id := messageID(eventID, i)
			m, _, err := n.messages.Get(tx, id)
			if err != nil {
				return err
			}
			list = append(list, n.toMessage(id, eventID, m, r))
		}
		return nil
	})
	return list, err
}

// create stores an event with its messages before anything of it is sent.
func (n *Notifications) create(ctx context.Context, s *sending, operator string) error {
	return n.update(ctx, s.deployment, func(tx *vault.Tx) error {
		if err := n.makeRoom(tx, s.deployment, len(s.turns)); err != nil {
			return err
		}
		if _, err := n.sendings.Put(tx, s.event, s.record, 0); err != nil {
			return fmt.Errorf("store the event: %w", err)
		}
		mails := 0
		for _, t := range s.turns {
			if t.record.Outcome == Pending {
				mails++
			}
			if _, err := n.messages.Put(tx, t.id, t.record, 0); err != nil {
				return fmt.Errorf("store the message: %w", err)
			}
		}
		detail := fmt.Sprintf("messages: %d, mails: %d", len(s.turns), mails)
		if s.record.Rehearsal {
			detail += ", into the rehearsal inbox"
		}
		return n.journal.Append(tx, audit.Entry{
			Operator: operator, Action: actionSent, Deployment: s.deployment, Subject: s.record.ActionName, Detail: detail,
		})
	})
}

func messageID(eventID string, i int) string { return fmt.Sprintf("%s/%05d", eventID, i) }

// eventOf is the ID of the event that a message belongs to.
func eventOf(messageID string) string {
	if i := strings.LastIndexByte(messageID, '/'); i > 0 {
		return messageID[:i]
	}
	return ""
}
