package app

import (
	"context"
	"net"
	"net/url"
	"time"

	"patchbay/backend/fault"
)

// Frame is what every page may ask of the door it came through.
type Frame struct{ app *App }

// Platform tells which door that is.
func (f *Frame) Platform() Platform {
	o := f.app.options
	return Platform{Door: o.Door, Version: o.Version, NativeSave: o.SaveText != nil, OpensURL: o.OpenURL != nil, Demo: o.Demo}
}

// OpenURL opens a page in the system's browser: an https address, or an http
// one of this machine. The window has no tabs of its own.
func (f *Frame) OpenURL(address string) error {
	return do(f.app, func(context.Context) error {
		if f.app.options.OpenURL == nil {
			return fault.New(fault.Unsupported, "frame.no_browser", "this door does not open pages itself").
				WithHint("open the address in a new tab")
		}
		if !mayOpen(address) {
			return fault.New(fault.Invalid, "frame.not_a_page", "this is not the address of a page")
		}
		return f.app.options.OpenURL(address)
	})
}

func mayOpen(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback())
}

// SaveText offers to write a text to a file, by a native dialog.
func (f *Frame) SaveText(name, text string) (SavedFile, error) {
	return call(f.app, func(ctx context.Context) (SavedFile, error) {
		if f.app.options.SaveText == nil {
			return SavedFile{}, fault.New(fault.Unsupported, "frame.no_dialog", "there is no native dialog in a browser").
				WithHint("save it through the browser")
		}
		path, err := f.app.options.SaveText(ctx, "Save", name, text)
		return SavedFile{Saved: path != "", Path: path}, err
	})
}

// secretStays is how long a secret stays in the clipboard.
const secretStays = 20 * time.Second

// CopySecret puts a text into the clipboard and clears it again after some
// seconds, if it is still there by then. A door without a clipboard of its own
// says so, and the page copies it.
func (f *Frame) CopySecret(text string) (ClipboardCopy, error) {
	return call(f.app, func(context.Context) (ClipboardCopy, error) {
		copied := ClipboardCopy{Seconds: int(secretStays / time.Second)}
		if f.app.options.CopySecret == nil {
			return copied, nil
		}
		if err := f.app.options.CopySecret(text, secretStays); err != nil {
			return ClipboardCopy{}, err
		}
		copied.Copied = true
		return copied, nil
	})
}

// EventPayloads is never called: it tells the generator of bindings which
// types travel as events.
func (f *Frame) EventPayloads() EventPayloads { return EventPayloads{} }

type enumLight struct {
	Value  Light
	TSName string
}

func lights() []enumLight {
	return []enumLight{
		{LightProved, "Proved"},
		{LightWarned, "Warned"},
		{LightStale, "Stale"},
		{LightFailed, "Failed"},
		{LightNever, "Never"},
		{LightDisabled, "Disabled"},
		{LightMissing, "Missing"},
	}
}

type enumVaultState struct {
	Value  VaultState
	TSName string
}

func vaultStates() []enumVaultState {
	return []enumVaultState{
		{VaultMissing, "Missing"},
		{VaultLocked, "Locked"},
		{VaultUnlocked, "Unlocked"},
		{VaultBroken, "Broken"},
		{VaultMustChange, "MustChange"},
	}
}
