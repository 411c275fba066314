package vault_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"patchbay/backend/vault"
)

// TestSC11_ViewsGoOnAtEveryStep looks at everything at each step of a rotation,
// from within the rotation: a view that had to wait for it would never return.
func TestSC11_ViewsGoOnAtEveryStep(t *testing.T) {
	v, _, _ := create(t)
	save(t, v, "a", "b")
	putSecret(t, v, smtpPassword(), "s3cret")
	seen := map[string]bool{}
	var mu sync.Mutex
	v.OnStep(func(step string) {
		mu.Lock()
		seen[step] = true
		mu.Unlock()
		wantNotes(t, v, "a", "b")
		if got, err := readSecret(t, v, smtpPassword(), destination); got != "s3cret" || err != nil {
			t.Errorf("%s: the secret is %q: %v", step, got, err)
		}
	})
	_, err := v.Rotate(t.Context(), vault.RotateOptions{})
	v.OnStep(func(string) {})
	if err != nil {
		t.Fatal(describe(err))
	}
	for _, step := range []string{
		"rotation: the new store", "rotation: a record", "rotation: the new snapshot", "rotation: verification",
		"rotation: the switch", "rotation: the switch is done",
	} {
		if !seen[step] {
			t.Errorf("%q was not among the steps", step)
		}
	}
}

// TestSC11_ViewsUnderLoad lets many views meet rotations, one of which is
// cancelled half way.
func TestSC11_ViewsUnderLoad(t *testing.T) {
	v, _, _ := create(t)
	const count = 700
	saveMany(t, v, count, 200)
	putSecret(t, v, smtpPassword(), "s3cret")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var views sync.WaitGroup
	for range 4 {
		views.Go(func() {
			for ctx.Err() == nil {
				if got := len(readNotes(t, v)); got != count {
					t.Errorf("a view has %d of %d notes", got, count)
				}
				if got, err := readSecret(t, v, smtpPassword(), destination); got != "s3cret" || err != nil {
					t.Errorf("the secret is %q: %v", got, err)
				}
			}
		})
	}
	for round := range 4 {
		half, stop := context.WithCancel(t.Context())
		_, err := v.Rotate(half, vault.RotateOptions{Progress: func(done, total int) {
			if round == 2 && done > total/2 {
				stop()
			}
		}})
		stop()
		if (round == 2) != errors.Is(err, context.Canceled) {
			t.Errorf("rotation %d: %s", round, describe(err))
		}
	}
	cancel()
	views.Wait()
	if generation := v.Info().Generation; generation != 4 {
		t.Errorf("generation %d", generation)
	}
}

