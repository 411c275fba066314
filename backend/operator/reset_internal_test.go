package operator

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// halfMailed is a vault with an editor whose reset was cut short by a crash, before
// or after the header with his new slot was written.
func halfMailed(t *testing.T, after bool) (o *Operators, id string, m mailed) {
	t.Helper()
	ctx := t.Context()
	o = newForLocks(t)
	if _, err := o.createForLocks(ctx); err != nil {
		t.Fatal(err)
	}
	member, err := o.Add(ctx, NewOperator{
		Name: "Ed", Email: "ed@example.com", Role: Editor,
		Password: secret.FromString(lockPassword + " of Ed"), Confirm: secret.FromString(lockPassword + " of Ed"),
	})
	if err != nil {
		t.Fatal(err)
	}
	m.Operator, m.Password, m.issued = member.Operator, randomPassword(), o.options.Now().UTC()
	m.ExpiresAt = m.issued.Add(resetLife)
	before := slotKey(o.vault, member.ID)
	err = o.vault.Update(ctx, func(tx *vault.Tx) error {
		return o.rewrite(tx, member.ID, func(r *record) {
			r.MustChange, r.Pending = false, m.record()
			r.Pending.Key = before
		})
	})
	if after {
		err = errors.Join(err, o.vault.GivePassword(ctx, member.ID, m.Password, nil))
	}
	if err := errors.Join(err, o.Lock()); err != nil {
		t.Fatal(err)
	}
	return o, member.ID, m
}

// A crash between the header and the frame leaves a slot that opens with the mailed
// password and a record that does not know it yet.
func TestACrashGivesNoMailedPasswordALifeWithoutEnd(t *testing.T) {
	t.Run("before the slot", func(t *testing.T) {
		o, _, m := halfMailed(t, false)
		if _, err := o.Unlock(t.Context(), "Ed", m.Password); !fault.HasCode(err, vault.CodeWrongPassword) {
			t.Errorf("the mailed password: %v", err)
		}
		who, err := o.Unlock(t.Context(), "Ed", secret.FromString(lockPassword+" of Ed"))
		if err != nil || who.MustChange {
			t.Errorf("the old password: %+v %v", who, err)
		}
	})
	t.Run("after the slot", func(t *testing.T) {
		o, _, m := halfMailed(t, true)
		who, err := o.Unlock(t.Context(), "Ed", m.Password)
		if err != nil || !who.MustChange {
			t.Errorf("the mailed password: %+v %v", who, err)
		}
		if err := o.Lock(); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Unlock(t.Context(), "Ed", m.Password); !fault.HasCode(err, CodeResetUsed) {
			t.Errorf("once more: %v", err)
		}
	})
	t.Run("after the slot, and a day", func(t *testing.T) {
		o, _, m := halfMailed(t, true)
		o.options.Now = func() time.Time { return m.ExpiresAt }
		if _, err := o.Unlock(t.Context(), "Ed", m.Password); !fault.HasCode(err, CodeResetExpired) {
			t.Errorf("the mailed password: %v", err)
		}
	})
}

// A password that the vault does not take leaves the old one, whatever fails.
func TestAPasswordThatIsNotSavedLeavesTheOldOne(t *testing.T) {
	o := newForLocks(t)
	ctx := t.Context()
	if _, err := o.createForLocks(ctx); err != nil {
		t.Fatal(err)
	}
	old := secret.FromString(lockPassword + " of Ed")
	member, err := o.Add(ctx, NewOperator{Name: "Ed", Email: "ed@example.com", Role: Editor, Password: old, Confirm: old})
	if err != nil {
		t.Fatal(err)
	}
	var mailed secret.Text
	_, err = o.Reset(ctx, member.ID, func(_ context.Context, m PasswordMail) (*fault.Remote, error) {
		mailed = m.Password.Clone()
		return nil, o.vault.Lock() // the session does not know: the vault refuses
	})
	if f := fault.Of(err); f.Code != CodeResetNotSaved || f.Kind != fault.Locked || f.Hint == "" {
		t.Errorf("it says %v", err)
	}
	if err := o.Lock(); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Unlock(ctx, "Ed", mailed); !fault.HasCode(err, vault.CodeWrongPassword) {
		t.Errorf("the mailed password: %v", err)
	}
	if _, err := o.Unlock(ctx, "Ed", old); err != nil {
		t.Errorf("the old password: %v", err)
	}
}

// Who comes with the same mailed password at the same time is looked at when the first
// one is at work: the password is not burnt that he needs to choose his own.
func TestOfTwoWithTheSameMailedPasswordTheFirstGetsToWork(t *testing.T) {
	o, _, m := halfMailed(t, true)
	between := 0
	o.options.Events.Subscribe(func(e event.Event) {
		if e.Name != "operator.saved" || o.isAtWork(m.Operator.ID) {
			return
		}
		between++ // the password is spent, and nobody is at work with it
		if o.entering.TryLock() {
			o.entering.Unlock()
			t.Error("somebody else could come in between")
		}
	})
	var group sync.WaitGroup
	faults := make([]error, 3)
	for i := range faults {
		group.Go(func() { _, faults[i] = o.Unlock(t.Context(), "Ed", m.Password) })
	}
	group.Wait()
	in := 0
	for _, err := range faults {
		switch {
		case err == nil:
			in++
		case !fault.HasCode(err, CodeResetUsed):
			t.Error(err)
		}
	}
	if in != 1 || between != 1 {
		t.Errorf("%d were let in, and the password was spent %d times", in, between)
	}
	own := secret.FromString(lockPassword + " of his own")
	if err := o.ChangePassword(t.Context(), PasswordChange{Current: m.Password, Next: own, Confirm: own}); err != nil {
		t.Errorf("a password of his own: %v", err)
	}
}
