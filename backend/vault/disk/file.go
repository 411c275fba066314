package disk

import (
	"io/fs"
	"os"
)

// File is an open file. It may be read while it is written; writing is for one
// goroutine.
type File struct {
	d Disk
	f *os.File
}

// Write writes behind what was written before.
func (f *File) Write(b []byte) (int, error) { return f.d.write(f.step(OpWrite), b, f.f.Write) }

// WriteAt writes at an offset in bytes.
func (f *File) WriteAt(b []byte, offset int64) (int, error) {
	return f.d.write(f.step(OpWrite), b, func(b []byte) (int, error) { return f.f.WriteAt(b, offset) })
}

// Sync makes what was written durable. After an error no one knows what is: the
// kernel may have dropped the pages that it could not write.
func (f *File) Sync() error { return f.d.step(f.step(OpSync), f.f.Sync) }

// Truncate cuts the file to a size in bytes.
func (f *File) Truncate(size int64) error {
	return f.d.step(f.step(OpTruncate), func() error { return f.f.Truncate(size) })
}

// Read reads on from where the last Read or Write ended.
func (f *File) Read(b []byte) (int, error) { return f.f.Read(b) }

// ReadAt reads at an offset in bytes.
func (f *File) ReadAt(b []byte, offset int64) (int, error) { return f.f.ReadAt(b, offset) }

// Stat describes the open file, whatever its name stands for by now.
func (f *File) Stat() (fs.FileInfo, error) { return f.f.Stat() }

// Close closes the file. It makes nothing durable.
func (f *File) Close() error { return f.f.Close() }

func (f *File) step(op Op) Step { return f.d.named(op, f.f.Name()) }
