package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"patchbay/backend/fault"
)

// maxFile bounds what is read from a file or from standard input, in bytes.
const maxFile = 1 << 20

// readFile reads a file that an argument names; "-" is standard input.
func (c *call) readFile(path string) ([]byte, error) { return c.readUpTo(path, maxFile) }

// readUpTo is readFile for files of other sizes, in bytes.
func (c *call) readUpTo(path string, most int) ([]byte, error) {
	if path == "-" {
		if c.stdin {
			return nil, usageError{message: "standard input can be read once only: name a file for the other"}
		}
		c.stdin = true
		return c.readStdin(most)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer func() { _ = file.Close() }() // it was only read
	content, err := readBounded(file, most)
	if err != nil {
		return nil, unreadable(path, err)
	}
	return content, nil
}

// readStdin reads until the end, or until an interrupt: nobody may ever write
// there.
func (c *call) readStdin(most int) ([]byte, error) {
	type answer struct {
		content  []byte
		err      error
		panicked any
	}
	read := make(chan answer, 1)
	go func() {
		var a answer
		defer func() {
			a.panicked = recover() // of this goroutine, and reported by the call's own
			read <- a
		}()
		a.content, a.err = readBounded(c.main.Stdin, most)
	}()
	select {
	case <-c.ctx.Done():
		return nil, errInterrupted
	case a := <-read:
		if a.panicked != nil {
			panic(a.panicked)
		}
		if a.err != nil {
			return nil, unreadable("standard input", a.err)
		}
		return a.content, nil
	}
}

// tooLargeError is a file that is longer than anything it is read for.
type tooLargeError struct{ most int } // bytes

// Error says what may be read at most.
func (e tooLargeError) Error() string { return fmt.Sprintf("it is larger than %d MiB", e.most>>20) }

func readBounded(r io.Reader, most int) ([]byte, error) {
	content, err := io.ReadAll(io.LimitReader(r, int64(most)+1))
	if err == nil && len(content) > most {
		clear(content)
		err = tooLargeError{most}
	}
	return content, err
}

func unreadable(name string, err error) error {
	reason, kind := "", fault.Invalid
	var tooLarge tooLargeError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		reason, kind = ": there is no such file", fault.NotFound
	case errors.Is(err, fs.ErrPermission):
		reason = ": permission denied"
	case errors.As(err, &tooLarge):
		reason = ": " + tooLarge.Error()
	}
	return fault.New(kind, CodeFileUnreadable, fmt.Sprintf("cannot read %s%s", name, reason)).WithCause(err)
}
