package script

import (
	"bufio"
	"crypto/tls"
	"io"
	"net"
	"strings"
)

// Peer is the server's end of one connection.
type Peer struct {
	Conn    net.Conn      // under TLS once [Peer.StartTLS] has returned true
	Reader  *bufio.Reader // reads from Conn and records what it reads
	Number  int           // of the connection, from 1
	Secured bool          // whether Conn is under TLS

	server *Server
}

// listen begins to read from the connection as it is now. What was read ahead
// of a handshake is dropped with the reader before.
func (p *Peer) listen() { p.Reader = bufio.NewReader(tap{p}) }

// tap records what a peer reads.
type tap struct{ *Peer }

func (t tap) Read(b []byte) (int, error) {
	n, err := t.Conn.Read(b)
	t.server.record(b[:n], t.Secured)
	return n, err
}

// Send writes lines, ended by CRLF. The client may be gone.
func (p *Peer) Send(lines ...string) {
	_, _ = io.WriteString(p.Conn, strings.Join(lines, "\r\n")+"\r\n")
}

// Next reads a line without its end; ok is false when the client is gone.
func (p *Peer) Next() (line string, ok bool) {
	line, err := p.Reader.ReadString('\n')
	return strings.TrimRight(line, "\r\n"), err == nil
}

// Line is [Peer.Next], empty when the client is gone.
func (p *Peer) Line() string {
	line, ok := p.Next()
	if !ok {
		return ""
	}
	return line
}

// Wait blocks until the client hangs up.
func (p *Peer) Wait() { _, _ = io.Copy(io.Discard, p.Reader) }

// StartTLS shakes hands as a server and reports whether that succeeded.
func (p *Peer) StartTLS(config *tls.Config) bool {
	conn := tls.Server(p.Conn, config)
	if conn.Handshake() != nil {
		return false
	}
	p.Conn, p.Secured = conn, true
	p.listen()
	return true
}

// Go runs f beside the script; the server's end waits for it.
func (p *Peer) Go(f func()) { p.server.sessions.Go(f) }

// Errorf fails the test that the server was started for.
func (p *Peer) Errorf(format string, args ...any) {
	p.server.tb.Helper()
	p.server.tb.Errorf(format, args...)
}
