// Command window opens the real window on a display without a screen and does
// one thing in it by keyboard: it creates a vault. That the vault is there
// afterwards shows that the pages were painted, that a call with arguments went
// from the page to Go, and that its answer came back.
//
// Then it shows attacks on mails in the window's engine: nothing of what Patchbay
// leaves of them may run or load.
//
//	go run ./build/window [-picture FILE.png] build/bin/patchbay
package main

import (
	"context"
	"flag"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

const (
	// patience is for one check, on a slow machine.
	patience = 2 * time.Minute
	// interval is how often the vault folder and the picture are looked at.
	interval = 100 * time.Millisecond
	// painted is more colours than an empty window has, and fewer than the
	// smoothed letters of one page.
	painted = 24
)

func main() {
	picture := flag.String("picture", "", "where to keep a picture of the last page")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: window [-picture FILE.png] PATCHBAY")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	failed := 0
	checks := []func(context.Context) error{
		func(ctx context.Context) error { return run(ctx, flag.Arg(0), *picture) },
		attacks,
	}
	for _, check := range checks {
		ctx, cancel := context.WithTimeout(ctx, patience)
		if err := check(ctx); err != nil {
			fmt.Fprintln(os.Stderr, "window:", err)
			failed++
		}
		cancel()
	}
	fmt.Printf("window: %d passed, %d failed\n", len(checks)-failed, failed)
	if failed > 0 {
		os.Exit(1)
	}
}

func run(ctx context.Context, binary, picture string) (err error) {
	scratch, err := os.MkdirTemp("", "patchbay-window-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	// The program ends before its display does, and both before the folder is
	// removed.
	screen, err := openDisplay(ctx, scratch, 1280, 800)
	if err != nil {
		return err
	}
	defer screen.close()
	vault := filepath.Join(scratch, "vault")
	window, err := start(ctx, screen, binary, scratch, vault)
	if err != nil {
		return err
	}
	defer func() { err = firstOf(err, window.close()) }()
	if picture != "" {
		defer func() { err = keep(screen, picture, err) }()
	}
	if err := window.waitForPage(ctx); err != nil {
		return fmt.Errorf("wait for the first page: %w", err)
	}
	fmt.Println("ok	the first page is painted")
	if err := window.createVaultByKeyboard(ctx, vault); err != nil {
		return fmt.Errorf("create a vault by keyboard: %w", err)
	}
	fmt.Println("ok	a vault was created by keyboard")
	return nil
}

// keep saves a picture of the display, of a failure all the more.
func keep(screen *display, name string, failure error) error {
	shown, err := screen.picture()
	if err != nil {
		return firstOf(failure, err)
	}
	file, err := os.Create(name)
	if err != nil {
		return firstOf(failure, err)
	}
	defer file.Close()
	return firstOf(failure, png.Encode(file, shown))
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// until asks again and again whether something is so.
func until(ctx context.Context, ended <-chan error, is func() (bool, error)) error {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for {
		if yes, err := is(); yes || err != nil {
			return err
		}
		select {
		case <-tick.C:
		case err := <-ended:
			return fmt.Errorf("the program ended: %w", firstOf(err, exec.ErrWaitDelay))
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
