package vault

import (
	"patchbay/backend/vault/journal"
)

func (v *Vault) commit(tx *Tx) error {
	g, entries := tx.g, tx.entries()
	if err := v.room(2 * tx.size()); err != nil {
		return err
	}
	commit := journal.Commit{Seq: g.seq + 1, Epoch: v.header.Epoch, At: tx.at, Entries: entries}
	if err := g.journal.Append(commit); err != nil {
		return err
	}
	v.noteCommit(g.journal)
	v.mu.Lock()
	defer v.mu.Unlock()
	g.seq = commit.Seq
	g.apply(entries, tx.indexChanges(), v.log)
	return nil
}

func (v *Vault) foldWhenLarge() {
	if v.live.journal.Size() < foldAt || v.live.spoiled.Load() || v.room(0) != nil {
		return
	}
	if err := v.live.fold(v.header.Epoch, v.now()); err != nil {
		v.log.Warn("the journal could not be folded into a new snapshot")
	}
}
