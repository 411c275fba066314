package network_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/smtpd"
)

// TestAProofGoesThroughTheKeptProxy signs in to a mail server whose name only
// the proxy can resolve.
func TestAProofGoesThroughTheKeptProxy(t *testing.T) {
	server, err := smtpd.Start(smtpd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	if err := server.SetFault("certificate-wrong-name"); err != nil { // it is for mail.example.net
		t.Fatal(err)
	}
	endpoint := server.Endpoints()[0]
	port := strconv.Itoa(endpoint.Port)
	proxy := startProxy(t, net.JoinHostPort(endpoint.Host, port))

	f := newFixture(t)
	draft := manual()
	draft.Address, draft.Resolver = proxy.address, "192.0.2.53" // nobody may ask it
	f.save(t, draft)
	way, err := f.routes.Network(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	report := smtp.Prove(t.Context(), smtp.Request{
		Network: way,
		Settings: smtp.Settings{
			Host: "mail.example.net", Port: port, Security: smtp.SecuritySTARTTLS,
			Auth: smtp.SignInPassword, User: server.User(), From: "portal@example.com", CAPEM: server.CAPEM(),
		},
		Secrets: smtp.Secrets{Password: server.Password()},
	})
	document, err := json.Marshal(report)
	if err != nil || report.Verdict == proof.Failed {
		t.Fatalf("%v, %s", err, document)
	}
	for name, want := range map[string]string{
		"resolve": "left to the proxy " + proxy.address,
		"connect": "mail.example.net:" + port + " through the proxy " + proxy.address + " connected",
	} {
		i := slices.IndexFunc(report.Steps, func(s proof.Step) bool { return s.Name == name })
		if i < 0 || report.Steps[i].Detail != want {
			t.Errorf("%s: %s", name, document)
		}
	}
	if got := proxy.target(); got != "mail.example.net" {
		t.Errorf("the proxy was asked for %q", got)
	}
	if strings.Contains(string(document), canary) {
		t.Error("the proxy's password is in the report")
	}

	proxy.expect("another one")
	report = smtp.Prove(t.Context(), smtp.Request{
		Network: way, Level: smtp.LevelConnect,
		Settings: smtp.Settings{Host: "mail.example.net", Port: port, From: "portal@example.com"},
	})
	document, err = json.Marshal(report)
	if err != nil || !strings.Contains(string(document), `"proxy_auth"`) || strings.Contains(string(document), canary) {
		t.Errorf("%v, %s", err, document)
	}
}

// socks is a SOCKS proxy that lets one user through to one server.
type socks struct {
	address, to string

	mu       sync.Mutex
	password string
	asked    string
}

func startProxy(t *testing.T, to string) *socks {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &socks{address: listener.Addr().String(), to: to, password: canary}
	var open sync.WaitGroup
	open.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			open.Go(func() {
				defer func() { _ = conn.Close() }()
				p.serve(conn)
			})
		}
	})
	t.Cleanup(func() { _ = listener.Close(); open.Wait() })
	return p
}

// target is the name that was asked for last.
func (p *socks) target() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked
}

// expect changes the password of the only user.
func (p *socks) expect(password string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.password = password
}

// admit says whether these are the user's.
func (p *socks) admit(user, password string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return user == "portal" && password == p.password
}

func (p *socks) serve(conn net.Conn) {
	read := func(n int) []byte {
		b := make([]byte, n)
		_, _ = io.ReadFull(conn, b)
		return b
	}
	read(int(read(2)[1]))
	_, _ = conn.Write([]byte{5, 2})
	user := string(read(int(read(2)[1])))
	if !p.admit(user, string(read(int(read(1)[0])))) {
		_, _ = conn.Write([]byte{1, 1})
		return
	}
	_, _ = conn.Write([]byte{1, 0})
	read(4)
	name := string(read(int(read(1)[0])))
	p.mu.Lock()
	p.asked = name
	p.mu.Unlock()
	read(2)
	server, err := net.Dial("tcp", p.to)
	if err != nil {
		return
	}
	_, _ = fmt.Fprint(conn, "\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
	var both sync.WaitGroup
	end := func() { _ = conn.Close(); _ = server.Close() }
	both.Go(func() { defer end(); _, _ = io.Copy(server, conn) })
	both.Go(func() { defer end(); _, _ = io.Copy(conn, server) })
	both.Wait()
}
