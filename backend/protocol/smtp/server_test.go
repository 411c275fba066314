package smtp_test

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"io"
	"net"
	"strings"
	"sync"
	"testing"

	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
)

const (
	user     = "ops@example.com"
	password = "hunter2-canary=ä"
)

// server accepts connections on loopback and plays a script on each.
type server struct {
	t        testing.TB
	listener net.Listener
	sessions sync.WaitGroup

	mu    sync.Mutex
	clear bytes.Buffer // what came without TLS
	all   bytes.Buffer // what came, decrypted
	conns int
}

// peer is the server's end of one connection.
type peer struct {
	*server
	number int // of the connection, from 1
	conn   net.Conn
	r      *bufio.Reader
	tls    bool
	sender string // for scripts that judge it
}

func serve(t testing.TB, script func(*peer)) *server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &server{t: t, listener: listener}
	s.sessions.Go(func() { s.accept(script) })
	t.Cleanup(s.stop)
	return s
}

func (s *server) accept(script func(*peer)) {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return
		}
		s.mu.Lock()
		s.conns++
		p := &peer{server: s, number: s.conns, conn: conn}
		s.mu.Unlock()
		p.r = bufio.NewReader(p)
		s.sessions.Go(func() {
			defer func() { _ = p.conn.Close() }()
			script(p)
		})
	}
}

// stop waits for the scripts, so that what they received is complete.
func (s *server) stop() {
	_ = s.listener.Close()
	s.sessions.Wait()
}

func (s *server) port() string {
	_, port, _ := net.SplitHostPort(s.listener.Addr().String())
	return port
}

// received returns what came in clear, and everything that came.
func (s *server) received() (inClear, all string) {
	s.stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.clear.String(), s.all.String()
}

// Read records what it reads.
func (p *peer) Read(b []byte) (int, error) {
	n, err := p.conn.Read(b)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all.Write(b[:n])
	if !p.tls {
		p.clear.Write(b[:n])
	}
	return n, err
}

func (p *peer) send(lines ...string) {
	_, _ = io.WriteString(p.conn, strings.Join(lines, "\r\n")+"\r\n") // the client may be gone
}

// line reads a line; it is empty when the client is gone.
func (p *peer) line() string {
	line, ok := p.next()
	if !ok {
		return ""
	}
	return line
}

func (p *peer) next() (string, bool) {
	line, err := p.r.ReadString('\n')
	return strings.TrimRight(line, "\r\n"), err == nil
}

// wait blocks until the client hangs up.
func (p *peer) wait() { _, _ = io.Copy(io.Discard, p.r) }

func (p *peer) startTLS(config *tls.Config) bool {
	conn := tls.Server(p.conn, config)
	if conn.Handshake() != nil {
		return false
	}
	p.conn, p.tls = conn, true
	p.r = bufio.NewReader(p)
	return true
}

// behaviour describes a server that does everything right but for what is set.
type behaviour struct {
	implicit *tls.Config
	startTLS *tls.Config // offered when set
	greeting string
	caps     []string          // default: AUTH PLAIN LOGIN
	clear    []string          // capabilities before STARTTLS, default caps
	replies  map[string]string // by verb, instead of the right answer
	auth     func(p *peer, line string)
}

func (b behaviour) play(p *peer) {
	b.playWith(p, func(string) (string, bool) { return "", false })
}

// playWith asks judge first, which answers a line or leaves it.
func (b behaviour) playWith(p *peer, judge func(line string) (string, bool)) {
	if b.implicit != nil && !p.startTLS(b.implicit) {
		return
	}
	if b.greeting == "" {
		b.greeting = "220 mail.test ESMTP"
	}
	p.send(b.greeting)
	for {
		line := p.line()
		if line == "" {
			return
		}
		if answer, ok := judge(line); ok {
			p.send(answer)
			continue
		}
		verb, _, _ := strings.Cut(strings.ToUpper(line), " ")
		if answer, ok := b.replies[verb]; ok {
			p.send(answer)
			continue
		}
		if !b.answer(p, verb, line) {
			return
		}
	}
}

func (b behaviour) answer(p *peer, verb, line string) bool {
	switch verb {
	case "EHLO":
		p.send(b.ehlo(p)...)
	case "STARTTLS":
		p.send("220 go ahead")
		return p.startTLS(b.startTLS)
	case "AUTH":
		b.signIn(p, line)
	case "DATA":
		p.send("354 go ahead")
		for l, ok := p.next(); ok && l != "."; l, ok = p.next() {
		}
		p.reply(b, "BODY", "250 2.0.0 queued as 1")
	case "QUIT":
		p.send("221 bye")
		return false
	default:
		p.send("250 2.0.0 ok")
	}
	return true
}

func (p *peer) reply(b behaviour, verb, right string) {
	if answer, ok := b.replies[verb]; ok {
		right = answer
	}
	p.send(right)
}

func (b behaviour) ehlo(p *peer) []string {
	caps := b.caps
	if caps == nil {
		caps = []string{"AUTH PLAIN LOGIN"}
	}
	if !p.tls && b.startTLS != nil {
		if b.clear != nil {
			caps = b.clear
		}
		caps = append([]string{"STARTTLS"}, caps...)
	}
	lines := []string{"250-mail.test"}
	for _, c := range caps {
		lines = append(lines, "250-"+c)
	}
	return append(lines, "250 HELP")
}

func (b behaviour) signIn(p *peer, line string) {
	switch {
	case b.auth != nil:
		b.auth(p, line)
	case strings.HasPrefix(line, "AUTH LOGIN"):
		p.send("334 VXNlcm5hbWU6")
		p.line()
		p.send("334 UGFzc3dvcmQ6")
		p.line()
		p.send("235 2.7.0 welcome")
	default:
		p.send("235 2.7.0 welcome")
	}
}

func serverTLS(cert tls.Certificate) *tls.Config {
	return &tls.Config{Certificates: []tls.Certificate{cert}}
}

// settings are right for a server; tests make them wrong.
func settings(s *server, security smtp.Security, a authority) smtp.Settings {
	return smtp.Settings{
		Host: "127.0.0.1", Port: s.port(), Security: security,
		Auth: smtp.SignInPassword, User: user, From: user, CAPEM: a.pem, TimeoutSeconds: 5,
	}
}

func secrets() smtp.Secrets {
	return smtp.Secrets{Password: secret.FromString(password)}
}
