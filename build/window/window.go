package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// attempt is how long a vault may take to be there once its form was sent.
const attempt = 25 * time.Second

// farewell is how long a program may take to end when it is asked to.
const farewell = 10 * time.Second

// What is typed into the page of the first start. The password is made up here
// and guards an empty vault in a folder that is removed.
const (
	operator = "Ada Example"
	address  = "ada@example.com"
	password = "cord.jack.panel.signal.42"
)

// A window is a running Patchbay on a display.
type window struct {
	screen *display
	id     string // as xdotool knows it
	ended  <-chan error
	close  func() error // asks the program to end, and waits for it
}

// start opens the window on an empty vault folder, with a home of its own, and
// waits until it is on the display.
func start(ctx context.Context, screen *display, binary, home, vault string) (*window, error) {
	running, end := context.WithCancel(context.WithoutCancel(ctx))
	program := screen.engine(running, home, binary, "--vault", vault)
	if err := program.Start(); err != nil {
		end()
		return nil, err
	}
	ended := make(chan error, 1)
	go func() {
		ended <- program.Wait()
		close(ended)
	}()

	w := &window{screen: screen, ended: ended, close: func() error {
		end()
		if <-ended; !program.ProcessState.Exited() {
			return fmt.Errorf("the program did not end within %s of being asked to", farewell)
		}
		return nil
	}}
	err := until(ctx, ended, func() (bool, error) {
		found, err := w.hands(ctx, "search", "--onlyvisible", "--name", "^Patchbay").Output()
		w.id, _, _ = strings.Cut(string(found), "\n")
		return err == nil && w.id != "", nil
	})
	if err != nil {
		return nil, firstOf(fmt.Errorf("wait for the window: %w", err), w.close())
	}
	fmt.Println("ok	the window is open")
	return w, nil
}

// engine prepares a program that shows pages with WebKitGTK, with a home of its own.
func (d *display) engine(ctx context.Context, home, binary string, args ...string) *exec.Cmd {
	program := d.command(ctx, binary, args...)
	program.Env = append(program.Env, "HOME="+home, "XDG_CONFIG_HOME="+home, "XDG_CACHE_HOME="+home,
		"XDG_DATA_HOME="+home, "NO_AT_BRIDGE=1", "GSETTINGS_BACKEND=memory", "DBUS_SESSION_BUS_ADDRESS=disabled:",
		"WEBKIT_DISABLE_COMPOSITING_MODE=1", "WEBKIT_DISABLE_DMABUF_RENDERER=1")
	program.Stdout, program.Stderr = os.Stderr, os.Stderr
	program.Cancel = func() error { return program.Process.Signal(syscall.SIGTERM) }
	program.WaitDelay = farewell
	return program
}

// hands is a keyboard and a mouse.
func (w *window) hands(ctx context.Context, args ...string) *exec.Cmd {
	return w.screen.command(ctx, "xdotool", args...)
}

// waitForPage waits until something is painted that no empty window shows, and
// has stopped changing.
func (w *window) waitForPage(ctx context.Context) error {
	before := 0
	return until(ctx, w.ended, func() (bool, error) {
		shown, err := w.screen.picture()
		if err != nil {
			return false, err
		}
		now := colours(shown)
		settled := now > painted && now == before
		before = now
		return settled, nil
	})
}

// createVault fills in the page of the first start and sends it, by keyboard.
// A click on its empty corner only says where Tab begins.
func (w *window) createVault(ctx context.Context) error {
	for _, args := range [][]string{
		{"windowfocus", "--sync", w.id},
		{"mousemove", "--sync", "--window", w.id, "20", "60", "click", "1"},
		{"key", "Tab"},
		{"type", "--delay", "20", operator},
		{"key", "Tab"},
		{"type", "--delay", "20", address},
		{"key", "Tab"},
		{"type", "--delay", "20", password},
		{"key", "Tab", "Tab"}, // past the button that shows the password
		{"type", "--delay", "20", password},
		{"key", "Return"},
	} {
		if out, err := w.hands(ctx, args...).CombinedOutput(); err != nil {
			return fmt.Errorf("xdotool %s: %w: %s", args[0], err, out)
		}
	}
	return nil
}

// createVaultByKeyboard tries again when no vault came of it: on a slow machine
// the first keys can reach a page whose form is not there yet. What is typed
// into a field that Tab has reached replaces what was in it.
func (w *window) createVaultByKeyboard(ctx context.Context, folder string) error {
	for {
		if err := w.createVault(ctx); err != nil {
			return err
		}
		waiting, cancel := context.WithTimeout(ctx, attempt)
		err := w.waitForVault(waiting, folder)
		cancel()
		if err == nil || ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded) {
			return err
		}
	}
}

// waitForVault waits for the header, which is written last when a vault is
// created, and for the page that follows.
func (w *window) waitForVault(ctx context.Context, folder string) error {
	err := until(ctx, w.ended, func() (bool, error) {
		header, err := os.Stat(filepath.Join(folder, "header.a"))
		return err == nil && header.Size() > 0, nil
	})
	if err != nil {
		return err
	}
	return w.waitForPage(ctx)
}
