package loopback

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"sync"
	"time"
)

// Conn closes itself at the end of its lifetime and tells when it was closed.
type Conn struct {
	net.Conn
	once   sync.Once
	closed chan struct{}
	timer  *time.Timer
}

func newConn(conn net.Conn, lifetime time.Duration) *Conn {
	c := &Conn{Conn: conn, closed: make(chan struct{})}
	c.timer = time.AfterFunc(lifetime, func() { _ = conn.Close() })
	return c
}

// Closed is closed with the connection.
func (c *Conn) Closed() <-chan struct{} { return c.closed }

// Close may be called more than once: the engines do.
func (c *Conn) Close() error {
	var err error
	c.once.Do(func() {
		c.timer.Stop()
		err = c.Conn.Close()
		close(c.closed)
	})
	return err
}

const (
	// WriteTimeout bounds the wait for a client that does not read.
	WriteTimeout = 10 * time.Second

	// handshakeTimeout bounds the wait for a client's side of the handshake.
	handshakeTimeout = 30 * time.Second
)

// Say writes lines as they are, within the WriteTimeout.
func Say(conn net.Conn, text string) error {
	_ = conn.SetWriteDeadline(time.Now().Add(WriteTimeout))
	_, err := io.WriteString(conn, text)
	return err
}

// Secure shakes hands as a server.
func Secure(conn net.Conn, config *tls.Config) (*tls.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), handshakeTimeout)
	defer cancel()
	secured := tls.Server(conn, config)
	return secured, secured.HandshakeContext(ctx)
}

// SecureAtOnce shakes hands where the port demands it, so that a fault of the
// greeting is met by the greeting and not by the handshake.
func SecureAtOnce(conn net.Conn, config *tls.Config, implicitTLS bool) (net.Conn, error) {
	if !implicitTLS {
		return conn, nil
	}
	return Secure(conn, config)
}

// Single is a listener that yields one connection and then blocks until that
// is closed, for engines that serve listeners only.
type Single struct {
	conn   net.Conn
	closed <-chan struct{}
	given  bool
}

// NewSingle yields conn, which is or wraps the one that closed tells of.
func NewSingle(conn net.Conn, closed <-chan struct{}) *Single {
	return &Single{conn: conn, closed: closed}
}

// Accept implements [net.Listener].
func (l *Single) Accept() (net.Conn, error) {
	if !l.given {
		l.given = true
		return l.conn, nil
	}
	<-l.closed
	return nil, net.ErrClosed
}

// Addr implements [net.Listener].
func (l *Single) Addr() net.Addr { return l.conn.LocalAddr() }

// Close has nothing to do: the connection is closed by its handler.
func (l *Single) Close() error { return nil }
