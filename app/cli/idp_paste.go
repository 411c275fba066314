package cli

import (
	"bufio"
	"context"
	"errors"
	"io"
	"io/fs"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/pasted"
)

// pasteSamples is the time between two looks for the file.
const pasteSamples = 250 * time.Millisecond

// awaitPaste reads what was pasted beside the sign-in that waits for it, and
// gives up on the sign-in when that cannot be read.
func (o *idpSignIn) awaitPaste(ctx context.Context, c *call, cancel context.CancelCauseFunc, deliver func([]byte) error) {
	switch o.paste {
	case "":
	case "-":
		c.stdin = true
		go func() {
			if err := pasteLines(c.main.Stdin, deliver); err != nil {
				cancel(err)
			}
		}()
	default:
		go func() {
			if err := c.pasteFile(ctx, o.paste, deliver); err != nil && ctx.Err() == nil {
				cancel(err)
			}
		}()
	}
}

// pasteLines takes the first line that is an answer; failing that, all there is.
func pasteLines(r io.Reader, deliver func([]byte) error) error {
	limited := &io.LimitedReader{R: r, N: pasted.MaxText + 1}
	lines := bufio.NewReader(limited)
	var all []byte
	for {
		line, err := lines.ReadBytes('\n')
		all = append(all, line...)
		if len(line) > 0 && deliver(line) == nil {
			return nil
		}
		if errors.Is(err, io.EOF) {
			return deliver(all)
		}
		if err != nil {
			return fault.New(fault.Invalid, "file.unreadable", "standard input cannot be read").WithCause(err)
		}
	}
}

// pasteFile waits for a file to appear, and reads it.
func (c *call) pasteFile(ctx context.Context, path string, deliver func([]byte) error) error {
	ticker := time.NewTicker(pasteSamples)
	defer ticker.Stop()
	for {
		content, err := c.readUpTo(path, pasted.MaxText)
		if err == nil && len(content) > 0 {
			return deliver(content)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
	}
}
