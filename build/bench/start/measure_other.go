//go:build !linux

package start

import "errors"

// Measure needs Xvfb and WebKitGTK.
func Measure(Options) (blank, patchbay Figures, err error) {
	return Figures{}, Figures{}, errors.New("the start of the window is measured on Linux only")
}
