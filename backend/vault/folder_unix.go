//go:build !windows

package vault

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

func checkPrivate(_ string, info fs.FileInfo) error {
	if info.Mode().Perm()&0o077 != 0 {
		return errUnsafeFolder("can be read or written by others")
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok && int(stat.Uid) != os.Geteuid() {
		return errUnsafeFolder("belongs to another user")
	}
	return nil
}

// makePrivate has nothing to do where a folder has a mode from the start.
func makePrivate(string) error { return nil }

// lockFile takes a lock for this process. The kernel gives it back when the
// process ends, however it ends.
func lockFile(path string, flags int) (*os.File, error) {
	f, err := os.OpenFile(path, flags|unix.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, err
	}
	err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		err = errInUse()
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

// unlockFile gives a lock back. Closing alone would leave it taken for as
// long as a child that is just being started has its copy of the file.
func unlockFile(f *os.File) error {
	return errors.Join(unix.Flock(int(f.Fd()), unix.LOCK_UN), f.Close())
}

// dropFile gives a lock back for good. The file goes first: removed after the
// lock, it could be somebody else's by then.
func dropFile(f *os.File) error { return errors.Join(os.Remove(f.Name()), unlockFile(f)) }

// writable reports whether files can be made in a folder.
func writable(dir string) bool { return unix.Access(dir, unix.W_OK|unix.X_OK) == nil }

func isReadOnly(err error) bool {
	return errors.Is(err, syscall.EROFS) || errors.Is(err, fs.ErrPermission)
}

// freeSpace returns the bytes that this user may still write in a folder.
func freeSpace(dir string) (uint64, error) {
	var stat unix.Statfs_t
	if err := unix.Statfs(dir, &stat); err != nil {
		return 0, err
	}
	return uint64(stat.Bavail) * uint64(stat.Bsize), nil //nolint:unconvert // signed on some platforms
}

func isDiskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
