package vault

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"patchbay/backend/vault/disk"
)

// The names of a folder that a restored vault passes through, behind the name
// of its final folder.
const (
	restoringSuffix = ".restoring" // being built
	restoredSuffix  = ".restored"  // whole and verified, waiting to take its place
	replacedSuffix  = ".replaced-" // what was there before, kept
	swapSuffix      = ".swap"      // a lock, while folders are moved
	replacedStamp   = "20060102-150405"
)

// finishRestore puts a restored vault in its place that a crash has left
// waiting. Without one it does nothing.
func finishRestore(d disk.Disk, dir string, now time.Time) error {
	dir = filepath.Clean(dir)
	if !waiting(dir) {
		return nil
	}
	release, err := holdSwap(dir)
	if err != nil {
		return err
	}
	defer release()
	_, err = swap(d, dir, now)
	return err
}

// waiting reports whether a restored vault waits beside dir to take its place.
func waiting(dir string) bool {
	restored := dir + restoredSuffix
	if checkFolder(restored) != nil {
		return false // none, or not ours
	}
	_, _, err := readHeaders(restored)
	return err == nil // else it was not made by a restore
}

// holdSwap keeps every other process from moving folders to dir and from there:
// two that did it at once would put away what the other one had just put in its
// place. The lock lies beside dir for as long as it is held.
func holdSwap(dir string) (release func(), err error) {
	path := dir + swapSuffix
	f, err := lockFile(path, os.O_RDWR|os.O_CREATE)
	if err != nil {
		return nil, err
	}
	if !inPlace(path, f.Stat) { // it was dropped between opening and locking
		return nil, errors.Join(errInUse(), unlockFile(f))
	}
	return sync.OnceFunc(func() { _ = dropFile(f) }), nil
}

// swap puts a restored vault in its place: the folder that is there is renamed
// and kept, then the restored one takes its name. Whichever of the two a crash
// leaves undone is done by the next call. The caller has held the swap.
func swap(d disk.Disk, dir string, now time.Time) (kept string, err error) {
	if !waiting(dir) {
		return "", nil
	}
	release, err := holdFolder(dir)
	if err != nil {
		return "", err
	}
	release() // Windows moves no folder in which a file is open
	if kept, err = giveWay(d, dir, now); err != nil {
		return "", err
	}
	return kept, d.Rename(dir+restoredSuffix, dir)
}

// callOff removes a restored vault that cannot take the place of dir: left there
// it would keep the vault that is in dir from being opened. Without a vault in
// dir it stays, and the next start puts it there.
func callOff(d disk.Disk, dir string) error {
	if _, err := os.Lstat(dir); err != nil {
		return nil //nolint:nilerr // it has given way
	}
	return d.RemoveAll(dir + restoredSuffix)
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
	return kept, d.Rename(dir, kept)
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
