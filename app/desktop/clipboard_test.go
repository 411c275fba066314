package desktop_test

import (
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"patchbay/app/desktop"
	"patchbay/backend/fault"
)

const (
	secretText = "CANARY-recovery-key-5d1e"
	after      = 20 * time.Second
)

// board is a clipboard; unreadable counts down the attempts that fail.
type board struct {
	mu         sync.Mutex
	text       string
	unreadable int
	refuses    bool
}

func (b *board) Text() (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.unreadable > 0 {
		b.unreadable--
		return "", errors.New("held by another program")
	}
	return b.text, nil
}

func (b *board) content() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text
}

func (b *board) SetText(text string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.refuses {
		return errors.New("no clipboard")
	}
	b.text = text
	return nil
}

// TestSC25_ACopiedSecretLeavesTheClipboard follows the clipboard from one step
// to the next; time passes before each.
func TestSC25_ACopiedSecretLeavesTheClipboard(t *testing.T) {
	type step struct {
		passes time.Duration
		do     func(*testing.T, *desktop.SecretCopy, *board)
		want   string
	}
	nothing := func(*testing.T, *desktop.SecretCopy, *board) {}
	put := func(text string) func(*testing.T, *desktop.SecretCopy, *board) {
		return func(t *testing.T, c *desktop.SecretCopy, b *board) {
			if err := c.Put(b, text, after); err != nil {
				t.Error(err)
			}
		}
	}
	write := func(text string) func(*testing.T, *desktop.SecretCopy, *board) {
		return func(_ *testing.T, _ *desktop.SecretCopy, b *board) { _ = b.SetText(text) }
	}
	unreadable := func(times int) func(*testing.T, *desktop.SecretCopy, *board) {
		return func(_ *testing.T, _ *desktop.SecretCopy, b *board) {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.unreadable = times
		}
	}
	clearNow := func(_ *testing.T, c *desktop.SecretCopy, _ *board) { c.Clear() }
	closeIt := func(_ *testing.T, c *desktop.SecretCopy, _ *board) { c.Close() }
	tests := map[string][]step{
		"by itself": {
			{0, put(secretText), secretText}, {after - 1, nothing, secretText}, {1, nothing, ""},
		},
		"not when it is another's": {
			{0, put(secretText), secretText}, {1, write("a word"), "a word"}, {after, nothing, "a word"},
		},
		"when another's was there in between": {
			{0, put(secretText), secretText}, {1, write("a word"), "a word"}, {1, write(secretText), secretText}, {after, nothing, ""},
		},
		"a second copy restarts": {
			{0, put(secretText), secretText},
			{after - 1, put("another " + secretText), "another " + secretText},
			{after - 1, nothing, "another " + secretText},
			{1, nothing, ""},
		},
		"at once when the vault locks": {
			{0, put(secretText), secretText}, {1, clearNow, ""}, {1, write(secretText), secretText}, {after, nothing, secretText},
		},
		"a lock leaves another's alone": {
			{0, put(secretText), secretText}, {1, write("a word"), "a word"}, {1, clearNow, "a word"},
		},
		"a lock without a copy": {
			{0, write("a word"), "a word"}, {1, clearNow, "a word"},
		},
		"at the end": {
			{0, put(secretText), secretText}, {1, closeIt, ""},
		},
		"after a while in which nobody could read it": {
			{0, put(secretText), secretText}, {1, unreadable(2), secretText}, {after + 2*time.Second, nothing, ""},
		},
		"not when nobody can read it": { // an image, say
			{0, put(secretText), secretText}, {1, unreadable(3), secretText}, {10 * after, nothing, secretText},
		},
	}
	for name, steps := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var c desktop.SecretCopy
				var b board
				for i, step := range steps {
					time.Sleep(step.passes)
					synctest.Wait()
					step.do(t, &c, &b)
					if got := b.content(); got != step.want {
						t.Errorf("after step %d: got %q, want %q", i+1, got, step.want)
					}
				}
			})
		})
	}
}

func TestAClipboardThatTakesNothing(t *testing.T) {
	var c desktop.SecretCopy
	if err := c.Put(&board{refuses: true}, secretText, after); !fault.HasCode(err, desktop.CodeNoClipboard) {
		t.Errorf("got %v", err)
	}
	c.Close()
	var b board
	if err := c.Put(&b, secretText, after); !fault.HasCode(err, desktop.CodeNoWindow) || b.text != "" {
		t.Errorf("at the end: got %v, and %q", err, b.text)
	}
}
