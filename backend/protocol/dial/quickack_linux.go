package dial

import (
	"net"
	"syscall"
)

// quickConn acknowledges at once what it reads. Mail servers write a reply in
// two segments and wait for the acknowledgement of the first, which Linux
// delays by 40 ms; it resets the option by itself, so it is set after each read.
type quickConn struct {
	*net.TCPConn
	raw syscall.RawConn
}

// tcpQuickAck is TCP_QUICKACK of tcp(7), which package syscall does not name
// on every architecture.
const tcpQuickAck = 12

func quick(conn net.Conn) net.Conn {
	tcp, ok := conn.(*net.TCPConn)
	if !ok {
		return conn
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		return conn
	}
	return &quickConn{TCPConn: tcp, raw: raw}
}

// Read reads, then acknowledges. Failing to set the option costs time only.
func (c *quickConn) Read(b []byte) (int, error) {
	n, err := c.TCPConn.Read(b)
	_ = c.raw.Control(func(fd uintptr) {
		_ = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, tcpQuickAck, 1)
	})
	return n, err
}
