package vault

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"patchbay/backend/vault/journal"
	"patchbay/backend/vault/kv"
	"patchbay/backend/vault/seal"
)

// found is what the files of a generation hold, before they are compared.
type found struct {
	point   journal.Point
	digest  journal.Digest
	snapErr error
	files   []kv.File
	fileErr error
	replay  journal.Replay
	commits []journal.Commit
}

// restore opens the files of the header's generation: it verifies them, and
// rebuilds the working store when that is not what the last close left.
func (v *Vault) restore(h *sealedHeader, g *generation) (notes []string, err error) {
	defer func() {
		if err != nil {
			_ = g.close()
		}
	}()
	if err := finishRotation(g); err != nil {
		return nil, err
	}
	if err := checkGenerations(h, g); err != nil {
		return nil, err
	}
	f, err := v.read(g)
	if err != nil {
		return nil, err
	}
	interrupted, err := compare(&h.header, g, f)
	if err != nil {
		return nil, err
	}
	g.checkpoint, g.snapshot = f.point.Checkpoint, f.digest
	g.seq = max(f.point.Seq, f.replay.Seq)
	if interrupted {
		f.commits = nil
		if err := g.startJournal(g.journalPath(), h.Epoch, v.now()); err != nil {
			return nil, err
		}
	}
	notes = append(fileNotes(f), v.openStore(&h.header, g, f)...)
	if g.store == nil {
		if err := v.rebuild(g, f); err != nil {
			return nil, err
		}
	}
	return notes, removeOrphans(g)
}

// read reads snapshot, journal and the store's hashes side by side.
func (v *Vault) read(g *generation) (*found, error) {
	f := &found{}
	done := make(chan struct{}, 2)
	go func() {
		f.point, f.digest, f.snapErr = journal.DigestSnapshot(g.snapshotPath(), g.snapshotIdentity())
		done <- struct{}{}
	}()
	go func() {
		f.files, f.fileErr = kv.Files(g.storePath())
		done <- struct{}{}
	}()
	opened, replay, err := journal.Open(g.journalPath(), g.journalIdentity(), func(c journal.Commit) error {
		f.commits = append(f.commits, c)
		return nil
	})
	<-done
	<-done
	if f.snapErr != nil {
		if opened != nil {
			_ = opened.Close()
		}
		return nil, fileFault(filepath.Base(g.snapshotPath()), f.snapErr)
	}
	if errors.Is(err, journal.ErrTruncated) {
		return nil, errRolledBack(fmt.Sprintf("%s ends at %s, and later changes had been saved in it",
			filepath.Base(g.journalPath()), stamp(replay.At)))
	}
	if err != nil {
		return nil, fileFault(filepath.Base(g.journalPath()), err)
	}
	g.journal, f.replay = opened, replay
	return f, nil
}

// compare checks that header, snapshot and journal belong to one moment. It
// reports whether a fold was interrupted between its two replacements.
func compare(h *header, g *generation, f *found) (interrupted bool, err error) {
	snapshot, journalName := filepath.Base(g.snapshotPath()), filepath.Base(g.journalPath())
	start := f.replay.Start
	switch {
	case max(f.point.Epoch, f.replay.Epoch) > h.Epoch:
		return false, errRolledBack(fmt.Sprintf("the header is of %s, and a newer one was in use at %s",
			stamp(h.WrittenAt), stamp(later(f.point.At, f.replay.At))))
	case f.point.Checkpoint < h.State.Checkpoint, f.point.Checkpoint < start.Checkpoint:
		return false, errRolledBack(fmt.Sprintf("%s is of %s, and a newer one was in use at %s",
			snapshot, stamp(f.point.At), stamp(later(h.State.At, start.At))))
	case f.point.Checkpoint == h.State.Checkpoint && !bytes.Equal(f.digest[:], h.State.Snapshot):
		return false, errTampered(snapshot + " is not the one that was written last")
	case start.Checkpoint == f.point.Checkpoint && start.Snapshot != f.digest:
		return false, errTampered(snapshot + " and " + journalName + " do not belong together")
	case start.Checkpoint < f.point.Checkpoint:
		interrupted = start.Checkpoint+1 == f.point.Checkpoint && start.Snapshot == f.point.Previous &&
			g.journal.Tail() == f.point.Folded
		if !interrupted {
			return false, errRolledBack(fmt.Sprintf("%s is of %s, and %s is of %s",
				journalName, stamp(start.At), snapshot, stamp(f.point.At)))
		}
	}
	if max(f.point.Seq, f.replay.Seq) < h.State.Seq {
		return false, errRolledBack(fmt.Sprintf("%s ends at %s, and later changes were there at the last close of %s",
			journalName, stamp(f.replay.At), stamp(h.State.At)))
	}
	return interrupted, nil
}

// openStore opens the working store when its files are those of the last close.
// Else it says why they cannot be used, if they should have been.
func (v *Vault) openStore(h *header, g *generation, f *found) []string {
	tail := g.journal.Tail()
	if len(h.State.Files) == 0 || !bytes.Equal(h.State.Tail, tail[:]) {
		return nil // the last close was not clean: nothing is to be said about it
	}
	if f.fileErr != nil {
		return []string{"the working store was missing and was rebuilt from snapshot and journal"}
	}
	if differing := difference(h.State.Files, f.files); len(differing) > 0 {
		return []string{"the working store was rebuilt from snapshot and journal, because these files had changed: " +
			strings.Join(differing, ", ")}
	}
	err := func() (err error) {
		if g.store, err = kv.Open(g.storePath(), g.keys.Store[:], v.log); err != nil {
			return err
		}
		return g.buildIndex(h.State.Records)
	}()
	if err == nil {
		return nil
	}
	if g.store != nil {
		_ = g.store.Close()
		g.store = nil
	}
	return []string{"the working store could not be read and was rebuilt from snapshot and journal"}
}

