package vault_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/vault/disk"
	"patchbay/backend/vault/kdf"
)

// backUp saves a backup of the vault in a file.
func backUp(t testing.TB, v *vault.Vault) (path string, info vault.BackupInfo) {
	t.Helper()
	var file bytes.Buffer
	info, err := v.WriteBackup(t.Context(), &file)
	if err != nil {
		t.Fatal(describe(err))
	}
	path = filepath.Join(t.TempDir(), "vault.backup")
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path, info
}

func withPassword() vault.BackupKey { return vault.BackupKey{Password: password()} }

func openBackup(t testing.TB, path string, key vault.BackupKey) *vault.Backup {
	t.Helper()
	b, err := vault.OpenBackup(t.Context(), path, key, options(""))
	if err != nil {
		t.Fatal(describe(err))
	}
	t.Cleanup(b.Close)
	return b
}

func TestBackup(t *testing.T) {
	v, _, recoveryKey := create(t)
	save(t, v, "a", "b", "c")
	putSecret(t, v, smtpPassword(), "s3cret")
	path, written := backUp(t, v)
	if written.Records != 3 || written.Secrets != 1 || written.VaultID != v.Info().ID || written.At.IsZero() {
		t.Errorf("written: %+v", written)
	}
	stat, err := os.Stat(path)
	if err != nil || stat.Size() != written.Size {
		t.Errorf("the file has %d bytes, %d were announced: %v", stat.Size(), written.Size, err)
	}
	unopened, err := vault.ReadBackupInfo(path)
	want := written
	want.Records, want.Secrets = 0, 0
	if diff := cmp.Diff(want, unopened); diff != "" || err != nil {
		t.Errorf("without a key: %v\n%s", err, diff)
	}
	for name, key := range map[string]vault.BackupKey{
		"password":     withPassword(),
		"by name":      {Operator: operatorName, Password: password()},
		"recovery key": {RecoveryKey: recoveryKey},
	} {
		b := openBackup(t, path, key)
		if diff := cmp.Diff(written, b.Info()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if byPassword := name != "recovery key"; (b.OperatorID() == operatorID) != byPassword {
			t.Errorf("%s: opened by %q", name, b.OperatorID())
		}
		b.Close()
		wantCode(t, b.View(t.Context(), func(*vault.Tx) error { return nil }), vault.CodeLocked)
	}
	_, err = vault.OpenBackup(t.Context(), path, vault.BackupKey{Password: secret.FromString("other")}, options(""))
	wantCode(t, err, vault.CodeWrongPassword)
	_, err = v.WriteBackup(t.Context(), failingWriter{})
	if err == nil {
		t.Error("a backup that was not written is one")
	}
	if err := v.Lock(); err != nil {
		t.Fatal(err)
	}
	_, err = v.WriteBackup(t.Context(), &bytes.Buffer{})
	wantCode(t, err, vault.CodeLocked)
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, os.ErrClosed }

// TestBackupHoldsOneMoment saves while backups are written: each holds the
// notes up to one of them, and none behind it.
func TestBackupHoldsOneMoment(t *testing.T) {
	v, _, _ := create(t)
	saved := make(chan struct{})
	stop := make(chan struct{})
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := 0; ; i++ {
			save(t, v, numberedNote(i))
			select {
			case saved <- struct{}{}:
			case <-stop:
				return
			}
		}
	}()
	for range 5 {
		<-saved
		path, info := backUp(t, v)
		b := openBackup(t, path, withPassword())
		err := b.View(t.Context(), func(tx *vault.Tx) error {
			for i := range info.Records {
				if got, _, err := notes().Get(tx, numberedNote(i)); err != nil || got != noteOf(numberedNote(i)) {
					t.Errorf("note %d of %d: %v %v", i, info.Records, got, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	close(stop)
	<-done
}

func numberedNote(i int) string { return string(rune('a'+i%26)) + strings.Repeat("+", i/26) }

// writerFunc is a writer that does something else as well.
type writerFunc func([]byte) (int, error)

func (w writerFunc) Write(b []byte) (int, error) { return w(b) }

// TestBackupHoldsNobodyUp: while a slow disk takes the backup, the vault is read,
// written, rotated and locked.
func TestBackupHoldsNobodyUp(t *testing.T) {
	v, _, _ := create(t)
	save(t, v, "a")
	var file bytes.Buffer
	meanwhile := []func(){
		func() { wantNotes(t, v, "a") },
		func() { save(t, v, "b") },
		func() {
			if _, err := v.Rotate(t.Context(), vault.RotateOptions{}); err != nil {
				t.Error(describe(err))
			}
		},
		func() {
			if err := v.Lock(); err != nil {
				t.Error(describe(err))
			}
		},
	}
	info, err := v.WriteBackup(t.Context(), writerFunc(func(b []byte) (int, error) {
		if len(meanwhile) > 0 {
			meanwhile[0]()
			meanwhile = meanwhile[1:]
		}
		return file.Write(b)
	}))
	if err != nil || info.Records != 1 || len(meanwhile) > 0 {
		t.Fatalf("%+v, %d steps were not taken: %v", info, len(meanwhile), err)
	}
	path := filepath.Join(t.TempDir(), "backup")
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(info, openBackup(t, path, withPassword()).Info()); diff != "" {
		t.Error(diff)
	}
}

// TestSC1_CanaryIsNotInABackup looks for what must not lie there in clear.
func TestSC1_CanaryIsNotInABackup(t *testing.T) {
	v, _, recoveryKey := create(t)
	const canary = "canary-7a90cc12-in-backup"
	ref := vault.SecretRef{Kind: "canary-kind-name", ID: "canary-id-name", Field: "canary-field-name"}
	putSecret(t, v, ref, canary)
	save(t, v, canary)
	path, _ := backUp(t, v)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{canary, passwordText, operatorName, string(recoveryKey.Reveal()), ref.Kind, ref.ID, ref.Field}
	for _, text := range texts {
		for _, needle := range encodings(text) {
			if bytes.Contains(content, needle) {
				t.Errorf("the backup holds %d bytes of a canary", len(needle))
			}
		}
	}
}

// TestSC5_DamagedBackup changes a backup in every bit of its beginning, and here
// and there behind it: the right password never opens it and is never blamed.
func TestSC5_DamagedBackup(t *testing.T) {
	v, _, _ := create(t)
	save(t, v, "a", "b")
	path, _ := backUp(t, v)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 4))
	var bits []int
	for bit := range 24 * 8 {
		bits = append(bits, bit)
	}
	for range 400 {
		bits = append(bits, random.IntN(len(whole)*8))
	}
	for _, bit := range bits {
		damaged := bytes.Clone(whole)
		damaged[bit/8] ^= 1 << (bit % 8)
		refuseBackup(t, path, damaged, vault.CodeDamaged, vault.CodeNotABackup)
		if bit < 24*8 || len(damaged) < 64 { // with a right checksum the prefix still fits nothing else
			reseal(damaged)
			refuseBackup(t, path, damaged, vault.CodeDamaged, vault.CodeNotABackup, vault.CodeNewer)
		} else if bit/8 < len(whole)-32 {
			reseal(damaged)
			refuseBackup(t, path, damaged, vault.CodeDamaged, vault.CodeTampered)
		}
	}
	for _, cut := range []int{0, 7, 8, 23, 24, 55, 56, len(whole) / 2, len(whole) - 1} {
		refuseBackup(t, path, whole[:cut], vault.CodeDamaged, vault.CodeNotABackup)
	}
	refuseBackup(t, path, append(bytes.Clone(whole), 0), vault.CodeDamaged)
}

func refuseBackup(t *testing.T, path string, content []byte, codes ...string) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := vault.OpenBackup(t.Context(), path, withPassword(), options(""))
	if err == nil {
		b.Close()
		t.Fatal("accepted")
	}
	for _, code := range codes {
		if fault.HasCode(err, code) {
			return
		}
	}
	t.Errorf("%s, want one of %q", describe(err), codes)
}

// TestSC6_PartsOfTwoBackups: header and snapshot of one vault, of two moments.
func TestSC6_PartsOfTwoBackups(t *testing.T) {
	v, _, _ := create(t)
	save(t, v, "a")
	first, _ := backUp(t, v)
	save(t, v, "b")
	second, _ := backUp(t, v)
	header, _ := parts(t, first)
	_, snapshot := parts(t, second)
	refuseBackup(t, first, contain(header, snapshot), vault.CodeTampered)

	other, _, _ := create(t)
	save(t, other, "a")
	third, _ := backUp(t, other)
	_, snapshot = parts(t, third)
	refuseBackup(t, first, contain(header, snapshot), vault.CodeTampered)
}

func parts(t *testing.T, path string) (header, snapshot []byte) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	size := binary.BigEndian.Uint32(b[12:])
	return b[24 : 24+size], b[24+size : len(b)-32]
}

func contain(header, snapshot []byte) []byte {
	b := binary.BigEndian.AppendUint32([]byte("PBBACKUP"), 1)
	b = binary.BigEndian.AppendUint32(b, uint32(len(header)))
	b = binary.BigEndian.AppendUint64(b, uint64(len(snapshot)))
	b = append(append(b, header...), snapshot...)
	sum := sha256.Sum256(b)
	return append(b, sum[:]...)
}

// TestSC5_BackupOfFormatOne opens the backup that the first version wrote. It
// must open forever.
func TestSC5_BackupOfFormatOne(t *testing.T) {
	if *update {
		makeGoldenBackup(t)
	}
	b, err := vault.OpenBackup(t.Context(), goldenBackup, vault.BackupKey{
		Operator: goldenOperator, Password: secret.FromString(goldenPassword),
	}, vault.Options{})
	if err != nil {
		t.Fatal(describe(err))
	}
	defer b.Close()
	info := b.Info()
	if info.Records != 3 || info.Secrets != 1 || !info.At.Equal(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)) {
		t.Errorf("it is described as %+v", info)
	}
	dir := filepath.Join(t.TempDir(), "vault")
	if _, err := b.Restore(t.Context(), dir); err != nil {
		t.Fatal(describe(err))
	}
	v, err := vault.Open(vault.Options{Dir: dir})
	if err != nil {
		t.Fatal(describe(err))
	}
	t.Cleanup(func() { _ = v.Close() })
	if _, err := v.Unlock(t.Context(), goldenOperator, secret.FromString(goldenPassword)); err != nil {
		t.Fatal(describe(err))
	}
	if diff := cmp.Diff(goldenNotes(), readNotes(t, v)); diff != "" {
		t.Error(diff)
	}
	if got, err := readSecret(t, v, goldenRef(), destination); got != goldenSecret || err != nil {
		t.Errorf("the secret is %q: %v", got, err)
	}
}

const goldenBackup = "testdata/golden1.backup"

// makeGoldenBackup backs up the golden vault.
func makeGoldenBackup(t *testing.T) {
	t.Helper()
	v, err := vault.Open(vault.Options{Dir: copyDir(t, goldenDir), Now: func() time.Time {
		return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	}})
	if err != nil {
		t.Fatal(describe(err))
	}
	defer closeVault(t, v)
	if _, err := v.Unlock(t.Context(), goldenOperator, secret.FromString(goldenPassword)); err != nil {
		t.Fatal(describe(err))
	}
	path, _ := backUp(t, v)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, "testdata", filepath.Base(goldenBackup), content)
}

