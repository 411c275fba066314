//go:build !linux && !darwin && !windows

package kdf

// machineMemory returns 0: unknown.
func machineMemory() uint64 { return 0 }
