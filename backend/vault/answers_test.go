package vault_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// The six answers to why a vault does not open, each provoked.
func TestSC4_SixAnswers(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(t *testing.T, dir string)
		want  string
	}{
		"header damaged": {func(t *testing.T, dir string) {
			changeHeaders(t, dir, func(b []byte) { b[100] ^= 1 })
		}, vault.CodeDamaged},
		"headers removed": {func(t *testing.T, dir string) {
			removeFile(t, dir, "header.a")
			removeFile(t, dir, "header.b")
		}, vault.CodeDamaged},
		"header cut": {func(t *testing.T, dir string) {
			changeFile(t, dir, "header.a", func(b []byte) []byte { return b[:len(b)/2] })
			changeFile(t, dir, "header.b", func([]byte) []byte { return nil })
		}, vault.CodeDamaged},
		"header forged": {func(t *testing.T, dir string) {
			changeHeaders(t, dir, func(b []byte) {
				at := bytes.Index(b, []byte(`"generation":1`))
				b[at+len(`"generation":`)] = '2'
				reseal(b)
			})
		}, vault.CodeTampered},
		"public key forged": {func(t *testing.T, dir string) {
			changeHeaders(t, dir, func(b []byte) {
				at := bytes.LastIndex(b, []byte(`"publicKey":"`)) + len(`"publicKey":"`)
				b[at] = map[bool]byte{true: 'B', false: 'A'}[b[at] == 'A']
				reseal(b)
			})
		}, vault.CodeTampered},
		"header of a newer format": {func(t *testing.T, dir string) {
			changeHeaders(t, dir, func(b []byte) {
				binary.BigEndian.PutUint32(b[8:], 2)
				reseal(b)
			})
		}, vault.CodeNewer},
		"headers of two vaults": {func(t *testing.T, dir string) {
			_, other, _ := create(t)
			copyFile(t, other, dir, "header.b")
		}, vault.CodeForeign},
		"snapshot of another vault": {func(t *testing.T, dir string) {
			_, other, _ := create(t)
			copyFile(t, other, dir, "snapshot.1")
		}, vault.CodeForeign},
		"journal of another vault": {func(t *testing.T, dir string) {
			_, other, _ := create(t)
			copyFile(t, other, dir, "journal.1")
		}, vault.CodeForeign},
		"snapshot damaged": {func(t *testing.T, dir string) {
			changeFile(t, dir, "snapshot.1", func(b []byte) []byte { b[200] ^= 4; return b })
			removeFile(t, dir, "store.1") // of which it would be healed
		}, vault.CodeDamaged},
		"snapshot forged": {func(t *testing.T, dir string) {
			changeFile(t, dir, "snapshot.1", func(b []byte) []byte {
				b[len(b)/2] ^= 4
				sum := sha256.Sum256(b[:len(b)-32])
				return append(b[:len(b)-32], sum[:]...)
			})
		}, vault.CodeTampered},
		"snapshot removed": {func(t *testing.T, dir string) {
			removeFile(t, dir, "snapshot.1")
			removeFile(t, dir, "store.1")
		}, vault.CodeDamaged},
		"journal removed": {func(t *testing.T, dir string) { removeFile(t, dir, "journal.1") }, vault.CodeDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			v, dir, _ := create(t)
			save(t, v, "a", "b")
			closeVault(t, v)
			c.spoil(t, dir)
			err := tryOpen(t.Context(), dir, nil)
			wantCode(t, err, c.want)
			if f := fault.Of(err); f.Hint == "" {
				t.Error("there is no next step")
			}
		})
	}
	t.Run("wrong password", func(t *testing.T) {
		v, dir, _ := create(t)
		closeVault(t, v)
		wantCode(t, tryPassword(t, dir, "other"), vault.CodeWrongPassword)
	})
}

