//go:build production || dev || bindings

package desktop

import (
	"context"
	"time"

	"github.com/wailsapp/wails/v2/pkg/runtime"
)

// CopySecret puts a secret into the clipboard and takes it out again after a
// while, at [Window.ClearSecret], or when the window closes, unless something
// else is there by then. A program that keeps a history of the clipboard may
// have kept it: Wails cannot mark a text as secret.
func (w *Window) CopySecret(text string, clearAfter time.Duration) error {
	ctx, ok := w.shown()
	if !ok {
		return errNoWindow()
	}
	return w.copied.put(windowClipboard{ctx}, text, clearAfter)
}

// ClearSecret takes the last copied secret out of the clipboard, if it is
// still there. It does not wait until that is done: the window's thread, which
// has to do it, may be the one that waits for the caller.
func (w *Window) ClearSecret() { go w.copied.clear() }

// windowClipboard is the clipboard as Wails reaches it, from a running window.
type windowClipboard struct{ window context.Context }

// Text waits for the window's thread.
func (c windowClipboard) Text() (string, error) { return runtime.ClipboardGetText(c.window) }

// SetText replaces what was there; on Linux the selected text, too.
func (c windowClipboard) SetText(text string) error { return runtime.ClipboardSetText(c.window, text) }
