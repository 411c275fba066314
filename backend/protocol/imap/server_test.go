package imap_test

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"encoding/json"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/secret"
)

const (
	user     = "ops@example.com"
	password = "hunter2-canary=x"
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

// line reads a line; ok is false when the client is gone.
func (p *peer) line() (line string, ok bool) {
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
	caps     string // default: what the test of each mechanism needs
	clear    string // capabilities before STARTTLS, default caps
	// replies by verb, instead of the right answer; TAG stands for the tag.
	replies map[string]string
	// signIn plays AUTHENTICATE and LOGIN instead of accepting everything.
	signIn func(p *peer, tag, line string)
	list   []string // untagged lines of LIST
}

const goodCapabilities = "IMAP4rev1 SASL-IR LITERAL+ ID IDLE UIDPLUS MOVE SPECIAL-USE LIST-EXTENDED AUTH=PLAIN"

func (b behaviour) play(p *peer) {
	if b.implicit != nil && !p.startTLS(b.implicit) {
		return
	}
	if b.greeting == "" {
		b.greeting = "* OK ready"
	}
	p.send(b.greeting)
	for {
		line, ok := p.line()
		if !ok {
			return
		}
		tag, command, _ := strings.Cut(line, " ")
		verb, rest, _ := strings.Cut(command, " ")
		if answer, ok := b.replies[verb]; ok {
			p.send(strings.ReplaceAll(answer, "TAG", tag))
			continue
		}
		if !b.answer(p, tag, verb, rest) {
			return
		}
	}
}

func (b behaviour) answer(p *peer, tag, verb, rest string) bool {
	switch verb {
	case "CAPABILITY":
		p.send("* CAPABILITY "+b.capabilities(p), tag+" OK done")
	case "STARTTLS":
		p.send(tag + " OK begin")
		return p.startTLS(b.startTLS)
	case "LOGIN", "AUTHENTICATE":
		b.letIn(p, tag, verb+" "+rest)
	case "ID":
		p.send(`* ID ("name" "Scripted")`, tag+" OK done")
	case "LIST":
		p.send(append(b.folders(), tag+" OK done")...)
	case "STATUS":
		name, _, _ := strings.Cut(rest, " (")
		p.send("* STATUS "+name+" (MESSAGES 5 UNSEEN 2)", tag+" OK done")
	case "EXAMINE":
		p.send("* FLAGS (\\Seen)", "* 5 EXISTS", "* OK [UIDVALIDITY 1] x", tag+" OK [READ-ONLY] done")
	case "LOGOUT":
		p.send("* BYE bye", tag+" OK done")
		return false
	default:
		p.send(tag + " BAD unknown")
	}
	return true
}

func (b behaviour) letIn(p *peer, tag, line string) {
	if b.signIn != nil {
		b.signIn(p, tag, line)
		return
	}
	p.send(tag + " OK [CAPABILITY " + b.capabilities(p) + "] welcome")
}

func (b behaviour) capabilities(p *peer) string {
	caps := b.caps
	if caps == "" {
		caps = goodCapabilities
	}
	if !p.tls && b.startTLS != nil {
		if b.clear != "" {
			caps = b.clear
		}
		caps += " STARTTLS"
	}
	return caps
}

func (b behaviour) folders() []string {
	if b.list != nil {
		return b.list
	}
	return []string{
		`* LIST (\HasNoChildren) "/" INBOX`, `* LIST (\HasNoChildren \Sent) "/" "Sent Items"`,
		`* LIST (\Noselect) "/" Public`, `* LIST () NIL "&XfJT0ZAB-"`,
	}
}

func serverTLS(cert tls.Certificate) *tls.Config {
	return &tls.Config{Certificates: []tls.Certificate{cert}}
}

// settings are right for a server; tests make them wrong.
func settings(s *server, security account.Security, a authority) imap.Settings {
	set := imap.Settings{Mailbox: user}
	set.Host, set.Port, set.Security = "127.0.0.1", s.port(), security
	set.InsecureAllowPlainPassword = security == account.SecurityNone
	set.CAPEM, set.TimeoutSeconds = a.pem, 5
	return set
}

func secrets() account.Secrets {
	return account.Secrets{Password: secret.FromString(password)}
}

// prove runs a proof, which must show the password nowhere.
func prove(t *testing.T, set imap.Settings) proof.Report {
	t.Helper()
	report := imap.Prove(t.Context(), imap.Request{Settings: set, Secrets: secrets()})
	if doc := asJSON(t, report); leaks(doc) {
		t.Errorf("the report holds the password: %s", doc)
	}
	return report
}

// proveClear proves against a server without TLS.
func proveClear(t *testing.T, b behaviour) proof.Report {
	t.Helper()
	return prove(t, settings(serve(t, b.play), account.SecurityNone, authority{}))
}

// summary is what most tests compare: steps and verdicts in one line each.
func summary(r proof.Report) []string {
	var lines []string
	for _, step := range r.Steps {
		line := step.Name + " " + string(step.Verdict)
		if step.Finding != nil {
			line += " " + step.Finding.Code
		}
		lines = append(lines, line)
	}
	return lines
}

func asJSON(t testing.TB, r proof.Report) string {
	t.Helper()
	doc, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(doc)
}

func stepOf(t *testing.T, report proof.Report, name string) proof.Step {
	t.Helper()
	i := slices.IndexFunc(report.Steps, func(s proof.Step) bool { return s.Name == name })
	if i < 0 {
		t.Fatalf("no step %s: %q", name, summary(report))
	}
	return report.Steps[i]
}

func findingAt(t *testing.T, report proof.Report, name string) proof.Finding {
	t.Helper()
	step := stepOf(t, report, name)
	if step.Finding == nil {
		t.Fatalf("no finding at %s: %s", name, asJSON(t, report))
	}
	return *step.Finding
}

// portOf is a port as a patch names it.
func portOf(s *server) int {
	port, err := strconv.Atoi(s.port())
	if err != nil {
		s.t.Fatal(err)
	}
	return port
}
