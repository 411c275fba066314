package cli

import "golang.org/x/sys/unix"

// denyTracing makes the process one that other processes of the same user
// cannot read, prctl(2): no ptrace, no /proc/PID/mem, no core dump by a
// collector that ignores the limit. It ends at exec: programs that this one
// starts, the web view's among them, are not covered.
func denyTracing() {
	_ = unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
}
