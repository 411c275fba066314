package vault

import (
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"patchbay/backend/vault/disk"
	"patchbay/backend/vault/journal"
	"patchbay/backend/vault/kv"
	"patchbay/backend/vault/seal"
)

// generation is everything that lives under one vault key. Its fields are
// changed by the one writer only, those that readers use under Vault.mu.
type generation struct {
	disk       disk.Disk
	dir        string
	number     uint64
	keys       *seal.Keys
	sealer     *seal.Sealer
	store      *kv.Store // nil when the disk was full
	journal    *journal.Journal
	index      index
	checkpoint uint64
	snapshot   journal.Digest
	seq        uint64
	// overlay holds what the store could not take: everything when there is no
	// store, because the disk was full, and what came after it had taken its
	// share. Snapshot and journal have it, so it is not lost, and readers find it
	// here.
	overlay map[seal.Name][]byte
	// files are those of the store when it was opened as the last close had left
	// it; none when it was made anew.
	files []kv.File
	// spoiled is set when the store did not return what was stored in it. Then
	// the next unlock rebuilds it.
	spoiled atomic.Bool
}

func newGeneration(d disk.Disk, dir string, number uint64, id seal.VaultID, vaultKey *seal.Key) *generation {
	keys := seal.Derive(vaultKey, id, number)
	return &generation{
		disk: d, dir: dir, number: number, keys: keys, index: index{}, overlay: map[seal.Name][]byte{},
		sealer: &seal.Sealer{Keys: keys, VaultID: id, Generation: number},
	}
}

func numbered(kind string, generation uint64) string { return fmt.Sprintf("%s.%d", kind, generation) }

func (g *generation) path(kind string) string {
	return filepath.Join(g.dir, numbered(kind, g.number))
}

func (g *generation) snapshotPath() string { return g.path("snapshot") }
func (g *generation) journalPath() string  { return g.path("journal") }
func (g *generation) storePath() string    { return g.path("store") }

// pendingJournalPath is the journal's name until the header names its
// generation. It tells the remains of a rotation that never took effect from a
// newer generation beside an older header.
func (g *generation) pendingJournalPath() string { return g.journalPath() + ".new" }

func (g *generation) journalIdentity() journal.Identity {
	return journal.Identity{VaultID: g.sealer.VaultID, Generation: g.number, Key: &g.keys.Journal}
}

func (g *generation) snapshotIdentity() journal.Identity {
	return journal.Identity{VaultID: g.sealer.VaultID, Generation: g.number, Key: &g.keys.Snapshot}
}

// createStore makes an empty working store, in place of an older one.
func (g *generation) createStore(log *slog.Logger) (err error) {
	if err := g.disk.RemoveAll(g.storePath()); err != nil {
		return err
	}
	if err := g.disk.Reach(stepFillStore); err != nil {
		return err
	}
	g.store, err = kv.Create(g.storePath(), g.keys.Store[:], log)
	return err
}

// value returns the sealed value of a name, nil when there is none.
func (g *generation) value(name seal.Name) ([]byte, error) {
	if value, ok := g.overlay[name]; ok || g.store == nil {
		return value, nil
	}
	return g.store.Get(name[:])
}

// errStop ends an iteration over the store that no one wants to go on with.
var errStop = errors.New("vault: stop")

// each yields every sealed record, and an error at the end when they are not as
// many as the index has.
func (g *generation) each() iter.Seq2[journal.Entry, error] {
	return func(yield func(journal.Entry, error) bool) {
		count := 0
		next := func(name seal.Name, value []byte) bool {
			count++
			return yield(journal.Entry{Name: name, Value: value}, nil)
		}
		var err error
		if g.store != nil {
			err = g.store.Each(func(raw, value []byte) error {
				name := seal.Name(raw)
				if _, newer := g.overlay[name]; !newer && !next(name, value) {
					return errStop
				}
				return nil
			})
		}
		for name, value := range g.overlay {
			if err == nil && value != nil && !next(name, value) {
				err = errStop
			}
		}
		if err == nil && count != g.index.count() {
			g.spoiled.Store(true)
			err = fmt.Errorf("vault: the store has %d records and the index %d", count, g.index.count())
		}
		if err != nil && !errors.Is(err, errStop) {
			yield(journal.Entry{}, err)
		}
	}
}

