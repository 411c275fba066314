package vault_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/dgraph-io/badger/v4"

	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/vault/kdf"
)

// benchRecords is what the benchmarks of one size have.
const benchRecords = 10_000

// BenchmarkUnlock unlocks after a clean close: verify, open, index. The cost of
// Argon2id is that of tests, next to nothing.
func BenchmarkUnlock(b *testing.B) {
	dir := filled(b, benchRecords)
	for b.Loop() {
		v := open(b, dir)
		unlock(b, v)
		b.StopTimer()
		if len(v.Report()) > 0 {
			b.Fatal(v.Report())
		}
		closeVault(b, v)
		b.StartTimer()
	}
}

// BenchmarkRebuild unlocks after a crash: the store is made anew.
func BenchmarkRebuild(b *testing.B) {
	v, dir, _ := create(b)
	fillWith(b, v, benchRecords)
	for b.Loop() {
		b.StopTimer()
		copied := copyDir(b, dir)
		b.StartTimer()
		v := open(b, copied)
		unlock(b, v)
		b.StopTimer()
		closeVault(b, v)
		b.StartTimer()
	}
}

// BenchmarkPlainBadgerRead opens a plain Badger store with the same bodies and
// reads every value.
func BenchmarkPlainBadgerRead(b *testing.B) {
	dir := filepath.Join(b.TempDir(), "badger")
	bodies := make([][]byte, benchRecords)
	for i := range bodies {
		bodies[i] = bodyBytes(b, i)
	}
	if err := writePlain(dir, bodies); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		readPlain(b, badger.DefaultOptions(dir).WithLogger(nil))
	}
}

func readPlain(b *testing.B, options badger.Options) {
	db, err := badger.Open(options)
	if err != nil {
		b.Fatal(err)
	}
	read := 0
	err = db.View(func(tx *badger.Txn) error {
		it := tx.NewIterator(badger.DefaultIteratorOptions)
		defer it.Close()
		for it.Rewind(); it.Valid(); it.Next() {
			if err := it.Item().Value(func([]byte) error { read++; return nil }); err != nil {
				return err
			}
		}
		return nil
	})
	b.StopTimer()
	if err != nil || read != benchRecords {
		b.Fatal(read, err)
	}
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	b.StartTimer()
}

// benchSaves is how many changes BenchmarkSaves and BenchmarkFsyncs make
// durable, one after the other: a single one is too noisy.
const benchSaves = 100

// BenchmarkSaves saves one record after the other.
func BenchmarkSaves(b *testing.B) {
	v := open(b, filled(b, benchRecords))
	unlock(b, v)
	for b.Loop() {
		for i := range benchSaves {
			err := v.Update(b.Context(), func(tx *vault.Tx) error {
				_, err := notes().Put(tx, fmt.Sprintf("%06d", i), bodyOf(i), vault.AnyRevision)
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkFsyncs appends as many bytes to a file and fsyncs it each time.
func BenchmarkFsyncs(b *testing.B) {
	f, err := os.Create(filepath.Join(b.TempDir(), "file"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // it is thrown away
	body := bytes.Repeat([]byte("x"), bodySize)
	for b.Loop() {
		for range benchSaves {
			if _, err := f.Write(body); err != nil {
				b.Fatal(err)
			}
			if err := f.Sync(); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkArgon2Floor is what one guess costs at the lowest setting.
func BenchmarkArgon2Floor(b *testing.B) {
	password := secret.FromString(passwordText)
	for b.Loop() {
		clear(kdf.Key(password.Reveal(), make([]byte, kdf.SaltSize), kdf.Floor()))
	}
}
