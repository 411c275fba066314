//go:build !windows

package journal

import (
	"errors"
	"os"
)

func replaceFile(from, to string) error { return os.Rename(from, to) }

// SyncDir makes the names in a folder durable.
func SyncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
