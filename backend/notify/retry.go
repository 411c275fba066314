package notify

import (
	"cmp"
	"context"
	"errors"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// Again asks for the mail of a message once more.
type Again struct {
	MessageID      string
	Run            string // what its events are told under
	MayArriveTwice bool   // also when nobody knows whether it has arrived
}

// Retry sends the mail of a message again, because somebody asks for it. It is
// decided anew, by what is stored now: the cause may have been removed meanwhile.
// What was acknowledged raises notify.already_sent, what is on its way
// notify.being_sent, and what may have arrived notify.may_have_arrived unless that
// is consented to.
func (n *Notifications) Retry(ctx context.Context, deploymentID string, again Again) (Message, error) {
	id := again.MessageID
	operator, err := n.mayEdit(ctx, actionRetried, deploymentID)
	if err != nil {
		return Message{}, err
	}
	// From here on no other retry looks at this message.
	if !n.running.begin(id) {
		return Message{}, beingSent()
	}
	defer n.running.end(id)
	record, of, err := n.readMessage(ctx, deploymentID, id)
	if err != nil {
		return Message{}, err
	}
	if record.Outcome == Sent {
		return Message{}, fault.New(fault.Conflict, CodeAlreadySent, "the server has taken this message already").
			WithHint("send another event, if the person is to be told again")
	}
	if record.mayHaveArrived() && !again.MayArriveTwice {
		return Message{}, mayHaveArrived(cmp.Or(record.Doubt, record.Address))
	}
	p, err := n.plan(ctx, deploymentID, Event{
		Action: of.ActionID, People: []string{record.PersonID}, Message: of.Text, Rehearsal: of.Rehearsal,
	})
	if err != nil {
		return Message{}, err
	}
	mailer, err := n.mailer(p)
	if err != nil {
		return Message{}, err
	}
	s := &sending{n: n, deployment: deploymentID, event: eventOf(id), run: again.Run, plan: p, record: of}
	t := &turn{id: id, person: p.people[0], record: record}
	t.record.remember()
	t.decide(p.decisions[0])
	s.turns = []*turn{t}
	if p.decisions[0].Mail {
		s.mails = s.turns
	}
	if err := n.noteRetry(ctx, s, operator); err != nil {
		return Message{}, err
	}
	if err := s.send(ctx, mailer); err != nil {
		return Message{}, err
	}
	n.changed(deploymentID, id)
	return s.messages()[0], nil
}

// remember keeps in mind that a mail may have arrived: neither a switch nor what a
// server says of the next attempt makes that undone.
func (r *messageRecord) remember() {
	if r.Outcome == Unknown || r.Handing {
		r.Doubt = r.Address
	}
	r.Handing = false
}

// mayHaveArrived reports whether nobody knows what became of an attempt.
func (r *messageRecord) mayHaveArrived() bool {
	return r.Outcome == Unknown || r.Handing || r.Doubt != ""
}

func mayHaveArrived(address string) error {
	return fault.New(fault.Conflict, CodeMayHaveArrived, "nobody knows whether this message has arrived at "+address).
		WithHint("look for it at its recipient; when it is not there, send it again and say that it may arrive twice")
}

// noteRetry stores what has been decided anew, and tells the journal.
func (n *Notifications) noteRetry(ctx context.Context, s *sending, operator string) error {
	t := s.turns[0]
	err := n.update(ctx, s.deployment, func(tx *vault.Tx) error {
		// Its event may have made room for newer ones since it was read.
		if _, err := n.sendings.Meta(tx, eventOf(t.id)); err != nil {
			return err
		}
		if _, err := n.messages.Put(tx, t.id, t.record, vault.AnyRevision); err != nil {
			return err
		}
		return n.journal.Append(tx, audit.Entry{
			Operator: operator, Action: actionRetried, Deployment: s.deployment, Subject: s.record.ActionName, Detail: t.record.PersonName,
		})
	})
	if err == nil {
		s.tell(t)
	}
	return noMessage(err)
}

func (n *Notifications) readMessage(ctx context.Context, deploymentID, id string) (r messageRecord, of eventRecord, err error) {
	err = n.access.View(ctx, func(tx *vault.Tx) error {
		if !vault.IsUnder(deploymentID, id) {
			return vault.ErrNoRecord
		}
		if r, _, err = n.messages.Get(tx, id); err != nil {
			return err
		}
		of, _, err = n.sendings.Get(tx, eventOf(id))
		return err
	})
	return r, of, noMessage(err)
}

// noMessage says of a record that is not there what that means for who asked.
func noMessage(err error) error {
	if errors.Is(err, vault.ErrNoRecord) {
		return fault.New(fault.NotFound, CodeMessageNotFound, "this deployment has no such message")
	}
	return err
}

func beingSent() error {
	return fault.New(fault.Conflict, CodeBeingSent, "this message is being sent just now").
		WithHint("wait until it is known what became of it")
}
