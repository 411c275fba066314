package app

import (
	"context"
	"time"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
)

// Audit shows the journal of changes.
type Audit struct{ app *App }

// List returns the newest entries, newest first; limit 0 means all.
func (a *Audit) List(limit int) ([]AuditEntry, error) {
	return call(a.app, func(ctx context.Context) ([]AuditEntry, error) {
		if _, err := a.app.bench.Operators.MayRead(); err != nil {
			return nil, err
		}
		entries, err := a.app.bench.Audit.List(ctx, limit)
		return viewEntries(entries), err
	})
}

// Find returns a part of the journal.
func (a *Audit) Find(filter AuditFilter) (AuditPage, error) {
	return call(a.app, func(ctx context.Context) (AuditPage, error) {
		if _, err := a.app.bench.Operators.MayRead(); err != nil {
			return AuditPage{}, err
		}
		wanted, err := filter.filter()
		if err != nil {
			return AuditPage{}, err
		}
		page, err := a.app.bench.Audit.Find(ctx, wanted)
		return AuditPage{
			Entries: viewEntries(page.Entries), More: page.More, Total: page.Total,
			Operators: list(page.Operators), Actions: list(page.Actions),
		}, err
	})
}

// Verify walks the whole chain.
func (a *Audit) Verify() (AuditVerification, error) {
	return call(a.app, func(ctx context.Context) (AuditVerification, error) {
		if _, err := a.app.bench.Operators.MayRead(); err != nil {
			return AuditVerification{}, err
		}
		chain, err := a.app.bench.Audit.Verify(ctx)
		view := AuditVerification{Entries: chain.Entries, Intact: err == nil, Last: chain.Last}
		if fault.HasCode(err, audit.CodeBroken) {
			f := fault.Of(err)
			view.Broken, view.Message, view.Hint = chain.Entries+1, f.Message, f.Hint
			return view, nil
		}
		return view, err
	})
}

func (f AuditFilter) filter() (audit.Filter, error) {
	wanted := audit.Filter{
		Text: f.Text, Operator: f.Operator, Action: f.Action, Deployment: f.Deployment,
		Refused: f.Refused, Before: uint64(max(0, f.Before)), Limit: f.Limit,
	}
	for _, limit := range []struct {
		field, text string
		at          *time.Time
	}{{"from", f.From, &wanted.From}, {"to", f.To, &wanted.To}} {
		if limit.text == "" {
			continue
		}
		at, err := time.Parse(time.RFC3339, limit.text)
		if err != nil {
			return audit.Filter{}, fault.New(fault.Invalid, "audit.invalid", "this is not a time").
				WithField(limit.field, "must be a time such as 2026-11-21T10:00:00Z")
		}
		*limit.at = at
	}
	return wanted, nil
}

func viewEntries(entries []audit.Entry) []AuditEntry {
	views := make([]AuditEntry, len(entries))
	for i, e := range entries {
		views[i] = AuditEntry{
			Sequence: int(e.Sequence), At: stamp(e.At), Operator: e.Operator, Via: e.Via, Action: e.Action,
			Deployment: e.Deployment, Subject: e.Subject, Detail: e.Detail, Refused: e.Refused,
		}
	}
	return views
}
