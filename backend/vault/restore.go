package vault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"patchbay/backend/vault/journal"
	"patchbay/backend/vault/kv"
	"patchbay/backend/vault/seal"
)

// found is what the files of a generation hold.
type found struct {
	point   journal.Point
	digest  journal.Digest
	sealer  *seal.Serial
	records map[seal.Name][]byte // of snapshot and journal
	heads   map[seal.Name]seal.Head
	snapErr error
	replay  journal.Replay
	tail    journal.Digest // of the journal
	commits []journal.Commit
	notes   []string // why the working store could not be used
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
		return nil, writeFault(err)
	}
	if err := checkGenerations(h, g); err != nil {
		return nil, err
	}
	f, err := v.read(&h.header, g)
	if err != nil {
		return nil, err
	}
	interrupted, err := compare(&h.header, g, f)
	if err != nil {
		return nil, err
	}
	f.notes = append(f.notes, v.lostCommits(g.journal, f.replay)...)
	g.checkpoint, g.snapshot = f.point.Checkpoint, f.digest
	g.seq = max(f.point.Seq, f.replay.Seq)
	if interrupted {
		f.commits = nil
		if err := g.startJournal(g.journalPath(), h.Epoch, v.now()); err != nil {
			return nil, writeFault(err)
		}
	}
	if err := f.replayCommits(g); err != nil {
		return nil, err
	}
	if g.store == nil {
		note, err := v.rebuildStore(g, f.records)
		if err != nil {
			return nil, writeFault(err)
		}
		f.notes = append(f.notes, note...)
	}
	unfinished := unfinishedRotation(g)
	if err := removeOrphans(g); err != nil {
		f.notes = append(f.notes, "files that an interrupted change left behind could not be removed; the next unlock tries again")
	} else {
		f.notes = append(f.notes, unfinished...)
	}
	return append(fileNotes(f), f.notes...), nil
}

// read reads the journal, then snapshot and working store side by side.
func (v *Vault) read(h *header, g *generation) (*found, error) {
	f := &found{}
	done := make(chan struct{})
	go func() {
		defer close(done)
		f.readSnapshot(g)
	}()
	opened, replay, err := journal.Open(g.disk, g.journalPath(), g.journalIdentity(), func(c journal.Commit) error {
		f.commits = append(f.commits, c)
		return nil
	})
	g.journal, f.replay = opened, replay
	if err == nil {
		f.tail = opened.Tail()
	}
	if err == nil && len(h.State.Files) > 0 && v.room(0) == nil && bytes.Equal(h.State.Tail, f.tail[:]) {
		f.notes = g.checkStore(h)
	}
	<-done
	if f.snapErr != nil && g.files != nil {
		f.snapErr = v.heal(h, g, f)
	}
	if err := f.fault(g, err); err != nil {
		return nil, err
	}
	if g.files != nil { // not before: opening changes the files, of which a snapshot can be healed
		f.notes = append(f.notes, v.openStore(g)...)
	}
	return f, nil
}

// fault says why snapshot or journal are refused.
func (f *found) fault(g *generation, journalErr error) error {
	name := filepath.Base(g.journalPath())
	switch {
	case f.snapErr != nil:
		return fileFault(filepath.Base(g.snapshotPath()), f.snapErr)
	case errors.Is(journalErr, journal.ErrTruncated):
		return errRolledBack(fmt.Sprintf("%s ends at %s, and later changes had been saved in it", name, stamp(f.replay.At)))
	case errors.Is(journalErr, journal.ErrUnrepaired):
		return writeFault(journalErr)
	case journalErr != nil:
		return fileFault(name, journalErr)
	}
	return nil
}

func (f *found) readSnapshot(g *generation) {
	f.sealer = g.sealer.Serial()
	f.records, f.heads = map[seal.Name][]byte{}, map[seal.Name]seal.Head{}
	f.point, f.digest, _, f.snapErr = journal.ReadSnapshot(g.snapshotPath(), g.snapshotIdentity(),
		func(e journal.Entry) error { return f.set(e) })
}

// set notes a record of snapshot or journal, whose head must open.
func (f *found) set(e journal.Entry) error {
	if e.Value == nil {
		delete(f.records, e.Name)
		delete(f.heads, e.Name)
		return nil
	}
	h, err := f.sealer.OpenHead(e.Name, e.Value)
	if err != nil {
		return fmt.Errorf("%w: a record does not open", journal.ErrTampered)
	}
	f.records[e.Name], f.heads[e.Name] = e.Value, h
	return nil
}

// replayCommits brings the journal's transactions into the records, and makes
// the index.
func (f *found) replayCommits(g *generation) error {
	for _, commit := range f.commits {
		for _, e := range commit.Entries {
			if err := f.set(e); err != nil {
				return fileFault(filepath.Base(g.journalPath()), err)
			}
		}
	}
	g.index = f.index()
	return nil
}

func (f *found) index() index {
	out := index{}
	for name, h := range f.heads {
		out.add(name, h)
	}
	return out
}

const rebuilt = "the working store was rebuilt from snapshot and journal, because "

// checkStore sets g.files when the working store's files are those of the last
// clean close, or says why it cannot be used.
func (g *generation) checkStore(h *header) (notes []string) {
	files, err := kv.Files(g.storePath())
	if err != nil {
		return []string{rebuilt + "it was missing or unreadable"}
	}
	if differing := difference(h.State.Files, files); len(differing) > 0 {
		return []string{rebuilt + "these files had changed: " + strings.Join(differing, ", ")}
	}
	g.files = files
	return nil
}

// openStore opens the working store, whose files were checked, or says why it
// cannot be used.
func (v *Vault) openStore(g *generation) (notes []string) {
	store, err := kv.Open(g.storePath(), g.keys.Store[:], v.log)
	if err != nil {
		g.files = nil
		return []string{rebuilt + "it could not be opened"}
	}
	g.store = store
	return nil
}

// rebuildStore makes the working store anew. On a full disk, where Badger would
// take the process with it, it goes without: snapshot and journal have been
// read, so that reading works, and a write finds no room either.
func (v *Vault) rebuildStore(g *generation, records map[seal.Name][]byte) (notes []string, err error) {
	size := uint64(0)
	for _, value := range records {
		size += uint64(len(value))
	}
	if v.room(3*size) == nil {
		return nil, v.fillStore(g, records)
	}
	g.overlay = records
	return []string{"the disk of the vault folder is full: the vault can be read, and nothing can be saved"}, nil
}

// fillStore fills a new working store.
func (v *Vault) fillStore(g *generation, records map[seal.Name][]byte) error {
	if err := errors.Join(g.disk.RemoveAll(g.storePath()), g.disk.Reach(stepFillStore)); err != nil {
		return err
	}
	names := slices.SortedFunc(maps.Keys(records), func(a, b seal.Name) int { return bytes.Compare(a[:], b[:]) })
	err := kv.Fill(context.Background(), g.storePath(), g.keys.Store[:], func(yield func(name, value []byte) bool) {
		for _, name := range names {
			if !yield(name[:], records[name]) {
				return
			}
		}
	}, v.log)
	if err == nil {
		g.store, err = kv.Open(g.storePath(), g.keys.Store[:], v.log)
	}
	return err
}

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
	if f.replay.BadMarks > 0 || f.replay.BadFilling {
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