// TestSC4_NoFlippedBitSaysWrongPassword flips every bit of the header.
func TestSC4_NoFlippedBitSaysWrongPassword(t *testing.T) {
	v, dir, _ := create(t)
	save(t, v, "a")
	closeVault(t, v)
	raw := readFile(t, dir, "header.a")
	if !bytes.Equal(raw, readFile(t, dir, "header.b")) {
		t.Fatal("the copies differ after a clean close")
	}
	if err := vault.ParseHeader(raw); err != nil {
		t.Fatal(err)
	}
	for bit := range len(raw) * 8 {
		raw[bit/8] ^= 1 << (bit % 8)
		if err := vault.ParseHeader(raw); err == nil {
			t.Fatalf("bit %d: accepted", bit)
		}
		if bit%997 == 0 { // the whole way through the files for some
			writeFile(t, dir, "header.a", raw)
			writeFile(t, dir, "header.b", raw)
			wantCode(t, tryOpen(t.Context(), dir, nil), vault.CodeDamaged)
		}
		raw[bit/8] ^= 1 << (bit % 8)
	}
}

// TestSC7_OneCopyOfTheHeaderIsEnough damages one copy at a time.
func TestSC7_OneCopyOfTheHeaderIsEnough(t *testing.T) {
	for _, name := range []string{"header.a", "header.b"} {
		v, dir, _ := create(t)
		save(t, v, "a")
		closeVault(t, v)
		changeFile(t, dir, name, func(b []byte) []byte { b[len(b)/2] ^= 1; return b })
		v = open(t, dir)
		unlock(t, v)
		wantNotes(t, v, "a")
		if report := strings.Join(v.Report(), "\n"); !strings.Contains(report, name+" was damaged") {
			t.Errorf("the report is %q", report)
		}
		if err := vault.ParseHeader(readFile(t, dir, name)); err != nil {
			t.Errorf("%s was not written anew: %v", name, err)
		}
	}
}

func TestSC8_RolledBackParts(t *testing.T) {
	for name, c := range map[string]struct {
		files []string // put back from an earlier copy
		do    func(t *testing.T, v *vault.Vault)
	}{
		"snapshot after a clean close": {[]string{"snapshot.1"}, nil},
		"journal after a clean close":  {[]string{"journal.1"}, nil},
		"snapshot and journal":         {[]string{"snapshot.1", "journal.1"}, nil},
		"header after a password change": {[]string{"header.a", "header.b"}, func(t *testing.T, v *vault.Vault) {
			err := v.ChangePassword(t.Context(), operatorID, password(), secret.FromString("next"), nil)
			if err != nil {
				t.Fatal(err)
			}
		}},
		"header after a rotation": {[]string{"header.a", "header.b"}, func(t *testing.T, v *vault.Vault) {
			if _, err := v.Rotate(t.Context(), vault.RotateOptions{}); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			v, dir, _ := create(t)
			save(t, v, "a")
			closeVault(t, v)
			before := copyDir(t, dir)
			v = open(t, dir)
			unlock(t, v)
			save(t, v, "b")
			if c.do != nil {
				c.do(t, v)
			}
			closeVault(t, v)
			for _, file := range c.files {
				copyFile(t, before, dir, file)
			}
			err := tryOpen(t.Context(), dir, nil)
			wantCode(t, err, vault.CodeRolledBack)
			if err != nil && !strings.Contains(err.Error(), "20") {
				t.Errorf("no date in %q", err)
			}
		})
	}
}

func TestSC8_TruncatedJournal(t *testing.T) {
	v, dir, _ := create(t)
	save(t, v, "a")
	short := len(readFile(t, dir, "journal.1"))
	save(t, v, "b")
	copied := copyDir(t, dir)
	changeFile(t, copied, "journal.1", func(b []byte) []byte { return b[:short] })
	wantCode(t, tryOpen(t.Context(), copied, nil), vault.CodeRolledBack)
}

