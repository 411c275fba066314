package vault_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// TestSC10_DiskFull fills a small file system. A write is refused before
// anything is mapped into memory that has no room on the disk.
func TestSC10_DiskFull(t *testing.T) {
	disk := smallDisk(t)
	dir := filepath.Join(disk, "vault")
	v, _, err := vault.Create(t.Context(), options(dir), operatorID, operatorName, password())
	if err != nil {
		t.Fatal(describe(err))
	}
	t.Cleanup(func() { _ = v.Close() })
	ids := fillDisk(t, v)
	wantSaved(t, v, ids)
	_, err = v.Rotate(t.Context(), vault.RotateOptions{})
	wantCode(t, err, vault.CodeDiskFull)
	wantSaved(t, v, ids)

	ballast := fillToTheLastPage(t, disk)
	wantSaved(t, v, ids)
	wantCode(t, v.ChangePassword(t.Context(), operatorID, password(), secret.FromString("next"), nil), vault.CodeDiskFull)
	if err := v.Lock(); err != nil { // with tables that Badger would write out
		t.Errorf("lock on the full disk: %s", describe(err))
	}
	unlock(t, v)
	wantSaved(t, v, ids)
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	if err := v.Lock(); err != nil {
		t.Errorf("lock: %s", describe(err))
	}
	unlock(t, v)
	wantSaved(t, v, ids)
}

// TestSC10_AFullDiskOpensForReading: opening maps new files, which would kill
// the process where there is no room for them.
func TestSC10_AFullDiskOpensForReading(t *testing.T) {
	for name, spoil := range map[string]func(dir string) error{
		"after a clean close": func(string) error { return nil },
		"without a working store": func(dir string) error {
			return os.RemoveAll(filepath.Join(dir, "store.1"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			disk := smallDisk(t)
			dir := filepath.Join(disk, "vault")
			v, _, err := vault.Create(t.Context(), options(dir), operatorID, operatorName, password())
			if err != nil {
				t.Fatal(describe(err))
			}
			t.Cleanup(func() { _ = v.Close() })
			save(t, v, "n1")
			if err := errors.Join(v.Lock(), spoil(dir)); err != nil {
				t.Fatal(describe(err))
			}
			ballast := fillToTheLastPage(t, disk)
			unlock(t, v)
			wantSaved(t, v, []string{"n1"})
			if path, info := backUp(t, v); info.Records != 1 {
				t.Errorf("the backup %s holds %d records", path, info.Records)
			}
			err = v.Update(t.Context(), func(tx *vault.Tx) error {
				_, err := notes().Put(tx, "n2", noteOf("n2"), 0)
				return err
			})
			wantCode(t, err, vault.CodeDiskFull)
			_, err = v.Rotate(t.Context(), vault.RotateOptions{})
			wantCode(t, err, vault.CodeDiskFull)
			if err := os.Remove(ballast); err != nil {
				t.Fatal(err)
			}
			save(t, v, "n3") // there is room again, and still no store
			wantSaved(t, v, []string{"n1", "n3"})
			if err := v.Lock(); err != nil {
				t.Errorf("lock: %s", describe(err))
			}
			unlock(t, v)
			wantSaved(t, v, []string{"n1", "n3"})
		})
	}
}

// smallDisk mounts a file system of its own.
func smallDisk(t *testing.T) string {
	t.Helper()
	disk := t.TempDir()
	if err := unix.Mount("tmpfs", disk, "tmpfs", 0, "size=112m,mode=0700"); err != nil {
		t.Skipf("mounting needs root: %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(disk, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return disk
}

// fillToTheLastPage writes a file, which it names, until nothing fits any more.
func fillToTheLastPage(t *testing.T, disk string) (ballast string) {
	t.Helper()
	ballast = filepath.Join(disk, "ballast")
	for _, chunk := range []int64{1 << 20, 4 << 10} {
		f, err := os.OpenFile(ballast, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		for err == nil {
			_, err = f.Write(make([]byte, chunk))
		}
		_ = f.Close()
	}
	return ballast
}

// fillDisk saves notes until the vault refuses one for want of space.
func fillDisk(t *testing.T, v *vault.Vault) (ids []string) {
	t.Helper()
	body := strings.Repeat("x", 100<<10)
	for i := 0; ; i++ {
		err := v.Update(t.Context(), func(tx *vault.Tx) error {
			for j := range 20 {
				if _, err := notes().Put(tx, fmt.Sprintf("ballast%d-%d", i, j), note{Body: body}, 0); err != nil {
					return err
				}
			}
			id := fmt.Sprintf("n%03d", i)
			_, err := notes().Put(tx, id, noteOf(id), 0)
			return err
		})
		if fault.HasCode(err, vault.CodeDiskFull) {
			return ids
		}
		if err != nil || i > 200 {
			t.Fatalf("round %d: %s", i, describe(err))
		}
		ids = append(ids, fmt.Sprintf("n%03d", i))
	}
}

func wantSaved(t *testing.T, v *vault.Vault, ids []string) {
	t.Helper()
	got := readNotes(t, v)
	for _, id := range ids {
		if got[id] != noteOf(id) {
			t.Errorf("%s is lost", id)
		}
	}
}
