package vault

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"patchbay/backend/vault/journal"
	"patchbay/backend/vault/kv"
	"patchbay/backend/vault/seal"
)

// Rotation is the result of [Vault.Rotate].
type Rotation struct {
	Generation uint64
	Records    int // including secrets
	Duration   time.Duration
}

// Rotate re-encrypts everything under new random keys, all or nothing: until
// the header is replaced the old generation is whole, afterwards the new one.
// Views go on meanwhile, updates wait. Cancelling ctx before the switch leaves
// the old generation.
//
// progress may be nil; it is called with the number of records done. inTx may
// be nil; what it writes belongs to the new generation and is there only if the
// rotation succeeds. It must not call the vault's methods.
func (v *Vault) Rotate(
	ctx context.Context, progress func(done, total int), inTx func(*Tx) error,
) (Rotation, error) {
	if err := v.turn(ctx); err != nil {
		return Rotation{}, err
	}
	defer v.endWriting()
	if v.live == nil {
		return Rotation{}, errLocked()
	}
	if !v.header.authentic(&v.live.keys.Header) {
		return Rotation{}, errTampered("the header changed in memory")
	}
	if progress == nil {
		progress = func(int, int) {}
	}
	start := time.Now()
	r := &rotation{v: v, old: v.live, vaultKey: seal.NewKey(), at: v.now(), progress: progress}
	r.next = newGeneration(v.options.Dir, r.old.number+1, v.header.vaultID(), r.vaultKey)
	if err := r.run(ctx, inTx); err != nil {
		return Rotation{}, err
	}
	return Rotation{
		Generation: r.next.number, Records: r.next.index.count(), Duration: time.Since(start),
	}, nil
}

// rotation is one rotation under way.
type rotation struct {
	v         *Vault
	old, next *generation
	vaultKey  *seal.Key
	at        time.Time
	progress  func(done, total int)
	refused   error                        // by inTx
	expected  digests                      // of the records that the new generation must hold
	stored    map[seal.Name]journal.Digest // of the sealed values that its store holds
}

func (r *rotation) run(ctx context.Context, inTx func(*Tx) error) error {
	err := r.prepare(ctx, inTx)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		if r.refused == nil { // what inTx refused is the caller's own error
			err = writeFault(err)
		}
		return errors.Join(err, r.discard())
	}
	sealed, err := r.nextHeader()
	if err != nil {
		return errors.Join(err, r.discard())
	}
	if err := r.switchTo(sealed); err != nil {
		return errors.Join(writeFault(err), r.discard())
	}
	return writeFault(r.finish(sealed))
}

// prepare writes and verifies the new generation beside the old one.
func (r *rotation) prepare(ctx context.Context, inTx func(*Tx) error) error {
	if err := r.spaceForCopy(); err != nil {
		return err
	}
	r.v.step(stepStore)
	if err := r.next.createStore(r.v.log); err != nil {
		return err
	}
	r.next.seq, r.next.checkpoint = r.old.seq, r.old.checkpoint
	if err := r.copyRecords(ctx); err != nil {
		return err
	}
	if err := r.runInTx(inTx); err != nil {
		return err
	}
	r.v.step(stepVerify)
	if err := r.reopenStore(); err != nil {
		return err
	}
	if err := r.verifyStore(); err != nil {
		return err
	}
	r.v.step(stepSnapshot)
	epoch := r.v.header.Epoch + 1
	point := journal.Point{Checkpoint: r.old.checkpoint + 1, Seq: r.next.seq, Epoch: epoch, At: r.at}
	if err := r.next.writeSnapshot(point); err != nil {
		return err
	}
	if err := r.verifySnapshot(); err != nil {
		return err
	}
	return r.next.startJournal(r.next.pendingJournalPath(), epoch, r.at)
}

// spaceForCopy asks for room for the new store, its compaction and the snapshot.
func (r *rotation) spaceForCopy() error {
	info, err := os.Stat(r.old.snapshotPath())
	if err != nil {
		return err
	}
	return r.v.room(4*uint64(info.Size()+r.old.journal.Size()) + kv.MemTableSize)
}

