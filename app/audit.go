package app

import "context"

// Audit shows the journal of changes.
type Audit struct{ app *App }

// List returns the newest entries, newest first; limit 0 means all.
func (a *Audit) List(limit int) ([]AuditEntry, error) {
	return call(a.app, func(ctx context.Context) ([]AuditEntry, error) {
		if _, err := a.app.bench.Operators.MayRead(); err != nil {
			return nil, err
		}
		entries, err := a.app.bench.Audit.List(ctx, limit)
		views := make([]AuditEntry, len(entries))
		for i, e := range entries {
			views[i] = AuditEntry{
				Sequence: int(e.Sequence), At: stamp(e.At), Operator: e.Operator,
				Action: e.Action, Subject: e.Subject, Detail: e.Detail,
			}
		}
		return views, err
	})
}
