package imapd_test

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2/imapclient"

	"patchbay/backend/rehearsal/imapd"
	"patchbay/backend/rehearsal/inbox"
	"patchbay/backend/rehearsal/script"
)

func start(t *testing.T, options imapd.Options) *imapd.Server {
	t.Helper()
	server, err := imapd.Start(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return server
}

func startTLSPort(server *imapd.Server) imapd.Endpoint { return server.Endpoints()[0] }

func implicitTLSPort(server *imapd.Server) imapd.Endpoint { return server.Endpoints()[1] }

// lines is a client that speaks as the test writes.
type lines struct {
	t    *testing.T
	conn net.Conn
	r    *bufio.Reader
}

func speak(t *testing.T, conn net.Conn) *lines {
	t.Helper()
	return &lines{t, conn, bufio.NewReader(conn)}
}

// speakTLS connects to the implicit-TLS port and reads the greeting.
func speakTLS(t *testing.T, server *imapd.Server) *lines {
	t.Helper()
	l := speak(t, tls.Client(script.Dial(t, implicitTLSPort(server)), script.Trust(t, server.CAPEM())))
	l.line()
	return l
}

// line reads one line of the server's.
func (l *lines) line() string {
	l.t.Helper()
	line, err := l.r.ReadString('\n')
	if err != nil {
		l.t.Fatalf("after %q: %v", line, err)
	}
	return strings.TrimRight(line, "\r\n")
}

// ask sends a command and returns all lines up to its answer.
func (l *lines) ask(command string) []string {
	l.t.Helper()
	if _, err := io.WriteString(l.conn, "x "+command+"\r\n"); err != nil {
		l.t.Fatal(err)
	}
	var said []string
	for {
		said = append(said, l.line())
		if strings.HasPrefix(said[len(said)-1], "x ") {
			return said
		}
	}
}

// last is the answer to a command.
func (l *lines) last(command string) string {
	l.t.Helper()
	said := l.ask(command)
	return said[len(said)-1]
}

func signIn(server *imapd.Server) string {
	return fmt.Sprintf("LOGIN %s %q", server.User(), server.Password().Reveal())
}

// client signs in with another implementation's client.
func client(t *testing.T, server *imapd.Server, endpoint imapd.Endpoint) *imapclient.Client {
	t.Helper()
	options := &imapclient.Options{TLSConfig: script.Trust(t, server.CAPEM())}
	conn := script.Dial(t, endpoint)
	var c *imapclient.Client
	var err error
	if endpoint.Security == "starttls" {
		c, err = imapclient.NewStartTLS(conn, options)
	} else {
		c = imapclient.New(tls.Client(conn, options.TLSConfig), options)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	if err := c.Login(server.User(), string(server.Password().Reveal())).Wait(); err != nil {
		t.Fatal(err)
	}
	return c
}

// caught is an inbox with messages of these subjects.
func caught(subjects ...string) *inbox.Inbox {
	box := inbox.New(100, 1<<20)
	for _, subject := range subjects {
		put(box, subject)
	}
	return box
}

func put(box *inbox.Inbox, subject string) {
	raw := "From: Portal <portal@example.com>\r\nTo: someone@example.org\r\nSubject: " + subject +
		"\r\nMessage-ID: <" + subject + "@example.com>\r\n\r\nGood morning.\r\n"
	box.Add(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), "portal@example.com", []string{"someone@example.org"}, []byte(raw))
}
