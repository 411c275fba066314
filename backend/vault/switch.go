package vault

import (
	"errors"
	"fmt"
	"slices"

	"patchbay/backend/fault"
	"patchbay/backend/vault/journal"
)

// nextHeader seals the new vault key to everyone who could open the old one and
// stays.
func (r *rotation) nextHeader() (*sealedHeader, error) {
	h := r.v.header.clone()
	h.Epoch++
	h.Generation = r.next.number
	h.WrittenAt, h.RotatedAt = r.at, r.at
	h.Operators = slices.DeleteFunc(h.Operators, func(s operatorSlot) bool { return slices.Contains(r.remove, s.ID) })
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
// decides: switched says so. An error is then one of durability.
func (r *rotation) switchTo(sealed *sealedHeader) (switched bool, err error) {
	if err := r.next.disk.Reach(stepSwitch); err != nil {
		return false, err
	}
	if r.v.stale() {
		return false, errStale()
	}
	if err = writeHeader(r.next.disk, r.v.options.Dir, sealed); err == nil {
		return true, nil
	}
	found, _, readErr := readHeaders(r.v.options.Dir)
	return readErr == nil && found.Epoch == sealed.Epoch, err
}

// finish puts the new generation into use, which the header names already. With
// an error, its own or that of the switch, the vault can be read, and the old
// files stay until the next unlock has verified the new ones.
func (r *rotation) finish(sealed *sealedHeader, err error) error {
	if err == nil {
		err = r.next.disk.Reach(stepSwitched)
	}
	if err == nil {
		err = r.adoptJournal()
	}
	r.v.mu.Lock()
	oldKey := r.v.vaultKey
	r.v.header, r.v.live, r.v.vaultKey = sealed, r.next, r.vaultKey
	r.v.mu.Unlock()
	oldKey.Wipe()
	closed := r.old.discard()
	r.old.wipe()
	if err != nil {
		_ = r.next.journal.Close() // nothing more is written before it was verified
		return errAfterSwitch(err)
	}
	if closed != nil {
		r.v.log.Warn("the old store did not close cleanly; it is removed")
	}
	if err := removeOrphans(r.next); err != nil {
		r.v.log.Warn("files of the old generation could not be removed; the next start tries again")
	}
	if err := r.next.disk.SyncDir(r.next.dir); err != nil {
		r.v.log.Warn("the removal of the old generation may not last; the next start tries again")
	}
	return nil
}

// errAfterSwitch says that a rotation happened and that saving does not work.
func errAfterSwitch(cause error) error {
	if isDiskFull(cause) {
		return errDiskFull().WithCause(cause)
	}
	return fault.New(fault.Internal, CodeWriteFailed,
		"everything is under the new keys, but the vault folder could not be written to the end").
		WithHint("check the disk, then " + reopenHint).WithCause(cause)
}

// adoptJournal gives the new journal its name: from now on its generation was
// in use.
func (r *rotation) adoptJournal() error {
	err := r.next.journal.Close()
	if err == nil {
		err = r.next.disk.Rename(r.next.pendingJournalPath(), r.next.journalPath())
	}
	if err != nil {
		return err
	}
	opened, _, err := journal.Open(r.next.disk, r.next.journalPath(), r.next.journalIdentity(),
		func(journal.Commit) error { return nil })
	if err != nil {
		return err
	}
	r.next.journal = opened
	return nil
}

// discard removes what a failed rotation wrote.
func (r *rotation) discard() error {
	defer r.vaultKey.Wipe()
	defer r.next.wipe()
	if r.v.stale() { // what has these names by now is not ours
		r.next.abandonStore()
		return r.next.close()
	}
	err := r.next.discard()
	for _, path := range []string{r.next.storePath(), r.next.snapshotPath(), r.next.pendingJournalPath()} {
		err = errors.Join(err, r.next.disk.RemoveAll(path))
	}
	if err != nil {
		return fmt.Errorf("vault: remove what the rotation left: %w", err)
	}
	return nil
}
