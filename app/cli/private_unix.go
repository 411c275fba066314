//go:build unix

package cli

import (
	"os"

	"golang.org/x/sys/unix"
)

// keepMemoryPrivate sees to it that what the process holds is in no core dump,
// and in no debugger's window of the same user. Neither can fail for good:
// limits may always be lowered.
func keepMemoryPrivate() {
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
	denyTracing()
}

// moveStandardError returns a standard error of the program's own and gives
// what was one, which the Go runtime and C libraries go on writing to, to
// another file.
func moveStandardError(to *os.File) (*os.File, error) {
	own, err := unix.FcntlInt(uintptr(unix.Stderr), unix.F_DUPFD_CLOEXEC, unix.Stderr+1)
	if err != nil {
		return nil, err
	}
	if err := unix.Dup2(int(to.Fd()), unix.Stderr); err != nil {
		_ = unix.Close(own)
		return nil, err
	}
	return os.NewFile(uintptr(own), os.Stderr.Name()), nil
}
