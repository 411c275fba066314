package vault_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// vaultOnADisk is a closed vault on a file system of its own, with the notes a
// and b and a secret.
func vaultOnADisk(t *testing.T) (disk, dir string) {
	t.Helper()
	disk = smallDisk(t)
	dir = filepath.Join(disk, "vault")
	v, _, err := vault.Create(t.Context(), options(dir), operatorID, operatorName, password())
	if err != nil {
		t.Fatal(describe(err))
	}
	save(t, v, "a")
	putSecret(t, v, smtpPassword(), "s3cret")
	save(t, v, "b")
	closeVault(t, v)
	return disk, dir
}

func remount(t *testing.T, disk string, flags uintptr) {
	t.Helper()
	if err := unix.Mount("", disk, "", unix.MS_REMOUNT|flags, ""); err != nil {
		t.Fatal(err)
	}
}

// wantReadable checks an unlocked vault that cannot be written: everything is
// there, and every change is refused by the same name.
func wantReadable(t *testing.T, v *vault.Vault, ids ...string) {
	t.Helper()
	wantNotes(t, v, ids...)
	if got, err := readSecret(t, v, smtpPassword(), destination); got != "s3cret" || err != nil {
		t.Errorf("the secret is %q: %v", got, err)
	}
	if report := strings.Join(v.Report(), "\n"); !v.Info().ReadOnly || !strings.Contains(report, "nothing can be saved") {
		t.Errorf("the report is %q", report)
	}
	for name, change := range map[string]func() error{
		"update":   func() error { return v.Update(t.Context(), putNote("x")) },
		"password": func() error { return v.ChangePassword(t.Context(), operatorID, password(), password(), nil) },
		"operator": func() error { return v.AddOperator(t.Context(), "two", "Grace", password(), nil) },
		"rotation": func() error { _, err := v.Rotate(t.Context(), vault.RotateOptions{}); return err },
		"backup":   func() error { return v.NoteBackup(t.Context(), time.Now()) },
	} {
		err := change()
		wantCode(t, err, vault.CodeFolderReadOnly)
		if t.Failed() {
			t.Fatal(name)
		}
	}
	var file bytes.Buffer
	if info, err := v.WriteBackup(t.Context(), &file); err != nil || info.Records != len(ids) {
		t.Errorf("the backup has %d records: %s", info.Records, describe(err))
	}
	want := vault.Verification{Records: len(ids), Secrets: 1}
	if diff := cmp.Diff(want, verify(t, v)); diff != "" {
		t.Error(diff)
	}
}

func TestSC10_AReadOnlyDiskOpensForReading(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(dir string) error
		note  string
	}{
		"after a clean close":     {func(string) error { return nil }, ""},
		"without a lock file":     {func(dir string) error { return os.Remove(filepath.Join(dir, "lock")) }, ""},
		"without a working store": {func(dir string) error { return os.RemoveAll(filepath.Join(dir, "store.1")) }, ""},
		"with one header": {
			func(dir string) error { return os.Truncate(filepath.Join(dir, "header.a"), 50) }, "header.a was damaged",
		},
		"between switch and renaming": {func(dir string) error {
			return os.Rename(filepath.Join(dir, "journal.1"), filepath.Join(dir, "journal.1.new"))
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			disk, dir := vaultOnADisk(t)
			if err := c.spoil(dir); err != nil {
				t.Fatal(err)
			}
			remount(t, disk, unix.MS_RDONLY)
			before := files(t, dir)
			v := open(t, dir)
			_, err := vault.Open(options(dir))
			if name != "without a lock file" {
				wantCode(t, err, vault.CodeInUse)
			}
			unlock(t, v)
			if report := strings.Join(v.Report(), "\n"); !strings.Contains(report, c.note) || strings.Contains(report, "anew") {
				t.Errorf("the report is %q", report)
			}
			if c.note == "" {
				wantReadable(t, v, "a", "b")
			} else {
				wantNotes(t, v, "a", "b")
			}
			if diff := cmp.Diff(before, files(t, dir)); diff != "" {
				t.Errorf("the folder was changed: %s", diff)
			}

			remount(t, disk, 0) // it can be written again: the next unlock notices
			if err := v.Lock(); err != nil {
				t.Fatal(describe(err))
			}
			unlock(t, v)
			save(t, v, "c")
			wantNotes(t, v, "a", "b", "c")
			if v.Info().ReadOnly {
				t.Error("it is still for reading only")
			}
			closeVault(t, v)
			if err := tryOpen(t.Context(), dir, nil); err != nil {
				t.Error(describe(err))
			}
		})
	}
}

