package journal_test

import (
	"os"
	"path/filepath"
	"testing"

	"patchbay/backend/vault/disk"
	"patchbay/backend/vault/journal"
)

// FuzzJournal reads bytes as a journal: it may refuse them, and must neither
// panic nor accept frames that were never sealed.
func FuzzJournal(f *testing.F) {
	path, lengths := writeJournal(f)
	content, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(content)
	f.Add(content[:lengths[1]])
	f.Add(content[:lengths[1]+5])
	f.Add([]byte{})
	known := map[uint64]bool{}
	for _, c := range commits() {
		known[c.Seq] = true
	}
	work := filepath.Join(f.TempDir(), "journal")
	f.Fuzz(func(t *testing.T, b []byte) {
		if err := os.WriteFile(work, b, 0o600); err != nil {
			t.Fatal(err)
		}
		got, _, err := read(work, identity())
		if err != nil {
			return
		}
		for _, c := range got {
			if !known[c.Seq] {
				t.Errorf("accepted %+v", c)
			}
		}
	})
}

// FuzzSnapshot reads bytes as a snapshot.
func FuzzSnapshot(f *testing.F) {
	path := filepath.Join(f.TempDir(), "snapshot")
	if _, _, err := journal.WriteSnapshot(disk.Disk{}, path, identity(), point(), entries()); err != nil {
		f.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(content[:200])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, _, err := readSnapshot(path); err == nil {
			t.Error("accepted")
		}
		if _, _, err := journal.DigestSnapshot(path, identity()); err == nil {
			t.Error("accepted")
		}
	})
}
