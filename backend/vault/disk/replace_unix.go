//go:build !windows

package disk

import (
	"errors"
	"os"
)

func replaceFile(from, to string) error { return os.Rename(from, to) }

// syncDir makes the names in a folder durable.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
