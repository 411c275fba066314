// Package desktop is the door through which the pages are used in a window of
// their own. It is the only package that knows Wails.
//
// A build with the tag production (wails build sets it) has the window and
// needs CGO; with the tag bindings the program writes the TypeScript wrappers
// of the bound methods and ends. A build with neither has no window, needs no
// CGO and links nothing of Wails: [Built] tells which one this is.
package desktop

import (
	"context"
	"io/fs"
	"log/slog"
	"runtime"

	"patchbay/backend/fault"
)

// CodeNoWindow is the fault of a build that has no window.
const CodeNoWindow = "desktop.no_window"

// Options say what the window shows.
type Options struct {
	Title string
	// Pages are the built pages.
	Pages fs.FS
	// Bound are pointers to the structs whose methods the pages call; Enums
	// are lists of constants that the pages share, as Wails describes them.
	Bound, Enums []any
	// Subscribe tells fn of every event until cancel is called.
	Subscribe func(fn func(name string, payload any)) (cancel func())
	// Lock is called by the menu.
	Lock func()
	// Instance names what may be open in one window only, such as a vault. A
	// second program with the same name raises the first one's window and ends.
	Instance string
	// Log never sees what goes between the pages and Go. Nil discards.
	Log *slog.Logger
}

// Window is the application's one window. Its zero value is not shown yet.
type Window struct {
	ready  chan context.Context // holds the context of the running window
	copied secretCopy
}

// New returns a window that [Window.Run] will show.
func New() *Window { return &Window{ready: make(chan context.Context, 1)} }

// Available reports whether this build can show a window here. getenv reads
// the environment; on Linux it tells whether there is a display.
func Available(getenv func(string) string) bool {
	if !Built {
		return false
	}
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return true
	}
	return getenv("DISPLAY") != "" || getenv("WAYLAND_DISPLAY") != ""
}

func errNoWindow() error {
	return fault.New(fault.Unsupported, CodeNoWindow, "this build of patchbay has no window").
		WithHint("use the pages in a browser with: patchbay serve")
}
