package dial

import "syscall"

// Windows reports socket errors by numbers of its own (winsock2.h); package
// syscall's ECONNREFUSED and its like are invented there and never occur.
const (
	errAccess       = syscall.Errno(10013)
	errNetwork      = syscall.Errno(10051)
	errAborted      = syscall.Errno(10053)
	errReset        = syscall.Errno(10054)
	errTimedOut     = syscall.Errno(10060)
	errRefused      = syscall.Errno(10061)
	errHost         = syscall.Errno(10065)
	errAddress      = syscall.Errno(10049)
	errBrokenPipe   = syscall.Errno(10058)
	errNotPermitted = errAccess
)
