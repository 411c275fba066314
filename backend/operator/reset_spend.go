package operator

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"patchbay/backend/audit"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// clockSkew is by how much the clocks of two machines that use a vault may differ.
const clockSkew = 5 * time.Minute

// The password is made of letters and digits that cannot be mixed up, in groups that
// can be typed: 28 of 31 are more than 138 bits.
const (
	passwordLetters = "abcdefghjkmnpqrstuvwxyz23456789"
	passwordGroups  = 7
	passwordGroup   = 4
)

// randomPassword makes a password for a mail.
func randomPassword() secret.Text {
	const fair = 256 - 256%len(passwordLetters) // from here on a letter would be likelier than another
	text := make([]byte, 0, passwordGroups*(passwordGroup+1))
	var b [1]byte
	for n := 0; n < passwordGroups*passwordGroup; {
		_, _ = rand.Read(b[:]) // never fails since Go 1.24
		if int(b[0]) >= fair {
			continue
		}
		if n > 0 && n%passwordGroup == 0 {
			text = append(text, '-')
		}
		text = append(text, passwordLetters[int(b[0])%len(passwordLetters)])
		n++
	}
	return secret.New(text)
}

// settle decides whether a pending password has come: it has when the slot has
// another key than before.
func (r *record) settle(slotKey string) {
	if r.Pending == nil {
		return
	}
	if r.Pending.Key != slotKey {
		r.MustChange, r.Reset = true, &resetRecord{Issued: r.Pending.Issued, Until: r.Pending.Until}
	}
	r.Pending = nil
}

// refusal says why a mailed password opens nothing.
func (r *resetRecord) refusal(now time.Time) error {
	switch {
	case r.Used:
		return errResetUsed()
	case !now.Before(r.Until):
		return errResetExpired()
	case now.Before(r.Issued.Add(-clockSkew)):
		return errResetAhead()
	}
	return nil
}

// spend lets in who has unlocked the vault with a mailed password, once and within
// its time, and notes it: what cannot be noted lets nobody in. Any other password
// passes.
func (o *Operators) spend(ctx context.Context, v *vault.Vault, who Operator) (Operator, error) {
	var r record
	err := v.View(ctx, func(tx *vault.Tx) (err error) {
		r, _, err = o.records.Get(tx, who.ID)
		return err
	})
	key := slotKey(v, who.ID)
	if r.settle(key); err != nil || r.Reset == nil {
		return who, err
	}
	var refused error
	err = v.Update(context.WithoutCancel(ctx), func(tx *vault.Tx) error {
		refused, err = o.use(tx, who.ID, key)
		if err != nil {
			return err
		}
		r, _, err = o.records.Get(tx, who.ID)
		return err
	})
	if err != nil {
		return Operator{}, err
	}
	if refused != nil {
		o.burn(ctx, v, who, r, refused)
		return Operator{}, refused
	}
	if r.Reset != nil {
		o.publish("operator.saved", who.ID)
	}
	return r.operator(who.ID), nil
}

// use writes that a mailed password is used, if it may be.
func (o *Operators) use(tx *vault.Tx, id, slotKey string) (refused, err error) {
	r, _, err := o.records.Get(tx, id)
	if err != nil {
		return nil, asGone(err)
	}
	r.settle(slotKey)
	if r.Reset == nil {
		_, err = o.records.Put(tx, id, r, vault.AnyRevision)
		return nil, err
	}
	if refused = r.Reset.refusal(o.options.Now()); refused == nil {
		r.Reset.Used, r.MustChange = true, true
		entry := audit.Entry{Operator: r.Name, Action: actionResetUsed, Subject: r.Name}
		if err := o.journal.Append(tx, entry); err != nil {
			return nil, err
		}
	}
	_, err = o.records.Put(tx, id, r, vault.AnyRevision)
	return refused, err
}

// slotKey identifies the key of an operator's slot; "" without one.
func slotKey(v *vault.Vault, id string) string {
	for _, slot := range v.Info().Operators {
		if slot.ID == id {
			return slot.Key
		}
	}
	return ""
}

// asGone is the fault of an operator who was removed meanwhile.
func asGone(err error) error {
	if errors.Is(err, vault.ErrNoRecord) {
		return errNotFound()
	}
	return err
}
