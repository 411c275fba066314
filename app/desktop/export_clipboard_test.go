package desktop

import "time"

// SecretCopy is what clears the clipboard, with a clipboard of the test's own.
type SecretCopy struct{ copied secretCopy }

// Put copies a secret.
func (c *SecretCopy) Put(board interface {
	Text() (string, error)
	SetText(text string) error
}, text string, clearAfter time.Duration,
) error {
	return c.copied.put(board, text, clearAfter)
}

// Clear takes it out again.
func (c *SecretCopy) Clear() { c.copied.clear() }

// Close clears, and copies nothing any more.
func (c *SecretCopy) Close() { c.copied.close() }
