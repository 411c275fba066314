// Package app is what the pages may call and see.
//
// Each bound struct hands its calls to a use case and turns the answer into a
// view. There are no rules here: those live in the capabilities. The package
// knows neither Wails nor HTTP, so that the window and the browser serve the
// same pages by the same methods.
//
// A view holds only what JavaScript can read: times are RFC 3339 text, and a
// stored secret is never more than the fact that it is there.
package app

import (
	"context"
	"errors"
	"runtime/debug"
	"time"

	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/workbench"
)

// Options say which door the pages come through.
type Options struct {
	Door    string // "window" or "browser"
	Version string
	Demo    bool
	// SaveText offers a native dialog and writes the text where the operator
	// says; path is empty when cancelled. Nil where there is no dialog.
	SaveText func(ctx context.Context, title, name, text string) (path string, err error)
	// SaveFile asks by a native dialog where to save a file, and writes nothing;
	// path is empty when cancelled. Nil where there is no dialog.
	SaveFile func(ctx context.Context, title, name string) (path string, err error)
	// CopySecret puts a text into the clipboard, and takes it out again after a
	// while unless something else is there by then; ClearSecret does so at once.
	// Nil where the page can do no better itself.
	CopySecret  func(text string, clearAfter time.Duration) error
	ClearSecret func()
	// API runs the local API. Nil where there is none.
	API API
	// OpenURL opens the system's browser. Nil where the page can do it itself.
	OpenURL func(address string) error
	// Panicked is told of a call that panicked. Neither its arguments nor the
	// panic's value are passed on: both may hold a secret.
	Panicked func(ref string, stack []byte)
}

// App binds the pages to a workbench.
type App struct {
	bench   *workbench.Workbench
	options Options
	ctx     context.Context // ends with the application
	cancel  context.CancelFunc
	runs    runs

	uploads, downloads transfers[*transfer]
	imports            transfers[*importing]
	unsubscribe        func()
}

// New returns the bound structs of a workbench. Without one (nil) they can be
// described but not called: that is all the generator of bindings needs.
func New(bench *workbench.Workbench, o Options) *App {
	ctx, cancel := context.WithCancel(context.Background())
	a := &App{bench: bench, options: o, ctx: ctx, cancel: cancel, unsubscribe: func() {}}
	if bench != nil {
		a.unsubscribe = bench.Events.Subscribe(a.locked)
	}
	return a
}

// locked removes what must not outlast the unlocked vault: files on their way,
// the keys of those that are open, a secret in the clipboard.
func (a *App) locked(e event.Event) {
	if e.Name != "vault.locked" {
		return
	}
	a.clearSecret()
	_ = a.imports.clear() // they lie in memory
	_ = a.uploads.clear() // what may be left is sealed, and lies in the folder for what may be lost
	_ = a.downloads.clear()
}

func (a *App) clearSecret() {
	if a.options.ClearSecret != nil {
		a.options.ClearSecret()
	}
}

// Bound returns the structs whose methods the pages may call.
func (a *App) Bound() []any {
	return []any{
		&Frame{a},
		&Session{a},
		&Deployments{a},
		&Outgoing{a},
		&Mailboxes{a},
		&IdentityProviders{a},
		&APIClients{a},
		&LocalAPI{a},
		&Handover{a},
		&Notifications{a},
		&Templates{a},
		&People{a},
		&Messages{a},
		&Gateway{a},
		&Providers{a},
		&Overview{a},
		&Network{a},
		&Keys{a},
		&Rehearsal{a},
		&Audit{a},
		&Operators{a},
		&Backups{a},
	}
}

// Enums returns the enumerations that the generator of bindings is to emit.
func (a *App) Enums() []any {
	return []any{lights(), vaultStates()}
}

// Close ends every call that is still running, and removes the backup files
// that are on their way. The workbench is closed by whoever opened it.
func (a *App) Close() error {
	a.cancel()
	a.unsubscribe()
	a.clearSecret()
	return errors.Join(a.imports.close(), a.uploads.close(), a.downloads.close())
}

// Subscribe tells a door of every event the pages know, with its payload.
func (a *App) Subscribe(fn func(name string, payload any)) (cancel func()) {
	return a.bench.Events.Subscribe(func(e event.Event) {
		switch e.Name {
		case "proof.step":
			fn(e.Name, ProofStep{
				RunID: e.Run, Index: e.Step.Index, Running: e.Step.Running, Step: viewStep(e.Step.Step),
			})
		case "outgoing.tried", "mailbox.tried":
			fn("account.tried", TriedPortEvent{RunID: e.Run, Tried: viewTried(*e.Tried)})
		case "signin.prompt":
			fn(e.Name, SignInPrompt{
				RunID: e.Run, Kind: e.Prompt.Kind, URL: e.Prompt.URL, Code: e.Prompt.Code, ExpiresAt: stamp(e.Prompt.ExpiresAt),
				ProviderURL: e.Prompt.ProviderURL, ReturnsTo: e.Prompt.ReturnsTo, ByHand: e.Prompt.ByHand,
			})
		case "overview.proving":
			fn(e.Name, ProvingProgress{RunID: e.Run, Kind: e.Subject, Verdict: e.Verdict, Done: e.Done, Total: e.Total})
		case "mailboxes.proving":
			fn(e.Name, viewProving(e))
		case "notify.sent":
			fn(e.Name, NotifySentEvent{
				RunID: e.Run, DeploymentID: e.Deployment, ID: e.Subject, Outcome: e.Verdict, Done: e.Done, Total: e.Total,
			})
		case "vault.rotation":
			fn(e.Name, RotationProgress{Done: e.Done, Total: e.Total})
		case "vault.verifying":
			fn(e.Name, VerifyProgress{Done: e.Done, Total: e.Total})
		default:
			fn(e.Name, Change{Deployment: e.Deployment, Subject: e.Subject})
		}
	})
}

// call runs a use case and recovers from a panic: to the window's bridge a
// panic would be a call that never ends.
func call[T any](a *App, fn func(ctx context.Context) (T, error)) (result T, err error) {
	defer func() {
		if recover() == nil {
			return
		}
		f := fault.Of(errors.New("a bound call panicked"))
		if a.options.Panicked != nil {
			a.options.Panicked(f.Ref, debug.Stack())
		}
		var zero T
		result, err = zero, f
	}()
	result, err = fn(a.ctx)
	if err != nil {
		err = fault.Of(err)
	}
	return result, err
}

// do is call for use cases without a result.
func do(a *App, fn func(ctx context.Context) error) error {
	_, err := call(a, func(ctx context.Context) (struct{}, error) { return struct{}{}, fn(ctx) })
	return err
}
