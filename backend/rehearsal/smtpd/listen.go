package smtpd

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

// listener is one port of the server.
type listener struct {
	net.Listener
	implicitTLS bool
}

func (l listener) endpoint() Endpoint {
	address, _ := netip.ParseAddrPort(l.Addr().String())
	security := "starttls"
	if l.implicitTLS {
		security = "implicit-tls"
	}
	return Endpoint{Host: address.Addr().String(), Port: int(address.Port()), Security: security}
}

func (s *Server) listen(address netip.AddrPort) error {
	for _, implicitTLS := range []bool{false, true} {
		if implicitTLS {
			address = netip.AddrPortFrom(address.Addr(), 0)
		}
		l, err := net.Listen("tcp", address.String())
		if err != nil {
			for _, opened := range s.listeners {
				_ = opened.Close()
			}
			return err
		}
		s.listeners = append(s.listeners, listener{l, implicitTLS})
	}
	return nil
}

// acceptPause keeps a failing accept, such as one without file descriptors
// left, from taking a whole processor.
const acceptPause = 50 * time.Millisecond

func (s *Server) accept(l listener) {
	for {
		conn, err := l.Accept()
		switch {
		case errors.Is(err, net.ErrClosed):
			return
		case err != nil:
			time.Sleep(acceptPause)
		default:
			s.admit(conn, l.implicitTLS)
		}
	}
}

// admit serves a connection, or closes it at once when the server is full or
// closing.
func (s *Server) admit(raw net.Conn, implicitTLS bool) {
	select {
	case s.slots <- struct{}{}:
	default:
		_ = raw.Close()
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		_ = raw.Close()
		<-s.slots
		return
	}
	chosen := s.fault
	conn := newWatchedConn(raw, s.options.Lifetime)
	s.conns[conn] = struct{}{}
	s.serving.Go(func() {
		s.converse(conn, chosen, implicitTLS)
		s.mu.Lock()
		delete(s.conns, conn)
		s.mu.Unlock()
		<-s.slots
	})
}

// watchedConn closes itself at the end of its lifetime and tells when it was
// closed.
type watchedConn struct {
	net.Conn
	once   sync.Once
	closed chan struct{}
	timer  *time.Timer
}

func newWatchedConn(conn net.Conn, lifetime time.Duration) *watchedConn {
	c := &watchedConn{Conn: conn, closed: make(chan struct{})}
	c.timer = time.AfterFunc(lifetime, func() { _ = conn.Close() })
	return c
}

// Close may be called more than once: the engine does.
func (c *watchedConn) Close() error {
	var err error
	c.once.Do(func() {
		c.timer.Stop()
		err = c.Conn.Close()
		close(c.closed)
	})
	return err
}

// oneConn is a listener that yields one connection and then blocks until that
// is closed.
type oneConn struct {
	conn   net.Conn
	closed <-chan struct{}
	given  bool
}

func (l *oneConn) Accept() (net.Conn, error) {
	if !l.given {
		l.given = true
		return l.conn, nil
	}
	<-l.closed
	return nil, net.ErrClosed
}

func (l *oneConn) Addr() net.Addr { return l.conn.LocalAddr() }

// Close has nothing to do: the connection is closed by its handler.
func (l *oneConn) Close() error { return nil }

// serveOne runs the engine on one connection until its handler has returned.
func serveOne(engine *smtp.Server, conn net.Conn, closed <-chan struct{}) {
	_ = engine.Serve(&oneConn{conn: conn, closed: closed})
	// Shutdown waits for the handler without a limit of its own: the
	// connection is closed, so nothing can hold the handler.
	_ = engine.Shutdown(context.Background())
}
