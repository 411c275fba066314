//go:build production || dev || bindings

package desktop

import (
	"context"
	"fmt"
	"os"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"patchbay/backend/fault"
)

// CodeSaveFailed is the fault of a file that could not be written.
const CodeSaveFailed = "desktop.save_failed"

// SaveText asks where to save a text and writes it, readable by its owner
// alone: it may be a recovery key. The path is empty when the person cancels.
func (w *Window) SaveText(_ context.Context, title, name, text string) (path string, err error) {
	ctx, ok := w.shown()
	if !ok {
		return "", errNoWindow()
	}
	path, err = runtime.SaveFileDialog(ctx, runtime.SaveDialogOptions{
		Title: title, DefaultFilename: name, CanCreateDirectories: true,
	})
	if err != nil {
		return "", fmt.Errorf("ask where to save: %w", err)
	}
	if path == "" {
		return "", nil
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return "", fault.New(fault.Invalid, CodeSaveFailed, "the file cannot be written").
			WithHint("choose another folder").WithCause(err)
	}
	return path, nil
}
