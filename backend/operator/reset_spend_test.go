package operator_test

import (
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/operator"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

func TestSource004_AMailedPasswordWorksOnceAndThenANewOneMustBeSet(t *testing.T) {
	c := newClocked(t)
	reset, mailed := c.reset(t)
	want := operator.Reset{
		Member: operator.Member{
			Operator: operator.Operator{
				ID: c.ids["Ed"], Name: "Ed", Email: "someone@example.com", Role: operator.Editor, MustChange: true, Mailed: true,
			},
			ChangedAt: reset.Member.ChangedAt, ResetUntil: c.now.Add(24 * time.Hour),
		},
		To: "someone@example.com", ExpiresAt: c.now.Add(24 * time.Hour), Remote: &fault.Remote{Code: "250", Text: "taken"},
	}
	if diff := cmp.Diff(want, reset); diff != "" {
		t.Error(diff)
	}
	if _, err := c.enter(t, password); !fault.HasCode(err, vault.CodeWrongPassword) {
		t.Errorf("the old password: %v", err)
	}
	who, err := c.enter(t, mailed)
	if err != nil || !who.MustChange || c.Status().State != operator.MustChange {
		t.Fatalf("the mailed password: %+v %v", who, err)
	}
	if _, err := c.MayRead(); !fault.HasCode(err, operator.CodePasswordChangeNeeded) {
		t.Errorf("before a new password is set: %v", err)
	}
	err = c.ChangePassword(t.Context(), operator.PasswordChange{
		Current: secret.FromString(mailed), Next: secret.FromString(another), Confirm: secret.FromString(another),
	})
	if err != nil {
		t.Fatal(err)
	}
	m, err := c.Find(t.Context(), "Ed")
	if err != nil || m.MustChange || m.ResetUsed || !m.ResetUntil.IsZero() {
		t.Errorf("with a password of his own: %+v %v", m, err)
	}
	if _, err := c.enter(t, mailed); !fault.HasCode(err, vault.CodeWrongPassword) {
		t.Errorf("the mailed password once more: %v", err)
	}
	c.now = c.now.Add(48 * time.Hour)
	if _, err := c.enter(t, another); err != nil {
		t.Errorf("his own password, later: %v", err)
	}
	c.unlock(t, "Ada", password)
	if diff := cmp.Diff([]string{"operator.password_changed", "operator.reset_used", "operator.password_mailed"}, c.actions(t, 3)); diff != "" {
		t.Error(diff)
	}
}

func TestAMailedPasswordIsRefusedTheSecondTimeAndBurnt(t *testing.T) {
	c := newClocked(t)
	_, mailed := c.reset(t)
	if _, err := c.enter(t, mailed); err != nil {
		t.Fatal(err)
	}
	before := c.slot(t)
	_, err := c.enter(t, mailed)
	if f := fault.Of(err); f.Code != operator.CodeResetUsed || f.Kind != fault.Denied || f.Hint == "" {
		t.Errorf("the second time: %v", err)
	}
	if state := c.Status().State; state != operator.Locked {
		t.Errorf("it is %s", state)
	}
	if c.slot(t) == before {
		t.Error("the slot still opens with it")
	}
	if _, err := c.enter(t, mailed); !fault.HasCode(err, vault.CodeWrongPassword) {
		t.Errorf("the third time: %v", err)
	}
	c.unlock(t, "Ada", password)
	if diff := cmp.Diff([]string{"operator.reset_used refused", "operator.reset_used"}, c.actions(t, 2)); diff != "" {
		t.Error(diff)
	}
	m, err := c.Find(t.Context(), "Ed")
	if err != nil || !m.ResetUsed || !m.MustChange {
		t.Errorf("%+v %v", m, err)
	}
	_, again := c.reset(t)
	if who, err := c.enter(t, again); err != nil || !who.MustChange {
		t.Errorf("another mailed password: %+v %v", who, err)
	}
}

func TestAMailedPasswordEndsAfter24Hours(t *testing.T) {
	tests := map[string]struct {
		after time.Duration
		code  string
		burnt bool
	}{
		"at once":                       {0, "", false},
		"a clock that is a minute late": {-time.Minute, "", false},
		"just before":                   {24*time.Hour - time.Second, "", false},
		"after 24 hours":                {24 * time.Hour, operator.CodeResetExpired, true},
		"after a month":                 {720 * time.Hour, operator.CodeResetExpired, true},
		"the clock set back":            {-time.Hour, operator.CodeResetExpired, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := newClocked(t)
			_, mailed := c.reset(t)
			before := c.slot(t)
			c.now = c.now.Add(tt.after)
			_, err := c.enter(t, mailed)
			if tt.code == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if f := fault.Of(err); f.Code != tt.code || f.Kind != fault.Denied || f.Hint == "" {
				t.Errorf("it says %v", err)
			}
			if burnt := c.slot(t) != before; burnt != tt.burnt {
				t.Errorf("burnt: %v", burnt)
			}
			if state := c.Status().State; state != operator.Locked {
				t.Errorf("it is %s", state)
			}
			c.unlock(t, "Ada", password)
			if diff := cmp.Diff([]string{"operator.reset_expired refused"}, c.actions(t, 1)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A password that was mailed and never used, or never replaced, is to open no copy of
// the files for ever.
func TestASpentPasswordIsBurntWhenSomebodyElseUnlocks(t *testing.T) {
	for name, spend := range map[string]func(t *testing.T, c *clocked, mailed string){
		"over": func(_ *testing.T, c *clocked, _ string) { c.now = c.now.Add(24 * time.Hour) },
		"used": func(t *testing.T, c *clocked, mailed string) {
			if _, err := c.enter(t, mailed); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := newClocked(t)
			_, mailed := c.reset(t)
			before := c.slot(t)
			c.unlock(t, "Vic", password)
			if c.slot(t) != before {
				t.Fatal("it is burnt in its time")
			}
			spend(t, c, mailed)
			c.unlock(t, "Ada", password)
			after := c.slot(t)
			if after == before {
				t.Error("it is not burnt")
			}
			if diff := cmp.Diff([]string{"operator.reset_expired"}, c.actions(t, 1)); diff != "" {
				t.Error(diff)
			}
			c.unlock(t, "Ada", password)
			if c.slot(t) != after {
				t.Error("it is burnt again")
			}
			if _, err := c.enter(t, mailed); !fault.HasCode(err, vault.CodeWrongPassword) {
				t.Errorf("it says %v", err)
			}
		})
	}
}

func TestTwoUnlocksWithAMailedPasswordAtOnce(t *testing.T) {
	c := newClocked(t)
	_, mailed := c.reset(t)
	if err := c.Lock(); err != nil {
		t.Fatal(err)
	}
	errs := make([]error, 4)
	var ended sync.WaitGroup
	for i := range errs {
		ended.Go(func() { _, errs[i] = c.Unlock(t.Context(), "Ed", secret.FromString(mailed)) })
	}
	ended.Wait()
	in := 0
	for _, err := range errs {
		switch {
		case err == nil:
			in++
		case !fault.HasCode(err, operator.CodeResetUsed) && !fault.HasCode(err, vault.CodeWrongPassword) && !fault.HasCode(err, vault.CodeLocked):
			t.Errorf("another says %v", err)
		}
	}
	if in > 1 {
		t.Errorf("it let %d in", in)
	}
}

func TestWhoIsAtWorkWithAMailedPasswordKeepsItUntilHeHasHisOwn(t *testing.T) {
	c := newClocked(t)
	_, mailed := c.reset(t)
	if _, err := c.enter(t, mailed); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Unlock(t.Context(), "Ed", secret.FromString(mailed)); !fault.HasCode(err, operator.CodeResetUsed) {
		t.Errorf("in a second window: %v", err)
	}
	err := c.ChangePassword(t.Context(), operator.PasswordChange{
		Current: secret.FromString(mailed), Next: secret.FromString(another), Confirm: secret.FromString(another),
	})
	if err != nil {
		t.Errorf("choosing his own: %v", err)
	}
}

func TestWhatEndsAMailedPassword(t *testing.T) {
	t.Run("the recovery key", func(t *testing.T) {
		c := newClocked(t)
		_, mailed := c.reset(t)
		if err := c.Lock(); err != nil {
			t.Fatal(err)
		}
		_, err := c.Recover(t.Context(), operator.Recovery{
			Operator: "Ed", Key: c.created.RecoveryKey, Next: secret.FromString(another), Confirm: secret.FromString(another),
		})
		if err != nil {
			t.Fatal(err)
		}
		m, err := c.Find(t.Context(), "Ed")
		if err != nil || m.MustChange || !m.ResetUntil.IsZero() {
			t.Errorf("%+v %v", m, err)
		}
		if _, err := c.enter(t, mailed); !fault.HasCode(err, vault.CodeWrongPassword) {
			t.Error(err)
		}
		c.now = c.now.Add(72 * time.Hour)
		if _, err := c.enter(t, another); err != nil {
			t.Error(err)
		}
	})
	t.Run("another reset", func(t *testing.T) {
		c := newClocked(t)
		_, mailed := c.reset(t)
		c.now = c.now.Add(20 * time.Hour)
		_, newer := c.reset(t)
		if _, err := c.enter(t, mailed); !fault.HasCode(err, vault.CodeWrongPassword) {
			t.Error(err)
		}
		c.now = c.now.Add(20 * time.Hour)
		if _, err := c.enter(t, newer); err != nil {
			t.Error(err)
		}
	})
}

func TestAMailedPasswordOpensNoBackup(t *testing.T) {
	c := newClocked(t)
	_, mailed := c.reset(t)
	path := t.TempDir() + "/a.backup"
	if _, err := c.WriteBackup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	_, err := c.OpenBackup(t.Context(), path, vault.BackupKey{Operator: "Ed", Password: secret.FromString(mailed)})
	if !fault.HasCode(err, operator.CodePasswordChangeNeeded) {
		t.Errorf("it says %v", err)
	}
	b, err := c.OpenBackup(t.Context(), path, vault.BackupKey{Operator: "Ada", Password: secret.FromString(password)})
	if err != nil {
		t.Fatal(err)
	}
	b.Close()
}

// A mailed password opens the vault once: a new one that is refused must not be what
// that is spent on.
func TestANewPasswordThatIsRefusedDoesNotUseUpAMailedOne(t *testing.T) {
	c := newClocked(t)
	_, mailed := c.reset(t)
	change := func(next, confirm string) (operator.Operator, error) {
		return c.UnlockToChange(t.Context(), "Ed", operator.PasswordChange{
			Current: secret.FromString(mailed), Next: secret.FromString(next), Confirm: secret.FromString(confirm),
		})
	}
	if err := c.Lock(); err != nil {
		t.Fatal(err)
	}
	for name, next := range map[string][2]string{
		"none": {"", ""}, "weak": {"password", "password"}, "his address": {"someone123", "someone123"},
		"the mailed one": {mailed, mailed}, "not repeated": {another, password},
	} {
		if _, err := change(next[0], next[1]); !fault.HasCode(err, operator.CodeInvalid) {
			t.Errorf("%s: %v", name, err)
		}
		if state := c.Status().State; state != operator.Locked {
			t.Errorf("%s: it is %s", name, state)
		}
	}
	who, err := change(another, another)
	if err != nil || who.MustChange || c.Status().State != operator.Unlocked {
		t.Fatalf("a good one: %+v %v", who, err)
	}
	if _, err := c.enter(t, another); err != nil {
		t.Errorf("his own: %v", err)
	}
}
