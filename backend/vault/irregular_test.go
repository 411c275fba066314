//go:build !windows

package vault_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// TestSC7_AHugeFileCostsLittle makes each file of a vault as long as a disk. It
// is refused or healed, and never read into memory.
func TestSC7_AHugeFileCostsLittle(t *testing.T) {
	for _, name := range []string{"header.a", "header.b", "snapshot.1", "journal.1", "lock", "store.1/MANIFEST"} {
		t.Run(name, func(t *testing.T) {
			dir := closedVault(t)
			if err := os.Truncate(filepath.Join(dir, name), 1<<40); err != nil {
				t.Skip(err) // not every disk has files of this size
			}
			before := allocated()
			err := tryOpen(t.Context(), dir, nil)
			if spent := allocated() - before; spent > 256<<20 {
				t.Errorf("it takes %d MiB", spent>>20)
			}
			if err != nil {
				wantCode(t, err, vault.CodeDamaged)
			}
			if err := tryInspect(t, dir); err != nil {
				t.Errorf("inspecting it: %s", describe(err))
			}
		})
	}
}

// TestSC7_WhatIsNoFileIsDamage puts into the place of each file what can be
// opened and never read to its end.
func TestSC7_WhatIsNoFileIsDamage(t *testing.T) {
	plants := map[string]func(path string) error{
		"pipe":   func(path string) error { return syscall.Mkfifo(path, 0o600) },
		"folder": func(path string) error { return os.Mkdir(path, 0o700) },
		"device": func(path string) error { return os.Symlink("/dev/zero", path) },
	}
	for _, name := range []string{"header.b", "snapshot.1", "journal.1", "store.1/MANIFEST"} {
		for kind, plant := range plants {
			t.Run(kind+" "+name, func(t *testing.T) {
				dir := closedVault(t)
				removeFile(t, dir, name)
				if err := plant(filepath.Join(dir, name)); err != nil {
					t.Fatal(err)
				}
				err := tryOpen(t.Context(), dir, nil)
				if err != nil && !fault.HasCode(err, vault.CodeDamaged) {
					t.Errorf("%s", describe(err))
				}
				if err := tryInspect(t, dir); err != nil {
					t.Errorf("inspecting it: %s", describe(err))
				}
			})
		}
	}
}

func tryInspect(t *testing.T, dir string) error {
	t.Helper()
	v, err := vault.Open(options(dir))
	if err != nil {
		return err
	}
	defer closeVault(t, v)
	_, err = v.Inspect(t.Context(), "", password())
	return err
}
