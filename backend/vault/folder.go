package vault

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"patchbay/backend/fault"
)

const (
	lockName = "lock"
	// creatingName marks a folder in which a vault is being made: without a
	// header, what lies in it may be removed.
	creatingName = "creating"
)

func errMissing() *fault.Fault {
	return fault.New(fault.NotFound, CodeMissing, "there is no vault in this folder").
		WithHint("create one, or name the folder of an existing one")
}

func errUnsafeFolder(why string) *fault.Fault {
	return fault.New(fault.Denied, CodeUnsafeFolder, "the vault folder "+why).
		WithHint("make it a real folder that only you may read: on Linux and macOS chmod 700")
}

func errInUse() *fault.Fault {
	return fault.New(fault.Conflict, CodeInUse, "the vault is open in another window or process").
		WithHint("close it there first")
}

// checkFolder refuses a folder that others can read, or that is not ours.
func checkFolder(dir string) error {
	info, err := os.Lstat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return errMissing()
	}
	if err != nil {
		return err
	}
	if info.Mode().Type() != fs.ModeDir {
		return errUnsafeFolder("is a link or no folder")
	}
	return checkPrivate(dir, info)
}

// lockFolder takes a folder that can be written.
func lockFolder(dir string) (*os.File, error) {
	return lockFile(filepath.Join(dir, lockName), os.O_RDWR|os.O_CREATE)
}

// takeFolder takes the folder of a vault, for reading only when it cannot be
// written. Without a lock file such a folder needs none: nobody can write it.
func takeFolder(dir string) (folder *os.File, readOnly bool, err error) {
	if writable(dir) {
		folder, err = lockFolder(dir)
		if err == nil || !isReadOnly(err) {
			return folder, false, err
		}
	}
	folder, err = lockFile(filepath.Join(dir, lockName), os.O_RDONLY)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, true, nil
	}
	return folder, true, err
}

// makeFolder makes a private folder, or accepts an empty one that is private
// already.
func makeFolder(dir string) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o700); err == nil {
		return makePrivate(dir)
	} else if !errors.Is(err, fs.ErrExist) {
		return err
	}
	return checkFolder(dir)
}

// checkEmpty refuses to create a vault over anything but an interrupted
// creation, whose remains it removes.
func checkEmpty(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	creating := false
	for _, entry := range entries {
		switch name := entry.Name(); {
		case name == headerFirst || name == headerSecond:
			return fault.New(fault.Conflict, CodeExists, "there is a vault in this folder already").
				WithHint("unlock it, or name another folder")
		case name == creatingName:
			creating = true
		}
	}
	for _, entry := range entries {
		name := entry.Name()
		if name == lockName || name == creatingName {
			continue
		}
		if !creating || !isOurs(name) {
			return fault.New(fault.Conflict, CodeExists, "the folder is not empty").
				WithHint("name a new folder for the vault")
		}
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(dir, creatingName), nil, 0o600)
}

func isOurs(name string) bool {
	for _, prefix := range []string{"snapshot.", "journal.", "store.", "header."} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}
