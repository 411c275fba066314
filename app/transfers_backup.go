package app

import (
	"errors"
	"fmt"
	"io"
	"os"

	"patchbay/backend/fault"
	"patchbay/backend/operator"
)

const largestUpload = 1 << 30 // bytes

const codeNoRoom = "transfer.no_room"

// transfer is one backup file on its way, in a temporary file that only this
// user can read.
type transfer struct {
	inTransit
	size   int64 // in whole, in bytes
	filled int64 // bytes of it that are there
	file   *os.File
	backup *operator.Backup // of an upload, once it was opened
}

// newTransfer makes an empty file.
func newTransfer(size int64) (*transfer, error) {
	file, err := os.CreateTemp("", "patchbay-*.backup") // mode 0600
	if err != nil {
		return nil, noRoom(err)
	}
	return &transfer{size: size, file: file}, nil
}

// path is where the file lies.
func (t *transfer) path() string { return t.file.Name() }

// whole returns a fault while bytes are missing.
func (t *transfer) whole() error {
	if t.filled != t.size {
		return fault.New(fault.Conflict, codeBadTransfer, fmt.Sprintf("%d of %d bytes of the file are there", t.filled, t.size)).
			WithHint("upload the file again")
	}
	return nil
}

// inspect keeps an opened backup, instead of the one that was open before.
func (t *transfer) inspect(b *operator.Backup) {
	if t.backup != nil {
		t.backup.Close()
	}
	t.backup = b
}

// remove wipes the keys of the backup and removes the file.
func (t *transfer) remove() error {
	t.inspect(nil)
	return errors.Join(t.file.Close(), os.Remove(t.path()))
}

// add writes a piece behind what is there.
func (t *transfer) add(piece []byte) error {
	if len(piece) == 0 || len(piece) > transferPiece || t.filled+int64(len(piece)) > t.size {
		return fault.New(fault.Invalid, codeBadTransfer, "this piece does not fit into the file").
			WithHint("upload the file again")
	}
	if _, err := t.file.WriteAt(piece, t.filled); err != nil {
		return noRoom(err)
	}
	t.filled += int64(len(piece))
	return nil
}

// piece reads what stands at an offset; more tells that there is more behind.
func (t *transfer) piece(offset int64) (content []byte, more bool, err error) {
	if offset < 0 || offset >= t.size {
		return nil, false, fault.New(fault.Invalid, codeBadTransfer, "there is nothing at this place of the file").
			WithHint("make the backup again")
	}
	content = make([]byte, min(transferPiece, t.size-offset))
	if _, err := t.file.ReadAt(content, offset); err != nil && !errors.Is(err, io.EOF) {
		return nil, false, fmt.Errorf("read the backup file: %w", err)
	}
	return content, offset+int64(len(content)) < t.size, nil
}

func noRoom(err error) error {
	return fault.New(fault.Internal, codeNoRoom, "the backup file cannot be written into the folder for temporary files").
		WithHint("free some space on this machine, and try again").WithCause(err)
}
