package journal_test

import (
	"bytes"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/vault/disk"
	"patchbay/backend/vault/journal"
	"patchbay/backend/vault/seal"
)

func identity() journal.Identity {
	return journal.Identity{VaultID: seal.VaultID{1}, Generation: 3, Key: &seal.Key{2}}
}

func at(seconds int64) time.Time { return time.Unix(1_700_000_000+seconds, 0).UTC() }

func start() journal.Start {
	return journal.Start{Checkpoint: 5, Seq: 100, Epoch: 9, At: at(0), Snapshot: journal.Digest{4}}
}

func commits() []journal.Commit {
	return []journal.Commit{
		{Seq: 101, Epoch: 9, At: at(1), Entries: []journal.Entry{{Name: seal.Name{1}, Value: []byte("one")}}},
		{Seq: 102, Epoch: 10, At: at(2), Entries: []journal.Entry{
			{Name: seal.Name{1}}, {Name: seal.Name{2}, Value: []byte("two")},
		}},
		{Seq: 103, Epoch: 10, At: at(3)},
	}
}

// writeJournal writes all commits and returns the path and the file's length
// after each of them.
func writeJournal(t testing.TB) (path string, lengths []int64) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "journal")
	if err := journal.Write(disk.Disk{}, path, identity(), start()); err != nil {
		t.Fatal(err)
	}
	j, _, err := journal.Open(disk.Disk{}, path, identity(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range commits() {
		lengths = append(lengths, j.Size())
		if err := j.Append(c); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	return path, lengths
}

func read(path string, id journal.Identity) (got []journal.Commit, replay journal.Replay, err error) {
	j, replay, err := journal.Open(disk.Disk{}, path, id, func(c journal.Commit) error {
		got = append(got, c)
		return nil
	})
	if err == nil {
		err = j.Close()
	}
	return got, replay, err
}

func TestJournalRoundTrip(t *testing.T) {
	path, _ := writeJournal(t)
	got, replay, err := read(path, identity())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(commits(), got); diff != "" {
		t.Error(diff)
	}
	want := journal.Replay{Start: start(), Seq: 103, Epoch: 10, At: at(3), Commits: 3}
	if diff := cmp.Diff(want, replay); diff != "" {
		t.Error(diff)
	}
}

// TestReadLeavesTheFile reads a journal with an unfinished transaction and a
// damaged mark.
func TestReadLeavesTheFile(t *testing.T) {
	path, lengths := writeJournal(t)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content = flip(content, 512) // the mark of an even number of frames, the last
	content = append(content, content[lengths[2]:lengths[2]+20]...)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	var got []journal.Commit
	replay, tail, err := journal.Read(path, identity(), func(c journal.Commit) error {
		got = append(got, c)
		return nil
	})
	if err != nil || replay.Torn != 20 || replay.BadMarks != 1 {
		t.Fatal(replay, err)
	}
	if diff := cmp.Diff(commits(), got); diff != "" {
		t.Error(diff)
	}
	if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, content) {
		t.Error("the file was changed", err)
	}
	j, _, err := journal.Open(disk.Disk{}, path, identity(), func(journal.Commit) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	if j.Tail() != tail {
		t.Error("the tails differ")
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := journal.Read(path+"x", identity(), nil); !errors.Is(err, journal.ErrMissing) {
		t.Errorf("without a file: %v", err)
	}
}

func TestSC5_EveryFlippedBitOfTheJournal(t *testing.T) {
	path, _ := writeJournal(t)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	work := filepath.Join(t.TempDir(), "journal")
	for bit := 0; bit < len(content)*8; bit += 7 {
		changed := bytes.Clone(content)
		changed[bit/8] ^= 1 << (bit % 8)
		if err := os.WriteFile(work, changed, 0o600); err != nil {
			t.Fatal(err)
		}
		got, replay, err := read(work, identity())
		if err == nil && !cmp.Equal(commits(), got) {
			t.Fatalf("bit %d: silently wrong: %v", bit, got)
		}
		if err == nil && replay.BadMarks == 0 && !replay.BadFilling {
			t.Fatalf("bit %d: silently accepted", bit)
		}
		if err == nil {
			_, replay, err = read(work, identity())
			if err != nil || replay.BadMarks > 0 || replay.BadFilling {
				t.Fatalf("bit %d: not repaired: %+v, %v", bit, replay, err)
			}
		}
	}
}

func TestSC5_EveryTruncationOfTheJournal(t *testing.T) {
	path, _ := writeJournal(t)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	work := filepath.Join(t.TempDir(), "journal")
	for end := range content {
		if err := os.WriteFile(work, content[:end], 0o600); err != nil {
			t.Fatal(err)
		}
		if got, _, err := read(work, identity()); err == nil {
			t.Fatalf("cut at %d: %d transactions are accepted", end, len(got))
		}
	}
}

func TestSC6_ForgedJournals(t *testing.T) {
	path, lengths := writeJournal(t)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	frame := func(i int) []byte {
		if i+1 < len(lengths) {
			return content[lengths[i]:lengths[i+1]]
		}
		return content[lengths[i]:]
	}
	other := identity()
	other.VaultID[0]++
	newGeneration := identity()
	newGeneration.Generation++
	otherKey := identity()
	otherKey.Key = &seal.Key{9}
	for name, c := range map[string]struct {
		content []byte
		id      journal.Identity
		want    error
	}{
		"frame replayed":     {append(bytes.Clone(content), frame(2)...), identity(), journal.ErrTampered},
		"frames swapped":     {join(content[:lengths[0]], frame(1), frame(0), frame(2)), identity(), journal.ErrTampered},
		"frame removed":      {join(content[:lengths[0]], frame(1), frame(2)), identity(), journal.ErrTampered},
		"last frame removed": {content[:lengths[2]], identity(), journal.ErrTruncated},
		"other vault":        {content, other, journal.ErrForeign},
		"other generation":   {content, newGeneration, journal.ErrTampered},
		"other key":          {content, otherKey, journal.ErrTampered},
	} {
		work := filepath.Join(t.TempDir(), "journal")
		if err := os.WriteFile(work, c.content, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := read(work, c.id); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

func snapshotEntries() []journal.Entry {
	return []journal.Entry{
		{Name: seal.Name{1}, Value: []byte("one")},
		{Name: seal.Name{2}, Value: bytes.Repeat([]byte("two"), 100_000)},
		{Name: seal.Name{3}, Value: []byte{}},
	}
}

func entries() iter.Seq2[journal.Entry, error] {
	return func(yield func(journal.Entry, error) bool) {
		for _, e := range snapshotEntries() {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func point() journal.Point {
	return journal.Point{Checkpoint: 5, Seq: 100, Epoch: 9, At: at(0), Previous: journal.Digest{1}, Folded: journal.Digest{2}}
}

func readSnapshot(path string) (got []journal.Entry, p journal.Point, digest journal.Digest, err error) {
	p, digest, _, err = journal.ReadSnapshot(path, identity(), func(e journal.Entry) error {
		got = append(got, e)
		return nil
	})
	return got, p, digest, err
}

func TestSnapshotRoundTrip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "snapshot")
	digest, count, err := journal.WriteSnapshot(disk.Disk{}, path, identity(), point(), entries())
	if err != nil || count != 3 {
		t.Fatal(count, err)
	}
	got, gotPoint, gotDigest, err := readSnapshot(path)
	if err != nil {
		t.Fatal(err)
	}
	if !cmp.Equal(snapshotEntries(), got) || gotDigest != digest {
		t.Error("other records or another digest were read")
	}
	if diff := cmp.Diff(point(), gotPoint); diff != "" {
		t.Error(diff)
	}
}

func TestSC5_DamagedSnapshot(t *testing.T) {
	path := filepath.Join(t.TempDir(), "snapshot")
	if _, _, err := journal.WriteSnapshot(disk.Disk{}, path, identity(), point(), entries()); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	step := 1
	for at := 0; at < len(content); at += step {
		step = step*5/4 + 1
		for name, changed := range map[string][]byte{
			"cut":  content[:at],
			"flip": flip(content, at),
		} {
			if err := os.WriteFile(path, changed, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, _, _, err := readSnapshot(path); !errors.Is(err, journal.ErrDamaged) {
				t.Errorf("%s at %d: %v", name, at, err)
			}
		}
	}
}

func flip(content []byte, at int) []byte {
	changed := bytes.Clone(content)
	changed[at] ^= 0x10
	return changed
}

func TestFailedSnapshotLeavesTheOld(t *testing.T) {
	path := filepath.Join(t.TempDir(), "snapshot")
	if _, _, err := journal.WriteSnapshot(disk.Disk{}, path, identity(), point(), entries()); err != nil {
		t.Fatal(err)
	}
	failed := errors.New("no")
	_, _, err := journal.WriteSnapshot(disk.Disk{}, path, identity(), point(), func(yield func(journal.Entry, error) bool) {
		yield(journal.Entry{}, failed)
	})
	if !errors.Is(err, failed) {
		t.Errorf("written: %v", err)
	}
	if got, _, _, err := readSnapshot(path); err != nil || len(got) != 3 {
		t.Errorf("the old snapshot: %v", err)
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
