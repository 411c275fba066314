//go:build production || dev || bindings

package desktop

import (
	"runtime"

	"github.com/wailsapp/wails/v2/pkg/menu"
	"github.com/wailsapp/wails/v2/pkg/menu/keys"
)

// menu returns the menu bar. Only macOS needs the menus with roles: elsewhere
// the web view brings its own editing keys.
func (w *Window) menu(lock func()) *menu.Menu {
	bar := menu.NewMenu()
	mac := runtime.GOOS == "darwin"
	if mac {
		bar.Append(menu.AppMenu())
	}
	file := bar.AddSubmenu("File")
	file.AddText("Lock", keys.CmdOrCtrl("l"), func(*menu.CallbackData) { lock() })
	if mac {
		bar.Append(menu.EditMenu())
		bar.Append(menu.WindowMenu())
		return bar
	}
	file.AddSeparator()
	file.AddText("Quit", keys.CmdOrCtrl("q"), func(*menu.CallbackData) { w.Quit() })
	return bar
}
