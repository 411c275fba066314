package kv

import (
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// preallocate gives Badger's log, a sparse file that it maps into memory, the
// blocks for everything that the store takes while it is open. Writing to a
// block that the disk no longer has kills the process. Where that is not
// possible the room that is asked for before each write must do.
func preallocate(dir string) {
	logs, _ := filepath.Glob(filepath.Join(dir, "*.mem"))
	for _, path := range logs {
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			continue
		}
		_ = unix.Fallocate(int(f.Fd()), unix.FALLOC_FL_KEEP_SIZE, 0, 2*sessionLimit)
		_ = f.Close()
	}
}
