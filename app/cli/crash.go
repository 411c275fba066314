package cli

import "os"

// askForTraces is Go's own variable. A developer who sets it wants to see
// crashes, and sees them as Go prints them.
const askForTraces = "GOTRACEBACK"

// hideCrashes lets the Go runtime, which dies of a panic in any goroutine, of a
// fault in a mapped file and of its own mistakes, die in silence. What it would
// print holds panic values, the first bytes of keys that are arguments, and
// registers; and it prints at least one goroutine whatever
// [runtime/debug.SetTraceback] says, whose level cannot go below that of the
// environment. Panics of a command or of a call from a page do not come so far:
// they are recovered and reported without their values.
//
// It returns the standard error that is left to the program.
func hideCrashes(getenv func(string) string) *os.File {
	if getenv(askForTraces) != "" {
		return os.Stderr
	}
	nowhere, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		return os.Stderr // nothing works here
	}
	defer func() { _ = nowhere.Close() }() // what is needed of it has been copied
	own, err := moveStandardError(nowhere)
	if err != nil {
		return os.Stderr
	}
	return own
}
