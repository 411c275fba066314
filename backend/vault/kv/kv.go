// Package kv is the working store: Badger and nothing else.
//
// Badger is never the boundary. Its encryption has no integrity, and a damaged
// log loses records without a word, so the store only ever opens files that
// were verified before, everything in it is sealed already, and whatever it
// loses is rebuilt from the snapshot and the journal. Its own encryption stays
// on as a veil over names, sizes and counts.
package kv

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"
)

// MemTableSize is the size in bytes of Badger's write buffer. Several of its
// files have this size: they are mapped into memory, so writing to one on a
// full disk kills the process, and there must be room before every write.
const MemTableSize = 16 << 20

// registrySize is the length in bytes of Badger's key registry when it holds
// one encrypted data key. It is 28 when Badger silently stores in clear.
const registrySize = 96

// formatNumber is checked by Badger when a store is opened.
const formatNumber = 1

// ErrNotEncrypted says that Badger did not encrypt a new store.
var ErrNotEncrypted = errors.New("kv: the new store is not encrypted")

// Store is an open store. Reading and writing may go on at the same time.
type Store struct {
	db    *badger.DB
	key   []byte // Badger's own copy, to be wiped
	taken int    // bytes that were written since the store was opened
}

// sessionLimit is how many bytes a store takes until it is closed. It keeps its
// write buffer from filling up: then Badger would write out tables when it likes,
// into mapped memory, and a disk that another program fills meanwhile would kill
// the process.
const sessionLimit = MemTableSize / 2

// entrySize is what Badger needs for a pair besides its bytes, in bytes, at most.
const entrySize = 256

// ErrFull says that the store takes no more of this size until it was opened
// again.
var ErrFull = errors.New("kv: the store has taken as much as it may while it is open")

// Create makes a new store in a folder that must not exist yet, and proves that
// it is encrypted. The key is 32 bytes.
func Create(dir string, key []byte, log *slog.Logger) (*Store, error) {
	return create(dir, storeOptions(dir, key, log))
}

func create(dir string, o badger.Options) (*Store, error) {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, err
	}
	s, err := openWith(o)
	if err != nil {
		return nil, err
	}
	if err := checkEncrypted(dir); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// checkEncrypted says whether a new store is encrypted.
func checkEncrypted(dir string) error {
	info, err := os.Stat(filepath.Join(dir, badger.KeyRegistryFileName))
	if err == nil && info.Size() != registrySize {
		err = fmt.Errorf("%w: its key registry has %d bytes", ErrNotEncrypted, info.Size())
	}
	return err
}

// Open opens a store whose files were verified.
func Open(dir string, key []byte, log *slog.Logger) (*Store, error) {
	return openWith(storeOptions(dir, key, log))
}

func openWith(o badger.Options) (*Store, error) {
	db, err := open(o)
	if err != nil && strings.Contains(err.Error(), "Create a new file") {
		// Badger 4.9 fails once on an empty file that a killed process left
		// behind, removes it, and succeeds the next time.
		db, err = open(o)
	}
	if err != nil {
		clear(o.EncryptionKey)
		return nil, fmt.Errorf("kv: open the store: %w", err)
	}
	s := &Store{db: db, key: o.EncryptionKey}
	preallocate(o.Dir)
	return s, nil
}

func open(o badger.Options) (db *badger.DB, err error) {
	defer func() {
		if r := recover(); r != nil {
			db, err = nil, fmt.Errorf("badger panicked: %v", r)
		}
	}()
	return badger.Open(o)
}

func storeOptions(dir string, key []byte, log *slog.Logger) badger.Options {
	return badger.DefaultOptions(dir).
		// The vault's lock keeps others out. Badger's own stays taken after the
		// store was closed for as long as a child that is just being started has
		// its copy of the folder, and then the store does not open again.
		WithBypassLockGuard(true).
		WithEncryptionKey(bytes.Clone(key)). // Badger keeps it until the store is closed
		// Above some 56 years Badger takes the clock's age for the key's and
		// stores in clear without a word.
		WithEncryptionKeyRotationDuration(10 * 365 * 24 * time.Hour).
		WithMemTableSize(MemTableSize).WithNumMemtables(2).
		WithNumLevelZeroTables(2).WithNumLevelZeroTablesStall(6).
		WithNumCompactors(2).WithNumGoroutines(2).
		WithValueLogFileSize(1 << 20).WithValueThreshold(1 << 20). // nothing goes to the value log
		WithBlockCacheSize(8 << 20).WithIndexCacheSize(4 << 20).   // both are needed with encryption
		// Any other mode, or compression, crashes on damaged tables or reads
		// them as empty.
		WithCompression(options.None).WithChecksumVerificationMode(options.OnTableRead).
		WithVerifyValueChecksum(true).
		WithSyncWrites(true).WithDetectConflicts(true).WithNumVersionsToKeep(1).
		WithCompactL0OnClose(true). // else overwritten values linger
		WithMetricsEnabled(false).WithExternalMagic(formatNumber).WithLogger(logger{log})
}

// Get returns the value of a name, nil when there is none.
func (s *Store) Get(name []byte) (value []byte, err error) {
	err = s.guard(func() error {
		return s.db.View(func(tx *badger.Txn) error {
			item, err := tx.Get(name)
			if errors.Is(err, badger.ErrKeyNotFound) {
				return nil
			}
			if err != nil {
				return err
			}
			value, err = item.ValueCopy(nil)
			return err
		})
	})
	return value, err
}

// Each hands every pair to fn, in the order of names. The slices are valid only
// during the call.
func (s *Store) Each(fn func(name, value []byte) error) error {
	return s.guard(func() error {
		return s.db.View(func(tx *badger.Txn) error {
			all := badger.DefaultIteratorOptions
			all.PrefetchValues = false // values lie in the tables themselves
			it := tx.NewIterator(all)
			defer it.Close()
			for it.Rewind(); it.Valid(); it.Next() {
				item := it.Item()
				if err := item.Value(func(value []byte) error { return fn(item.Key(), value) }); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// Write stores pairs, all of them or, with [ErrFull], none; a nil value deletes.
// Slices must not be changed later. More pairs than fit into one of Badger's
// transactions are split: the journal is what makes a change whole. Write is for
// one goroutine.
func (s *Store) Write(pairs iter.Seq2[[]byte, []byte]) error {
	size := s.taken
	for name, value := range pairs {
		size += len(name) + len(value) + entrySize
	}
	if size > sessionLimit {
		return ErrFull
	}
	s.taken = size
	return s.guard(func() error {
		tx := s.db.NewTransaction(true)
		defer func() { tx.Discard() }()
		for name, value := range pairs {
			err := put(tx, name, value)
			if errors.Is(err, badger.ErrTxnTooBig) {
				if err := tx.Commit(); err != nil {
					return err
				}
				tx = s.db.NewTransaction(true)
				err = put(tx, name, value)
			}
			if err != nil {
				return err
			}
		}
		return tx.Commit()
	})
}

func put(tx *badger.Txn, name, value []byte) error {
	if value == nil {
		return tx.Delete(name)
	}
	return tx.Set(name, value)
}

// Close flushes and closes the store, and wipes its copy of the key.
func (s *Store) Close() error {
	defer clear(s.key)
	return s.guard(s.db.Close)
}

// guard turns a panic inside Badger into an error.
func (s *Store) guard(fn func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("kv: badger panicked: %v", r)
		}
	}()
	return fn()
}
