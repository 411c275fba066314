package app

import (
	"crypto/rand"
	"errors"
	"slices"
	"sync"
	"time"

	"patchbay/backend/fault"
)

// The limits of files on their way between a page and this machine, of each
// kind.
const (
	mostTransfers  = 2         // at once; the one that was not used for longest makes room
	transferPiece  = 512 << 10 // bytes
	forgottenAfter = 15 * time.Minute
)

// The codes of the faults of such a file.
const (
	codeNoTransfer   = "transfer.unknown"
	codeTransferBusy = "transfer.busy"
	codeBadTransfer  = "transfer.invalid"
)

// inTransit is what transfers note of a file, which embeds it.
type inTransit struct {
	id         string
	busy, gone bool
	uses       int // tells a timer that it is late
	timer      *time.Timer
}

func (t *inTransit) transit() *inTransit { return t }

// transfers hold the files of one kind that are on their way. Whoever has taken
// one has it to himself; nobody waits for him.
type transfers[File interface {
	comparable
	transit() *inTransit
	remove() error // wipes and removes what is left of it
}] struct {
	mu     sync.Mutex
	held   []File // the one that was not used for longest comes first
	closed bool
}

// begin takes in a file, which the caller has until put. One that finds no room
// is removed.
func (ts *transfers[File]) begin(file File) error {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	if err := ts.makeRoom(); err != nil {
		return errors.Join(err, file.remove())
	}
	t := file.transit()
	t.id, t.busy = rand.Text(), true
	ts.held = append(ts.held, file)
	return nil
}

// makeRoom removes a file that a page has left behind. The caller holds mu.
func (ts *transfers[File]) makeRoom() error {
	switch {
	case ts.closed:
		return unknownTransfer()
	case len(ts.held) < mostTransfers:
		return nil
	}
	i := slices.IndexFunc(ts.held, func(file File) bool { return !file.transit().busy })
	if i < 0 {
		return fault.New(fault.Conflict, codeTransferBusy, "other files are on their way").
			WithHint("wait until they are done")
	}
	return ts.forget(i)
}

// find returns the place of a file, -1 when it is not there. The caller holds mu.
func (ts *transfers[File]) find(id string) int {
	return slices.IndexFunc(ts.held, func(file File) bool { return file.transit().id == id })
}

// take gives a file to the caller alone, until put.
func (ts *transfers[File]) take(id string) (file File, err error) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	i := ts.find(id)
	if i < 0 {
		return file, unknownTransfer()
	}
	t := ts.held[i].transit()
	if t.busy {
		return file, fault.New(fault.Conflict, codeTransferBusy, "this file is being read").
			WithHint("wait until that is done")
	}
	t.busy = true
	t.uses++
	t.timer.Stop()
	return ts.held[i], nil
}

// with runs fn on a file that nobody else has meanwhile.
func (ts *transfers[File]) with(id string, fn func(File) error) error {
	file, err := ts.take(id)
	if err != nil {
		return err
	}
	err = fn(file)
	return errors.Join(err, ts.put(file))
}

// put gives a file back. One that was dropped meanwhile is removed.
func (ts *transfers[File]) put(file File) error {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	t := file.transit()
	t.busy = false
	if t.gone {
		return file.remove()
	}
	i := slices.Index(ts.held, file)
	ts.held = append(slices.Delete(ts.held, i, i+1), file)
	uses := t.uses
	t.timer = time.AfterFunc(forgottenAfter, func() { ts.expire(file, uses) })
	return nil
}

// expire removes a file that was not used since.
func (ts *transfers[File]) expire(file File, uses int) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	t := file.transit()
	if i := slices.Index(ts.held, file); i >= 0 && !t.busy && t.uses == uses {
		_ = ts.forget(i) // it lies in the folder for what may be lost
	}
}

// drop removes a file, or has it removed by whoever has taken it. One that is
// not there is no mistake.
func (ts *transfers[File]) drop(id string) error {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	if i := ts.find(id); i >= 0 {
		return ts.forget(i)
	}
	return nil
}

// clear removes all files.
func (ts *transfers[File]) clear() error {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	var errs []error
	for len(ts.held) > 0 {
		errs = append(errs, ts.forget(0))
	}
	return errors.Join(errs...)
}

// close removes all files and takes no more.
func (ts *transfers[File]) close() error {
	ts.mu.Lock()
	ts.closed = true
	ts.mu.Unlock()
	return ts.clear()
}

// forget takes a file out of the list, and removes it unless it is in use. The
// caller holds mu.
func (ts *transfers[File]) forget(i int) error {
	file := ts.held[i]
	ts.held = slices.Delete(ts.held, i, i+1)
	t := file.transit()
	if t.busy {
		t.gone = true
		return nil
	}
	t.timer.Stop()
	return file.remove()
}

func unknownTransfer() error {
	return fault.New(fault.NotFound, codeNoTransfer, "this file is not there any more").
		WithHint("start again: a file is forgotten after 15 minutes, and when the vault is locked")
}
