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

// SaveFile asks where to save a file, and writes nothing. The path is empty
// when the person cancels.
func (w *Window) SaveFile(_ context.Context, title, name string) (path string, err error) {
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
	return path, nil
}

// SaveText asks where to save a text and writes it, readable by its owner
// alone: it may be a recovery key. The path is empty when the person cancels.
func (w *Window) SaveText(ctx context.Context, title, name, text string) (path string, err error) {
	if path, err = w.SaveFile(ctx, title, name); err != nil || path == "" {
		return "", err
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return "", fault.New(fault.Invalid, CodeSaveFailed, "the file cannot be written").
			WithHint("choose another folder").WithCause(err)
	}
	return path, nil
}
