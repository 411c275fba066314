package operator

import (
	"context"

	"patchbay/backend/audit"
	"patchbay/backend/vault"
)

// Current returns who is at work.
func (o *Operators) Current() (Operator, error) {
	_, who, err := o.unlocked()
	return who, err
}

// MayRead returns the name of who is at work: every operator may read and
// prove.
func (o *Operators) MayRead() (string, error) {
	who, err := o.Current()
	return who.Name, err
}

// MayEdit returns the name of an editor or owner at work. A refusal is noted in
// the audit journal under the action that was tried.
func (o *Operators) MayEdit(ctx context.Context, action string) (string, error) {
	return o.may(ctx, action, Editor)
}

// MayOwn returns the name of an owner at work. A refusal is noted in the audit
// journal under the action that was tried.
func (o *Operators) MayOwn(ctx context.Context, action string) (string, error) {
	return o.may(ctx, action, Owner)
}

func (o *Operators) may(ctx context.Context, action string, need Role) (string, error) {
	who, err := o.Current()
	if err != nil || who.Role.covers(need) {
		return who.Name, err
	}
	entry := audit.Entry{Action: action, Detail: "needs the role " + string(need), Refused: true}
	if err := o.Record(ctx, entry); err != nil { // the refusal stands without it
		o.warn("a refusal could not be noted in the audit journal", err)
	}
	return who.Name, errNotAllowed(who.Role, string(need))
}

// covers reports whether a role may do what needs another one.
func (r Role) covers(need Role) bool {
	rank := map[Role]int{Viewer: 1, Editor: 2, Owner: 3}
	return rank[r] >= rank[need]
}

// Record writes an entry of its own into the audit journal, in the name of who
// is at work. It is for what has been done already, or was refused. Refusals
// beyond so many a minute are not written: the last one before says so.
func (o *Operators) Record(ctx context.Context, e audit.Entry) error {
	v, who, err := o.unlocked()
	if err != nil {
		return err
	}
	e.Operator = who.Name
	if e.Refused {
		noted, last := o.refusals.note(o.options.Now())
		if !noted {
			return nil
		}
		if last {
			e.Detail += "; more refusals within this minute are not noted"
		}
	}
	return o.record(ctx, v, e)
}

// record writes an entry whatever has become of the call that it is about.
func (o *Operators) record(ctx context.Context, v *vault.Vault, e audit.Entry) error {
	return v.Update(context.WithoutCancel(ctx), func(tx *vault.Tx) error { return o.journal.Append(tx, e) })
}
