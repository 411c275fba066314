package operator

import (
	"context"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// burn notes that a mailed password was refused, and makes it worthless. It stays
// while its operator is at work with it, who needs it to choose his own, and where
// only the clock is wrong.
func (o *Operators) burn(ctx context.Context, v *vault.Vault, who Operator, r record, refused error) {
	expired := fault.HasCode(refused, CodeResetExpired)
	entry := audit.Entry{Operator: r.Name, Action: actionResetUsed, Subject: r.Name, Detail: "tried again", Refused: true}
	if expired {
		entry.Action, entry.Detail = actionResetExpired, ""
	}
	ctx = context.WithoutCancel(ctx)
	var err error
	if o.isAtWork(who.ID) || expired && o.options.Now().Before(r.Reset.Until) {
		err = o.record(ctx, v, entry)
	} else {
		err = o.makeWorthless(ctx, v, who.ID, entry)
	}
	if err != nil { // the refusal stands without it
		o.warn("a mailed password that was refused could not be made worthless", err)
	}
}

// burnSpent makes the mailed passwords of others worthless that are used or over:
// they open nothing here, and are to open no copy of the files either.
func (o *Operators) burnSpent(ctx context.Context, v *vault.Vault, who Operator) {
	if v.Info().ReadOnly {
		return
	}
	var spent []vault.Item[record]
	err := v.View(ctx, func(tx *vault.Tx) error {
		items, err := o.records.All(tx)
		for _, item := range items {
			reset := item.Value.Reset
			if reset != nil && !reset.Burnt && item.ID != who.ID && (reset.Used || !o.options.Now().Before(reset.Until)) {
				spent = append(spent, item)
			}
		}
		return err
	})
	for _, item := range spent {
		if err != nil || o.isAtWork(item.ID) {
			break
		}
		entry := audit.Entry{
			Operator: who.Name, Action: actionResetExpired, Subject: item.Value.Name, Detail: "the mailed password was made worthless",
		}
		err = o.makeWorthless(context.WithoutCancel(ctx), v, item.ID, entry)
	}
	if err != nil { // tried again at the next unlock
		o.warn("a mailed password that is over could not be made worthless", err)
	}
}

// makeWorthless replaces a mailed password by one that nobody knows.
func (o *Operators) makeWorthless(ctx context.Context, v *vault.Vault, id string, e audit.Entry) error {
	unknown := randomPassword()
	defer unknown.Wipe()
	return v.GivePassword(ctx, id, unknown, func(tx *vault.Tx) error {
		err := o.rewrite(tx, id, func(r *record) {
			if r.Reset != nil {
				r.Reset.Burnt = true
			}
		})
		if err != nil {
			return err
		}
		return o.journal.Append(tx, e)
	})
}

// isAtWork reports whether an operator has the vault open now.
func (o *Operators) isAtWork(id string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.current != nil && o.current.ID == id
}
