package vault_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dgraph-io/badger/v4"

	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/vault/kdf"
)

// benchRecords records of about 1 KiB are what unlocking is measured with.
const benchRecords = 10_000

func fill(b *testing.B, v *vault.Vault) {
	b.Helper()
	body := strings.Repeat("x", 990)
	for at := 0; at < benchRecords; at += 500 {
		err := v.Update(b.Context(), func(tx *vault.Tx) error {
			for i := at; i < at+500; i++ {
				value := note{Title: fmt.Sprint(i), Body: body}
				if _, err := notes().Put(tx, fmt.Sprintf("%05d", i), value, 0); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkUnlock10000 unlocks after a clean close: verify, open, index. The
// cost of Argon2id is that of tests, next to nothing.
func BenchmarkUnlock10000(b *testing.B) {
	v, dir, _ := create(b)
	fill(b, v)
	closeVault(b, v)
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

// BenchmarkRebuild10000 unlocks after a crash: the store is made anew.
func BenchmarkRebuild10000(b *testing.B) {
	v, dir, _ := create(b)
	fill(b, v)
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

// BenchmarkPlainBadgerRead10000 opens a plain Badger store with the same
// records and reads every value.
func BenchmarkPlainBadgerRead10000(b *testing.B) {
	dir := filepath.Join(b.TempDir(), "badger")
	options := badger.DefaultOptions(dir).WithLogger(nil)
	db, err := badger.Open(options)
	if err != nil {
		b.Fatal(err)
	}
	batch := db.NewWriteBatch()
	body := []byte(strings.Repeat("x", 1024))
	for i := range benchRecords {
		if err := batch.Set(fmt.Appendf(nil, "%032d", i), body); err != nil {
			b.Fatal(err)
		}
	}
	if err := batch.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		readPlain(b, options)
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

// BenchmarkRotate10000 rotates the same vault.
func BenchmarkRotate10000(b *testing.B) {
	v, _, _ := create(b)
	fill(b, v)
	for b.Loop() {
		if _, err := v.Rotate(b.Context(), vault.RotateOptions{}); err != nil {
			b.Fatal(err)
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