// runInTx lets the caller write into the new generation.
func (r *rotation) runInTx(fn func(*Tx) error) error {
	if fn == nil {
		return nil
	}
	tx := &Tx{g: r.next, write: true, at: r.at, changes: map[seal.Name]pending{}}
	defer tx.end()
	if r.refused = fn(tx); r.refused != nil {
		return r.refused
	}
	if len(tx.order) == 0 {
		return nil
	}
	if err := r.expected.addTx(tx); err != nil {
		return err
	}
	r.next.seq++
	r.next.apply(tx.entries(), tx.indexChanges(), r.v.log)
	if len(r.next.overlay) > 0 {
		return errors.New("vault: the new store refused a record")
	}
	return nil
}

// reopenStore closes the new store, makes its files durable and opens it again,
// so that what is verified is what lies on the disk.
func (r *rotation) reopenStore() error {
	err := r.next.store.Close()
	r.next.store = nil
	if err != nil {
		return err
	}
	if err := syncFiles(r.next.storePath()); err != nil {
		return err
	}
	r.next.store, err = kv.Open(r.next.storePath(), r.next.keys.Store[:], r.v.log)
	return err
}

func syncFiles(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		f, err := os.OpenFile(filepath.Join(dir, entry.Name()), os.O_RDWR, 0)
		if err != nil {
			return err
		}
		if err := errors.Join(f.Sync(), f.Close()); err != nil {
			return err
		}
	}
	return journal.SyncDir(dir)
}

// nextHeader seals the new vault key to everyone who could open the old one.
func (r *rotation) nextHeader() (*sealedHeader, error) {
	h := r.v.header.clone()
	h.Epoch++
	h.Generation = r.next.number
	h.WrittenAt, h.RotatedAt = r.at, r.at
	tail := r.next.journal.Tail()
	h.State = state{
		Checkpoint: r.next.checkpoint, Seq: r.next.seq, At: r.at,
		Snapshot: r.next.snapshot[:], Tail: tail[:],
	}
	if err := rewrap(&h, r.vaultKey); err != nil {
		return nil, err
	}
	return encodeHeader(h, &r.next.keys.Header)
}

// switchTo replaces the header. When that fails half way, what the disk holds
// decides.
func (r *rotation) switchTo(sealed *sealedHeader) error {
	r.v.step(stepSwitch)
	err := writeHeader(r.v.options.Dir, sealed, r.v.step)
	if err == nil {
		return nil
	}
	found, _, readErr := readHeaders(r.v.options.Dir)
	if readErr == nil && found.Epoch == sealed.Epoch {
		return nil
	}
	return err
}

// finish puts the new generation into use. The header names it already: on an
// error the vault is locked, and the next unlock does the rest.
func (r *rotation) finish(sealed *sealedHeader) error {
	r.v.step(stepSwitched)
	err := r.adoptJournal()
	r.v.mu.Lock()
	oldKey := r.v.vaultKey
	r.v.header, r.v.live, r.v.vaultKey = sealed, r.next, r.vaultKey
	r.v.mu.Unlock()
	oldKey.Wipe()
	closed := r.old.close()
	r.old.wipe()
	if err != nil {
		return errors.Join(err, r.v.lock())
	}
	if closed != nil {
		r.v.log.Warn("the old store did not close cleanly; it is removed")
	}
	r.v.step(stepRename)
	if err := removeOrphans(r.next); err != nil {
		r.v.log.Warn("files of the old generation could not be removed; the next start tries again")
	}
	r.v.step(stepRemoved)
	return journal.SyncDir(r.next.dir)
}

// adoptJournal gives the new journal its name: from now on its generation was
// in use.
func (r *rotation) adoptJournal() error {
	err := r.next.journal.Close()
	if err == nil {
		err = journal.Rename(r.next.pendingJournalPath(), r.next.journalPath())
	}
	if err != nil {
		return err
	}
	opened, _, err := journal.Open(r.next.journalPath(), r.next.journalIdentity(),
		func(journal.Commit) error { return nil })
	if err != nil {
		return err
	}
	r.next.journal = opened
	return nil
}

// discard removes what a failed rotation wrote.
func (r *rotation) discard() error {
	err := r.next.close()
	r.next.wipe()
	r.vaultKey.Wipe()
	for _, path := range []string{r.next.storePath(), r.next.snapshotPath(), r.next.pendingJournalPath()} {
		err = errors.Join(err, os.RemoveAll(path))
	}
	if err != nil {
		return fmt.Errorf("vault: remove what the rotation left: %w", err)
	}
	return nil
}
