package notify

import (
	"context"
	"time"

	"patchbay/backend/vault"
)

// mostLatest bounds the messages of an event that [Notifications.Latest] looks at.
const mostLatest = 100

// Latest is how sending for real ended the last time that it was tried.
type Latest struct {
	At       time.Time       // of the event; zero when it was never tried
	Outcomes map[Outcome]int // of its first 100 messages
}

// Latest returns what became of the newest event of a deployment that was not sent
// into the rehearsal inbox.
func (n *Notifications) Latest(ctx context.Context, deploymentID string) (Latest, error) {
	if err := n.mayRead(ctx, deploymentID); err != nil {
		return Latest{}, err
	}
	var latest Latest
	err := n.access.View(ctx, func(tx *vault.Tx) error {
		all, err := n.sendings.Under(tx, deploymentID)
		if err != nil {
			return err
		}
		var newest vault.Item[eventRecord]
		for _, e := range all {
			if !e.Value.Rehearsal && e.Value.At.After(newest.Value.At) {
				newest = e
			}
		}
		latest = Latest{At: newest.Value.At, Outcomes: map[Outcome]int{}}
		for i := range min(newest.Value.count(), mostLatest) {
			id := messageID(newest.ID, i)
			r, _, err := n.messages.Get(tx, id)
			if err != nil {
				return vault.Optional(err)
			}
			latest.Outcomes[n.toMessage(id, newest.ID, r, newest.Value).Outcome]++
		}
		return nil
	})
	return latest, err
}