// apply brings a committed transaction into the store and the index. What the
// store refuses stays in memory: the transaction is durable already.
func (g *generation) apply(entries []journal.Entry, changes []change, log *slog.Logger) {
	taken := g.write(entries, log)
	for _, e := range entries {
		if taken {
			delete(g.overlay, e.Name)
		} else {
			g.overlay[e.Name] = e.Value
		}
	}
	for _, c := range changes {
		g.index.apply(c)
	}
}

// write reports whether the store has taken the entries.
func (g *generation) write(entries []journal.Entry, log *slog.Logger) bool {
	if g.store == nil {
		return false
	}
	err := g.store.Write(func(yield func(name, value []byte) bool) {
		for _, e := range entries {
			if !yield(e.Name[:], e.Value) {
				return
			}
		}
	})
	if err != nil && !errors.Is(err, kv.ErrFull) {
		log.Error("the working store refused a change; it is kept in the journal and will be rebuilt")
	}
	return err == nil
}

// fold writes a new snapshot and begins a new journal behind it.
func (g *generation) fold(epoch uint64, now time.Time) error {
	point := journal.Point{
		Checkpoint: g.checkpoint + 1, Seq: g.seq, Epoch: epoch, At: now,
		Previous: g.snapshot, Folded: g.journal.Tail(),
	}
	if err := g.writeSnapshot(point); err != nil {
		if errors.Is(err, disk.ErrUnsynced) {
			g.journal.Break() // the snapshot has perhaps taken over
		}
		return err
	}
	return g.startJournal(g.journalPath(), epoch, now)
}

func (g *generation) writeSnapshot(point journal.Point) error {
	digest, _, err := journal.WriteSnapshot(g.disk, g.snapshotPath(), g.snapshotIdentity(), point, g.verified())
	if err != nil {
		return err
	}
	g.checkpoint, g.snapshot = point.Checkpoint, digest
	return nil
}

// startJournal replaces the journal by an empty one behind the snapshot.
func (g *generation) startJournal(path string, epoch uint64, now time.Time) error {
	if g.journal != nil {
		if err := g.journal.Close(); err != nil {
			return err
		}
	}
	start := journal.Start{Checkpoint: g.checkpoint, Seq: g.seq, Epoch: epoch, At: now, Snapshot: g.snapshot}
	if err := journal.Write(g.disk, path, g.journalIdentity(), start); err != nil {
		return err
	}
	opened, _, err := journal.Open(g.disk, path, g.journalIdentity(), func(journal.Commit) error { return nil })
	if err != nil {
		return err
	}
	g.journal = opened
	return nil
}

// discard closes the files and removes the working store: snapshot and journal
// have everything. It writes next to nothing, so that it works on a full disk.
func (g *generation) discard() error {
	if g.store != nil {
		_ = g.store.Discard() // no one reads it again
		g.store = nil
	}
	return errors.Join(g.close(), g.disk.RemoveAll(g.storePath()))
}

// footprint estimates the bytes of all records as they lie on the disk.
func (g *generation) footprint() uint64 {
	info, err := os.Stat(g.snapshotPath())
	if err != nil || g.journal == nil {
		return 0
	}
	return uint64(info.Size() + g.journal.Size())
}

// close closes the files without folding anything.
func (g *generation) close() error {
	var errs []error
	if g.store != nil {
		errs = append(errs, g.store.Close())
		g.store = nil
	}
	if g.journal != nil {
		errs = append(errs, g.journal.Close())
		g.journal = nil
	}
	return errors.Join(errs...)
}

// wipe overwrites the keys.
func (g *generation) wipe() {
	if g != nil {
		g.keys.Wipe()
	}
}
