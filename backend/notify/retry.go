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
	switch record.left(again.MayArriveTwice) {
	case LeftSent:
		return Message{}, fault.New(fault.Conflict, CodeAlreadySent, "the server has taken this message already").
			WithHint("send another event, if the person is to be told again")
	case LeftMayHaveArrived:
		return Message{}, mayHaveArrived(cmp.Or(record.Doubt, record.Address))
	}
	s, mailer, err := n.again(ctx, deploymentID, eventOf(id), of, []*turn{{id: id, record: record}})
	if err != nil {
		return Message{}, err
	}
	s.run = again.Run
	if err := n.noteRetry(ctx, s, operator, record.PersonName); err != nil {
		return Message{}, noMessage(err)
	}
	s.tell(s.turns[0])
	if err := s.send(ctx, mailer); err != nil {
		return Message{}, err
	}
	n.changed(deploymentID, id)
	return s.messages()[0], nil
}

// again is the sending of messages of one event that are decided anew.
func (n *Notifications) again(ctx context.Context, deploymentID, eventID string, of eventRecord, turns []*turn) (*sending, Mailer, error) {
	e := Event{Action: of.ActionID, Message: of.Text, Rehearsal: of.Rehearsal}
	for _, t := range turns {
		e.People = append(e.People, t.record.PersonID)
	}
	p, err := n.plan(ctx, deploymentID, e)
	if err != nil {
		return nil, nil, err
	}
	mailer, err := n.mailer(p)
	if err != nil {
		return nil, nil, err
	}
	s := &sending{n: n, deployment: deploymentID, event: eventID, plan: p, record: of, turns: turns}
	at := map[string]int{}
	for i, one := range p.people {
		at[one.ID] = i
	}
	for _, t := range turns {
		i := at[t.record.PersonID]
		t.person = p.people[i]
		t.record.remember()
		t.decide(p.decisions[i])
		if p.decisions[i].Mail {
			s.mails = append(s.mails, t)
		}
	}
	return s, mailer, nil
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
func (n *Notifications) noteRetry(ctx context.Context, s *sending, operator, detail string) error {
	return n.update(ctx, s.deployment, func(tx *vault.Tx) error {
		// Its event may have made room for newer ones since it was read.
		if _, err := n.sendings.Meta(tx, s.event); err != nil {
			return err
		}
		for _, t := range s.turns {
			if _, err := n.messages.Put(tx, t.id, t.record, vault.AnyRevision); err != nil {
				return err
			}
		}
		return n.journal.Append(tx, audit.Entry{
			Operator: operator, Action: actionRetried, Deployment: s.deployment, Subject: s.record.ActionName, Detail: detail,
		})
	})
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
