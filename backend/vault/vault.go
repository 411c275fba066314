// Package vault keeps configurations and secrets in an encrypted folder.
//
//	header.a  header.b    KDF slots, public keys, wrapped vault key, generation, MAC; two copies
//	snapshot.<gen>        every record, sealed, as of the last checkpoint
//	journal.<gen>         one fsynced sealed frame per transaction since then
//	store.<gen>/          Badger, the working store
//	lock                  held by the one process that has the vault open; notes the last change
//
// Beside the folder lies what a restored backup replaced (.replaced-<time>), and
// for moments what is about to replace it (.restoring, .restored) and a lock
// (.swap).
//
// A password opens an operator's private key, and that opens the vault key,
// from which every other key is derived. Snapshot and journal are the truth:
// the store is opened only when its files are those of the last clean close,
// and is rebuilt in every other case.
//
// Capabilities see [Collection], [SecretRef] and transactions. A secret is
// sealed together with its destination and opens for that destination only.
package vault

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"patchbay/backend/vault/disk"
	"patchbay/backend/vault/kdf"
	"patchbay/backend/vault/kv"
	"patchbay/backend/vault/seal"
)

// Options say where a vault lies and how it is opened.
type Options struct {
	// Dir is the vault's folder.
	Dir string
	// Cost of new passwords. Nil calibrates to 0.5–1 s on this machine when the
	// vault is created, and keeps an operator's cost when he changes his
	// password. A cost below the floor is refused.
	Cost *kdf.Cost
	// ConfirmCost is asked before a cost above the ceiling is computed. Nil
	// refuses.
	ConfirmCost func(kdf.Cost) bool
	// Now is the clock. Nil is [time.Now].
	Now func() time.Time
	// Disk changes the files. The zero value is the disk as it is; tests let it
	// fail.
	Disk disk.Disk
	// Log is for warnings; it never sees a key, a name or a value. Nil discards.
	Log *slog.Logger
}

// Slot is one operator who can unlock the vault.
type Slot struct {
	ID  string
	Tag string // salted hash of the name: the folder holds no personal data in clear
	// Key identifies his public key: it is a new one with a password that somebody
	// else has given him, and stays with one that he chooses himself.
	Key string
}

// Info is what is known of a vault without its keys. It is authentic only after
// an unlock.
type Info struct {
	ID         string
	Format     int
	CreatedAt  time.Time
	Generation uint64
	RotatedAt  time.Time // zero before the first rotation
	BackupAt   time.Time // of the last backup that was noted; zero before the first
	Operators  []Slot
	Unlocked   bool
	ReadOnly   bool // the folder cannot be written
}

// Stats count what a vault holds.
type Stats struct {
	Records int // without secrets
	Secrets int
}

// Vault is an open vault folder, locked or unlocked. Its methods may be called
// from several goroutines.
type Vault struct {
	options Options
	log     *slog.Logger

	// writing holds one token: the turn of the one writer. Changes of any kind,
	// locking included, take it first. Only its holder changes the fields below.
	writing chan struct{}

	// mu is held for reading by views, and for writing while fields change.
	mu        sync.RWMutex
	folder    *os.File // the folder's lock; nil when a read-only folder has none
	closed    bool
	header    *sealedHeader
	vaultKey  *seal.Key   // nil when locked
	live      *generation // nil when locked
	recovered bool        // unlocked with the recovery key
	readOnly  bool        // the folder cannot be written
	report    []string
}

func newVault(o Options, folder *os.File) *Vault {
	v := &Vault{options: o, log: o.Log, folder: folder, writing: make(chan struct{}, 1)}
	if v.log == nil {
		v.log = slog.New(slog.DiscardHandler)
	}
	return v
}

// Open takes the folder's lock and checks the header as far as that is possible
// without keys. The vault is locked. It raises vault.missing, vault.in_use,
// vault.unsafe_folder, vault.damaged, vault.foreign and vault.newer.
//
// A vault in a folder that cannot be written opens for reading: every change
// raises vault.folder_read_only.
func Open(o Options) (*Vault, error) {
	if err := finishRestore(o.Disk, o.Dir, o.now()); err != nil {
		return nil, folderFault(err)
	}
	if err := checkFolder(o.Dir); err != nil {
		return nil, err
	}
	if _, _, err := readHeaders(o.Dir); err != nil {
		return nil, err // before the lock leaves its file in a folder that is no vault
	}
	folder, readOnly, err := takeFolder(o.Dir)
	if err != nil {
		return nil, folderFault(err)
	}
	v := newVault(o, folder)
	v.readOnly = readOnly
	v.header, _, err = readHeaders(o.Dir)
	if err != nil {
		return nil, errors.Join(err, v.leaveFolder())
	}
	return v, nil
}

// Info describes the vault without its keys.
func (v *Vault) Info() Info {
	v.mu.RLock()
	defer v.mu.RUnlock()
	info := Info{
		ID: v.header.id(), Format: seal.Format, CreatedAt: v.header.CreatedAt,
		Generation: v.header.Generation, RotatedAt: v.header.RotatedAt,
		BackupAt: v.header.BackupAt, Unlocked: v.live != nil, ReadOnly: v.readOnly,
	}
	info.Operators = v.header.slots()
	return info
}

// Report says in sentences what the last unlock had to repair, and why. It is
// empty when everything was as the last close had left it.
func (v *Vault) Report() []string {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return slices.Clone(v.report)
}

// Stats counts the records.
func (v *Vault) Stats(ctx context.Context) (Stats, error) {
	var stats Stats
	err := v.View(ctx, func(tx *Tx) error {
		stats.Secrets = len(tx.g.index[kindSecret])
		stats.Records = tx.g.index.count() - stats.Secrets
		return nil
	})
	return stats, err
}

// turn waits for the writer's turn.
func (v *Vault) turn(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case v.writing <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (v *Vault) endWriting() { <-v.writing }

func (v *Vault) now() time.Time { return v.options.now() }

func (o *Options) now() time.Time {
	if o.Now != nil {
		return o.Now().UTC()
	}
	return time.Now().UTC()
}

func (v *Vault) path(name string) string { return filepath.Join(v.options.Dir, name) }

// reserve is the free space in bytes below which nothing is written: for the
// blocks that the store is given when it is opened, and for writing out what it
// has taken when it is closed.
const reserve = 3 * kv.MemTableSize

// room makes sure that there is space for a write of some bytes, and for the
// store to grow by: a full disk kills a process that writes to a mapped file.
func (v *Vault) room(bytes uint64) error {
	free, err := freeSpace(v.options.Dir)
	if err != nil {
		return nil //nolint:nilerr // unknown: the write itself will say
	}
	if v.live != nil {
		bytes += v.live.footprint() // the store merges its tables when it likes
	}
	if free < reserve+bytes {
		return errDiskFull()
	}
	return nil
}