// saveMany saves so many notes with bodies of some bytes.
func saveMany(t testing.TB, v *vault.Vault, count, size int) {
	t.Helper()
	for at := 0; at < count; at += 100 {
		err := v.Update(t.Context(), func(tx *vault.Tx) error {
			for i := at; i < min(at+100, count); i++ {
				value := note{Title: fmt.Sprint(i), Body: strings.Repeat(string(rune('a'+i%26)), size)}
				if _, err := notes().Put(tx, fmt.Sprintf("n%05d", i), value, vault.AnyRevision); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestSC11_CancelledAtEveryStep cancels at the first step of a rotation, at the
// second, and so on, until the cancelling comes too late.
func TestSC11_CancelledAtEveryStep(t *testing.T) {
	v, dir, _ := create(t)
	save(t, v, "a", "b", "c")
	for last := 1; ; last++ {
		ctx, cancel := context.WithCancel(t.Context())
		var mu sync.Mutex
		step, at := 0, ""
		v.OnStep(func(name string) {
			mu.Lock()
			defer mu.Unlock()
			if step++; step == last {
				at = name
				cancel()
			}
		})
		_, err := v.Rotate(ctx, vault.RotateOptions{})
		cancel()
		v.OnStep(func(string) {})
		wantNotes(t, v, "a", "b", "c")
		if err == nil {
			if at != "rotation: the switch" || v.Info().Generation != 2 {
				t.Errorf("cancelled at step %d, %q, and the generation is %d", last, at, v.Info().Generation)
			}
			return
		}
		if !errors.Is(err, context.Canceled) || v.Info().Generation != 1 {
			t.Fatalf("cancelled at step %d, %q: %s", last, at, describe(err))
		}
		noNewFiles(t, dir)
	}
}

func noNewFiles(t testing.TB, dir string) {
	t.Helper()
	for name := range dirContent(t, dir) {
		if strings.Contains(name, ".2") {
			t.Errorf("%s is left", name)
		}
	}
}

// TestSC11_WhatDidNotArriveIsNoticed changes the new files before they are
// verified.
func TestSC11_WhatDidNotArriveIsNoticed(t *testing.T) {
	flip := func(path string) error {
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		content[len(content)/3] ^= 1
		return os.WriteFile(path, content, 0o600)
	}
	for name, damage := range map[string]func(dir string) error{
		"a flipped bit of the snapshot": func(dir string) error { return flip(filepath.Join(dir, "snapshot.2")) },
		"the old snapshot": func(dir string) error {
			content, err := os.ReadFile(filepath.Join(dir, "snapshot.1"))
			return errors.Join(err, os.WriteFile(filepath.Join(dir, "snapshot.2"), content, 0o600))
		},
		"no snapshot": func(dir string) error { return os.Remove(filepath.Join(dir, "snapshot.2")) },
		"a flipped bit of the store": func(dir string) error {
			return flip(filepath.Join(dir, "store.2", "000001.sst"))
		},
		"an empty store": func(dir string) error {
			return errors.Join(os.RemoveAll(filepath.Join(dir, "store.2")), os.Mkdir(filepath.Join(dir, "store.2"), 0o700))
		},
	} {
		t.Run(name, func(t *testing.T) {
			v, dir, _ := create(t)
			saveMany(t, v, 50, 1000)
			v.OnStep(func(step string) {
				if step == "rotation: verification" {
					if err := damage(dir); err != nil {
						t.Error(err)
					}
				}
			})
			_, err := v.Rotate(t.Context(), vault.RotateOptions{})
			wantCode(t, err, vault.CodeWriteFailed)
			v.OnStep(func(string) {})
			if got := len(readNotes(t, v)); got != 50 || v.Info().Generation != 1 {
				t.Errorf("%d notes in generation %d", got, v.Info().Generation)
			}
			noNewFiles(t, dir)
			if _, err := v.Rotate(t.Context(), vault.RotateOptions{}); err != nil {
				t.Errorf("the next rotation: %s", describe(err))
			}
		})
	}
}

// TestSC11_LargeVault rotates more than one batch and more than one table, tells
// how far it is some hundred times at most, and changes nothing.
func TestSC11_LargeVault(t *testing.T) {
	v, dir, _ := create(t)
	saveMany(t, v, 1500, 8<<10)
	for i := range 20 {
		putSecret(t, v, vault.SecretRef{Kind: "smtp", ID: fmt.Sprint(i), Field: "password"}, fmt.Sprint("s3cret", i))
	}
	before := readNotes(t, v)
	last, calls := 0, 0
	_, err := v.Rotate(t.Context(), vault.RotateOptions{
		Progress: func(done, total int) {
			if calls++; done <= last || total != 1520 {
				t.Errorf("%d of %d after %d", done, total, last)
			}
			last = done
		},
		InTx: func(tx *vault.Tx) error {
			return tx.DeleteSecret(vault.SecretRef{Kind: "smtp", ID: "0", Field: "password"})
		},
	})
	if err != nil {
		t.Fatal(describe(err))
	}
	if calls > 102 || last < 1500 {
		t.Errorf("%d calls, the last at %d", calls, last)
	}
	closeVault(t, v)
	v = open(t, dir)
	unlock(t, v)
	if len(v.Report()) > 0 {
		t.Errorf("the report is %q", v.Report())
	}
	after := readNotes(t, v)
	for id, want := range before {
		if after[id] != want {
			t.Fatalf("%s is not what it was", id)
		}
	}
	for i := 1; i < 20; i++ {
		got, err := readSecret(t, v, vault.SecretRef{Kind: "smtp", ID: fmt.Sprint(i), Field: "password"}, destination)
		if got != fmt.Sprint("s3cret", i) || err != nil {
			t.Errorf("secret %d is %q: %v", i, got, err)
		}
	}
	if stats, err := v.Stats(t.Context()); err != nil || stats.Records != 1500 || stats.Secrets != 19 || len(after) != 1500 {
		t.Errorf("%+v: %v", stats, err)
	}
}
