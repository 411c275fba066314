//go:build !production && !dev && !bindings

package desktop

import (
	"context"
	"time"
)

// Built says whether this build has the window.
const Built = false

// Generates says whether this build only writes the wrappers of the bound
// methods: it then has to reach [Window.Run] without opening a vault.
const Generates = false

// Run says that this build has no window.
func (w *Window) Run(Options) error { return errNoWindow() }

// Quit does nothing: there is no window.
func (w *Window) Quit() {}

// SaveText says that this build has no window.
func (w *Window) SaveText(context.Context, string, string, string) (string, error) {
	return "", errNoWindow()
}

// SaveFile says that this build has no window.
func (w *Window) SaveFile(context.Context, string, string) (string, error) { return "", errNoWindow() }

// CopySecret says that this build has no window.
func (w *Window) CopySecret(string, time.Duration) error { return errNoWindow() }

// ClearSecret does nothing: nothing was copied.
func (w *Window) ClearSecret() {}
