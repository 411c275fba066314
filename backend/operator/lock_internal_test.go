package operator

import (
	"context"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/vault/kdf"
)

const lockPassword = "correct horse battery staple"

func newForLocks(t *testing.T) *Operators {
	t.Helper()
	o := New(Options{
		Dir: filepath.Join(t.TempDir(), "vault"), Cost: new(kdf.ForTests()), Now: time.Now, Events: &event.Bus{},
	})
	t.Cleanup(func() {
		if err := o.Close(); err != nil {
			t.Error(err)
		}
	})
	return o
}

func (o *Operators) createForLocks(ctx context.Context) (Created, error) {
	return o.Create(ctx, NewVault{Name: "Ada", Email: "ada@example.com", Password: secret.FromString(lockPassword)})
}

// interrupted is a context that has something done at the nth time somebody
// asks whether it has ended: between any two steps of a use case.
type interrupted struct {
	context.Context
	mu    sync.Mutex
	after int
	do    func()
}

func (c *interrupted) Err() error {
	c.mu.Lock()
	c.after--
	now := c.after == 0
	c.mu.Unlock()
	if now {
		c.do()
	}
	return c.Context.Err()
}

func (c *interrupted) struck() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.after <= 0
}

// TestALockWinsOverAnUnlock presses Lock between any two steps of an unlock. The
// vault is locked afterwards, with nobody at work.
func TestALockWinsOverAnUnlock(t *testing.T) {
	o := newForLocks(t)
	if _, err := o.createForLocks(t.Context()); err != nil {
		t.Fatal(err)
	}
	for after := 1; ; after++ {
		if err := o.Lock(); err != nil {
			t.Fatal(err)
		}
		ctx, ended := interruptAt(t, o, after, o.Lock)
		_, err := o.Unlock(ctx, "Ada", secret.FromString(lockPassword))
		if !ctx.struck() {
			break
		}
		ended.Wait()
		if !fault.HasCode(err, vault.CodeLocked) {
			t.Errorf("interrupted at step %d the unlock says %v", after, err)
		}
		expectLocked(t, o, after)
	}
}