// TestSC10_AReadOnlyDiskReplaysTheJournal opens what a kill left.
func TestSC10_AReadOnlyDiskReplaysTheJournal(t *testing.T) {
	disk := smallDisk(t)
	v, dir, _ := create(t)
	save(t, v, "a")
	putSecret(t, v, smtpPassword(), "s3cret")
	killed := filepath.Join(disk, "vault")
	if err := os.CopyFS(killed, os.DirFS(copyDir(t, dir))); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(killed, 0o700); err != nil {
		t.Fatal(err)
	}
	remount(t, disk, unix.MS_RDONLY)
	v = open(t, killed)
	unlock(t, v)
	wantReadable(t, v, "a")
}

// TestSC10_ADamagedVaultOnAReadOnlyDisk is refused with the same answers.
func TestSC10_ADamagedVaultOnAReadOnlyDisk(t *testing.T) {
	disk, dir := vaultOnADisk(t)
	changeFile(t, dir, "snapshot.1", func(b []byte) []byte { b[len(b)/2] ^= 1; return b })
	remount(t, disk, unix.MS_RDONLY)
	v := open(t, dir)
	_, err := v.Unlock(t.Context(), "", password())
	wantCode(t, err, vault.CodeDamaged)
	if got, err := v.Inspect(t.Context(), "", password()); err != nil || len(got.Notes) == 0 {
		t.Errorf("%+v %s", got, describe(err))
	}
}

func TestSC10_NoVaultIsMadeOnAReadOnlyDisk(t *testing.T) {
	disk := smallDisk(t)
	remount(t, disk, unix.MS_RDONLY)
	_, _, err := vault.Create(t.Context(), options(filepath.Join(disk, "vault")), operatorID, operatorName, password())
	wantCode(t, err, vault.CodeUnwritableFolder)
}

// TestSC10_AFolderThatThisUserMayNotWrite: root may write everywhere, so root
// runs the test as nobody.
func TestSC10_AFolderThatThisUserMayNotWrite(t *testing.T) {
	if os.Geteuid() == 0 {
		asNobody(t)
		return
	}
	v, dir, _ := create(t)
	save(t, v, "a")
	putSecret(t, v, smtpPassword(), "s3cret")
	closeVault(t, v)
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(dir, 0o700) })
	v = open(t, dir)
	unlock(t, v)
	wantReadable(t, v, "a")
	if err := errors.Join(v.Lock(), os.Chmod(dir, 0o700)); err != nil {
		t.Fatal(describe(err))
	}
	unlock(t, v)
	save(t, v, "b")
	if err := os.Chmod(dir, 0o500); err != nil { // under the unlocked vault
		t.Fatal(err)
	}
	err := v.ChangePassword(t.Context(), operatorID, password(), secret.FromString("next"), nil)
	wantCode(t, err, vault.CodeFolderReadOnly)
	wantNotes(t, v, "a", "b")
}

// asNobody runs the test at hand again, as a user without rights.
func asNobody(t *testing.T) {
	t.Helper()
	const nobody = 65534
	home, err := os.MkdirTemp("", "nobody") // the test's own folders are root's
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(home) })
	binary, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, home, "vault.test", binary)
	if err := errors.Join(os.Chmod(filepath.Join(home, "vault.test"), 0o700), os.Chown(home, nobody, nobody),
		os.Chown(filepath.Join(home, "vault.test"), nobody, nobody)); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), filepath.Join(home, "vault.test"), "-test.run=^"+t.Name()+"$")
	cmd.Dir = home
	cmd.Env = []string{"TMPDIR=" + home, "HOME=" + home}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("as nobody: %v\n%s", err, out)
	}
}