// TestSC8_OlderJournalAfterAKill puts an older copy of the journal in the place of
// the one that was in use, which is consistent in itself.
func TestSC8_OlderJournalAfterAKill(t *testing.T) {
	v, dir, _ := create(t)
	save(t, v, "a")
	older := readFile(t, dir, "journal.1")
	save(t, v, "b")
	killed := copyDir(t, dir)
	writeFile(t, killed, "journal.1", older)
	for opening := range 2 {
		w := open(t, killed)
		unlock(t, w)
		reported := strings.Contains(strings.Join(w.Report(), "\n"), "the journal is an older copy: it ends at 20")
		if reported != (opening == 0) {
			t.Errorf("opening %d reports %q", opening, w.Report())
		}
		wantNotes(t, w, "a")
		closeVault(t, w)
	}
}

// TestSC8_FilesOfANewerGenerationAreReported puts the files of a generation back
// beside what is left of the next one, whose journal is gone: that is how an
// interrupted rotation looks as well.
func TestSC8_FilesOfANewerGenerationAreReported(t *testing.T) {
	v, dir, _ := create(t)
	save(t, v, "a")
	closeVault(t, v)
	before := copyDir(t, dir)
	v = open(t, dir)
	unlock(t, v)
	if _, err := v.Rotate(t.Context(), vault.RotateOptions{}); err != nil {
		t.Fatal(err)
	}
	closeVault(t, v)
	for _, file := range []string{"header.a", "header.b", "snapshot.1", "journal.1"} {
		copyFile(t, before, dir, file)
	}
	removeFile(t, dir, "journal.2")
	for opening := range 2 {
		w := open(t, dir)
		unlock(t, w)
		reported := strings.Contains(strings.Join(w.Report(), "\n"), "snapshot.2 of 20")
		if reported != (opening == 0) {
			t.Errorf("opening %d reports %q", opening, w.Report())
		}
		wantNotes(t, w, "a")
		closeVault(t, w)
	}
}

func TestSC9_TornTailIsDropped(t *testing.T) {
	v, dir, _ := create(t)
	save(t, v, "a")
	before := readFile(t, dir, "journal.1")
	save(t, v, "b")
	after := readFile(t, dir, "journal.1")
	// What a power loss leaves of an unacknowledged frame: the notes of the
	// last one are older, and a part of it may be there, or zeros.
	for name, tail := range map[string][]byte{
		"a byte":     after[len(before) : len(before)+1],
		"the head":   after[len(before) : len(before)+8],
		"most of it": after[len(before) : len(after)-1],
		"zeros":      make([]byte, len(after)-len(before)),
		"half zeros": append(bytes.Clone(after[len(before):len(before)+30]), make([]byte, len(after)-len(before)-30)...),
	} {
		copied := copyDir(t, dir)
		writeFile(t, copied, "journal.1", append(bytes.Clone(before), tail...))
		removeFile(t, copied, "lock") // its note of the last change is not older
		w := open(t, copied)
		unlock(t, w)
		wantNotes(t, w, "a")
		if len(w.Report()) != 1 {
			t.Errorf("%s: the report is %q", name, w.Report())
		}
		save(t, w, "c")
		again := open(t, copyDir(t, copied))
		unlock(t, again)
		wantNotes(t, again, "a", "c")
	}
}

// changeHeaders changes both copies alike.
func changeHeaders(t testing.TB, dir string, change func([]byte)) {
	t.Helper()
	for _, name := range []string{"header.a", "header.b"} {
		changeFile(t, dir, name, func(b []byte) []byte { change(b); return b })
	}
}

// reseal makes a header's unkeyed hash right again, as a forger would.
func reseal(b []byte) {
	sum := sha256.Sum256(b[:len(b)-32])
	copy(b[len(b)-32:], sum[:])
}

func changeFile(t testing.TB, dir, name string, change func([]byte) []byte) {
	t.Helper()
	writeFile(t, dir, name, change(readFile(t, dir, name)))
}

func readFile(t testing.TB, dir, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func writeFile(t testing.TB, dir, name string, content []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func removeFile(t testing.TB, dir, name string) {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
		t.Fatal(err)
	}
}

func copyFile(t testing.TB, from, to, name string) {
	t.Helper()
	writeFile(t, to, name, readFile(t, from, name))
}
