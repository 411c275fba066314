//go:build production || dev || bindings

package desktop

import (
	"log/slog"

	"github.com/wailsapp/wails/v2/pkg/logger"
	"github.com/wailsapp/wails/v2/pkg/options"
)

// What is handed to Wails, for the tests of this package.
var (
	Secured     = secured
	FormatError = formatError
)

// WailsOptions returns what Run would hand to Wails.
func (w *Window) WailsOptions(o Options) *options.App { return w.options(o) }

// Silent returns the logger of Wails.
func Silent(log *slog.Logger) logger.Logger { return silent{log: log} }
