package vault

import (
	"bytes"
	"context"
	"encoding/json"
	"iter"
	"slices"
	"sync"

	"patchbay/backend/vault/journal"
	"patchbay/backend/vault/seal"
)

// resealed is a record under the new keys. All of them are in memory until the
// files of the new generation were verified against them.
type resealed struct {
	name   seal.Name
	value  []byte         // sealed
	digest journal.Digest // keyed, of the plaintext as the old generation had it
}

func (r resealed) compare(name seal.Name) int { return bytes.Compare(r.name[:], name[:]) }

// sealAll opens every record with the old keys and seals it with the new ones,
// on all processors, and puts them in the order of their new names. Heads stay
// as they are: a rotation changes nothing that anyone sees.
func (r *rotation) sealAll(ctx context.Context) error {
	r.records = make([]resealed, 0, r.old.index.count())
	pool := &sync.Pool{New: func() any { return &copied{} }}
	err := inParallel(ctx, copies(r.old.each(), pool), func() func(*copied) error {
		w := &sealing{r: r, from: r.old.sealer.Serial(), to: r.next.sealer.Serial(), digest: newDigester(r.digestKey)}
		return func(batch *copied) error {
			defer pool.Put(batch)
			return w.all(ctx, batch.entries)
		}
	})
	slices.SortFunc(r.records, func(a, b resealed) int { return a.compare(b.name) })
	return err
}

// copied is a batch of entries of the store, whose own slices are valid only
// until the next one is read.
type copied struct {
	entries []journal.Entry
	space   []byte
}

// copiedSize is the size in bytes from which on a batch is handed over.
const copiedSize = 128 << 10

func copies(entries iter.Seq2[journal.Entry, error], pool *sync.Pool) iter.Seq2[*copied, error] {
	next := func() *copied {
		b := pool.Get().(*copied)
		b.entries, b.space = b.entries[:0], b.space[:0]
		return b
	}
	return func(yield func(*copied, error) bool) {
		batch := next()
		for e, err := range entries {
			if err != nil {
				yield(nil, err)
				return
			}
			// When space grows, earlier entries stay where they are.
			start := len(batch.space)
			batch.space = append(batch.space, e.Value...)
			batch.entries = append(batch.entries, journal.Entry{Name: e.Name, Value: batch.space[start:]})
			if len(batch.space) < copiedSize {
				continue
			}
			if !yield(batch, nil) {
				return
			}
			batch = next()
		}
		yield(batch, nil)
	}
}

// sealing is one worker.
type sealing struct {
	r        *rotation
	from, to *seal.Serial
	digest   *digester
	body     []byte // of the record under way
	values   []byte // a block of which sealed values are cut
	heads    []seal.Head
	done     []resealed
}

// valueBlock is the size in bytes of a block of sealed values.
const valueBlock = 1 << 20

func (w *sealing) all(ctx context.Context, entries []journal.Entry) error {
	w.heads, w.done = w.heads[:0], w.done[:0]
	for _, e := range entries {
		if err := w.one(e); err != nil {
			return err
		}
	}
	return w.r.take(ctx, w.heads, w.done)
}

func (w *sealing) one(e journal.Entry) (err error) {
	r := w.r
	head, body, err := w.from.Open(w.body[:0], e.Name, e.Value)
	if known := r.old.index[head.Kind][head.ID]; err != nil || known.name != e.Name || known.revision != head.Revision {
		r.old.spoiled.Store(true)
		return errDamaged("a record in the working store is not what was stored").
			WithHint(reopenHint).WithCause(err)
	}
	w.body = body
	plain, err := plaintext(r.old.sealer, e.Name, head, body)
	if err != nil {
		return err
	}
	defer plain.wipe()
	if head.Kind == kindSecret {
		box := r.next.sealer.SealSecret(w.to.Name(head.Kind, head.ID), head.Revision, plain.destination, plain.value)
		if body, err = json.Marshal(secretRecord{Destination: plain.destination, Box: box}); err != nil {
			return err
		}
	}
	name, value := w.seal(head, body)
	w.heads = append(w.heads, head)
	w.done = append(w.done, resealed{name: name, value: value, digest: w.digest.of(head, plain)})
	return nil
}

// seal seals a record into the block.
func (w *sealing) seal(head seal.Head, body []byte) (seal.Name, []byte) {
	size, start := w.to.Size(head, body), len(w.values)
	if cap(w.values)-start < size {
		w.values, start = make([]byte, 0, max(size, valueBlock)), 0
	}
	var name seal.Name
	name, w.values = w.to.Seal(w.values, head, body)
	return name, w.values[start:len(w.values):len(w.values)]
}

// take brings in what a worker has sealed.
func (r *rotation) take(ctx context.Context, heads []seal.Head, done []resealed) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, head := range heads {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := r.next.disk.Reach(stepNewRecord); err != nil {
			return err
		}
		r.next.index.add(done[i].name, head)
		r.meter.add(1)
	}
	r.records = append(r.records, done...)
	return nil
}
