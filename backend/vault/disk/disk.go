// Package disk is the one place where the vault's ordinary files are changed.
//
// Every change is a named step, and so is every other moment at which a crash
// leaves something half done. A test that watches the steps can end the process
// at each of them, or let each of them fail the way disks fail: no space left,
// an I/O error, a write that takes only a part.
//
// The working store's files are not changed here: they are Badger's.
package disk

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// Op is what a step does to a file.
type Op string

// The kinds of steps.
const (
	OpCreate   Op = "create"
	OpWrite    Op = "write"
	OpSync     Op = "sync"
	OpTruncate Op = "truncate"
	OpRename   Op = "rename"
	OpSyncDir  Op = "sync folder"
	OpRemove   Op = "remove"
	// OpReach changes no file: a moment between two changes.
	OpReach Op = "reach"
)

// Step is one change of the disk.
type Step struct {
	Op   Op
	Name string // base name of the file or folder, or what is reached
}

// String is "write journal.1".
func (s Step) String() string { return string(s.Op) + " " + s.Name }

// Moment says on which side of a step something happens.
type Moment bool

// The two sides of a step.
const (
	Before Moment = false
	After  Moment = true
)

// Watch is told of every step, before and after it. What it returns takes the
// place of the step's result: before, the step is not done; after, it is done
// and reported as failed. [io.ErrShortWrite] before a write lets half of the
// bytes through. A Watch is called by whoever changes a file, so by several
// goroutines when they do.
type Watch func(Moment, Step) error

// Disk changes files. The zero value is the disk as it is.
type Disk struct{ watch Watch }

// Watched is the disk with someone who watches and may make steps fail.
func Watched(w Watch) Disk { return Disk{watch: w} }

// Reach is a step that changes no file: a moment between two changes.
func (d Disk) Reach(name string) error {
	return d.step(Step{OpReach, name}, func() error { return nil })
}

// Create makes a new file, readable and writable by its owner alone. There must
// be none of that name.
func (d Disk) Create(path string) (*File, error) {
	return d.open(path, os.O_CREATE|os.O_EXCL)
}

// Open opens an existing file for reading and writing. What is no regular file
// is refused with [ErrIrregular].
func (d Disk) Open(path string) (*File, error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return nil, ErrIrregular
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	return &File{d: d, f: f}, nil
}

func (d Disk) open(path string, flags int) (file *File, err error) {
	err = d.step(d.named(OpCreate, path), func() error {
		f, err := os.OpenFile(path, os.O_RDWR|flags, 0o600)
		file = &File{d: d, f: f}
		return err
	})
	if err != nil && file != nil && file.f != nil {
		_ = file.f.Close()
	}
	if err != nil {
		return nil, err
	}
	return file, nil
}

// WriteAt writes into a file that was opened elsewhere, at an offset in bytes.
func (d Disk) WriteAt(f *os.File, b []byte, offset int64) error {
	_, err := d.write(d.named(OpWrite, f.Name()), b, func(b []byte) (int, error) { return f.WriteAt(b, offset) })
	return err
}

// Remove removes a file, or an empty folder.
func (d Disk) Remove(path string) error {
	return d.step(d.named(OpRemove, path), func() error { return os.Remove(path) })
}

// RemoveAll removes a file or a folder with everything in it. Without one it
// does nothing.
func (d Disk) RemoveAll(path string) error {
	return d.step(d.named(OpRemove, path), func() error { return os.RemoveAll(path) })
}

// SyncDir makes the names in a folder durable, where the platform can.
func (d Disk) SyncDir(dir string) error {
	return d.step(d.named(OpSyncDir, dir), func() error { return syncDir(dir) })
}

// SyncFiles makes all files of a folder and their names durable.
func (d Disk) SyncFiles(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		f, err := d.Open(filepath.Join(dir, entry.Name()))
		if err != nil {
			return err
		}
		if err := errors.Join(f.Sync(), f.Close()); err != nil {
			return err
		}
	}
	return d.SyncDir(dir)
}

// named does without the base name when no one watches.
func (d Disk) named(op Op, path string) Step {
	if d.watch == nil {
		return Step{}
	}
	return Step{op, filepath.Base(path)}
}

func (d Disk) step(s Step, do func() error) error {
	if d.watch == nil {
		return do()
	}
	if err := d.watch(Before, s); err != nil {
		return err
	}
	if err := do(); err != nil {
		return err
	}
	return d.watch(After, s)
}

// write is a step that can succeed by half.
func (d Disk) write(s Step, b []byte, do func([]byte) (int, error)) (int, error) {
	if d.watch == nil {
		return do(b)
	}
	if err := d.watch(Before, s); errors.Is(err, io.ErrShortWrite) {
		n, _ := do(b[:len(b)/2])
		return n, err
	} else if err != nil {
		return 0, err
	}
	n, err := do(b)
	if err != nil {
		return n, err
	}
	return n, d.watch(After, s)
}
