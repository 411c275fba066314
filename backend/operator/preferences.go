package operator

import (
	"context"
	"errors"
	"time"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// Preferences hold for everyone who uses the vault.
type Preferences struct {
	AutoLockMinutes      int // 1 to 480
	RotationReminderDays int // 1 to 3650
}

type preferencesRecord struct {
	AutoLockMinutes      int `json:"autoLockMinutes"`
	RotationReminderDays int `json:"rotationReminderDays"`
}

const preferencesID = "vault"

func defaultPreferences() Preferences {
	return Preferences{AutoLockMinutes: int(defaultAutoLock / time.Minute), RotationReminderDays: 90}
}

// Preferences returns what was saved, or the defaults.
func (o *Operators) Preferences(ctx context.Context) (Preferences, error) {
	var p Preferences
	err := o.View(ctx, func(tx *vault.Tx) (err error) {
		p, _, err = o.readPreferences(tx)
		return err
	})
	return p, err
}

// SavePreferences checks and keeps them; the automatic lock follows at once.
func (o *Operators) SavePreferences(ctx context.Context, p Preferences) (Preferences, error) {
	name, err := o.MayEdit(ctx, actionPreferences)
	if err != nil {
		return Preferences{}, err
	}
	var faults []fault.Field
	if p.AutoLockMinutes < 1 || p.AutoLockMinutes > 480 {
		faults = append(faults, fault.Field{Name: "autoLockMinutes", Message: "must be 1 to 480 minutes"})
	}
	if p.RotationReminderDays < 1 || p.RotationReminderDays > 3650 {
		faults = append(faults, fault.Field{Name: "rotationReminderDays", Message: "must be 1 to 3650 days"})
	}
	if len(faults) > 0 {
		return Preferences{}, invalid(faults...)
	}
	err = o.Update(ctx, func(tx *vault.Tx) error {
		if _, err := o.preferences.Put(tx, preferencesID, preferencesRecord(p), vault.AnyRevision); err != nil {
			return err
		}
		return o.journal.Append(tx, audit.Entry{Operator: name, Action: actionPreferences})
	})
	if err != nil {
		return Preferences{}, err
	}
	o.idle.set(time.Duration(p.AutoLockMinutes) * time.Minute)
	o.publish("preferences.saved", "")
	return p, nil
}

func (o *Operators) readPreferences(tx *vault.Tx) (Preferences, vault.Meta, error) {
	r, meta, err := o.preferences.Get(tx, preferencesID)
	if errors.Is(err, vault.ErrNoRecord) {
		return defaultPreferences(), vault.Meta{}, nil
	}
	return Preferences(r), meta, err
}

// adoptPreferences makes the automatic lock follow what is stored.
func (o *Operators) adoptPreferences(tx *vault.Tx) error {
	p, _, err := o.readPreferences(tx)
	if err == nil {
		o.idle.set(time.Duration(p.AutoLockMinutes) * time.Minute)
	}
	return err
}
