package app

import (
	"context"
	"time"

	"patchbay/backend/operator"
	"patchbay/backend/workbench"
)

// rotationRun names the one rotation that can be under way.
const rotationRun = "vault.rotation"

// Keys rotates the encryption key.
type Keys struct{ app *App }

// Status describes the key in use and its history.
func (k *Keys) Status() (KeyStatus, error) {
	return call(k.app, k.status)
}

func (k *Keys) status(ctx context.Context) (KeyStatus, error) {
	keys, err := k.app.bench.Operators.Keys(ctx)
	if err != nil {
		return KeyStatus{}, err
	}
	view := KeyStatus{
		Generation: int(keys.Generation), CreatedAt: stamp(keys.CreatedAt), RotatedAt: stamp(keys.RotatedAt),
		AgeDays: int(keys.Age / (24 * time.Hour)), ReminderDays: keys.ReminderDays, Due: keys.Due,
		Records: keys.Records, Secrets: keys.Secrets, BackupAt: stamp(k.app.bench.Operators.Status().BackupAt), History: make([]Rotation, len(keys.History)),
	}
	for i, r := range keys.History {
		view.History[i] = viewRotation(r)
	}
	affected, err := k.app.bench.Affected(ctx)
	view.Affected = viewAffected(affected)
	return view, err
}

// Rotate re-encrypts everything under a new key.
func (k *Keys) Rotate() (KeyStatus, error) {
	return call(k.app, func(ctx context.Context) (KeyStatus, error) {
		cancellable, end := k.app.runs.begin(ctx, rotationRun)
		defer end()
		if _, err := k.app.bench.Operators.Rotate(cancellable); err != nil {
			return KeyStatus{}, err
		}
		return k.status(ctx)
	})
}

// CancelRotation leaves the old key in force, when the new one is not yet.
func (k *Keys) CancelRotation() error {
	k.app.runs.cancel(rotationRun)
	return nil
}

func viewRotation(r operator.Rotation) Rotation {
	return Rotation{
		Generation: int(r.Generation), At: stamp(r.At), Operator: r.Operator, Records: r.Records,
		DurationMs: int(r.Duration.Milliseconds()),
	}
}

func viewAffected(affected []workbench.Affected) []AffectedIntegration {
	views := make([]AffectedIntegration, len(affected))
	for i, one := range affected {
		views[i] = AffectedIntegration{
			DeploymentID: one.DeploymentID, Deployment: one.Deployment, Kind: one.Kind, Target: one.Target,
			Stored: make([]AffectedSecret, len(one.Stored)),
		}
		for n, stored := range one.Stored {
			views[i].Stored[n] = AffectedSecret{Field: stored.Field, ChangedAt: stamp(stored.ChangedAt)}
		}
	}
	return views
}
