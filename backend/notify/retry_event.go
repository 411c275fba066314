package notify

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// AgainEvent asks for the mail of an event once more: of all its messages, or of
// some of them.
type AgainEvent struct {
	EventID        string
	Messages       []string // IDs; none: all of the event
	Run            string   // what its events are told under
	MayArriveTwice bool     // also those of which nobody knows whether they have arrived
}

// RetryCheck is what sending an event again would come to.
type RetryCheck struct {
	Total  int      // messages that were asked for
	Again  int      // of them are decided anew, and sent
	People []string // names to the first of those
	Left   []LeftOut
}

// Retried is what became of an event that was sent again.
type Retried struct {
	Messages []Message // those that were decided anew
	Left     []LeftOut
}

// mostNamed bounds the people whom a check names.
const mostNamed = 10

// choice is what of an event is sent again.
type choice struct {
	turns []*turn
	left  map[Left]int
}

// CheckRetry says what RetryEvent would send again, and changes nothing.
func (n *Notifications) CheckRetry(ctx context.Context, deploymentID string, again AgainEvent) (RetryCheck, error) {
	if err := n.mayRead(ctx, deploymentID); err != nil {
		return RetryCheck{}, err
	}
	_, ids, err := n.askedFor(ctx, deploymentID, again)
	if err != nil {
		return RetryCheck{}, err
	}
	free := slices.DeleteFunc(slices.Clone(ids), n.running.has)
	c, err := n.choose(ctx, deploymentID, free, again.MayArriveTwice)
	if err != nil {
		return RetryCheck{}, err
	}
	c.left[LeftBeingSent] += len(ids) - len(free)
	check := RetryCheck{Total: len(ids), Again: len(c.turns), Left: leftOut(c.left)}
	for _, t := range c.turns[:min(len(c.turns), mostNamed)] {
		check.People = append(check.People, t.record.PersonName)
	}
	return check, nil
}

// RetryEvent sends the mail of an event's messages again, because somebody asks for
// it, as Retry does for one of them. Instead of failing for some, it leaves them out
// and says why. Cancelling ends it after the mail that is on its way.
func (n *Notifications) RetryEvent(ctx context.Context, deploymentID string, again AgainEvent) (Retried, error) {
	operator, err := n.mayEdit(ctx, actionRetried, deploymentID)
	if err != nil {
		return Retried{}, err
	}
	of, ids, err := n.askedFor(ctx, deploymentID, again)
	if err != nil {
		return Retried{}, err
	}
	// From here on no other retry looks at these; what one has in hand is left to it.
	held := n.running.claim(ids)
	defer func() { n.running.end(held...) }()
	c, err := n.choose(ctx, deploymentID, held, again.MayArriveTwice)
	if err != nil {
		return Retried{}, err
	}
	c.left[LeftBeingSent] += len(ids) - len(held)
	held = n.release(held, c.turns)
	done := Retried{Messages: []Message{}, Left: leftOut(c.left)}
	if len(c.turns) == 0 {
		return done, nil
	}
	s, mailer, err := n.again(ctx, deploymentID, again.EventID, of, c.turns)
	if err != nil {
		return Retried{}, err
	}
	s.run = again.Run
	detail := fmt.Sprintf("messages: %d, mails: %d", len(s.turns), len(s.mails))
	if err := n.noteRetry(ctx, s, operator, detail); err != nil {
		return Retried{}, noEvent(err)
	}
	done.Messages, err = n.carryOut(ctx, s, mailer)
	return done, err
}

// askedFor returns an event, and which of its messages are meant, each once.
func (n *Notifications) askedFor(ctx context.Context, deploymentID string, again AgainEvent) (of eventRecord, ids []string, err error) {
	err = n.access.View(ctx, func(tx *vault.Tx) error {
		if !vault.IsUnder(deploymentID, again.EventID) {
			return vault.ErrNoRecord
		}
		of, _, err = n.sendings.Get(tx, again.EventID)
		return err
	})
	if err != nil {
		return of, nil, noEvent(err)
	}
	for i := range of.count() {
		ids = append(ids, messageID(again.EventID, i))
	}
	if len(again.Messages) == 0 {
		return of, ids, nil
	}
	wanted := map[string]bool{}
	for _, id := range again.Messages {
		wanted[id] = true
	}
	ids = slices.DeleteFunc(ids, func(id string) bool { return !wanted[id] })
	if len(ids) < len(wanted) {
		return of, nil, noMessage(vault.ErrNoRecord)
	}
	return of, ids, nil
}

// choose sorts messages of an event into those that are sent again, and the others.
func (n *Notifications) choose(ctx context.Context, deploymentID string, ids []string, mayArriveTwice bool) (choice, error) {
	c := choice{left: map[Left]int{}}
	err := n.access.View(ctx, func(tx *vault.Tx) error {
		for _, id := range ids {
			r, _, err := n.messages.Get(tx, id)
			if err != nil {
				return err
			}
			if why := r.left(mayArriveTwice); why != "" {
				c.left[why]++
				continue
			}
			c.turns = append(c.turns, &turn{id: id, record: r})
		}
		return nil
	})
	if err != nil {
		return c, noEvent(err)
	}
	n.people.mu.Lock()
	defer n.people.mu.Unlock()
	d, err := n.directory(ctx, deploymentID)
	if err != nil {
		return c, err
	}
	c.turns = slices.DeleteFunc(c.turns, func(t *turn) bool {
		gone := d.byID[t.record.PersonID] == nil
		if gone {
			c.left[LeftPersonGone]++
		}
		return gone
	})
	return c, nil
}

// release ends the hold of messages whose turn does not come, and returns the others.
func (n *Notifications) release(held []string, turns []*turn) []string {
	kept := make([]string, len(turns))
	for i, t := range turns {
		kept[i] = t.id
	}
	n.running.end(slices.DeleteFunc(slices.Clone(held), func(id string) bool {
		_, found := slices.BinarySearch(kept, id) // both are in the order of the event
		return found
	})...)
	return kept
}

// noEvent says of a record that is not there what that means for who asked.
func noEvent(err error) error {
	if errors.Is(err, vault.ErrNoRecord) {
		return fault.New(fault.NotFound, CodeEventNotFound, "this deployment has no such event")
	}
	return err
}
