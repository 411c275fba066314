package operator

import (
	"context"
	"fmt"
	"slices"
	"time"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/vault"
)

// Rotation is one entry of the history of encryption keys.
type Rotation struct {
	Generation uint64
	At         time.Time
	Operator   string
	Records    int // re-encrypted, secrets included
	Duration   time.Duration
}

type rotationRecord struct {
	Generation uint64    `json:"generation"`
	At         time.Time `json:"at"`
	Operator   string    `json:"operator"`
	Records    int       `json:"records"`
	DurationMs int64     `json:"durationMs"`
}

// Keys describes the encryption key in use.
type Keys struct {
	Generation   uint64
	CreatedAt    time.Time // of the vault
	RotatedAt    time.Time // zero when never
	Age          time.Duration
	ReminderDays int
	Due          bool // older than the reminder
	Records      int  // without secrets
	Secrets      int
	History      []Rotation // newest first
}

// Keys returns the state and the history of the encryption key.
func (o *Operators) Keys(ctx context.Context) (Keys, error) {
	v, _, err := o.unlocked()
	if err != nil {
		return Keys{}, err
	}
	stats, err := v.Stats(ctx)
	if err != nil {
		return Keys{}, err
	}
	info := v.Info()
	keys := Keys{
		Generation: info.Generation, CreatedAt: info.CreatedAt, RotatedAt: info.RotatedAt,
		Records: stats.Records, Secrets: stats.Secrets,
	}
	err = v.View(ctx, func(tx *vault.Tx) error {
		preferences, _, err := o.readPreferences(tx)
		if err != nil {
			return err
		}
		keys.ReminderDays = preferences.RotationReminderDays
		keys.History, err = o.history(tx)
		return err
	})
	since := info.RotatedAt
	if since.IsZero() {
		since = info.CreatedAt
	}
	keys.Age = max(0, o.options.Now().Sub(since))
	keys.Due = keys.Age >= time.Duration(keys.ReminderDays)*24*time.Hour
	return keys, err
}

func (o *Operators) history(tx *vault.Tx) ([]Rotation, error) {
	items, err := o.rotations.All(tx)
	if err != nil {
		return nil, err
	}
	out := make([]Rotation, 0, len(items))
	for _, item := range slices.Backward(items) {
		r := item.Value
		out = append(out, Rotation{
			Generation: r.Generation, At: r.At, Operator: r.Operator, Records: r.Records,
			Duration: time.Duration(r.DurationMs) * time.Millisecond,
		})
	}
	return out, nil
}

// Rotate re-encrypts everything under a new key. Cancelling ctx before the
// switch leaves the old key in force. Only an owner may.
func (o *Operators) Rotate(ctx context.Context) (Rotation, error) {
	by, err := o.MayOwn(ctx, actionRotated)
	if err != nil {
		return Rotation{}, err
	}
	v, _, err := o.unlocked()
	if err != nil {
		return Rotation{}, err
	}
	return o.rotate(ctx, v, by, nil, func(*vault.Tx) error { return nil })
}

// rotate makes a new key without the operators who are removed. What inTx
// writes is there only with the new key.
func (o *Operators) rotate(
	ctx context.Context, v *vault.Vault, by string, removed []string, inTx func(*vault.Tx) error,
) (Rotation, error) {
	r := rotationRecord{Generation: v.Info().Generation + 1, At: o.options.Now().UTC(), Operator: by}
	progress := func(done, total int) {
		r.Records = total
		o.options.Events.Publish(event.Event{Name: "vault.rotation", Done: done, Total: total})
	}
	note := func(tx *vault.Tx) error {
		if err := inTx(tx); err != nil {
			return err
		}
		if _, err := o.rotations.Put(tx, rotationID(r.Generation), r, 0); err != nil {
			return err
		}
		return o.journal.Append(tx, audit.Entry{
			Operator: by, Action: actionRotated, Detail: fmt.Sprintf("generation %d", r.Generation),
		})
	}
	result, err := v.Rotate(ctx, vault.RotateOptions{Progress: progress, InTx: note, Remove: removed})
	if err != nil {
		return Rotation{}, err
	}
	r.Records, r.DurationMs = result.Records, result.Duration.Milliseconds()
	o.completeHistory(ctx, v, r)
	o.publish("vault.rotated", "")
	return Rotation{
		Generation: result.Generation, At: r.At, Operator: by, Records: result.Records, Duration: result.Duration,
	}, nil
}

// completeHistory adds the figures of a rotation to its line, which stands
// already. The rotation has succeeded with or without them.
func (o *Operators) completeHistory(ctx context.Context, v *vault.Vault, r rotationRecord) {
	err := v.Update(context.WithoutCancel(ctx), func(tx *vault.Tx) error {
		_, err := o.rotations.Put(tx, rotationID(r.Generation), r, vault.AnyRevision)
		return err
	})
	if err != nil {
		o.warn("the figures of the rotation could not be added to its history", err)
	}
}

// rotationID sorts by generation.
func rotationID(generation uint64) string { return fmt.Sprintf("%020d", generation) }
