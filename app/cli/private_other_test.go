//go:build !linux

package cli_test

// protection cannot be read back here.
func protection() string { return "" }
