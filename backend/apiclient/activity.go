package apiclient

import (
	"context"
	"sync"
	"time"

	"patchbay/backend/event"
	"patchbay/backend/vault"
)

// usePeriod is how often the use of a client is stored at most, and usePatience
// how long a call waits for others that write, such as a rotation of the key.
const (
	usePeriod   = time.Minute
	usePatience = time.Second
)

// activity is when clients were last given a token or used one, by the IDs of
// their records. The zero value is ready.
type activity struct {
	mu     sync.Mutex
	latest map[string]time.Time
	stored map[string]time.Time
}

// note remembers a use, and reports whether it is to be stored.
func (a *activity) note(id string, now time.Time) (due bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.latest == nil {
		a.latest, a.stored = map[string]time.Time{}, map[string]time.Time{}
	}
	a.latest[id] = now
	since := now.Sub(a.stored[id])
	if since >= 0 && since < usePeriod {
		return false
	}
	a.stored[id] = now
	return true
}

func (a *activity) last(id string) time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.latest[id]
}

func (a *activity) forget() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.latest, a.stored = nil, nil
}

// used notes the use of a client. Where it cannot be stored the call goes on: it
// is shown as long as the vault stays open.
func (c *Clients) used(ctx context.Context, g Grant) {
	now := c.now().UTC()
	if !c.activity.note(g.ID, now) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, usePatience)
	defer cancel()
	err := c.access.Update(ctx, func(tx *vault.Tx) error {
		if _, err := c.records.Meta(tx, g.ID); err != nil {
			return err // removed meanwhile
		}
		_, err := c.uses.Put(tx, g.ID, useRecord{LastUsedAt: now}, vault.AnyRevision)
		return err
	})
	if err == nil {
		c.events.Publish(event.Event{Name: eventUsed, Deployment: g.DeploymentID, Subject: g.ID})
	}
}