// FuzzBackup reads bytes as a backup, with and without right checksums: it may
// refuse them, and must not accept what was never written.
func FuzzBackup(f *testing.F) {
	golden, err := os.ReadFile(goldenBackup)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(golden)
	f.Add(golden[:200])
	f.Add(contain(nil, nil))
	f.Add(contain([]byte("{}"), golden[:100]))
	f.Add([]byte{})
	path := filepath.Join(f.TempDir(), "backup")
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 32 {
			sum := sha256.Sum256(b[:len(b)-32])
			b = append(bytes.Clone(b[:len(b)-32]), sum[:]...)
		}
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if info, err := vault.ReadBackupInfo(path); err == nil && info.Size != int64(len(b)) {
			t.Errorf("%+v for %d bytes", info, len(b))
		}
		opened, err := vault.OpenBackup(t.Context(), path, withPassword(), options(""))
		if err == nil {
			opened.Close()
			t.Error("accepted")
		}
	})
}

// TestSC3_ABackupAsksAboutItsCost: the header in a backup may ask for any cost.
func TestSC3_ABackupAsksAboutItsCost(t *testing.T) {
	v, dir, _ := create(t)
	path, _ := backUp(t, v)
	_, snapshot := parts(t, path)
	high := map[string]any{"memoryKiB": 1 << 31, "passes": 3, "lanes": 4}
	forgeHeader(t, dir, func(h map[string]any) { h["operators"].([]any)[0].(map[string]any)["cost"] = high })
	if err := os.WriteFile(path, contain(readFile(t, dir, "header.a"), snapshot), 0o600); err != nil {
		t.Fatal(err)
	}
	asked := kdf.Cost{}
	o := options("")
	o.ConfirmCost = func(c kdf.Cost) bool { asked = c; return false }
	_, err := vault.OpenBackup(t.Context(), path, withPassword(), o)
	wantCode(t, err, vault.CodeCostTooHigh)
	if asked.MemoryKiB != 1<<31 {
		t.Errorf("asked about %+v", asked)
	}
}

