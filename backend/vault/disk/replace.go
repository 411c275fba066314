package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// TempSuffix ends the names of files that were not finished. They may be
// removed whenever the vault is opened.
const TempSuffix = ".tmp"

// ErrUnsynced says that a file is in its place, but may be gone from there after
// a power loss.
var ErrUnsynced = errors.New("disk: the folder could not be synced")

// Replace writes a file beside path and puts it in its place: durably, and
// either wholly or not at all. With [ErrUnsynced] it is in its place, and
// perhaps not for good.
func (d Disk) Replace(path string, write func(*File) error) error {
	temp := path + TempSuffix
	if _, err := os.Lstat(temp); err == nil {
		if err := d.Remove(temp); err != nil {
			return err
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := d.Create(temp)
	if err != nil {
		return err
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(temp)
		return err
	}
	err = d.Rename(temp, path)
	if err != nil && !errors.Is(err, ErrUnsynced) {
		_ = os.Remove(temp)
	}
	return err
}

// Rename moves a finished file to its name, in place of an older one, and makes
// the change durable. With [ErrUnsynced] it was moved.
func (d Disk) Rename(from, to string) error {
	moved := false
	err := d.step(d.named(OpRename, to), func() error {
		err := replaceFile(from, to)
		moved = err == nil
		return err
	})
	if err == nil {
		err = d.SyncDir(filepath.Dir(to))
	}
	if err != nil && moved {
		return errors.Join(ErrUnsynced, err)
	}
	return err
}
