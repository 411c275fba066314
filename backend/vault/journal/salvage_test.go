package journal_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/vault/disk"
	"patchbay/backend/vault/journal"
	"patchbay/backend/vault/seal"
)

// manyEntries fill several frames of a snapshot.
func manyEntries(yield func(journal.Entry, error) bool) {
	for i := range 40 {
		e := journal.Entry{Name: seal.Name{byte(i)}, Value: make([]byte, 32<<10)}
		if !yield(e, nil) {
			return
		}
	}
}

func writeLargeSnapshot(t testing.TB) (path string, content []byte) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "snapshot")
	if _, _, err := journal.WriteSnapshot(disk.Disk{}, path, identity(), point(), manyEntries); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return path, content
}

func salvage(t testing.TB, path string, content []byte) (names int, found journal.Salvage) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	found, err := journal.SalvageSnapshot(path, identity(), point().Checkpoint, func(e journal.Entry) {
		names++
		if len(e.Value) != 32<<10 {
			t.Errorf("a record of %d bytes was never written", len(e.Value))
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return names, found
}

func TestSalvageSnapshot(t *testing.T) {
	path, whole := writeLargeSnapshot(t)
	at := len(whole) / 2
	for name, c := range map[string]struct {
		content []byte
		names   int
		want    journal.Salvage
	}{
		"whole":                  {whole, 40, journal.Salvage{Point: point(), Count: 40}},
		"a flipped bit":          {flip(whole, at), 32, journal.Salvage{Point: point(), Unreadable: 1, Count: 40}},
		"a flipped bit up front": {flip(whole, 13), 40, journal.Salvage{Point: point(), Count: 40}},
		"cut":                    {whole[:at], 16, journal.Salvage{Point: point(), Unreadable: 1, Cut: true, Count: -1}},
		"empty":                  {nil, 0, journal.Salvage{Count: -1}},
	} {
		names, got := salvage(t, path, c.content)
		if diff := cmp.Diff(c.want, got); diff != "" || names != c.names {
			t.Errorf("%s: %d records\n%s", name, names, diff)
		}
	}
	if _, err := journal.SalvageSnapshot(path+"0", identity(), 1, nil); err != journal.ErrMissing {
		t.Error(err)
	}
}

// FuzzSalvage reads bytes as a damaged snapshot: what it hands on was sealed.
func FuzzSalvage(f *testing.F) {
	path, whole := writeLargeSnapshot(f)
	f.Add(whole[:2000], 0)
	f.Add(whole[:300], 299)
	f.Fuzz(func(t *testing.T, b []byte, at int) {
		if at >= 0 && at < len(b) {
			b = flip(b, at)
		}
		if names, _ := salvage(t, path, b); names > 0 {
			t.Error("a record out of nothing")
		}
	})
}
