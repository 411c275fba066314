package main

import (
	"os"
	"syscall"
)

// peakOf is the largest memory that a process, or one that it waited for, held
// at a time, in bytes.
func peakOf(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return usage.Maxrss * 1024
}
