//go:build !unix

package cli

// forbidCoreDumps has nothing to do: dumps are off unless an administrator
// asks the platform for them.
func forbidCoreDumps() {}
