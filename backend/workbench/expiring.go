package workbench

import (
	"context"
	"math"
	"slices"
	"time"
)

// kindKey is the expiry of the encryption key.
const kindKey = "key"

// Expiry is something that ends, and the page on which it is looked after.
type Expiry struct {
	Kind    string // "certificate", "clientSecret", "metadata" or "key"
	Subject string
	At      time.Time
	Days    int // until then, negative when past
	State   ExpiryState
	Page    string // KindOutgoing, KindMailboxes, KindIDP or "keys"
}

// ExpiryState says how near an end is.
type ExpiryState string

// The states of an end.
const (
	ExpiryPast  ExpiryState = "past"
	ExpirySoon  ExpiryState = "soon" // within soonDays
	ExpiryLater ExpiryState = "later"
)

// soonDays is how many days before its end a thing is pointed at.
const soonDays = 30

// judge fills in how near the end is.
func (e *Expiry) judge(now time.Time) { e.Days, e.State = until(e.At, now) }

// Until says how near an end is: in days, negative when it is past.
func (w *Workbench) Until(end time.Time) (days int, state ExpiryState) { return until(end, w.now()) }

func until(end, now time.Time) (days int, state ExpiryState) {
	left := end.Sub(now)
	days = int(math.Floor(left.Hours() / 24))
	switch {
	case left < 0:
		return days, ExpiryPast
	case days < soonDays:
		return days, ExpirySoon
	default:
		return days, ExpiryLater
	}
}

// Expiring lists what a deployment depends on that ends, and the day on which
// the encryption key is to be rotated: the soonest first.
func (w *Workbench) Expiring(ctx context.Context, deploymentID string) ([]Expiry, error) {
	keys, err := w.Operators.Keys(ctx)
	if err != nil {
		return nil, err
	}
	since := keys.RotatedAt
	if since.IsZero() {
		since = keys.CreatedAt
	}
	ends := []Expiry{{Kind: kindKey, At: since.AddDate(0, 0, keys.ReminderDays), Page: "keys"}}
	if deploymentID != "" {
		mail, err := w.mailEnds(ctx, deploymentID)
		if err != nil {
			return nil, err
		}
		providers, err := w.providerEnds(ctx, deploymentID)
		if err != nil {
			return nil, err
		}
		ends = slices.Concat(ends, mail, providers)
	}
	for i := range ends {
		ends[i].judge(w.now())
	}
	slices.SortStableFunc(ends, func(a, b Expiry) int { return a.At.Compare(b.At) })
	return ends, nil
}

// mailEnds are those that mail in both directions depends on.
func (w *Workbench) mailEnds(ctx context.Context, deploymentID string) ([]Expiry, error) {
	out, err := w.Outgoing.Ends(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	in, err := w.Mailboxes.Ends(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	ends := make([]Expiry, 0, len(out)+len(in))
	for _, end := range out {
		ends = append(ends, Expiry{Kind: string(end.Kind), Subject: end.Subject, At: end.At, Page: KindOutgoing})
	}
	for _, end := range in {
		ends = append(ends, Expiry{Kind: string(end.Kind), Subject: end.Subject, At: end.At, Page: KindMailboxes})
	}
	return ends, nil
}
