package vault

import (
	"context"
	"errors"
	"os"
	"slices"
	"sync"
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

// RotateOptions say what else a rotation does.
type RotateOptions struct {
	// Progress is told how many records are done, some 100 times. May be nil.
	Progress func(done, total int)
	// InTx writes into the new generation; what it writes is there only if the
	// rotation succeeds. It must not call the vault's methods. May be nil.
	InTx func(*Tx) error
	// Remove names the operators, by ID, whose slots the new header leaves out:
	// the new vault key is not sealed to them.
	Remove []string
}

// Rotate re-encrypts everything under new random keys, all or nothing: until
// the header is replaced the old generation is whole, afterwards the new one.
// Views go on meanwhile, updates wait. Cancelling ctx before the switch leaves
// the old generation.
//
// It raises vault.unknown_operator and vault.last_operator for what cannot be
// removed, and everything that an update does.
func (v *Vault) Rotate(ctx context.Context, o RotateOptions) (Rotation, error) {
	if err := v.turn(ctx); err != nil {
		return Rotation{}, err
	}
	defer v.endWriting()
	if err := v.headerChangeable(); err != nil {
		return Rotation{}, err
	}
	if err := v.removable(o.Remove); err != nil {
		return Rotation{}, err
	}
	if o.Progress == nil {
		o.Progress = func(int, int) {}
	}
	start := time.Now()
	r := &rotation{v: v, old: v.live, vaultKey: seal.NewKey(), digestKey: seal.NewKey(), at: v.now(), remove: o.Remove}
	r.meter = meter{total: r.old.index.count(), report: o.Progress}
	r.next = newGeneration(v.options.Disk, v.options.Dir, r.old.number+1, v.header.vaultID(), r.vaultKey)
	if err := r.run(ctx, o.InTx); err != nil {
		return Rotation{}, err
	}
	return Rotation{
		Generation: r.next.number, Records: r.next.index.count(), Duration: time.Since(start),
	}, nil
}

// removable refuses to remove operators who are not there, and the last one.
func (v *Vault) removable(ids []string) error {
	left := map[string]bool{}
	for i := range v.header.Operators {
		left[v.header.Operators[i].ID] = true
	}
	for _, id := range ids {
		if _, err := v.header.slot(id); err != nil {
			return err
		}
		delete(left, id)
	}
	if len(left) == 0 {
		return errLastOperator()
	}
	return nil
}

// rotation is one rotation under way.
type rotation struct {
	v         *Vault
	old, next *generation
	vaultKey  *seal.Key
	digestKey *seal.Key // random, for this rotation
	at        time.Time
	remove    []string // IDs of operators
	refused   error    // by inTx
	records   []resealed

	mu    sync.Mutex // held by workers while they bring in what they did
	meter meter
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
	switched, err := r.switchTo(sealed)
	if !switched {
		return errors.Join(writeFault(err), r.discard())
	}
	return writeFault(r.finish(sealed, err))
}

// prepare writes and verifies the new generation beside the old one.
func (r *rotation) prepare(ctx context.Context, inTx func(*Tx) error) error {
	if err := r.spaceForCopy(); err != nil {
		return err
	}
	r.next.seq, r.next.checkpoint = r.old.seq, r.old.checkpoint
	if err := r.sealAll(ctx); err != nil {
		return err
	}
	if err := r.runInTx(inTx); err != nil {
		return err
	}
	if err := r.write(ctx); err != nil {
		return err
	}
	if err := r.verify(ctx); err != nil {
		return err
	}
	r.records = nil
	return r.next.startJournal(r.next.pendingJournalPath(), r.v.header.Epoch+1, r.at)
}

// spaceForCopy asks for room for the new store, the snapshot and as much again.
func (r *rotation) spaceForCopy() error {
	info, err := os.Stat(r.old.snapshotPath())
	if err != nil {
		return err
	}
	return r.v.room(4*uint64(info.Size()+r.old.journal.Size()) + kv.MemTableSize)
}

// runInTx lets the caller write into the new generation, which has no store yet:
// the records are taken from memory, and there it writes.
func (r *rotation) runInTx(fn func(*Tx) error) error {
	if fn == nil {
		return nil
	}
	r.next.overlay = make(map[seal.Name][]byte, len(r.records))
	for i := range r.records {
		r.next.overlay[r.records[i].name] = r.records[i].value
	}
	tx := &Tx{g: r.next, write: true, at: r.at, changes: map[seal.Name]pending{}}
	defer tx.end()
	if r.refused = fn(tx); r.refused != nil {
		return r.refused
	}
	r.next.overlay = map[seal.Name][]byte{}
	if len(tx.order) == 0 {
		return nil
	}
	r.next.seq++
	for _, c := range tx.indexChanges() {
		r.next.index.apply(c)
	}
	return r.change(tx.entries())
}

// change brings what was written into the records.
func (r *rotation) change(entries []journal.Entry) error {
	o := newOpening(r.next.sealer, r.digestKey)
	for _, e := range entries {
		at, found := slices.BinarySearchFunc(r.records, e.Name, resealed.compare)
		if found {
			r.records = slices.Delete(r.records, at, at+1)
		}
		if e.Value == nil {
			continue
		}
		digest, err := o.digestOf(e.Name, e.Value)
		if err != nil {
			return err
		}
		r.records = slices.Insert(r.records, at, resealed{name: e.Name, value: e.Value, digest: digest})
	}
	return nil
}
