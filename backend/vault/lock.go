package vault

import (
	"errors"
	"runtime/debug"

	"patchbay/backend/vault/kv"
)

// Lock closes the store and wipes the keys. It waits for transactions under
// way and is idempotent. Whatever it returns, the vault is locked.
func (v *Vault) Lock() error {
	v.writing <- struct{}{}
	defer v.endWriting()
	return v.lock()
}

// Close locks the vault and releases the folder. It is idempotent.
func (v *Vault) Close() error {
	v.writing <- struct{}{}
	defer v.endWriting()
	err := v.lock()
	v.mu.Lock()
	v.closed = true
	v.mu.Unlock()
	return errors.Join(err, v.leaveFolder())
}

// lock is Lock for the holder of the writer's turn.
func (v *Vault) lock() error {
	v.mu.Lock()
	g, key := v.live, v.vaultKey
	v.live, v.vaultKey, v.recovered = nil, nil, false
	v.mu.Unlock()
	key.Wipe()
	if g == nil {
		return nil
	}
	// Badger's ciphers cannot be wiped: with what was read they become garbage
	// here, and their memory is given back.
	defer debug.FreeOSMemory()
	defer g.wipe()
	return v.settle(g)
}

// settle folds the journal, closes the store and seals the hashes of its files
// into the header, so that the next unlock may use them as they are.
func (v *Vault) settle(g *generation) error {
	if g.store == nil { // and no room to fold or to seal anything either
		return writeFault(g.close())
	}
	if v.stale() {
		v.log.Warn("the vault folder was replaced while the vault was open; the old one is left as it is")
		g.abandonStore() // the journal has everything
		return g.close()
	}
	if g.journal.Broken() || len(g.overlay) > 0 || g.spoiled.Load() || v.room(g.footprint()) != nil {
		return writeFault(g.discard()) // the next unlock rebuilds the store
	}
	if !g.journal.Empty() {
		err := g.fold(v.header.Epoch, v.now())
		if g.spoiled.Load() {
			return writeFault(g.discard()) // snapshot and journal are as they were
		}
		if err != nil {
			v.log.Warn("the journal could not be folded; it is replayed at the next unlock")
			return errors.Join(writeFault(err), writeFault(g.discard()))
		}
	}
	clean := state{
		Checkpoint: g.checkpoint, Seq: g.seq, At: v.now(), Snapshot: g.snapshot[:],
	}
	tail := g.journal.Tail()
	clean.Tail = tail[:]
	if err := g.close(); err != nil {
		return writeFault(err)
	}
	files, err := kv.Files(g.storePath())
	if err != nil {
		return writeFault(err)
	}
	clean.Files = files
	return v.changeHeader(&g.keys.Header, func(h *header) { h.State = clean })
}
