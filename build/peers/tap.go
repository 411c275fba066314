package peers

import (
	"bytes"
	"io"
	"net"
	"sync"
)

// Tap stands between a client and a server and keeps what the client sends.
type Tap struct {
	listener net.Listener
	target   string

	mu    sync.Mutex
	sent  bytes.Buffer
	conns []net.Conn

	serving sync.WaitGroup
}

// NewTap listens on loopback and passes every connection on to the target.
func NewTap(target string) (*Tap, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	t := &Tap{listener: listener, target: target}
	t.serving.Go(t.accept)
	return t, nil
}

// Address is where the client is to connect.
func (t *Tap) Address() string { return t.listener.Addr().String() }

// Sent is everything that clients have sent so far.
func (t *Tap) Sent() []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	return bytes.Clone(t.sent.Bytes())
}

// Close ends every connection and waits for the last byte.
func (t *Tap) Close() error {
	err := t.listener.Close()
	t.mu.Lock()
	for _, conn := range t.conns {
		_ = conn.Close()
	}
	t.mu.Unlock()
	t.serving.Wait()
	return err
}

func (t *Tap) accept() {
	for {
		client, err := t.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", t.target)
		if err != nil {
			_ = client.Close()
			continue
		}
		t.mu.Lock()
		t.conns = append(t.conns, client, server)
		t.mu.Unlock()
		t.serving.Go(func() { pass(client, io.MultiWriter(t, server), server) })
		t.serving.Go(func() { pass(server, client, client) })
	}
}

// Write keeps what a client sent.
func (t *Tap) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.sent.Write(p)
}

// pass copies one direction and then closes the other side for writing.
func pass(from io.Reader, to io.Writer, peer net.Conn) {
	_, _ = io.Copy(to, from)
	if tcp, ok := peer.(*net.TCPConn); ok {
		_ = tcp.CloseWrite()
	}
}
