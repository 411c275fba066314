package vault_test

import (
	"fmt"
	"sync"
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// TestConcurrentUse lets writers and readers meet rotations and a lock.
func TestConcurrentUse(t *testing.T) {
	v, dir, _ := create(t)
	const writers, each = 4, 10
	var wait sync.WaitGroup
	for w := range writers {
		wait.Go(func() {
			for i := range each {
				save(t, v, fmt.Sprintf("w%d-%02d", w, i))
			}
		})
		wait.Go(func() {
			for range each {
				_ = readNotes(t, v)
				_ = v.Info()
				_ = v.Report()
			}
		})
	}
	wait.Go(func() {
		for range 3 {
			if _, err := v.Rotate(t.Context(), vault.RotateOptions{}); err != nil {
				t.Error(describe(err))
			}
		}
	})
	wait.Wait()
	if got := len(readNotes(t, v)); got != writers*each {
		t.Errorf("%d of %d notes", got, writers*each)
	}
	for range 4 { // after the lock everything is refused, and nothing breaks
		wait.Go(func() {
			err := v.Update(t.Context(), func(tx *vault.Tx) error {
				_, err := notes().Put(tx, "late", noteOf("late"), vault.AnyRevision)
				return err
			})
			if err != nil && !fault.HasCode(err, vault.CodeLocked) {
				t.Error(describe(err))
			}
		})
		wait.Go(func() {
			if err := v.Lock(); err != nil {
				t.Error(describe(err))
			}
		})
	}
	wait.Wait()
	closeVault(t, v)
	if err := tryOpen(t.Context(), dir, nil); err != nil {
		t.Error(describe(err))
	}
}

// TestRevisionsUnderConcurrency lets two editors meet: one of them must lose.
func TestRevisionsUnderConcurrency(t *testing.T) {
	v, _, _ := create(t)
	save(t, v, "a")
	var meta vault.Meta
	if err := v.View(t.Context(), func(tx *vault.Tx) (err error) {
		_, meta, err = notes().Get(tx, "a")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	const editors = 8
	stale := make(chan bool, editors)
	var wait sync.WaitGroup
	for range editors {
		wait.Go(func() {
			err := v.Update(t.Context(), func(tx *vault.Tx) error {
				_, err := notes().Put(tx, "a", noteOf("edited"), meta.Revision)
				return err
			})
			stale <- fault.HasCode(err, vault.CodeStaleRevision)
		})
	}
	wait.Wait()
	won := 0
	for range editors {
		if !<-stale {
			won++
		}
	}
	if won != 1 {
		t.Errorf("%d editors saved over each other", won)
	}
}
