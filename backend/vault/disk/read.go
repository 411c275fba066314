package disk

import (
	"errors"
	"os"
)

// ErrIrregular says that a folder, a pipe or a device lies where a file should.
var ErrIrregular = errors.New("disk: it is no regular file")

// Read opens a file for reading and returns its size in bytes. What is no
// regular file is refused with [ErrIrregular] before it is opened: a pipe would
// wait for its other end, and a device may never end.
func Read(path string) (f *os.File, size int64, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, 0, err
	}
	if !info.Mode().IsRegular() {
		return nil, 0, ErrIrregular
	}
	f, err = os.Open(path)
	return f, info.Size(), err
}