// TestSC7_ADamagedStoreMakesNoBackup: it would look like one until it is needed.
func TestSC7_ADamagedStoreMakesNoBackup(t *testing.T) {
	var older []byte
	keep := func(b []byte) []byte { older = bytes.Clone(b); return b }
	for name, change := range map[string]func([]byte) []byte{
		"changed":  func(b []byte) []byte { b = bytes.Clone(b); b[len(b)-1] ^= 1; return b },
		"removed":  func([]byte) []byte { return nil },
		"outdated": func([]byte) []byte { return older },
	} {
		v, _, _ := create(t)
		save(t, v, "a", "b")
		if err := v.ChangeStored("note", "a", keep); err != nil {
			t.Fatal(err)
		}
		save(t, v, "a")
		if err := v.ChangeStored("note", "a", change); err != nil {
			t.Fatal(err)
		}
		var file bytes.Buffer
		_, err := v.WriteBackup(t.Context(), &file)
		wantCode(t, err, vault.CodeDamaged)
		if file.Len() > 0 {
			t.Errorf("%s: %d bytes were written", name, file.Len())
		}
	}
}

func TestRestoreCanBeCancelled(t *testing.T) {
	v, dir, _ := create(t)
	save(t, v, "a")
	path, _ := backUp(t, v)
	save(t, v, "b")
	closeVault(t, v)
	b := openBackup(t, path, withPassword())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Restore(ctx, dir); !errors.Is(err, context.Canceled) {
		t.Errorf("restore: %v", err)
	}
	if _, err := vault.OpenBackup(ctx, path, withPassword(), options("")); !errors.Is(err, context.Canceled) {
		t.Errorf("open: %v", err)
	}
	restoredOrOld(t, dir, "")
	if got := folders(t, dir); got != "dir" {
		t.Errorf("it leaves %s", got)
	}
}

