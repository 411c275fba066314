package vault_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/dgraph-io/badger/v4"

	"patchbay/backend/vault"
	"patchbay/backend/vault/seal"
)

// The benchmarks of a rotation have two sizes; whether it grows faster than the
// vault is judged by both.
func sizes() []int { return []int{10_000, 100_000} }

// bodySize is the length in bytes of a record's body as it is sealed.
const bodySize = 512

// bodyOf is a record whose body has bodySize bytes that do not compress well,
// and which no other record has.
func bodyOf(i int) note {
	random := make([]byte, bodySize)
	_, _ = rand.NewChaCha8([32]byte{byte(i), byte(i >> 8), byte(i >> 16)}).Read(random)
	n := note{Title: fmt.Sprintf("record %06d", i)}
	empty, _ := json.Marshal(n)
	n.Body = base64.RawURLEncoding.EncodeToString(random)[:bodySize-len(empty)]
	return n
}

func bodyBytes(b *testing.B, i int) []byte {
	body, err := json.Marshal(bodyOf(i))
	if err != nil || len(body) != bodySize {
		b.Fatal(len(body), err)
	}
	return body
}

// filled is the folder of a vault with records of bodySize bytes that was closed
// cleanly.
func filled(b *testing.B, count int) (dir string) {
	b.Helper()
	v, dir, _ := create(b)
	fillWith(b, v, count)
	closeVault(b, v)
	v = open(b, dir)
	unlock(b, v) // rebuilds the store, which takes only so much while it is open
	closeVault(b, v)
	return dir
}

// fillWith saves records of bodySize bytes.
func fillWith(b *testing.B, v *vault.Vault, count int) {
	b.Helper()
	const each = 1000
	for at := 0; at < count; at += each {
		err := v.Update(b.Context(), func(tx *vault.Tx) error {
			for i := at; i < at+each; i++ {
				if _, err := notes().Put(tx, fmt.Sprintf("%06d", i), bodyOf(i), 0); err != nil {
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

// BenchmarkRotation rotates the key of a vault that was just opened, and writes
// a line of history with it.
func BenchmarkRotation(b *testing.B) {
	for _, count := range sizes() {
		b.Run(fmt.Sprint(count), func(b *testing.B) {
			v := open(b, filled(b, count))
			unlock(b, v)
			history := vault.RotateOptions{InTx: func(tx *vault.Tx) error {
				_, err := notes().Put(tx, "rotated", noteOf("rotated"), vault.AnyRevision)
				return err
			}}
			for b.Loop() {
				if _, err := v.Rotate(b.Context(), history); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkSealInMemory opens and seals the same bodies once, one after the
// other: the cryptography that a rotation cannot do without.
func BenchmarkSealInMemory(b *testing.B) {
	for _, count := range sizes() {
		b.Run(fmt.Sprint(count), func(b *testing.B) {
			before, after := seal.NewKey(), seal.NewKey()
			sealed := make([][]byte, count)
			for i := range sealed {
				sealed[i] = before.Seal(bodyBytes(b, i), nil)
			}
			for b.Loop() {
				for _, box := range sealed {
					body, err := before.Open(box, nil)
					if err != nil {
						b.Fatal(err)
					}
					after.Seal(body, nil)
				}
			}
		})
	}
}

// BenchmarkPlainBadgerWrite writes the same bodies into a new plain Badger
// store, as durably as a rotation does: it is closed, and its files are fsynced.
func BenchmarkPlainBadgerWrite(b *testing.B) {
	for _, count := range sizes() {
		b.Run(fmt.Sprint(count), func(b *testing.B) {
			bodies := make([][]byte, count)
			for i := range bodies {
				bodies[i] = bodyBytes(b, i)
			}
			dir := b.TempDir()
			for i := 0; b.Loop(); i++ {
				if err := writePlain(filepath.Join(dir, fmt.Sprint(i)), bodies); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func writePlain(dir string, bodies [][]byte) error {
	db, err := badger.Open(badger.DefaultOptions(dir).WithLogger(nil).WithSyncWrites(true))
	if err != nil {
		return err
	}
	batch := db.NewWriteBatch()
	for i, body := range bodies {
		if err := batch.Set(fmt.Appendf(nil, "%032d", i), body); err != nil {
			return err
		}
	}
	if err := errors.Join(batch.Flush(), db.Close()); err != nil {
		return err
	}
	return syncAll(dir)
}

// syncAll fsyncs the files of a folder, and the folder.
func syncAll(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	paths := []string{dir}
	for _, entry := range entries {
		paths = append(paths, filepath.Join(dir, entry.Name()))
	}
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		if err := errors.Join(f.Sync(), f.Close()); err != nil {
			return err
		}
	}
	return nil
}
