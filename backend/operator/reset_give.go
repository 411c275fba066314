package operator

import (
	"context"
	"time"

	"patchbay/backend/audit"
	"patchbay/backend/vault"
)

// mailed is a password that its operator has, and the vault does not know yet.
type mailed struct {
	PasswordMail
	issued time.Time
	by     string
}

func (m mailed) member() Member { return Member{Operator: m.Operator} }

func (m mailed) record() *resetRecord { return &resetRecord{Issued: m.issued, Until: m.ExpiresAt} }

// giveMailed makes the vault know a mailed password. The record says first that it
// may come: a crash between the header and the frame that says so would leave a
// password without an end.
func (o *Operators) giveMailed(ctx context.Context, v *vault.Vault, attempt uint64, m mailed) (Member, error) {
	o.mu.Lock()
	held := o.holds(v, attempt)
	o.mu.Unlock()
	if !held {
		return Member{}, errLockedMeanwhile()
	}
	if _, err := o.MayOwn(ctx, actionPasswordMailed); err != nil {
		return Member{}, err
	}
	before := slotKey(v, m.Operator.ID)
	err := v.Update(ctx, func(tx *vault.Tx) error {
		return o.rewrite(tx, m.Operator.ID, func(r *record) {
			r.Pending = m.record()
			r.Pending.Key = before
		})
	})
	if err != nil {
		return Member{}, err
	}
	var member Member
	err = v.GivePassword(ctx, m.Operator.ID, m.Password, func(tx *vault.Tx) (err error) {
		member, err = o.putMailed(tx, m)
		return err
	})
	if err != nil {
		o.withdrawMailed(ctx, v, m.Operator.ID)
	}
	return member, err
}

// putMailed writes what becomes true with the slot.
func (o *Operators) putMailed(tx *vault.Tx, m mailed) (Member, error) {
	err := o.rewrite(tx, m.Operator.ID, func(r *record) {
		r.MustChange, r.Reset, r.Pending = true, m.record(), nil
	})
	if err != nil {
		return Member{}, err
	}
	member, err := o.member(tx, m.Operator.ID, "")
	if err != nil {
		return Member{}, err
	}
	return member, o.journal.Append(tx, audit.Entry{
		Operator: m.by, Action: actionPasswordMailed, Subject: member.Name, Detail: "to " + m.Operator.Email,
	})
}

// withdrawMailed forgets a password that did not come after all. Where that cannot
// be written, the slot's key tells.
func (o *Operators) withdrawMailed(ctx context.Context, v *vault.Vault, id string) {
	err := v.Update(ctx, func(tx *vault.Tx) error {
		return o.rewrite(tx, id, func(r *record) { r.Pending = nil })
	})
	if err != nil {
		o.warn("a mailed password that was not saved could not be forgotten", err)
	}
}

// rewrite changes the record of one operator.
func (o *Operators) rewrite(tx *vault.Tx, id string, change func(*record)) error {
	r, _, err := o.records.Get(tx, id)
	if err != nil {
		return asGone(err)
	}
	change(&r)
	_, err = o.records.Put(tx, id, r, vault.AnyRevision)
	return err
}
