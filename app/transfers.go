package app

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/operator"
)

// The limits of files on their way between a page and this machine, each way.
const (
	mostTransfers  = 2       // at once; the one that was not used for longest makes room
	largestUpload  = 1 << 30 // bytes
	transferPiece  = 512 << 10
	forgottenAfter = 15 * time.Minute
)

// The codes of the faults of such a file.
const (
	codeNoTransfer   = "transfer.unknown"
	codeTransferBusy = "transfer.busy"
	codeBadTransfer  = "transfer.invalid"
	codeNoRoom       = "transfer.no_room"
)

// transfer is one backup file on its way, in a temporary file that only this
// user can read. Whoever has taken it has it to himself.
type transfer struct {
	id     string
	size   int64 // in whole, in bytes
	filled int64 // bytes of it that are there
	file   *os.File
	backup *operator.Backup // of an upload, once it was opened

	busy, gone bool
	uses       int // tells a timer that it is late
	timer      *time.Timer
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
	if t.timer != nil {
		t.timer.Stop()
	}
	t.inspect(nil)
	return errors.Join(t.file.Close(), os.Remove(t.path()))
}

// transfers holds the files on their way in one direction.
type transfers struct {
	mu     sync.Mutex
	held   []*transfer // the one that was not used for longest comes first
	closed bool
}

// begin makes an empty file and takes it; put gives it back.
func (ts *transfers) begin(size int64) (*transfer, error) {
	file, err := os.CreateTemp("", "patchbay-*.backup") // mode 0600
	if err != nil {
		return nil, noRoom(err)
	}
	t := &transfer{id: rand.Text(), size: size, file: file, busy: true}
	ts.mu.Lock()
	defer ts.mu.Unlock()
	if ts.closed {
		return nil, errors.Join(unknownTransfer(), t.remove())
	}
	if err := ts.makeRoom(); err != nil {
		return nil, errors.Join(err, t.remove())
	}
	ts.held = append(ts.held, t)
	return t, nil
}

// makeRoom removes a file that a page has left behind. The caller holds mu.
func (ts *transfers) makeRoom() error {
	if len(ts.held) < mostTransfers {
		return nil
	}
	i := slices.IndexFunc(ts.held, func(t *transfer) bool { return !t.busy })
	if i < 0 {
		return fault.New(fault.Conflict, codeTransferBusy, "other backup files are on their way").
			WithHint("wait until they are done")
	}
	return ts.forget(i)
}

// take gives a file to the caller alone, until put.
func (ts *transfers) take(id string) (*transfer, error) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	i := slices.IndexFunc(ts.held, func(t *transfer) bool { return t.id == id })
	if i < 0 {
		return nil, unknownTransfer()
	}
	t := ts.held[i]
	if t.busy {
		return nil, fault.New(fault.Conflict, codeTransferBusy, "this file is being read").
			WithHint("wait until that is done")
	}
	t.busy = true
	t.uses++
	t.timer.Stop()
	return t, nil
}

// with runs fn on a file that nobody else has meanwhile.
func (ts *transfers) with(id string, fn func(*transfer) error) error {
	t, err := ts.take(id)
	if err != nil {
		return err
	}
	err = fn(t)
	return errors.Join(err, ts.put(t))
}

// put gives a file back. One that was dropped meanwhile is removed.
func (ts *transfers) put(t *transfer) error {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	t.busy = false
	if t.gone {
		return t.remove()
	}
	i := slices.Index(ts.held, t)
	ts.held = append(slices.Delete(ts.held, i, i+1), t)
	uses := t.uses
	t.timer = time.AfterFunc(forgottenAfter, func() { ts.expire(t, uses) })
	return nil
}

// expire removes a file that was not used since.
func (ts *transfers) expire(t *transfer, uses int) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	if i := slices.Index(ts.held, t); i >= 0 && !t.busy && t.uses == uses {
		_ = ts.forget(i) // it lies in the folder for what may be lost
	}
}

// drop removes a file, or has it removed by whoever has taken it. One that is
// not there is no mistake.
func (ts *transfers) drop(id string) error {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	if i := slices.IndexFunc(ts.held, func(t *transfer) bool { return t.id == id }); i >= 0 {
		return ts.forget(i)
	}
	return nil
}

// clear removes all files.
func (ts *transfers) clear() error {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	var errs []error
	for len(ts.held) > 0 {
		errs = append(errs, ts.forget(0))
	}
	return errors.Join(errs...)
}

// close removes all files and takes no more.
func (ts *transfers) close() error {
	ts.mu.Lock()
	ts.closed = true
	ts.mu.Unlock()
	return ts.clear()
}

// forget takes a file out of the list, and removes it unless it is in use. The
// caller holds mu.
func (ts *transfers) forget(i int) error {
	t := ts.held[i]
	ts.held = slices.Delete(ts.held, i, i+1)
	if t.busy {
		t.gone = true
		return nil
	}
	return t.remove()
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

func unknownTransfer() error {
	return fault.New(fault.NotFound, codeNoTransfer, "this file is not there any more").
		WithHint("start again: a file is forgotten after 15 minutes, and when the vault is locked")
}

func noRoom(err error) error {
	return fault.New(fault.Internal, codeNoRoom, "the backup file cannot be written into the folder for temporary files").
		WithHint("free some space on this machine, and try again").WithCause(err)
}
