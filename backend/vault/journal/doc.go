// Package journal keeps what a vault must never lose: a snapshot of all
// records, and a journal of the transactions committed since then.
//
// Both are sequences of sealed frames behind a plain prefix that says to which
// vault, generation and checkpoint the file belongs. Records arrive sealed
// already; sealing the frames once more hides names, sizes and counts and binds
// each frame to its place.
//
// A transaction counts as committed when its frame is fsynced. An fsync error
// is final: the kernel may have dropped the pages it could not write and marks
// them clean, so a second fsync would report success for data that is lost. The
// journal then refuses to write until it was opened and verified again.
package journal

import (
	"errors"
	"fmt"
	"time"

	"patchbay/backend/vault/seal"
)

// The reasons for which a file is refused.
var (
	// ErrMissing says that there is no such file.
	ErrMissing = errors.New("the file is missing")
	// ErrDamaged says that bytes were lost or changed; a checksum shows it.
	ErrDamaged = errors.New("the file is damaged")
	// ErrTampered says that the checksums are right and the seals are not.
	ErrTampered = errors.New("the file was tampered with")
	// ErrForeign says that the file belongs to another vault.
	ErrForeign = errors.New("the file belongs to another vault")
	// ErrNewer says that a newer version wrote the file.
	ErrNewer = errors.New("the file was written by a newer version")
	// ErrTruncated says that committed transactions are missing at the end.
	ErrTruncated = errors.New("committed transactions are missing at the end of the file")
	// ErrUnrepaired says that the file is right but for what a crash has left at
	// its end, and that this could not be cut off.
	ErrUnrepaired = errors.New("what a crash has left in the file could not be repaired")
	// ErrBroken says that an earlier write failed and that the journal must be
	// opened again before the next one.
	ErrBroken = errors.New("the journal must be opened again after a failed write")
)

// Identity says to which vault and generation a file belongs, and holds the key
// of its frames.
type Identity struct {
	VaultID    seal.VaultID
	Generation uint64
	Key        *seal.Key
}

// Digest is a SHA-256 hash.
type Digest [32]byte

// Entry is one sealed record; a nil value deletes it.
type Entry struct {
	Name  seal.Name
	Value []byte
}

// Commit is one transaction.
type Commit struct {
	Seq     uint64    // number of the transaction, counted over the vault's life
	Epoch   uint64    // epoch of the header at that time
	At      time.Time // when it was committed
	Entries []Entry
}

func damaged(what string, args ...any) error {
	return fmt.Errorf("%w: "+what, append([]any{ErrDamaged}, args...)...)
}
