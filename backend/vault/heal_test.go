package vault_test

import (
	"crypto/sha256"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/vault"
	"patchbay/backend/vault/disk"
)

// snapshotDamage is what a disk does to a file.
func snapshotDamage() map[string]func(t *testing.T, dir string) {
	change := func(fn func(b []byte) []byte) func(t *testing.T, dir string) {
		return func(t *testing.T, dir string) { changeFile(t, dir, "snapshot.1", fn) }
	}
	return map[string]func(t *testing.T, dir string){
		"removed":        func(t *testing.T, dir string) { removeFile(t, dir, "snapshot.1") },
		"emptied":        change(func([]byte) []byte { return nil }),
		"cut":            change(func(b []byte) []byte { return b[:len(b)-7] }),
		"a bit":          change(func(b []byte) []byte { b[len(b)/2] ^= 8; return b }),
		"its first byte": change(func(b []byte) []byte { b[0] ^= 8; return b }),
	}
}

// TestSC7_SnapshotIsHealed damages the snapshot of a vault that was closed.
func TestSC7_SnapshotIsHealed(t *testing.T) {
	dir := workDir(t)
	for name, damage := range snapshotDamage() {
		t.Run(name, func(t *testing.T) {
			copied := copyDir(t, dir)
			damage(t, copied)
			for opening := range 3 {
				v := open(t, copied)
				unlock(t, v)
				healed := strings.Contains(strings.Join(v.Report(), "\n"), "is written anew from the working store")
				if healed != (opening == 0) {
					t.Errorf("opening %d reports %q", opening, v.Report())
				}
				wantNotes(t, v, workIDs()...)
				if got, err := readSecret(t, v, smtpPassword(), destination); got != "s3cret" || err != nil {
					t.Errorf("the secret is %q: %v", got, err)
				}
				closeVault(t, v)
				if opening == 1 { // the new snapshot does without the store
					removeFile(t, copied, "store.1")
				}
				oneGenerationBut(t, copied, opening == 1)
			}
		})
	}
}

func oneGenerationBut(t *testing.T, dir string, storeRemoved bool) {
	t.Helper()
	if !storeRemoved {
		oneGeneration(t, dir, 1)
	}
}

// TestSC7_SnapshotIsHealedFromNothingElse breaks each condition under which a
// snapshot is written anew.
func TestSC7_SnapshotIsHealedFromNothingElse(t *testing.T) {
	dir := workDir(t)
	older := copyDir(t, dir)
	v := open(t, dir)
	unlock(t, v)
	save(t, v, "late")
	killed := copyDir(t, dir)
	closeVault(t, v)
	_, other, _ := create(t)
	removed := func(t *testing.T, dir string) { removeFile(t, dir, "snapshot.1") }
	for name, c := range map[string]struct {
		dir   string
		spoil func(t *testing.T, dir string)
		want  string
	}{
		"not closed": {killed, removed, vault.CodeDamaged},
		"a table changed": {dir, func(t *testing.T, dir string) {
			removed(t, dir)
			store := filepath.Join(dir, "store.1")
			changeFile(t, store, tables(t, store)[0], func(b []byte) []byte { b[len(b)/2] ^= 1; return b })
		}, vault.CodeDamaged},
		"a file added to the store": {dir, func(t *testing.T, dir string) {
			removed(t, dir)
			writeFile(t, dir, "store.1/00009.mem", nil)
		}, vault.CodeDamaged},
		"the store of an earlier close": {dir, func(t *testing.T, dir string) {
			removed(t, dir)
			removeFile(t, dir, "store.1")
			if err := os.CopyFS(filepath.Join(dir, "store.1"), os.DirFS(filepath.Join(older, "store.1"))); err != nil {
				t.Fatal(err)
			}
		}, vault.CodeDamaged},
		"the journal of an earlier close": {dir, func(t *testing.T, dir string) {
			removed(t, dir)
			copyFile(t, older, dir, "journal.1")
		}, vault.CodeDamaged},
		"the header of an earlier close": {dir, func(t *testing.T, dir string) {
			removed(t, dir)
			copyFile(t, older, dir, "header.a")
			copyFile(t, older, dir, "header.b")
		}, vault.CodeDamaged},
		"a forged header": {dir, func(t *testing.T, dir string) {
			removed(t, dir)
			changeHeaders(t, dir, func(b []byte) { b[30] ^= 1; reseal(b) })
		}, vault.CodeTampered},
		"a forged snapshot": {dir, func(t *testing.T, dir string) {
			changeFile(t, dir, "snapshot.1", func(b []byte) []byte {
				b[len(b)/2] ^= 4
				sum := sha256.Sum256(b[:len(b)-32])
				return append(b[:len(b)-32], sum[:]...)
			})
		}, vault.CodeTampered},
		"the snapshot of another vault": {dir, func(t *testing.T, dir string) {
			copyFile(t, other, dir, "snapshot.1")
		}, vault.CodeForeign},
		"the snapshot of an earlier close": {dir, func(t *testing.T, dir string) {
			copyFile(t, older, dir, "snapshot.1")
		}, vault.CodeRolledBack},
	} {
		t.Run(name, func(t *testing.T) {
			copied := copyDir(t, c.dir)
			c.spoil(t, copied)
			err := tryOpen(t.Context(), copied, nil)
			if name == "a forged header" && fault.HasCode(err, vault.CodeDamaged) {
				return // what was changed is no header any more
			}
			wantCode(t, err, c.want)
		})
	}
}

// TestSC7_HealingFails lets every step of a healing fail, for good. The vault is
// refused as it was, and healed when the disk is well again.
func TestSC7_HealingFails(t *testing.T) {
	dir := workDir(t)
	for n, more := 1, true; more; n++ {
		for _, m := range []disk.Moment{disk.Before, disk.After} {
			copied := copyDir(t, dir)
			removeFile(t, copied, "snapshot.1")
			d := &trapped{trap: trap{n, m, syscall.EIO, true}, armed: true}
			o := options(copied)
			o.Disk = d.disk()
			v, err := vault.Open(o)
			if err != nil {
				t.Fatal(describe(err))
			}
			_, err = v.Unlock(t.Context(), "", password())
			more = d.outcome() != ""
			if err != nil && !fault.HasCode(err, vault.CodeDamaged) && !fault.HasCode(err, vault.CodeWriteFailed) {
				t.Errorf("%s at %s: %s", d.trap, d.outcome(), describe(err))
			}
			_ = v.Close()
			if err := tryOpen(t.Context(), copied, func(v *vault.Vault) error { wantNotes(t, v, workIDs()...); return nil }); err != nil {
				t.Errorf("%s at %s, and then: %s", d.trap, d.outcome(), describe(err))
			}
		}
	}
}
