package vault

import (
	"context"
	"errors"
	"fmt"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/vault/journal"
	"patchbay/backend/vault/seal"
)

// recordLimit is the largest sealed record in bytes.
const recordLimit = 512 << 10

// foldAt is the size of the journal in bytes from which it is folded into a new
// snapshot.
const foldAt = 8 << 20

// Tx is one transaction: a consistent state of the records, and the changes
// made within it. It is valid until the function it was given to returns, and
// is not safe for concurrent use.
type Tx struct {
	ctx     context.Context // of the call that it serves
	g       *generation     // nil when the transaction is over
	write   bool
	at      time.Time
	changes map[seal.Name]pending
	order   []seal.Name
	owned   map[string][]string // see secretsOf
}

// pending is a change that is not committed yet.
type pending struct {
	change
	value []byte // sealed; nil when deleted
}

// View runs fn on a consistent state. Views run side by side and during
// rotations. fn must not call the vault's methods.
func (v *Vault) View(ctx context.Context, fn func(*Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	v.mu.RLock()
	defer v.mu.RUnlock()
	if v.live == nil {
		return errLocked()
	}
	tx := &Tx{ctx: ctx, g: v.live}
	defer tx.end()
	return fn(tx)
}

// Update runs fn and commits what it wrote, all or nothing: when Update returns
// without an error the changes are durable, and when fn fails there are none.
// Updates run one after the other. fn must not call the vault's methods.
//
// It raises vault.locked, vault.disk_full, vault.write_failed,
// vault.folder_read_only and vault.stale_generation.
func (v *Vault) Update(ctx context.Context, fn func(*Tx) error) error {
	if err := v.turn(ctx); err != nil {
		return err
	}
	defer v.endWriting()
	if err := v.changeable(); err != nil {
		return err
	}
	tx := v.begin(ctx)
	defer tx.end()
	if err := fn(tx); err != nil {
		return err
	}
	if len(tx.order) == 0 {
		return nil
	}
	if err := v.commit(tx); err != nil {
		return writeFault(err)
	}
	v.foldWhenLarge()
	return nil
}

// begin starts a transaction for the holder of the writer's turn.
func (v *Vault) begin(ctx context.Context) *Tx {
	return &Tx{ctx: ctx, g: v.live, write: true, at: v.now(), changes: map[seal.Name]pending{}}
}

func (tx *Tx) end() { tx.g = nil }

// Context returns the context of the call that the transaction serves. It says
// who asked; work within a transaction does not wait, so nothing hangs on its
// end.
func (tx *Tx) Context() context.Context {
	if tx.ctx == nil { // a rotation's own transaction serves nobody's call
		return context.Background()
	}
	return tx.ctx
}

func (tx *Tx) usable() error {
	if tx.g == nil {
		return errors.New("vault: the transaction is over")
	}
	return nil
}

func (tx *Tx) writable() error {
	if err := tx.usable(); err != nil {
		return err
	}
	if !tx.write {
		return fault.New(fault.Internal, CodeReadOnly, "a view cannot change records")
	}
	return nil
}

// revision is the number that this transaction gives to what it writes.
func (tx *Tx) revision() uint64 { return tx.g.seq + 1 }

func (tx *Tx) entries() []journal.Entry {
	out := make([]journal.Entry, 0, len(tx.order))
	for _, name := range tx.order {
		out = append(out, journal.Entry{Name: name, Value: tx.changes[name].value})
	}
	return out
}

// size is the number of bytes of all sealed values.
func (tx *Tx) size() uint64 {
	size := uint64(0)
	for _, p := range tx.changes {
		size += uint64(len(p.value))
	}
	return size
}

func (tx *Tx) indexChanges() []change {
	out := make([]change, 0, len(tx.order))
	for _, name := range tx.order {
		out = append(out, tx.changes[name].change)
	}
	return out
}

func (tx *Tx) set(p pending) {
	if _, ok := tx.changes[p.name]; !ok {
		tx.order = append(tx.order, p.name)
	}
	if p.head.Kind == kindSecret && tx.owned != nil {
		tx.own(p.head.ID)
	}
	tx.changes[p.name] = p
}

// head returns what the index knows of a record within this transaction.
func (tx *Tx) head(kind, id string) (seal.Head, seal.Name, bool) {
	name := tx.g.sealer.Name(kind, id)
	if p, ok := tx.changes[name]; ok {
		return p.head, name, !p.deleted
	}
	e, ok := tx.g.index[kind][id]
	return seal.Head{Kind: kind, ID: id, Form: e.form, Revision: e.revision, ChangedAt: e.changedAt}, name, ok
}

// ids returns the IDs of a kind within this transaction, in no order.
func (tx *Tx) ids(kind string) map[string]bool {
	out := make(map[string]bool, len(tx.g.index[kind]))
	for id := range tx.g.index[kind] {
		out[id] = true
	}
	for _, p := range tx.changes {
		if p.head.Kind == kind && p.deleted {
			delete(out, p.head.ID)
		} else if p.head.Kind == kind {
			out[p.head.ID] = true
		}
	}
	return out
}

// get opens a record, or returns [ErrNoRecord].
func (tx *Tx) get(kind, id string) (seal.Head, []byte, error) {
	if err := tx.usable(); err != nil {
		return seal.Head{}, nil, err
	}
	want, name, ok := tx.head(kind, id)
	if !ok {
		return seal.Head{}, nil, ErrNoRecord
	}
	value := tx.changes[name].value
	if value == nil {
		var err error
		if value, err = tx.g.value(name); err != nil {
			return seal.Head{}, nil, err
		}
	}
	h, body, err := tx.g.sealer.Open(name, value)
	if err != nil || h != want {
		tx.g.spoiled.Store(true)
		return seal.Head{}, nil, errDamaged("a record in the working store is not what was stored").
			WithHint(reopenHint).WithCause(err)
	}
	return h, body, nil
}

// put seals a record.
func (tx *Tx) put(h seal.Head, body []byte) error {
	name, value := tx.g.sealer.Seal(h, body)
	if len(value) > recordLimit {
		return fault.New(fault.Invalid, CodeRecordTooLarge, fmt.Sprintf(
			"the record has %d KiB, and at most %d KiB can be stored", len(value)>>10, recordLimit>>10)).
			WithHint("shorten it")
	}
	tx.set(pending{change: change{head: h, name: name}, value: value})
	return nil
}

// remove deletes a record that exists.
func (tx *Tx) remove(kind, id string) {
	tx.set(pending{change: change{
		head: seal.Head{Kind: kind, ID: id}, name: tx.g.sealer.Name(kind, id), deleted: true,
	}})
}
