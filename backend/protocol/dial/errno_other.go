//go:build !windows

package dial

import "syscall"

const (
	errAccess       = syscall.EACCES
	errNetwork      = syscall.ENETUNREACH
	errAborted      = syscall.ECONNABORTED
	errReset        = syscall.ECONNRESET
	errTimedOut     = syscall.ETIMEDOUT
	errRefused      = syscall.ECONNREFUSED
	errHost         = syscall.EHOSTUNREACH
	errAddress      = syscall.EADDRNOTAVAIL
	errBrokenPipe   = syscall.EPIPE
	errNotPermitted = syscall.EPERM
)