// buildIndex opens the head of every record.
func (g *generation) buildIndex(want int) error {
	g.index = index{}
	err := g.store.Each(func(name, value []byte) error {
		h, err := g.sealer.OpenHead(seal.Name(name), value)
		if err == nil {
			g.index.add(seal.Name(name), h)
		}
		return err
	})
	if err == nil && g.index.count() != want {
		return fmt.Errorf("vault: the store has %d records instead of %d", g.index.count(), want)
	}
	return err
}

// rebuild makes the working store anew from snapshot and journal.
func (v *Vault) rebuild(g *generation, f *found) error {
	records := map[seal.Name][]byte{}
	snapshot := filepath.Base(g.snapshotPath())
	_, digest, _, err := journal.ReadSnapshot(g.snapshotPath(), g.snapshotIdentity(), func(e journal.Entry) error {
		records[e.Name] = e.Value
		return nil
	})
	if err != nil {
		return fileFault(snapshot, err)
	}
	if digest != f.digest {
		return errTampered(snapshot + " changed while it was read")
	}
	for _, commit := range f.commits {
		for _, e := range commit.Entries {
			if e.Value == nil {
				delete(records, e.Name)
			} else {
				records[e.Name] = e.Value
			}
		}
	}
	g.index = index{}
	for name, value := range records {
		h, err := g.sealer.OpenHead(name, value)
		if err != nil {
			return errTampered("a record in " + snapshot + " or the journal does not open")
		}
		g.index.add(name, h)
	}
	return writeFault(g.fillStore(v, records))
}

func (g *generation) fillStore(v *Vault, records map[seal.Name][]byte) error {
	if err := g.createStore(v.log); err != nil {
		return err
	}
	return g.store.Write(func(yield func(name, value []byte) bool) {
		for name, value := range records {
			if !yield(name[:], value) {
				return
			}
		}
	})
}

// finishRotation gives the journal its name when a rotation was interrupted
// after the header had named the new generation.
func finishRotation(g *generation) error {
	if _, err := os.Stat(g.journalPath()); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if _, err := os.Stat(g.pendingJournalPath()); err != nil {
		return nil // missing as well: reading it says so
	}
	return journal.Rename(g.pendingJournalPath(), g.journalPath())
}

// checkGenerations refuses a header beside the files of a newer generation that
// was in use.
func checkGenerations(h *sealedHeader, g *generation) error {
	_, err := os.Stat(g.snapshotPath())
	gone := errors.Is(err, os.ErrNotExist)
	return eachNumbered(g.dir, func(kind string, number uint64, name string) error {
		newer := number > g.number
		if (kind == "journal" && newer) || (kind == "snapshot" && newer && gone) {
			at := "an unknown time"
			if info, err := os.Stat(filepath.Join(g.dir, name)); err == nil {
				at = stamp(info.ModTime())
			}
			return errRolledBack(fmt.Sprintf("the header is of %s, before a rotation; %s of the new generation is of %s",
				stamp(h.WrittenAt), name, at))
		}
		return nil
	})
}

// removeOrphans removes what interrupted writes and rotations left behind.
func removeOrphans(g *generation) error {
	entries, err := os.ReadDir(g.dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name := entry.Name()
		if name == creatingName || (isOurs(name) && strings.HasSuffix(name, journal.TempSuffix)) ||
			(isOurs(name) && strings.HasSuffix(name, ".new")) {
			if err := os.RemoveAll(filepath.Join(g.dir, name)); err != nil {
				return err
			}
		}
	}
	return eachNumbered(g.dir, func(_ string, number uint64, name string) error {
		if number == g.number {
			return nil
		}
		return os.RemoveAll(filepath.Join(g.dir, name))
	})
}

// eachNumbered hands every file or folder named after a generation to fn.
func eachNumbered(dir string, fn func(kind string, number uint64, name string) error) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		kind, suffix, _ := strings.Cut(entry.Name(), ".")
		number, err := strconv.ParseUint(suffix, 10, 64)
		if err != nil || !slices.Contains([]string{"snapshot", "journal", "store"}, kind) {
			continue
		}
		if err := fn(kind, number, entry.Name()); err != nil {
			return err
		}
	}
	return nil
}

func removeStore(path string) error { return os.RemoveAll(path) }

// difference names the files that are not as they were.
func difference(want, got []kv.File) []string {
	left := map[string]kv.File{}
	for _, file := range want {
		left[file.Name] = file
	}
	var out []string
	for _, file := range got {
		before, ok := left[file.Name]
		if !ok || before.Size != file.Size || !bytes.Equal(before.Hash, file.Hash) {
			out = append(out, file.Name)
		}
		delete(left, file.Name)
	}
	for name := range left {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

func fileNotes(f *found) []string {
	var notes []string
	if f.replay.Torn > 0 {
		notes = append(notes, "a change that was being saved when Patchbay last stopped was not finished and was dropped")
	}
	if f.replay.BadMarks > 0 {
		notes = append(notes, "a damaged note in the journal was written anew")
	}
	return notes
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
