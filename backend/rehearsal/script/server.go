package script

import (
	"bytes"
	"net"
	"sync"
	"testing"
)

// Server accepts connections on loopback and plays a script on each.
type Server struct {
	tb       testing.TB
	listener net.Listener
	sessions sync.WaitGroup

	mu          sync.Mutex
	clear       bytes.Buffer // what came without TLS
	all         bytes.Buffer // what came, decrypted
	connections int
}

// Serve listens on a free port of 127.0.0.1. The script's return ends its
// connection, the end of the test ends the server.
func Serve(t testing.TB, script func(*Peer)) *Server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return ServeOn(t, listener, script)
}

// ServeOn is [Serve] on a listener, which it closes.
func ServeOn(t testing.TB, listener net.Listener, script func(*Peer)) *Server {
	s := &Server{tb: t, listener: listener}
	s.sessions.Go(func() { s.accept(script) })
	t.Cleanup(s.Close)
	return s
}

func (s *Server) accept(script func(*Peer)) {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return
		}
		p := s.peer(conn)
		s.sessions.Go(func() {
			defer func() { _ = p.Conn.Close() }()
			script(p)
		})
	}
}

func (s *Server) peer(conn net.Conn) *Peer {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.connections++
	p := &Peer{Conn: conn, Number: s.connections, server: s}
	p.listen()
	return p
}

// Close waits for the scripts to end, so that what they received is complete.
func (s *Server) Close() {
	_ = s.listener.Close()
	s.sessions.Wait()
}

// Addr is the server's host and port.
func (s *Server) Addr() string { return s.listener.Addr().String() }

// Port is the server's port, as the configuration documents write it.
func (s *Server) Port() string {
	_, port, _ := net.SplitHostPort(s.Addr())
	return port
}

// Received ends the server and returns what came in clear, and everything that
// came. It waits for the scripts: their clients must have gone.
func (s *Server) Received() (inClear, all string) {
	s.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.clear.String(), s.all.String()
}

// Connections is how many were accepted so far.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.connections
}

// record keeps what a peer has read.
func (s *Server) record(b []byte, secured bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all.Write(b)
	if !secured {
		s.clear.Write(b)
	}
}
