package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"patchbay/app"
	"patchbay/app/browser"
	"patchbay/app/desktop"
	"patchbay/backend/fault"
	"patchbay/backend/workbench"
)

// windowCommand is patchbay alone: the window, or without one the pages in a
// browser.
func windowCommand() command {
	return command{run: func(c *call) error {
		return c.withBench(func(bench *workbench.Workbench) error {
			if !desktop.Available(c.main.Getenv) {
				return c.serve(bench, browser.DefaultListen, false, nil)
			}
			return c.window(bench, false)
		})
	}}
}

// window shows the pages in a window until it is closed.
func (c *call) window(bench *workbench.Workbench, demo bool) error {
	if !browser.Built(c.main.Pages) {
		return fault.New(fault.Unsupported, browser.CodePagesNotBuilt, "this program was built without its pages").
			WithHint("build them first: make build")
	}
	dir, err := c.vaultDir()
	if err != nil {
		return err
	}
	title, instance := "Patchbay", instanceOf(dir)
	if demo {
		title = "Patchbay (demo)"
	}
	w := desktop.New()
	bound, closing := c.bind(bench, app.Options{
		Door: "window", Demo: demo, OpenURL: openInBrowser,
		SaveText: w.SaveText, SaveFile: w.SaveFile, CopySecret: w.CopySecret, ClearSecret: w.ClearSecret,
	})
	defer func() { _ = closing() }() // it only ends calls
	defer c.lockWhenAway(bench)()
	stop := context.AfterFunc(c.ctx, w.Quit)
	defer stop()
	return w.Run(desktop.Options{
		Title: title, Pages: c.main.Pages, Bound: bound.Bound(), Enums: bound.Enums(), Subscribe: bound.Subscribe,
		Lock:     func() { c.lock(bench) },
		Instance: instance, Log: c.log,
	})
}

// instanceOf names a vault, so that one vault has one window.
func instanceOf(dir string) string {
	sum := sha256.Sum256([]byte(dir))
	return "patchbay-" + hex.EncodeToString(sum[:8])
}

// generate hands the bound methods to the generator of bindings. It opens no
// vault and reads no arguments: those are the generator's.
func (m *Main) generate() int {
	bound := app.New(nil, app.Options{})
	err := desktop.New().Run(desktop.Options{
		Title: "Patchbay", Pages: m.Pages, Bound: bound.Bound(), Enums: bound.Enums(), Subscribe: bound.Subscribe,
		Lock: func() {},
	})
	if err != nil {
		_, _ = fmt.Fprintln(m.Stderr, "patchbay:", err) // nobody is left to tell
		return exitInternal
	}
	return exitDone
}