func TestNoBackup(t *testing.T) {
	dir := t.TempDir()
	_, err := vault.ReadBackupInfo(filepath.Join(dir, "none"))
	wantCode(t, err, vault.CodeMissing)
	_, err = vault.ReadBackupInfo(dir)
	wantCode(t, err, vault.CodeNotABackup)
	writeFile(t, dir, "letter", []byte("Dear Ada"))
	_, err = vault.ReadBackupInfo(filepath.Join(dir, "letter"))
	wantCode(t, err, vault.CodeNotABackup)
}

func TestCompare(t *testing.T) {
	v, _, _ := create(t)
	save(t, v, "same", "lost later", "changed", "saved again")
	putSecret(t, v, smtpPassword(), "s3cret")
	path, _ := backUp(t, v)
	err := v.Update(t.Context(), func(tx *vault.Tx) error {
		if err := notes().Delete(tx, "lost later", vault.AnyRevision); err != nil {
			return err
		}
		_, err := notes().Put(tx, "changed", note{Title: "other"}, vault.AnyRevision)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	save(t, v, "new", "saved again")
	putSecret(t, v, smtpPassword(), "another")
	got, err := vault.Compare(t.Context(), v, openBackup(t, path, withPassword()))
	if err != nil {
		t.Fatal(describe(err))
	}
	ref := smtpPassword()
	want := []vault.Difference{
		{
			Kind: "note", ComesBack: []string{"lost later"}, IsLost: []string{"new"},
			Differs: []string{"changed"}, Same: 2,
		},
		{Kind: "secret", Differs: []string{ref.Kind + "/" + ref.ID + "/" + ref.Field}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestRestore(t *testing.T) {
	v, dir, recoveryKey := create(t)
	save(t, v, "a", "b")
	putSecret(t, v, smtpPassword(), "s3cret")
	path, _ := backUp(t, v)
	if err := v.ChangePassword(t.Context(), operatorID, password(), secret.FromString("next"), nil); err != nil {
		t.Fatal(err)
	}
	save(t, v, "c")

	b := openBackup(t, path, vault.BackupKey{RecoveryKey: recoveryKey})
	_, err := b.Restore(t.Context(), dir)
	wantCode(t, err, vault.CodeInUse)
	closeVault(t, v)
	kept, err := b.Restore(t.Context(), dir+"/")
	if err != nil {
		t.Fatal(describe(err))
	}
	if !strings.HasPrefix(kept, dir+".replaced-") {
		t.Errorf("the old folder is kept as %q", kept)
	}
	for range 2 {
		restored := open(t, dir)
		unlock(t, restored)
		wantNotes(t, restored, "a", "b")
		if got, err := readSecret(t, restored, smtpPassword(), destination); got != "s3cret" || err != nil {
			t.Errorf("the secret is %q: %v", got, err)
		}
		if report := restored.Report(); len(report) > 0 {
			t.Errorf("the restored vault reports %q", report)
		}
		save(t, restored, "a")
		closeVault(t, restored)
	}
	old := open(t, kept)
	if _, err := old.Unlock(t.Context(), "", secret.FromString("next")); err != nil {
		t.Fatal(describe(err))
	}
	wantNotes(t, old, "a", "b", "c")
	again, err := b.Restore(t.Context(), dir)
	if err != nil || again == kept {
		t.Errorf("the second time the folder is kept as %q: %v", again, err)
	}
}

func TestRestoreIntoANewFolder(t *testing.T) {
	v, _, _ := create(t)
	save(t, v, "a")
	path, info := backUp(t, v)
	dir := filepath.Join(t.TempDir(), "some", "where", "vault")
	kept, err := openBackup(t, path, withPassword()).Restore(t.Context(), dir)
	if err != nil || kept != "" {
		t.Fatalf("kept %q: %s", kept, describe(err))
	}
	restored := open(t, dir)
	unlock(t, restored)
	wantNotes(t, restored, "a")
	if got := restored.Info().BackupAt; !got.Equal(info.At) {
		t.Errorf("its last backup is of %v, want %v", got, info.At)
	}
	oneGeneration(t, dir, 1)
}

func TestRestoreTouchesNothingElse(t *testing.T) {
	v, _, _ := create(t)
	path, _ := backUp(t, v)
	b := openBackup(t, path, withPassword())
	thesis := t.TempDir()
	writeFile(t, thesis, "thesis.txt", []byte("mine"))
	_, err := b.Restore(t.Context(), thesis)
	wantCode(t, err, vault.CodeExists)
	if got := readFile(t, thesis, "thesis.txt"); string(got) != "mine" {
		t.Errorf("the thesis is %q", got)
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(v.Dir(), link); err != nil {
		t.Skip(err)
	}
	_, err = b.Restore(t.Context(), link)
	wantCode(t, err, vault.CodeUnsafeFolder)
}

// TestSC10_RestoreFailsAtEveryStep: whatever step fails, the vault that was
// there or the one from the backup is there afterwards, and the other is not
// lost.
func TestSC10_RestoreFailsAtEveryStep(t *testing.T) {
	v, dir, _ := create(t)
	save(t, v, "a")
	path, _ := backUp(t, v)
	save(t, v, "b")
	closeVault(t, v)
	failures := 0
	for failing := 1; ; failing++ {
		copied := filepath.Join(copyDir(t, dir), ".")
		step := 0
		o := options("")
		o.Disk = disk.Watched(func(m disk.Moment, s disk.Step) error {
			if m == disk.After {
				return nil
			}
			if step++; step == failing {
				return os.ErrClosed
			}
			return nil
		})
		b, err := vault.OpenBackup(t.Context(), path, withPassword(), o)
		if err != nil {
			t.Fatal(describe(err))
		}
		kept, err := b.Restore(t.Context(), copied)
		b.Close()
		if err != nil {
			failures++
		}
		restoredOrOld(t, copied, kept)
		if t.Failed() {
			t.Fatalf("step %d of %d failing: %s", failing, step, describe(err))
		}
		if step < failing {
			break
		}
	}
	if failures < 10 {
		t.Errorf("only %d steps made the restore fail", failures)
	}
}

// restoredOrOld checks that dir holds the vault of the backup, with the note a,
// or the one before, with a and b, which is kept in that case.
func restoredOrOld(t *testing.T, dir, kept string) {
	t.Helper()
	v := open(t, dir)
	unlock(t, v)
	got := readNotes(t, v)
	closeVault(t, v)
	if len(got) == 2 {
		return
	}
	wantNotesIn(t, got, "a")
	replaced, err := filepath.Glob(dir + ".replaced-*")
	if err != nil || len(replaced) != 1 || (kept != "" && replaced[0] != kept) {
		t.Fatalf("kept %q, found %q: %v", kept, replaced, err)
	}
	old := open(t, replaced[0])
	unlock(t, old)
	wantNotes(t, old, "a", "b")
	closeVault(t, old)
}

func wantNotesIn(t *testing.T, got map[string]note, ids ...string) {
	t.Helper()
	want := map[string]note{}
	for _, id := range ids {
		want[id] = noteOf(id)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}

func TestNoteBackup(t *testing.T) {
	v, dir, _ := create(t)
	at := time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)
	if err := v.NoteBackup(t.Context(), at); err != nil {
		t.Fatal(err)
	}
	closeVault(t, v)
	if got := open(t, dir).Info().BackupAt; !got.Equal(at) {
		t.Errorf("the last backup is of %v", got)
	}
}
