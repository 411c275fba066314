package dial_test

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/dial"
)

const mailHost, mailPort = "mail.example.com", 993

// meet performs one handshake of a run with a server, and waits for its first
// words: in TLS 1.3 tickets come after the handshake.
func meet(t *testing.T, run *dial.Sessions, server *tls.Config, host string, port uint16, caPEM string) dial.Handshake {
	t.Helper()
	near, far := net.Pipe()
	done := make(chan struct{})
	go func() {
		defer close(done)
		conn := tls.Server(far, server)
		if conn.Handshake() == nil {
			_, _ = conn.Write([]byte("*"))
		}
		_ = far.Close()
	}()
	authorities, err := run.Authorities(caPEM)
	if err != nil {
		t.Error(err)
	}
	h := run.Shake(t.Context(), near, host, port, authorities)
	if h.Conn != nil {
		if _, err := io.ReadFull(h.Conn, make([]byte, 1)); err != nil {
			t.Error(err)
		}
	}
	_ = near.Close()
	<-done
	return h
}

// lasting is valid for so long from now on.
func lasting(d time.Duration) func(*x509.Certificate) {
	return func(c *x509.Certificate) { c.NotAfter = time.Now().Add(d) }
}

func TestASessionIsResumedWithinARun(t *testing.T) {
	root := issue(t, nil, authority("Test Root"))
	leaf := issue(t, &root, nil)
	without := func(edit func(*tls.Config)) func() *tls.Config {
		return func() *tls.Config {
			c := leaf.config()
			edit(c)
			return c
		}
	}
	for name, c := range map[string]struct {
		server  func() *tls.Config // for the second connection; nil is the same as for the first
		first   func(*tls.Config)
		another bool // run
		port    uint16
		resumed bool
	}{
		"TLS 1.3":                    {resumed: true},
		"TLS 1.2":                    {first: func(c *tls.Config) { c.MaxVersion = tls.VersionTLS12 }, resumed: true},
		"another run":                {another: true},
		"another port":               {port: 143},
		"no tickets":                 {first: func(c *tls.Config) { c.SessionTicketsDisabled = true }},
		"tickets are refused":        {server: leaf.config},
		"tickets are not taken more": {server: without(func(c *tls.Config) { c.SessionTicketsDisabled = true })},
		"another version":            {server: without(func(c *tls.Config) { c.MaxVersion = tls.VersionTLS12 })},
	} {
		t.Run(name, func(t *testing.T) {
			run, server := dial.NewSessions(), leaf.config()
			if c.first != nil {
				c.first(server)
			}
			first := meet(t, run, server, mailHost, mailPort, root.pem())
			if c.server != nil {
				server = c.server()
			}
			if c.another {
				run = dial.NewSessions()
			}
			second := meet(t, run, server, mailHost, cmp.Or(c.port, mailPort), root.pem())
			for i, h := range []dial.Handshake{first, second} {
				if len(h.Failures) > 0 || !h.Evidence.Trusted {
					t.Fatalf("connection %d: %+v", i, h.Failures)
				}
			}
			if first.Resumed || second.Resumed != c.resumed {
				t.Errorf("resumed: %v, %v", first.Resumed, second.Resumed)
			}
			if said := strings.Contains(second.Outcome().Detail, "resumed"); said != c.resumed {
				t.Errorf("said: %q", second.Outcome().Detail)
			}
			if diff := gocmp.Diff(first.Evidence.Certificates, second.Evidence.Certificates); diff != "" {
				t.Errorf("certificates (-first +second):\n%s", diff)
			}
		})
	}
}

// TestASessionIsNoReasonToTrust: who the server is, is asked of every connection.
func TestASessionIsNoReasonToTrust(t *testing.T) {
	stranger := issue(t, nil, authority("Strange Root"))
	for name, c := range map[string]struct {
		leaf, root func(*x509.Certificate)
		later      time.Duration
		host       string
		stranger   bool
		resumed    bool
		want       string
	}{
		"nothing has changed":            {resumed: true},
		"another authority":              {stranger: true, resumed: true, want: dial.CodeUnknownAuthority + " (incomplete_chain)"},
		"another name":                   {host: "other.example.com", want: dial.CodeHostnameMismatch},
		"the certificate has run out":    {leaf: lasting(time.Hour), later: time.Hour + time.Second, want: dial.CodeExpired},
		"the second of its end is over":  {leaf: lasting(time.Hour), later: time.Hour + 1, want: dial.CodeExpired},
		"its authority's has run out":    {root: lasting(time.Hour), later: 2 * time.Hour, resumed: true, want: dial.CodeExpired + " (authority_expired)"},
		"much later, but all still hold": {later: 24 * time.Hour, resumed: true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				root := issue(t, nil, func(ca *x509.Certificate) {
					authority("Test Root")(ca)
					if c.root != nil {
						c.root(ca)
					}
				})
				leaf := issue(t, &root, c.leaf)
				run, server, ca := dial.NewSessions(), leaf.config(), root.pem()
				if first := meet(t, run, server, mailHost, mailPort, ca); len(first.Failures) > 0 {
					t.Fatalf("at first: %+v", first.Failures)
				}
				time.Sleep(c.later)
				if c.stranger {
					ca = stranger.pem()
				}
				second := meet(t, run, server, cmp.Or(c.host, mailHost), mailPort, ca)
				if second.Resumed != c.resumed {
					t.Errorf("resumed: %v", second.Resumed)
				}
				if got := codes(second.Failures); got != c.want || second.Evidence.Trusted != (c.want == "") {
					t.Errorf("found %q, want %q", got, c.want)
				}
			})
		})
	}
}

func TestManyConnectionsShareARun(t *testing.T) {
	root := issue(t, nil, authority("Test Root"))
	server, run := issue(t, &root, nil).config(), dial.NewSessions()
	var working sync.WaitGroup
	for range 8 {
		working.Go(func() {
			for range 8 {
				h := meet(t, run, server, mailHost, mailPort, root.pem())
				if len(h.Failures) > 0 {
					t.Errorf("%+v", h.Failures)
				}
			}
		})
	}
	working.Wait()
}

func TestAuthoritiesOfARunAreCheckedToo(t *testing.T) {
	run := dial.NewSessions()
	for range 2 {
		if _, err := run.Authorities("no certificate"); err == nil {
			t.Error("something that is no certificate was taken for one")
		}
	}
}
