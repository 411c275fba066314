package vault

import (
	"bytes"
	"context"
	"errors"

	"patchbay/backend/vault/disk"
)

// changeKeys changes the header of the unlocked vault: who opens it, and how.
//
// First inTx runs, whose refusal changes nothing, then change, then the header
// is written, and then the frame is appended that holds what inTx wrote and
// notes the header's new epoch: an older header put back is noticed by it. A
// crash before the frame leaves a header that knows more than the records do,
// which [Vault.ReconcileOperators] settles.
func (v *Vault) changeKeys(ctx context.Context, inTx func(*Tx) error, change func(*header) error) error {
	if err := v.turn(ctx); err != nil {
		return err
	}
	defer v.endWriting()
	if err := v.headerChangeable(); err != nil {
		return err
	}
	tx := v.begin(ctx)
	defer tx.end()
	if inTx != nil {
		if err := inTx(tx); err != nil {
			return err
		}
	}
	next := v.header.clone()
	next.Epoch++
	next.WrittenAt = v.now()
	if err := change(&next); err != nil {
		return err
	}
	if err := v.room(2 * tx.size()); err != nil {
		return err
	}
	return v.commitHeader(next, tx)
}

// commitHeader writes the header, then the frame. When the frame cannot be
// written the header is put back, so that what failed has not happened.
func (v *Vault) commitHeader(next header, tx *Tx) error {
	before := v.header
	err := v.replaceHeader(next, &v.live.keys.Header)
	if err != nil && !errors.Is(err, disk.ErrUnsynced) {
		return writeFault(err) // the old one is in its place
	}
	if err == nil {
		err = v.commit(tx)
	}
	if err == nil {
		return nil
	}
	back := before.clone()
	back.Epoch = next.Epoch + 1 // the frame may be there after all, and notes the epoch before
	if putBack := v.replaceHeader(back, &v.live.keys.Header); putBack != nil {
		v.log.Warn("the header could not be put back after a change that was not saved")
	}
	return writeFault(err)
}

// headerChangeable refuses to build on a header that is not the one that was
// verified: what is sealed to its public keys must reach their owners only.
func (v *Vault) headerChangeable() error {
	if err := v.changeable(); err != nil {
		return err
	}
	if !v.header.authentic(&v.live.keys.Header) {
		return errTampered("the header changed in memory")
	}
	found, _, err := readHeaders(v.options.Dir)
	switch {
	case err != nil: // no copy is readable, or one is foreign: the new header replaces both
		return nil //nolint:nilerr // the header in memory was verified
	case bytes.Equal(found.raw, v.header.raw) || found.Epoch < v.header.Epoch:
		return nil
	case !found.authentic(&v.live.keys.Header):
		return errTampered("the header on the disk was changed without the key")
	default:
		return errStale()
	}
}