// TestAnUnlockDoesNotOvertakeALock begins to unlock when a lock was asked for
// but has not reached the vault yet.
func TestAnUnlockDoesNotOvertakeALock(t *testing.T) {
	o := newForLocks(t)
	if _, err := o.createForLocks(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.mu.Lock()
	o.current = nil
	o.locks++
	o.locking++
	o.mu.Unlock()
	if _, err := o.Unlock(t.Context(), "Ada", secret.FromString(lockPassword)); !fault.HasCode(err, vault.CodeLocked) {
		t.Errorf("the unlock says %v", err)
	}
	o.mu.Lock()
	o.locking--
	o.mu.Unlock()
	expectLocked(t, o, 0)
}

// TestALockWinsOverARecovery presses Lock between any two steps of a recovery,
// which has either failed or returns the new key.
func TestALockWinsOverARecovery(t *testing.T) {
	next := secret.FromString("seven purple lanterns drift north")
	for after := 1; ; after++ {
		o := newForLocks(t)
		made, err := o.createForLocks(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := o.Lock(); err != nil {
			t.Fatal(err)
		}
		ctx, ended := interruptAt(t, o, after, o.Lock)
		again, err := o.Recover(ctx, Recovery{Key: made.RecoveryKey, Next: next, Confirm: next})
		if !ctx.struck() {
			break
		}
		ended.Wait()
		if again.RecoveryKey.IsSet() != (err == nil) || err != nil && !fault.HasCode(err, vault.CodeLocked) {
			t.Errorf("interrupted at step %d the recovery says %v", after, err)
		}
		expectLocked(t, o, after)
	}
}

// TestClosingWinsOverAnUnlock closes the vault between any two steps of an
// unlock: nobody is let into a vault that is given up.
func TestClosingWinsOverAnUnlock(t *testing.T) {
	o := newForLocks(t)
	if _, err := o.createForLocks(t.Context()); err != nil {
		t.Fatal(err)
	}
	for after := 1; ; after++ {
		if err := o.Close(); err != nil {
			t.Fatal(err)
		}
		v, err := o.opened()
		if err != nil {
			t.Fatal(err)
		}
		ctx, ended := interruptAt(t, o, after, o.Close)
		_, err = o.Unlock(ctx, "Ada", secret.FromString(lockPassword))
		if !ctx.struck() {
			break
		}
		ended.Wait()
		if !fault.HasCode(err, vault.CodeLocked) || v.Info().Unlocked {
			t.Errorf("interrupted at step %d the unlock says %v, the vault %+v", after, err, v.Info())
		}
		expectLocked(t, o, after)
	}
}

func TestALockWinsOverACreation(t *testing.T) {
	for after := 1; ; after++ {
		o := newForLocks(t)
		ctx, ended := interruptAt(t, o, after, o.Lock)
		made, err := o.createForLocks(ctx)
		if !ctx.struck() {
			break
		}
		ended.Wait()
		if err != nil || !made.RecoveryKey.IsSet() {
			t.Errorf("interrupted at step %d the creation says %v", after, err)
		}
		expectLocked(t, o, after)
	}
}

// interruptAt locks or closes from another goroutine at a step, and goes on
// when that has begun: it cannot end before the step that holds the vault.
func interruptAt(t *testing.T, o *Operators, after int, do func() error) (*interrupted, *sync.WaitGroup) {
	t.Helper()
	var ended sync.WaitGroup
	ctx := &interrupted{Context: t.Context(), after: after}
	ctx.do = func() {
		before := o.timesLocked()
		ended.Go(func() {
			if err := do(); err != nil {
				t.Error(err)
			}
		})
		for o.timesLocked() == before {
			runtime.Gosched()
		}
	}
	return ctx, &ended
}

func (o *Operators) timesLocked() uint64 {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.locks
}

func expectLocked(t *testing.T, o *Operators, after int) {
	t.Helper()
	o.mu.Lock()
	current, v := o.current, o.vault
	o.mu.Unlock()
	if current != nil || v != nil && v.Info().Unlocked {
		t.Errorf("interrupted at step %d: somebody is at work: %v; the vault is open: %v", after, current != nil, v != nil)
	}
	if state := o.Status().State; state != Locked {
		t.Errorf("interrupted at step %d the state is %s", after, state)
	}
	if _, err := o.Unlock(t.Context(), "Ada", secret.FromString(lockPassword)); err != nil &&
		!fault.HasCode(err, vault.CodeWrongPassword) { // a recovery may have got as far as the new one
		t.Errorf("interrupted at step %d it does not unlock any more: %v", after, err)
	}
}

// TestALockWinsOverACheckOfThePassword locks while the password for a new
// recovery key is checked, which would open a locked vault.
func TestALockWinsOverACheckOfThePassword(t *testing.T) {
	o := newForLocks(t)
	if _, err := o.createForLocks(t.Context()); err != nil {
		t.Fatal(err)
	}
	for after := 1; ; after++ {
		ctx, ended := interruptAt(t, o, after, o.Lock)
		_, err := o.ReplaceRecoveryKey(ctx, secret.FromString(lockPassword))
		if !ctx.struck() {
			break
		}
		ended.Wait()
		if err != nil && !fault.HasCode(err, vault.CodeLocked) {
			t.Errorf("interrupted at step %d it says %v", after, err)
		}
		expectLocked(t, o, after)
	}
}

// TestLocksAndUnlocksAtTheSameTime runs many of them side by side; afterwards
// somebody is at work if and only if the vault is unlocked.
func TestLocksAndUnlocksAtTheSameTime(t *testing.T) {
	o := newForLocks(t)
	if _, err := o.createForLocks(t.Context()); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 5 {
				_, err := o.Unlock(t.Context(), "", secret.FromString(lockPassword))
				if err != nil && !fault.HasCode(err, vault.CodeLocked) {
					t.Error(err)
				}
				o.Touch()
				_ = o.Status()
			}
		})
		all.Go(func() {
			for range 5 {
				if err := o.Lock(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	_, err := o.MayRead()
	if unlocked := o.vault.Info().Unlocked; unlocked != (err == nil) {
		t.Errorf("unlocked %v, and who is at work: %v", unlocked, err)
	}
}
