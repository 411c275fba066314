package operator

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"patchbay/backend/fault"
)

// checkBackupPath returns where a backup is to be written, with all links of
// its folder resolved. In the vault's folder it would be lost with the vault.
func (o *Operators) checkBackupPath(path string) (string, error) {
	if strings.TrimSpace(path) == "" {
		return "", badBackupFile("a file name is required", "name the file to write")
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return "", badBackupFile("the file name cannot be used", "name another file")
	}
	folder, err := filepath.EvalSymlinks(filepath.Dir(absolute))
	if err != nil {
		return "", badBackupFile("the folder of the file does not exist", "make the folder first, or name another one")
	}
	resolved := filepath.Join(folder, filepath.Base(absolute))
	if inside(folder, o.options.Dir) {
		return "", badBackupFile("the file would lie in the vault's own folder", "name a file elsewhere, best on another disk")
	}
	info, err := os.Lstat(resolved)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return "", badBackupFile("the file cannot be reached", "check the permissions of its folder")
	case !info.Mode().IsRegular():
		return "", badBackupFile("there is something else than a file under this name", "name another file")
	}
	return resolved, nil
}

// inside reports whether a folder, its links resolved, is another one or lies
// in it. Folders are compared by identity: names may differ in case.
func inside(folder, of string) bool {
	vault, err := os.Stat(of)
	if err != nil {
		return false
	}
	for {
		info, err := os.Stat(folder)
		if err == nil && os.SameFile(info, vault) {
			return true
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			return false
		}
		folder = parent
	}
}

// replaceFile writes a private file beside its place, makes it durable and puts
// it there in one step.
func replaceFile(path string, write func(io.Writer) error) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), ".patchbay-*.partial") // mode 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	if err := errors.Join(write(file), file.Sync(), file.Close()); err != nil {
		return err
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return err
	}
	syncFolder(filepath.Dir(path))
	return nil
}

// syncFolder makes the file's new name durable where the system can do that.
// The file is whole under the old name or the new one in any case.
func syncFolder(path string) {
	folder, err := os.Open(path)
	if err != nil {
		return
	}
	_ = folder.Sync()
	_ = folder.Close()
}

// fileFault says why a backup could not be written.
func fileFault(err error) error {
	var f *fault.Fault
	if errors.As(err, &f) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return badBackupFile("the backup could not be written", "check the free space and the permissions of its folder").
		WithCause(err)
}

func badBackupFile(message, hint string) *fault.Fault {
	return fault.New(fault.Invalid, CodeBadBackupFile, message).WithHint(hint).WithField("file", message)
}
