package vault

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"patchbay/backend/vault/disk"
)

// The names of a folder that a restored vault passes through, behind the name
// of its final folder.
const (
	restoringSuffix = ".restoring" // being built
	restoredSuffix  = ".restored"  // whole and verified, waiting to take its place
	replacedSuffix  = ".replaced-" // what was there before, kept
	replacedStamp   = "20060102-150405"
)

// finishRestore puts a restored vault in its place: the folder that is there is
// renamed and kept, then the restored one takes its name. Whichever of the two
// a crash leaves undone is done by the next call. Without a restored vault it
// does nothing.
func finishRestore(d disk.Disk, dir string, now time.Time) (kept string, err error) {
	dir = filepath.Clean(dir)
	restored := dir + restoredSuffix
	if checkFolder(restored) != nil {
		return "", nil // none, or not ours
	}
	if _, _, err := readHeaders(restored); err != nil {
		return "", nil //nolint:nilerr // no vault: it was not made by a restore
	}
	release, err := holdFolder(dir)
	if err != nil {
		return "", err
	}
	release() // Windows moves no folder in which a file is open
	if kept, err = giveWay(d, dir, now); err != nil {
		return "", err
	}
	return kept, moveFolder(d, restored, dir)
}

// giveWay renames the folder that is there, if any, and removes an empty one.
func giveWay(d disk.Disk, dir string, now time.Time) (kept string, err error) {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", nil
	case err != nil:
		return "", err
	case len(entries) == 0:
		return "", d.Remove(dir)
	}
	if kept, err = replacedName(dir, now); err != nil {
		return "", err
	}
	return kept, moveFolder(d, dir, kept)
}

// moveFolder renames a folder. When another process has done the same in the
// meantime, that is as good.
func moveFolder(d disk.Disk, from, to string) error {
	err := d.Rename(from, to)
	if errors.Is(err, fs.ErrNotExist) {
		if _, there := os.Lstat(to); there == nil {
			return nil
		}
	}
	return err
}

// replacedName is a free name for the folder that gives way.
func replacedName(dir string, now time.Time) (string, error) {
	name := dir + replacedSuffix + now.UTC().Format(replacedStamp)
	for i := 2; ; i++ {
		_, err := os.Lstat(name)
		if errors.Is(err, fs.ErrNotExist) {
			return name, nil
		}
		if err != nil {
			return "", err
		}
		name = fmt.Sprintf("%s%s%s-%d", dir, replacedSuffix, now.UTC().Format(replacedStamp), i)
	}
}
