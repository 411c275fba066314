package vault_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/vault"
	"patchbay/backend/vault/kdf"
)

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
