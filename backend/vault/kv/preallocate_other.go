//go:build !linux

package kv

// preallocate does nothing: Windows gives a file its blocks when it is made, and
// on macOS the room that is asked for before each write must do.
func preallocate(string) {}
