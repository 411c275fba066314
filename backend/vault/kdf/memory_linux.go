package kdf

import "golang.org/x/sys/unix"

// machineMemory returns the machine's memory in bytes, 0 when unknown.
func machineMemory() uint64 {
	var info unix.Sysinfo_t
	if unix.Sysinfo(&info) != nil {
		return 0
	}
	return uint64(info.Totalram) * uint64(info.Unit) //nolint:unconvert // 32 bits wide on some platforms
}
