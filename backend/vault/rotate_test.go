package vault_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/vault"
)

func TestSC11_Rotate(t *testing.T) {
	v, dir, _ := create(t)
	save(t, v, "a", "b", "c")
	putSecret(t, v, smtpPassword(), "s3cret")
	var before vault.Meta
	view := func(meta *vault.Meta) error {
		return v.View(t.Context(), func(tx *vault.Tx) (err error) {
			_, *meta, err = notes().Get(tx, "b")
			return err
		})
	}
	if err := view(&before); err != nil {
		t.Fatal(err)
	}
	old := dirContent(t, dir)
	var steps []int
	got, err := v.Rotate(t.Context(), vault.RotateOptions{
		Progress: func(done, total int) { steps = append(steps, done, total) },
		InTx: func(tx *vault.Tx) error {
			if err := notes().Delete(tx, "c", vault.AnyRevision); err != nil {
				return err
			}
			_, err := notes().Put(tx, "d", noteOf("d"), 0)
			return err
		},
	})
	if err != nil {
		t.Fatal(describe(err))
	}
	if got.Generation != 2 || got.Records != 4 || v.Info().Generation != 2 || v.Info().RotatedAt.IsZero() {
		t.Errorf("rotation %+v, info %+v", got, v.Info())
	}
	if diff := cmp.Diff([]int{1, 4, 2, 4, 3, 4, 4, 4}, steps); diff != "" {
		t.Error(diff)
	}
	var after vault.Meta
	if err := view(&after); err != nil || after != before {
		t.Errorf("the rotation changed %+v to %+v: %v", before, after, err)
	}
	wantNotes(t, v, "a", "b", "d")
	save(t, v, "e")
	closeVault(t, v)
	noOldFiles(t, dir, old)
	v = open(t, dir)
	unlock(t, v)
	wantNotes(t, v, "a", "b", "d", "e")
	if len(v.Report()) > 0 {
		t.Errorf("the report is %q", v.Report())
	}
	if secret, err := readSecret(t, v, smtpPassword(), destination); secret != "s3cret" || err != nil {
		t.Errorf("the secret is %q: %v", secret, err)
	}
}

// noOldFiles checks that nothing of the old generation is left: no file, and no
// longer run of its ciphertext in another one.
func noOldFiles(t testing.TB, dir string, old map[string][]byte) {
	t.Helper()
	for name, content := range dirContent(t, dir) {
		if strings.Contains(name, ".1") && !strings.HasPrefix(name, "store.2") {
			t.Errorf("%s is left", name)
		}
		piece := old["snapshot.1"]
		if bytes.Contains(content, piece[len(piece)/2:len(piece)/2+32]) {
			t.Errorf("%s holds old ciphertext", name)
		}
	}
}

func dirContent(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		out[name], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSC11_FailedRotationChangesNothing(t *testing.T) {
	failed := errors.New("no")
	for name, rotate := range map[string]func(*vault.Vault) error{
		"inTx fails": func(v *vault.Vault) error {
			_, err := v.Rotate(t.Context(), vault.RotateOptions{InTx: func(tx *vault.Tx) error {
				_, err := notes().Put(tx, "x", noteOf("x"), 0)
				return errors.Join(failed, err)
			}})
			return err
		},
		"cancelled while copying": func(v *vault.Vault) error {
			ctx, cancel := context.WithCancelCause(t.Context())
			_, err := v.Rotate(ctx, vault.RotateOptions{Progress: func(int, int) { cancel(failed) }})
			return errors.Join(err, context.Cause(ctx))
		},
		"cancelled before the switch": func(v *vault.Vault) error {
			ctx, cancel := context.WithCancelCause(t.Context())
			_, err := v.Rotate(ctx, vault.RotateOptions{InTx: func(*vault.Tx) error { cancel(failed); return nil }})
			return errors.Join(err, context.Cause(ctx))
		},
	} {
		t.Run(name, func(t *testing.T) {
			v, dir, _ := create(t)
			save(t, v, "a", "b")
			if err := rotate(v); !errors.Is(err, failed) {
				t.Fatalf("rotated: %v", err)
			}
			if v.Info().Generation != 1 {
				t.Errorf("generation %d", v.Info().Generation)
			}
			for name := range dirContent(t, dir) {
				if strings.Contains(name, ".2") {
					t.Errorf("%s is left", name)
				}
			}
			save(t, v, "c")
			wantNotes(t, v, "a", "b", "c")
			if _, err := v.Rotate(t.Context(), vault.RotateOptions{}); err != nil {
				t.Errorf("the next rotation: %s", describe(err))
			}
			wantNotes(t, v, "a", "b", "c")
		})
	}
}

// TestReadingGoesOnDuringRotation reads from within a step of the rotation, and
// starts a write that must arrive afterwards.
func TestReadingGoesOnDuringRotation(t *testing.T) {
	v, _, _ := create(t)
	save(t, v, "a")
	written := make(chan error, 1)
	once := false
	v.OnStep(func(step string) {
		if once || step != "rotation: verification" {
			return
		}
		once = true
		read := make(chan struct{})
		go func() {
			defer close(read)
			wantNotes(t, v, "a")
		}()
		<-read
		go func() {
			written <- v.Update(context.Background(), func(tx *vault.Tx) error {
				_, err := notes().Put(tx, "b", noteOf("b"), 0)
				return err
			})
		}()
	})
	if _, err := v.Rotate(t.Context(), vault.RotateOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := <-written; err != nil || !once {
		t.Fatal(err, once)
	}
	wantNotes(t, v, "a", "b")
}

func TestSC12_RotationRefusesToRemove(t *testing.T) {
	v, _, _ := create(t)
	save(t, v, "a")
	for name, try := range map[string]struct {
		remove []string
		code   string
	}{
		"the last operator":   {[]string{operatorID}, vault.CodeLastOperator},
		"an unknown operator": {[]string{"fedcba9876543210"}, vault.CodeUnknownOperator},
		"one of both":         {[]string{operatorID, "fedcba9876543210"}, vault.CodeUnknownOperator},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := v.Rotate(t.Context(), vault.RotateOptions{Remove: try.remove})
			wantCode(t, err, try.code)
			if v.Info().Generation != 1 || len(v.Info().Operators) != 1 {
				t.Errorf("after the refusal: %+v", v.Info())
			}
		})
	}
	wantNotes(t, v, "a")
}
