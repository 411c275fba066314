package main

import (
	"net"
	"syscall"
)

// quickConn acknowledges at once what it reads. Postfix writes some replies in
// two segments and waits for the acknowledgement of the first, which Linux
// would delay by 40 ms.
type quickConn struct {
	net.Conn
	raw syscall.RawConn
}

func quick(conn net.Conn) net.Conn {
	raw, err := conn.(*net.TCPConn).SyscallConn()
	if err != nil {
		return conn
	}
	return &quickConn{conn, raw}
}

// Read sets the option anew each time, because the kernel resets it.
func (c *quickConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	_ = c.raw.Control(func(fd uintptr) {
		const quickAck = 12 // TCP_QUICKACK of tcp(7)
		_ = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, quickAck, 1)
	})
	return n, err
}
