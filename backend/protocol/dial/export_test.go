package dial

import (
	"context"
	"io"
	"net"
)

// Ask has a conversation with a proxy over a connection that is open.
func Ask(ctx context.Context, p Proxy, conn net.Conn, target string) (net.Conn, error) {
	return p.ask(ctx, conn, target)
}

// ReadAnswer reads what an HTTP proxy says to CONNECT.
func ReadAnswer(r io.Reader) (code string, rest []byte, err error) {
	a, rest, err := readAnswer(r)
	return a.code, rest, err
}

// Errors of this system, for attempts that need no network.
const (
	ErrRefused = errRefused
	ErrNetwork = errNetwork
)
