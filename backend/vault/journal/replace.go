package journal

import (
	"errors"
	"os"
	"path/filepath"
)

// TempSuffix ends the names of files that were not finished. They may be
// removed whenever the vault is opened.
const TempSuffix = ".tmp"

// Replace writes a file beside path and puts it in its place: durably, and
// either wholly or not at all.
func Replace(path string, write func(*os.File) error) error {
	temp := path + TempSuffix
	if err := os.Remove(temp); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(temp, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err != nil {
		_ = os.Remove(temp)
		return err
	}
	return Rename(temp, path)
}

// ErrUnsynced says that a file is in its place, but may be gone from there after
// a power loss.
var ErrUnsynced = errors.New("journal: the folder could not be synced")

// Rename moves a finished file to its name, in place of an older one, and makes
// the change durable.
func Rename(from, to string) error {
	if err := replaceFile(from, to); err != nil {
		return err
	}
	if err := SyncDir(filepath.Dir(to)); err != nil {
		return errors.Join(ErrUnsynced, err)
	}
	return nil
}
