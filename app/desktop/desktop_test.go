package desktop_test

import (
	"runtime"
	"testing"

	"patchbay/app/desktop"
	"patchbay/backend/fault"
)

func TestAvailable(t *testing.T) {
	display := func(name, value string) func(string) string {
		return func(asked string) string {
			if asked == name {
				return value
			}
			return ""
		}
	}
	if got := desktop.Available(display("DISPLAY", ":0")); got != desktop.Built {
		t.Errorf("with a display: got %v, want %v", got, desktop.Built)
	}
	if got := desktop.Available(display("WAYLAND_DISPLAY", "wayland-0")); got != desktop.Built {
		t.Errorf("with Wayland: got %v, want %v", got, desktop.Built)
	}
	if runtime.GOOS == "linux" && desktop.Available(display("", "")) {
		t.Error("a window without a display")
	}
}

func TestABuildWithoutAWindowSaysSo(t *testing.T) {
	if desktop.Built {
		t.Skip("this build has a window")
	}
	w := desktop.New()
	if err := w.Run(desktop.Options{}); !fault.HasCode(err, desktop.CodeNoWindow) {
		t.Errorf("Run: %v", err)
	}
	if _, err := w.SaveText(t.Context(), "", "", ""); !fault.HasCode(err, desktop.CodeNoWindow) {
		t.Errorf("SaveText: %v", err)
	}
	if _, err := w.SaveFile(t.Context(), "", ""); !fault.HasCode(err, desktop.CodeNoWindow) {
		t.Errorf("SaveFile: %v", err)
	}
	if err := w.CopySecret("", 0); !fault.HasCode(err, desktop.CodeNoWindow) {
		t.Errorf("CopySecret: %v", err)
	}
	w.ClearSecret()
	w.Quit()
}
