package kv

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"patchbay/backend/vault/disk"
)

// TableSuffix ends the names of the files that never change while they exist.
const TableSuffix = ".sst"

// File describes one file of a closed store.
type File struct {
	Name string `json:"name"`
	Size int64  `json:"size"`
	Hash []byte `json:"hash"` // SHA-256
}

// fileLimit bounds the time that a damaged file can cost. The largest files are
// Badger's tables, which stay below 128 MiB.
const fileLimit = 1 << 30

// Files hashes the files of a closed store, sorted by name.
func Files(dir string) ([]File, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	files, errs := make([]File, len(entries)), make([]error, len(entries))
	var wait sync.WaitGroup
	turns := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, entry := range entries {
		wait.Add(1)
		go func() {
			defer wait.Done()
			turns <- struct{}{}
			defer func() { <-turns }()
			files[i], errs[i] = hashFile(dir, entry.Name())
		}()
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

func hashFile(dir, name string) (File, error) {
	f, size, err := disk.Read(filepath.Join(dir, name))
	if err != nil {
		return File{}, err
	}
	defer func() { _ = f.Close() }()
	if size > fileLimit {
		return File{}, fmt.Errorf("kv: %s has %d bytes, more than any", name, size)
	}
	sum := sha256.New()
	size, err = io.Copy(sum, f)
	if err != nil {
		return File{}, err
	}
	return File{Name: name, Size: size, Hash: sum.Sum(nil)}, nil
}
