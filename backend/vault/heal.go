package vault

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"

	"patchbay/backend/vault/journal"
	"patchbay/backend/vault/kv"
	"patchbay/backend/vault/seal"
)

// heal writes a missing or damaged snapshot anew from the working store, and
// returns why it cannot be used otherwise. That is allowed only behind a clean
// close: the header, whose seal is right, holds the hashes of the store's files,
// which the caller has compared, and the journal is the empty one of that close. Then the store holds exactly
// what the snapshot held. A snapshot that was tampered with or is of another
// vault is no accident, and refused.
func (v *Vault) heal(h *header, g *generation, f *found) error {
	if !errors.Is(f.snapErr, journal.ErrMissing) && !errors.Is(f.snapErr, journal.ErrDamaged) {
		return f.snapErr
	}
	if !ofLastClose(h, g, f.replay.Start) {
		return f.snapErr
	}
	if err := v.healFromStore(h, g, f); err != nil {
		v.log.Warn("the snapshot could not be written anew from the working store")
		return f.snapErr
	}
	what := "damaged"
	if errors.Is(f.snapErr, journal.ErrMissing) {
		what = "missing"
	}
	f.readSnapshot(g) // what was written is verified like any other
	if f.snapErr == nil {
		f.notes = append(f.notes, filepath.Base(g.snapshotPath())+" was "+what+
			" and is written anew from the working store, which is as the last close left it")
	}
	return f.snapErr
}

// ofLastClose reports whether the journal is the empty one behind the snapshot
// that the last clean close left.
func ofLastClose(h *header, g *generation, start journal.Start) bool {
	return g.journal.Empty() && start.Checkpoint == h.State.Checkpoint && start.Seq == h.State.Seq &&
		bytes.Equal(start.Snapshot[:], h.State.Snapshot)
}

// healFromStore folds the store's records into a new snapshot, as if the old one
// were there: a crash on the way is one during a fold.
func (v *Vault) healFromStore(h *header, g *generation, f *found) error {
	if err := v.readCopy(g, f); err != nil {
		return err
	}
	g.index, g.overlay = f.index(), f.records
	defer func() { g.overlay = map[seal.Name][]byte{} }()
	g.checkpoint, g.snapshot, g.seq = h.State.Checkpoint, f.replay.Start.Snapshot, h.State.Seq
	at := v.now()
	if err := g.fold(h.Epoch, at); err != nil {
		return err
	}
	start := journal.Start{Checkpoint: g.checkpoint, Seq: g.seq, Epoch: h.Epoch, At: at, Snapshot: g.snapshot}
	f.replay = journal.Replay{Start: start, Seq: g.seq, Epoch: h.Epoch, At: at}
	f.tail = g.journal.Tail()
	return nil
}

// readCopy reads the records from a copy of the store. Opening changes a store's
// files, and until the snapshot is there these are all that there is.
func (v *Vault) readCopy(g *generation, f *found) (err error) {
	size := uint64(0)
	for _, file := range g.files {
		size += uint64(file.Size)
	}
	if err := v.room(2 * size); err != nil {
		return err
	}
	copied := g.storePath() + ".new"
	if err := g.disk.RemoveAll(copied); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, g.disk.RemoveAll(copied)) }()
	if err := os.CopyFS(copied, os.DirFS(g.storePath())); err != nil {
		return err
	}
	store, err := kv.Open(copied, g.keys.Store[:], v.log)
	if err != nil {
		return err
	}
	f.records, f.heads = map[seal.Name][]byte{}, map[seal.Name]seal.Head{}
	err = store.Each(func(name, value []byte) error {
		return f.set(journal.Entry{Name: seal.Name(name), Value: bytes.Clone(value)})
	})
	return errors.Join(err, store.Discard())
}
