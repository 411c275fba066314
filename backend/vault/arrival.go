package vault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"patchbay/backend/vault/journal"
	"patchbay/backend/vault/kv"
	"patchbay/backend/vault/seal"
)

// errCopy says that a record did not arrive in the new generation as it was.
var errCopy = errors.New("vault: a copied record differs from its source")

// write makes the files of the new generation: store and snapshot side by side.
// The snapshot becomes durable in its place; of the store, all files are synced
// when it is closed.
func (r *rotation) write(ctx context.Context) error {
	if err := r.next.disk.Reach(stepStore); err != nil {
		return err
	}
	if err := r.next.disk.RemoveAll(r.next.storePath()); err != nil {
		return err
	}
	if err := r.next.disk.Reach(stepSnapshot); err != nil {
		return err
	}
	if err := together(ctx, r.fillStore, r.writeSnapshot); err != nil {
		return err
	}
	return r.next.disk.SyncFiles(r.next.storePath())
}

func (r *rotation) fillStore(ctx context.Context) error {
	return kv.Fill(ctx, r.next.storePath(), r.next.keys.Store[:], func(yield func(name, value []byte) bool) {
		for i := range r.records {
			if !yield(r.records[i].name[:], r.records[i].value) {
				return
			}
		}
	}, r.v.log)
}

func (r *rotation) writeSnapshot(ctx context.Context) error {
	point := journal.Point{
		Checkpoint: r.old.checkpoint + 1, Seq: r.next.seq, Epoch: r.v.header.Epoch + 1, At: r.at,
	}
	digest, _, err := journal.WriteSnapshot(r.next.disk, r.next.snapshotPath(), r.next.snapshotIdentity(), point,
		func(yield func(journal.Entry, error) bool) {
			for i := range r.records {
				if !yield(journal.Entry{Name: r.records[i].name, Value: r.records[i].value}, ctx.Err()) {
					return
				}
			}
		})
	r.next.checkpoint, r.next.snapshot = point.Checkpoint, digest
	return err
}

// verify reads the new files back from the disk, compares every byte with the
// sealed records in memory, and opens these with the new keys: each must give
// the plaintext that the old generation had.
func (r *rotation) verify(ctx context.Context) (err error) {
	if err := r.next.disk.Reach(stepVerify); err != nil {
		return err
	}
	if count := r.next.index.count(); count != len(r.records) {
		return fmt.Errorf("%w: %d of %d are there", errCopy, len(r.records), count)
	}
	r.next.store, err = kv.Open(r.next.storePath(), r.next.keys.Store[:], r.v.log)
	if err != nil {
		return err
	}
	return together(ctx, r.verifyStore, r.verifySnapshot, r.verifyContents)
}

func (r *rotation) verifyStore(ctx context.Context) error {
	c := &comparison{ctx: ctx, left: r.records}
	return c.end(r.next.store.Each(func(raw, value []byte) error {
		return c.next(seal.Name(raw), value)
	}))
}

func (r *rotation) verifySnapshot(ctx context.Context) error {
	c := &comparison{ctx: ctx, left: r.records}
	_, digest, _, err := journal.ReadSnapshot(r.next.snapshotPath(), r.next.snapshotIdentity(),
		func(e journal.Entry) error { return c.next(e.Name, e.Value) })
	if err == nil && digest != r.next.snapshot {
		err = errCopy
	}
	return c.end(err)
}

// comparison compares records as they are read with those in memory. Both are in
// the order of their names.
type comparison struct {
	ctx  context.Context
	left []resealed // still to come
}

func (c *comparison) next(name seal.Name, value []byte) error {
	if err := c.ctx.Err(); err != nil {
		return err
	}
	if len(c.left) == 0 || name != c.left[0].name || !bytes.Equal(value, c.left[0].value) {
		return errCopy
	}
	c.left = c.left[1:]
	return nil
}

func (c *comparison) end(err error) error {
	if err == nil && len(c.left) > 0 {
		err = fmt.Errorf("%w: %d are missing at the end", errCopy, len(c.left))
	}
	return err
}

// verifiedBatch is how many records a worker opens at once.
const verifiedBatch = 256

func (r *rotation) verifyContents(ctx context.Context) error {
	return inParallel(ctx, chunks(r.records), func() func([]resealed) error {
		o := newOpening(r.next.sealer, r.digestKey)
		return func(batch []resealed) error {
			for i := range batch {
				digest, err := o.digestOf(batch[i].name, batch[i].value)
				if err != nil || digest != batch[i].digest {
					return errors.Join(errCopy, err)
				}
			}
			r.mu.Lock()
			defer r.mu.Unlock()
			r.meter.add(len(batch))
			return ctx.Err()
		}
	})
}

func chunks(records []resealed) iter.Seq2[[]resealed, error] {
	return func(yield func([]resealed, error) bool) {
		for chunk := range slices.Chunk(records, verifiedBatch) {
			if !yield(chunk, nil) {
				return
			}
		}
	}
}
