package vault_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/vault"
)

// TestSC27_AReplacedFolderIsNotWrittenInto replaces the folder under an open
// vault. What is read stays right, every change is refused, and neither a
// change nor the close leaves a trace in the folder that is there now.
func TestSC27_AReplacedFolderIsNotWrittenInto(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows moves no folder in which a file is open")
	}
	for name, replace := range map[string]func(t *testing.T, v *vault.Vault){
		"by a restored backup": func(t *testing.T, v *vault.Vault) {
			path, _ := backUp(t, v)
			moveAway(t, v.Dir())
			if _, err := openBackup(t, path, withPassword()).Restore(t.Context(), v.Dir()); err != nil {
				t.Fatal(describe(err))
			}
		},
		"by a rotated copy": func(t *testing.T, v *vault.Vault) {
			replaceBy(t, v, func(copied *vault.Vault) error {
				_, err := copied.Rotate(t.Context(), vault.RotateOptions{})
				return err
			})
		},
		"by a copy with other passwords": func(t *testing.T, v *vault.Vault) {
			replaceBy(t, v, func(copied *vault.Vault) error {
				return copied.ChangePassword(t.Context(), operatorID, password(), password(), nil)
			})
		},
		"by an exact copy": func(t *testing.T, v *vault.Vault) {
			replaceBy(t, v, func(*vault.Vault) error { return nil })
		},
	} {
		t.Run(name, func(t *testing.T) {
			v, dir, _ := create(t)
			save(t, v, "a", "b")
			replace(t, v)
			before := allFiles(t, dir)
			wantStale(t, v)
			wantNotes(t, v, "a", "b")
			if err := v.Close(); err != nil {
				t.Error(describe(err))
			}
			if diff := cmp.Diff(before, allFiles(t, dir)); diff != "" {
				t.Errorf("the new folder was changed: %s", diff)
			}
			now := open(t, dir)
			unlock(t, now)
			wantNotes(t, now, "a", "b")
			save(t, now, "c")
		})
	}
}

// TestSC27_AFolderReplacedDuringARotation: the switch does not happen, and what
// lies there by now under the names of the new generation is not removed.
func TestSC27_AFolderReplacedDuringARotation(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows moves no folder in which a file is open")
	}
	v, dir, _ := create(t)
	save(t, v, "a")
	var before map[string]string
	v.OnStep(func(step string) {
		if step == "rotation: the switch" && before == nil {
			replaceBy(t, v, func(copied *vault.Vault) error {
				_, err := copied.Rotate(t.Context(), vault.RotateOptions{})
				return err
			})
			before = allFiles(t, dir)
		}
	})
	_, err := v.Rotate(t.Context(), vault.RotateOptions{})
	wantCode(t, err, vault.CodeStaleGeneration)
	if err := v.Close(); err != nil {
		t.Error(describe(err))
	}
	if diff := cmp.Diff(before, allFiles(t, dir)); diff != "" {
		t.Errorf("the new folder was changed: %s", diff)
	}
	if err := tryOpen(t.Context(), dir, nil); err != nil {
		t.Error(describe(err))
	}
}

// TestSC27_AReplacedFileIsNotContinued: single files put in place of the ones
// that the vault has open.
func TestSC27_AReplacedFileIsNotContinued(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows replaces no file that is open")
	}
	for _, name := range []string{"lock", "journal.1"} {
		v, dir, _ := create(t)
		save(t, v, "a")
		content := readFile(t, dir, name)
		removeFile(t, dir, name)
		writeFile(t, dir, name, content)
		wantStale(t, v)
		removeFile(t, dir, name)
		wantStale(t, v)
		wantNotes(t, v, "a")
	}
}

func wantStale(t *testing.T, v *vault.Vault) {
	t.Helper()
	for name, change := range map[string]func() error{
		"update":   func() error { return v.Update(t.Context(), putNote("x")) },
		"password": func() error { return v.ChangePassword(t.Context(), operatorID, password(), password(), nil) },
		"operator": func() error { return v.AddOperator(t.Context(), "two", "Grace", password(), nil) },
		"rotation": func() error { _, err := v.Rotate(t.Context(), vault.RotateOptions{}); return err },
		"backup":   func() error { return v.NoteBackup(t.Context(), time.Now()) },
	} {
		if err := change(); err == nil {
			t.Errorf("%s: no error", name)
		} else {
			wantCode(t, err, vault.CodeStaleGeneration)
		}
	}
}

func moveAway(t *testing.T, dir string) {
	t.Helper()
	if err := os.Rename(dir, dir+".away"); err != nil {
		t.Fatal(err)
	}
}

// replaceBy puts a changed copy of the open vault's folder in its place.
func replaceBy(t *testing.T, v *vault.Vault, change func(*vault.Vault) error) {
	t.Helper()
	copied := copyDir(t, v.Dir())
	err := tryOpen(t.Context(), copied, change)
	moveAway(t, v.Dir())
	if err := errors.Join(err, os.Rename(copied, v.Dir())); err != nil {
		t.Fatal(describe(err))
	}
}

// allFiles returns the contents of every file, the working store's included.
func allFiles(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := files(t, dir)
	stores, err := filepath.Glob(filepath.Join(dir, "store.*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, store := range stores {
		for name, content := range files(t, store) {
			out[filepath.Base(store)+"/"+name] = content
		}
	}
	return out
}
