package vault_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/vault"
)

// closedVault holds the notes a, b and c and a secret in its snapshot.
func closedVault(t *testing.T) (dir string) {
	t.Helper()
	v, dir, _ := create(t)
	save(t, v, "a", "b", "c")
	putSecret(t, v, smtpPassword(), "s3cret")
	closeVault(t, v)
	return dir
}

func shownSecret() string {
	ref := smtpPassword()
	return ref.Kind + "/" + ref.ID + "/" + ref.Field
}

func verify(t *testing.T, v *vault.Vault) vault.Verification {
	t.Helper()
	got, err := v.Verify(t.Context(), nil)
	if err != nil {
		t.Fatal(describe(err))
	}
	return got
}

func TestVerifyAWholeVault(t *testing.T) {
	dir := closedVault(t)
	v := open(t, dir)
	_, err := v.Verify(t.Context(), nil)
	wantCode(t, err, vault.CodeLocked)
	unlock(t, v)
	save(t, v, "d") // in the journal
	before := files(t, dir)
	var last [2]int
	got, err := v.Verify(t.Context(), func(done, total int) {
		last = [2]int{done, total}
		wantNotes(t, v, "a", "b", "c", "d") // views go on
	})
	if diff := cmp.Diff(vault.Verification{Records: 4, Secrets: 1}, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if last != [2]int{5, 5} {
		t.Errorf("the progress ends with %v", last)
	}
	if diff := cmp.Diff(before, files(t, dir)); diff != "" {
		t.Errorf("the folder was changed: %s", diff)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := v.Verify(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := v.Rotate(t.Context(), vault.RotateOptions{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(vault.Verification{Records: 4, Secrets: 1}, verify(t, v)); diff != "" {
		t.Errorf("after a rotation: %s", diff)
	}
}

// files returns the contents of the folder's ordinary files.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !entry.IsDir() {
			out[entry.Name()] = string(readFile(t, dir, entry.Name()))
		}
	}
	return out
}

// TestSC5_VerifyNamesTheDamage damages an unlocked vault. Verify names every
// record that is concerned, and what belongs to none.
func TestSC5_VerifyNamesTheDamage(t *testing.T) {
	all := []string{"note/a", "note/b", "note/c", "secret/" + shownSecret()}
	for name, c := range map[string]struct {
		spoil   func(t *testing.T, v *vault.Vault)
		damaged []string
		where   string
		note    string
	}{
		"a flipped bit in the snapshot": {func(t *testing.T, v *vault.Vault) {
			changeFile(t, v.Dir(), "snapshot.1", func(b []byte) []byte { b[len(b)/2] ^= 1; return b })
		}, all, "snapshot", "snapshot.1 was changed or cut"},
		"a cut snapshot": {func(t *testing.T, v *vault.Vault) {
			changeFile(t, v.Dir(), "snapshot.1", func(b []byte) []byte { return b[:60] })
		}, all, "snapshot", "its end is lost"},
		"a removed snapshot": {func(t *testing.T, v *vault.Vault) {
			removeFile(t, v.Dir(), "snapshot.1")
		}, all, "snapshot", "snapshot.1 is missing"},
		"a flipped bit in the journal": {func(t *testing.T, v *vault.Vault) {
			changeFile(t, v.Dir(), "journal.1", func(b []byte) []byte { b[len(b)-1] ^= 1; return b })
		}, []string{"note/d"}, "journal", "journal.1"},
		"a cut journal": {func(t *testing.T, v *vault.Vault) {
			changeFile(t, v.Dir(), "journal.1", func(b []byte) []byte { return b[:len(b)-1] })
		}, []string{"note/d"}, "journal", "journal.1"},
		"a flipped bit before the journal's frames": {func(t *testing.T, v *vault.Vault) {
			changeFile(t, v.Dir(), "journal.1", func(b []byte) []byte { b[300] ^= 1; return b })
		}, nil, "", "journal.1 holds a damaged note"},
		"a header copy": {func(t *testing.T, v *vault.Vault) {
			changeFile(t, v.Dir(), "header.b", func(b []byte) []byte { b[99] ^= 1; return b })
		}, nil, "", "header.b is damaged"},
		"an older header": {func(t *testing.T, v *vault.Vault) {
			old := readFile(t, v.Dir(), "header.b")
			if err := v.ChangePassword(t.Context(), operatorID, password(), password(), nil); err != nil {
				t.Fatal(err)
			}
			writeFile(t, v.Dir(), "header.b", old)
		}, nil, "", "header.b is not the header"},
		"a table of the store": {func(t *testing.T, v *vault.Vault) {
			table := filepath.Join("store.1", tables(t, filepath.Join(v.Dir(), "store.1"))[0])
			changeFile(t, v.Dir(), table, func(b []byte) []byte { b[len(b)/2] ^= 1; return b })
		}, nil, "", "of the working store has changed on the disk"},
		"a changed record in the store": {func(t *testing.T, v *vault.Vault) {
			changeStored(t, v, "b", func(b []byte) []byte { b = bytes.Clone(b); b[len(b)-1] ^= 1; return b })
		}, []string{"note/b"}, "working store", ""},
		"a removed record in the store": {func(t *testing.T, v *vault.Vault) {
			changeStored(t, v, "b", func([]byte) []byte { return nil })
		}, []string{"note/b"}, "working store", "as many records"},
	} {
		t.Run(name, func(t *testing.T) {
			v := open(t, closedVault(t))
			unlock(t, v)
			save(t, v, "d")
			c.spoil(t, v)
			got := verify(t, v)
			if diff := cmp.Diff(c.damaged, ids(got)); diff != "" {
				t.Error(diff)
			}
			for _, d := range got.Damaged {
				if d.Where != c.where || d.Problem == "" {
					t.Errorf("%+v, want %s", d, c.where)
				}
			}
			if got.Records+got.Secrets != 5-len(c.damaged) {
				t.Errorf("%d records and %d secrets are whole", got.Records, got.Secrets)
			}
			if notes := strings.Join(got.Notes, "\n"); !strings.Contains(notes, c.note) || (c.note == "") != (notes == "") {
				t.Errorf("the notes are %q, want %q", got.Notes, c.note)
			}
		})
	}
}

func changeStored(t *testing.T, v *vault.Vault, id string, change func([]byte) []byte) {
	t.Helper()
	if err := v.ChangeStored("note", id, change); err != nil {
		t.Fatal(err)
	}
}

func ids(v vault.Verification) []string {
	var out []string
	for _, d := range v.Damaged {
		out = append(out, d.Kind+"/"+d.ID)
	}
	slices.Sort(out)
	return out
}

// TestSC5_ADamagedStoreIsNotFolded: a store that returns something else than was
// stored must not take the place of the snapshot and the journal that have it.
func TestSC5_ADamagedStoreIsNotFolded(t *testing.T) {
	var older []byte
	for name, change := range map[string]func([]byte) []byte{
		"a changed body": func(b []byte) []byte { b = bytes.Clone(b); b[len(b)-1] ^= 1; return b },
		"a changed head": func(b []byte) []byte { b = bytes.Clone(b); b[30] ^= 1; return b },
		"an older state": func([]byte) []byte { return older },
		"nothing":        func([]byte) []byte { return nil },
	} {
		v, dir, _ := create(t)
		save(t, v, "a", "b")
		changeStored(t, v, "a", func(b []byte) []byte { older = bytes.Clone(b); return b })
		save(t, v, "a")
		changeStored(t, v, "a", change)
		if err := v.Close(); err != nil {
			t.Errorf("%s: %s", name, describe(err))
		}
		again := open(t, dir)
		unlock(t, again)
		wantNotes(t, again, "a", "b")
		if diff := cmp.Diff(vault.Verification{Records: 2}, verify(t, again)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestSC7_AStoreFoundDamagedIsRebuilt: what Verify found is not sealed into the
// header at the next close.
func TestSC7_AStoreFoundDamagedIsRebuilt(t *testing.T) {
	v := open(t, closedVault(t))
	unlock(t, v)
	changeStored(t, v, "b", func([]byte) []byte { return nil })
	if len(verify(t, v).Damaged) != 1 {
		t.Error("the damage was not found")
	}
	if err := v.Lock(); err != nil {
		t.Fatal(describe(err))
	}
	unlock(t, v)
	wantNotes(t, v, "a", "b", "c")
	if diff := cmp.Diff(vault.Verification{Records: 3, Secrets: 1}, verify(t, v)); diff != "" {
		t.Error(diff)
	}
}
