//go:build production || dev || bindings

package desktop

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/logger"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
	"github.com/wailsapp/wails/v2/pkg/options/windows"
	"github.com/wailsapp/wails/v2/pkg/runtime"

	"patchbay/backend/fault"
)

// Built says whether this build has the window.
const Built = true

// The size of the window, in pixels that the platform scales.
const (
	width, height       = 1280, 800
	minWidth, minHeight = 960, 640
)

// Run shows the window until it is closed or [Window.Quit] is called. It must
// be called from the goroutine that runs main.
func (w *Window) Run(o Options) error {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if err := wails.Run(w.options(o)); err != nil {
		return fmt.Errorf("show the window: %w", err)
	}
	return nil
}

func (w *Window) options(o Options) *options.App {
	unsubscribe := func() {}
	return &options.App{
		Title: o.Title,
		Width: width, Height: height, MinWidth: minWidth, MinHeight: minHeight,
		BackgroundColour: options.NewRGB(0x80, 0x84, 0x8a), // between the themes: the page tells which one it is
		Menu:             w.menu(o.Lock),
		AssetServer:      &assetserver.Options{Assets: o.Pages, Middleware: secured},
		Bind:             o.Bound,
		EnumBind:         o.Enums,
		ErrorFormatter:   formatError,
		Logger:           silent{log: o.Log},
		LogLevel:         logger.ERROR,
		DragAndDrop:      &options.DragAndDrop{DisableWebViewDrop: true},
		SingleInstanceLock: &options.SingleInstanceLock{
			UniqueId:               o.Instance,
			OnSecondInstanceLaunch: func(options.SecondInstanceData) { w.raise() },
		},
		OnStartup: func(ctx context.Context) {
			w.ready <- ctx
			unsubscribe = o.Subscribe(func(name string, payload any) { runtime.EventsEmit(ctx, name, payload) })
		},
		OnBeforeClose: func(context.Context) (prevent bool) {
			w.copied.close() // while there is a clipboard: it needs the window's thread
			return false
		},
		OnDomReady: func(context.Context) { o.Log.Debug("window ready") },
		OnShutdown: func(context.Context) { unsubscribe() },
		Linux:      &linux.Options{ProgramName: "patchbay", WebviewGpuPolicy: linux.WebviewGpuPolicyNever},
		Windows:    &windows.Options{Theme: windows.SystemDefault, DisablePinchZoom: true},
	}
}

// formatError hands the page a fault as a JSON string: Wails turns an object
// into "[object Object]".
func formatError(err error) any {
	document, marshalErr := json.Marshal(fault.Of(err))
	if marshalErr != nil { // a struct of strings always marshals
		return "{}"
	}
	return string(document)
}

// shown returns the context of the running window, if it runs.
func (w *Window) shown() (context.Context, bool) {
	select {
	case ctx := <-w.ready:
		w.ready <- ctx
		return ctx, true
	default:
		return nil, false
	}
}

// Quit closes the window; Run then returns.
func (w *Window) Quit() {
	if ctx, ok := w.shown(); ok {
		runtime.Quit(ctx)
	}
}

func (w *Window) raise() {
	if ctx, ok := w.shown(); ok {
		runtime.WindowUnminimise(ctx)
		runtime.WindowShow(ctx)
	}
}
