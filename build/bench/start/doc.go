// Package start measures how long a program with a window takes from being
// started to being painted, beside a blank WebKitGTK window of the same size,
// and how much memory it holds then.
//
// "Painted" is what a person would see: the picture of a display without a
// screen (Xvfb) is looked at directly, for colours that only the finished page
// has. The program under test is not asked.
package start

import "time"

// Options say what is measured.
type Options struct {
	Patchbay string // the program, built with its window
	Folder   string // an empty one, for a vault, a home and the display's picture
	Runs     int    // of each program, beside one to warm up
}

// Figures are the medians of one program.
type Figures struct {
	Program string
	// Painted is the time from the start to the finished page.
	Painted time.Duration
	// PSS is the proportional set size of the program and all its children when
	// it is painted, and PeakRSS the sum of their largest resident sets (bytes).
	PSS, PeakRSS int64
}
