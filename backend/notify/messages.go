package notify

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"patchbay/backend/vault"
)

// MessageQuery asks for a part of the messages.
type MessageQuery struct {
	Outcome Outcome // "" for all
	Action  string  // ID, "" for all
	Event   string  // ID, "" for all
	Search  string  // in the person's name and address, without regard to case
	Offset  int
	Limit   int // at most 1,000; 0 is 100
}

// MessagesPage is a part of the messages, the newest first.
type MessagesPage struct {
	Messages []Message
	Matching int             // all that the query asks for
	Total    int             // all messages of the deployment
	Outcomes map[Outcome]int // of all of them
}

// Messages returns a part of a deployment's messages, the newest first.
func (n *Notifications) Messages(ctx context.Context, deploymentID string, q MessageQuery) (MessagesPage, error) {
	if err := n.mayRead(ctx, deploymentID); err != nil {
		return MessagesPage{}, err
	}
	list, err := n.allMessages(ctx, deploymentID)
	if err != nil {
		return MessagesPage{}, err
	}
	if q.Limit <= 0 {
		q.Limit = usualPage
	}
	q.Limit = min(q.Limit, maxPage)
	q.Search = strings.ToLower(strings.TrimSpace(q.Search[:min(len(q.Search), maxSearchLen)]))
	page := MessagesPage{Total: len(list), Outcomes: map[Outcome]int{}}
	for _, m := range list {
		page.Outcomes[m.Outcome]++
		if !q.wants(m) {
			continue
		}
		if page.Matching >= q.Offset && len(page.Messages) < q.Limit {
			page.Messages = append(page.Messages, m)
		}
		page.Matching++
	}
	return page, nil
}

func (q MessageQuery) wants(m Message) bool {
	if q.Outcome != "" && m.Outcome != q.Outcome || q.Action != "" && m.ActionID != q.Action || q.Event != "" && m.EventID != q.Event {
		return false
	}
	return q.Search == "" || strings.Contains(strings.ToLower(m.PersonName), q.Search) ||
		strings.Contains(strings.ToLower(m.Address), q.Search)
}

func (n *Notifications) allMessages(ctx context.Context, deploymentID string) ([]Message, error) {
	var list []Message
	err := n.access.View(ctx, func(tx *vault.Tx) error {
		events, err := n.sendings.Under(tx, deploymentID)
		if err != nil {
			return err
		}
		of := map[string]eventRecord{}
		for _, e := range events {
			of[e.ID] = e.Value
		}
		items, err := n.messages.Under(tx, deploymentID)
		if err != nil {
			return err
		}
		for _, item := range items {
			eventID := eventOf(item.ID)
			list = append(list, n.toMessage(item.ID, eventID, item.Value, of[eventID]))
		}
		return nil
	})
	slices.SortStableFunc(list, func(a, b Message) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.ID, b.ID))
	})
	return list, err
}

// Message returns one message.
func (n *Notifications) Message(ctx context.Context, deploymentID, id string) (Message, error) {
	if err := n.mayRead(ctx, deploymentID); err != nil {
		return Message{}, err
	}
	r, of, err := n.readMessage(ctx, deploymentID, id)
	if err != nil {
		return Message{}, err
	}
	return n.toMessage(id, eventOf(id), r, of), nil
}
