package vault_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

func TestSC7_StoreIsRebuilt(t *testing.T) {
	v, dir, _ := create(t)
	save(t, v, "a", "b", "c")
	putSecret(t, v, smtpPassword(), "s3cret")
	closeVault(t, v)
	store := filepath.Join(dir, "store.1")
	table := tables(t, store)[0]
	for name, spoil := range map[string]func(store string) error{
		"removed":       os.RemoveAll,
		"table removed": func(store string) error { return os.Remove(filepath.Join(store, table)) },
		"table changed": func(store string) error {
			changeFile(t, store, table, func(b []byte) []byte { b[len(b)/2] ^= 1; return b })
			return nil
		},
		"key registry emptied":   func(store string) error { return os.Truncate(filepath.Join(store, "KEYREGISTRY"), 0) },
		"manifest cut":           func(store string) error { return os.Truncate(filepath.Join(store, "MANIFEST"), 9) },
		"a plaintext file added": func(store string) error { return os.WriteFile(filepath.Join(store, "00001.mem"), nil, 0o600) },
	} {
		t.Run(name, func(t *testing.T) {
			copied := copyDir(t, dir)
			if err := spoil(filepath.Join(copied, "store.1")); err != nil {
				t.Fatal(err)
			}
			for opening := range 2 {
				v := open(t, copied)
				unlock(t, v)
				wantNotes(t, v, "a", "b", "c")
				if got, err := readSecret(t, v, smtpPassword(), destination); got != "s3cret" || err != nil {
					t.Errorf("the secret is %q: %v", got, err)
				}
				if reported := strings.Contains(strings.Join(v.Report(), ""), "rebuilt"); reported != (opening == 0) {
					t.Errorf("opening %d reports %q", opening, v.Report())
				}
				closeVault(t, v)
			}
		})
	}
}

func tables(t testing.TB, store string) []string {
	t.Helper()
	entries, err := os.ReadDir(store)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), ".sst") {
			out = append(out, entry.Name())
		}
	}
	if len(out) == 0 {
		t.Fatalf("no table in %v", entries)
	}
	return out
}

// TestSC5_NoDamageIsSilentlyAccepted damages one file at a time, of a vault
// that was closed and of one whose process was killed. Either the vault is
// refused with one of the answers, or everything is there.
func TestSC5_NoDamageIsSilentlyAccepted(t *testing.T) {
	v, dir, _ := create(t)
	ids := []string{"a", "b", "c", "d", "e", "f"}
	save(t, v, ids[:3]...)
	if err := v.Lock(); err != nil {
		t.Fatal(err)
	}
	unlock(t, v)
	save(t, v, ids[3:]...)
	killed := copyDir(t, dir)
	removeFile(t, killed, "store.1/00001.mem") // large, and never opened after a kill
	closeVault(t, v)
	_, other, _ := create(t)

	trials := 120
	if testing.Short() {
		trials = 30
	}
	random := rand.New(rand.NewPCG(1, 2))
	counts := map[string]int{}
	for trial := range trials {
		from := []string{dir, killed}[trial%2]
		copied := copyDir(t, from)
		what := damage(t, random, copied, other)
		err := tryOpen(t.Context(), copied, func(v *vault.Vault) error { return complete(t, v, ids) })
		_ = os.RemoveAll(copied)
		var f *fault.Fault
		switch {
		case err == nil:
			counts["complete"]++
		case errors.As(err, &f) && slices.Contains([]string{
			vault.CodeDamaged, vault.CodeTampered, vault.CodeForeign, vault.CodeNewer, vault.CodeRolledBack,
			vault.CodeMissing,
		}, f.Code):
			counts[f.Code]++
		default:
			t.Errorf("trial %d, %s: %s", trial, what, describe(err))
		}
	}
	t.Log(counts)
	if counts["complete"] == 0 || counts[vault.CodeDamaged] == 0 {
		t.Error("the trials did not try both")
	}
}

func complete(t testing.TB, v *vault.Vault, ids []string) error {
	got := readNotes(t, v)
	for _, id := range ids {
		if got[id] != noteOf(id) {
			return fmt.Errorf("%s is silently wrong", id)
		}
	}
	if len(got) != len(ids) {
		return fmt.Errorf("%d records instead of %d", len(got), len(ids))
	}
	return nil
}

// damage changes one file and says how.
func damage(t testing.TB, random *rand.Rand, dir, other string) string {
	t.Helper()
	groups := [][]string{{"header.a", "header.b"}, {"snapshot.1"}, {"journal.1"}, storeFiles(t, dir)}
	group := groups[random.IntN(len(groups))]
	name := group[random.IntN(len(group))]
	b := readFile(t, dir, name)
	kind := random.IntN(6)
	switch {
	case kind == 0:
		removeFile(t, dir, name)
		return name + " removed"
	case kind == 1:
		cut := random.IntN(len(b) + 1)
		if cut == len(b) {
			cut = 0
		}
		writeFile(t, dir, name, b[:cut])
		return fmt.Sprintf("%s cut at %d of %d", name, cut, len(b))
	case kind == 2:
		if foreign, err := os.ReadFile(filepath.Join(other, name)); err == nil {
			writeFile(t, dir, name, foreign)
			return name + " of another vault"
		}
	case kind == 3:
		writeFile(t, dir, name, append(b, make([]byte, 1+random.IntN(64))...))
		return name + " made longer"
	}
	if len(b) == 0 {
		removeFile(t, dir, name)
		return name + " removed"
	}
	bit := random.IntN(len(b) * 8)
	b[bit/8] ^= 1 << (bit % 8)
	writeFile(t, dir, name, b)
	return fmt.Sprintf("bit %d of %s", bit, name)
}

func storeFiles(t testing.TB, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "store.1", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range names {
		names[i] = filepath.Join("store.1", filepath.Base(name))
	}
	return names
}
