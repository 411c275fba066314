package workbench

import (
	"context"
	"math"
	"slices"
	"time"

	"patchbay/backend/event"
	"patchbay/backend/outgoing"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
)

// Names of the integrations, as the pages and the events have them.
const (
	KindOutgoing = "outgoing"
	kindKey      = "key"
)

// Expiry is something that ends, and the page on which it is looked after.
type Expiry struct {
	Kind    string // "certificate", "clientSecret" or "key"
	Subject string
	At      time.Time
	Days    int // until then, negative when past
	State   ExpiryState
	Page    string
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
func (e *Expiry) judge(now time.Time) {
	left := e.At.Sub(now)
	e.Days = int(math.Floor(left.Hours() / 24))
	switch {
	case left < 0:
		e.State = ExpiryPast
	case e.Days < soonDays:
		e.State = ExpirySoon
	default:
		e.State = ExpiryLater
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
		mail, err := w.Outgoing.Ends(ctx, deploymentID)
		if err != nil {
			return nil, err
		}
		for _, end := range mail {
			ends = append(ends, Expiry{Kind: string(end.Kind), Subject: end.Subject, At: end.At, Page: KindOutgoing})
		}
	}
	for i := range ends {
		ends[i].judge(w.now())
	}
	slices.SortStableFunc(ends, func(a, b Expiry) int { return a.At.Compare(b.At) })
	return ends, nil
}

// RecentProof is one of the newest proofs, and what it is of.
type RecentProof struct {
	Kind, Title string
	outgoing.ProofEntry
}

// RecentProofs lists the newest proofs of a deployment, the newest first.
func (w *Workbench) RecentProofs(ctx context.Context, deploymentID string) ([]RecentProof, error) {
	mail, err := w.Outgoing.Recent(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	recent := make([]RecentProof, len(mail))
	for i, p := range mail {
		recent[i] = RecentProof{Kind: KindOutgoing, Title: titleOutgoing, ProofEntry: p}
	}
	return recent, nil
}

const titleOutgoing = "Outgoing mail"

// ProvedOne is how the proof of one integration ended. Its verdict is Skipped
// when the deployment does not have the integration.
type ProvedOne struct {
	Kind, Title string
	Verdict     proof.Verdict
	Summary     string
}

// ProveAll proves everything that a deployment has, one after the other, and
// tells of it as the event "overview.proving". Nothing is sent: outgoing mail
// is proved up to the envelope. A cancelled run returns what was done.
func (w *Workbench) ProveAll(ctx context.Context, deploymentID, run string) ([]ProvedOne, error) {
	all := []struct {
		kind, title string
		prove       func(ctx context.Context, deploymentID, run string) (proof.Verdict, string, error)
	}{
		{KindOutgoing, titleOutgoing, w.proveOutgoing},
	}
	tell := func(done int, kind string, verdict proof.Verdict) {
		w.Events.Publish(event.Event{
			Name: "overview.proving", Deployment: deploymentID, Run: run,
			Subject: kind, Verdict: string(verdict), Done: done, Total: len(all),
		})
	}
	tell(0, "", "")
	results := []ProvedOne{}
	for i, one := range all {
		verdict, summary, err := one.prove(ctx, deploymentID, run+"/"+one.kind)
		if err != nil {
			return results, err
		}
		if ctx.Err() != nil {
			return results, nil
		}
		results = append(results, ProvedOne{Kind: one.kind, Title: one.title, Verdict: verdict, Summary: summary})
		tell(i+1, one.kind, verdict)
	}
	return results, nil
}

func (w *Workbench) proveOutgoing(ctx context.Context, deploymentID, run string) (proof.Verdict, string, error) {
	reading := context.WithoutCancel(ctx)
	server, err := w.Outgoing.Get(reading, deploymentID)
	if err != nil {
		return "", "", err
	}
	if !server.Configured() {
		return proof.Skipped, server.Status.Summary, nil
	}
	who, err := w.Operators.Current()
	if err != nil {
		return "", "", err
	}
	report, err := w.Outgoing.Prove(ctx, deploymentID, outgoing.ProofRequest{
		Draft: server.Draft(), Level: smtp.LevelEnvelope, To: who.Email, Run: run,
	})
	if err != nil || ctx.Err() != nil {
		return "", "", err
	}
	server, err = w.Outgoing.Get(reading, deploymentID)
	return report.Verdict, server.Status.Summary, err
}
