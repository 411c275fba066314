package smtpd

import (
	"bytes"
	"net"
)

// injectingConn sends a second answer in clear right behind the one to
// STARTTLS, in the same segment. A client that keeps it takes it for the
// answer to its first command under TLS (CVE-2011-0411 and its kin).
type injectingConn struct {
	net.Conn
}

const (
	// readyForTLS is how the engine answers STARTTLS. Its greeting has no
	// enhanced code, so nothing else begins like this.
	readyForTLS = "220 2.0.0 "
	injected    = "250-localhost\r\n250 AUTH PLAIN\r\n"
)

func (c *injectingConn) Write(p []byte) (int, error) {
	if !bytes.HasPrefix(p, []byte(readyForTLS)) {
		return c.Conn.Write(p)
	}
	n, err := c.Conn.Write(append(bytes.Clone(p), injected...))
	return min(n, len(p)), err
}
