//go:build !linux

package main

import "os"

// peakOf is known on Linux only, where the real servers run.
func peakOf(*os.ProcessState) int64 { return 0 }
