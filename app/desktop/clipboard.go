package desktop

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"sync"
	"time"

	"patchbay/backend/fault"
)

// CodeNoClipboard is the fault of a clipboard that takes nothing.
const CodeNoClipboard = "desktop.no_clipboard"

// clipboard is the platform's. Its text is everybody's.
type clipboard interface {
	Text() (string, error)
	SetText(text string) error
}

const (
	// attempts is how often a clipboard is read that is held by another
	// program, or holds no text: the two look the same.
	attempts = 3
	// respite lies between two attempts.
	respite = time.Second
)

// secretCopy takes a secret out of the clipboard again, unless something else
// is there by then. It remembers the secret by a keyed hash only. The zero
// value holds nothing.
type secretCopy struct {
	mu     sync.Mutex
	board  clipboard // nil when there is nothing to clear
	key    [32]byte
	sum    []byte
	timer  *time.Timer
	closed bool
}

// put copies a secret and clears it after a while; the clock of an earlier one
// stops, for its text is gone.
func (c *secretCopy) put(board clipboard, text string, clearAfter time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return errNoWindow()
	}
	if err := board.SetText(text); err != nil {
		return fault.New(fault.Unsupported, CodeNoClipboard, "the clipboard takes no text").
			WithHint("select the text and copy it by hand").WithCause(err)
	}
	c.forget()
	_, _ = rand.Read(c.key[:]) // never fails since Go 1.24
	c.board, c.sum = board, c.hash(text)
	c.clearLater(clearAfter, attempts)
	return nil
}

// clear takes the secret out of the clipboard now.
func (c *secretCopy) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	_ = c.tryToClear() // nobody waits for a second attempt
	c.forget()
}

// close clears, and copies nothing any more.
func (c *secretCopy) close() {
	c.clear()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
}

// clearLater makes the given number of attempts. The caller holds mu.
func (c *secretCopy) clearLater(after time.Duration, left int) {
	var own *time.Timer
	own = time.AfterFunc(after, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		switch {
		case c.timer != own: // it fired while another copy was made
		case c.tryToClear() != nil && left > 1:
			c.clearLater(respite, left-1)
		default:
			c.forget()
		}
	})
	c.timer = own
}

// tryToClear empties the clipboard if our text is in it. The caller holds mu.
func (c *secretCopy) tryToClear() error {
	if c.board == nil {
		return nil
	}
	text, err := c.board.Text()
	if err != nil || !hmac.Equal(c.hash(text), c.sum) {
		return err
	}
	return c.board.SetText("")
}

// forget is called with mu held.
func (c *secretCopy) forget() {
	if c.timer != nil {
		c.timer.Stop()
	}
	c.board, c.key, c.sum, c.timer = nil, [32]byte{}, nil, nil
}

func (c *secretCopy) hash(text string) []byte {
	mac := hmac.New(sha256.New, c.key[:])
	_, _ = mac.Write([]byte(text)) // a hash takes everything
	return mac.Sum(nil)
}
