//go:build production || dev || bindings

package desktop

import (
	"log/slog"
	"os"
)

// silent is a Wails logger that tells that something was said, but not what:
// when a call fails, Wails logs the whole message with its arguments, which may
// be passwords.
type silent struct{ log *slog.Logger }

// Print drops its message.
func (s silent) Print(string) {}

// Trace drops its message.
func (s silent) Trace(string) {}

// Debug drops its message.
func (s silent) Debug(string) {}

// Info drops its message.
func (s silent) Info(string) {}

// Warning reports that there was one.
func (s silent) Warning(string) { s.log.Warn("the window's toolkit warned") }

// Error reports that there was one.
func (s silent) Error(string) { s.log.Error("the window's toolkit reported an error") }

// Fatal reports that there was one and ends the program, as Wails expects.
func (s silent) Fatal(string) {
	s.log.Error("the window's toolkit gave up")
	os.Exit(1)
}
