package smtpd

import (
	"bytes"
	"io"
	"net"
	"strings"
	"time"
)

// wire acts the faults for which no engine is needed. Each of its methods ends
// at the latest when the connection's lifetime does.
type wire struct {
	conn net.Conn
}

// silence reads and never answers, until the client gives up.
func (w *wire) silence() {
	_, _ = io.Copy(io.Discard, w.conn)
}

func (w *wire) hangUp() {
	_ = w.conn.Close()
}

func (w *wire) refuseGreeting() {
	w.say("554 5.7.1 No SMTP service here\r\n")
	_ = w.conn.Close()
}

func (w *wire) greetAndHangUp() {
	w.say("220 localhost ESMTP Service Ready\r\n")
	_ = w.conn.Close()
}

// bannerBound is what an endless banner sends at most: far beyond what any
// client should take, and no burden to a machine on which one takes it all.
const bannerBound = 64 << 20

// endlessBanner sends a reply whose last line never comes (RFC 5321 §4.2.1).
func (w *wire) endlessBanner() {
	block := strings.Repeat("220-"+strings.Repeat("welcome ", 60)+"\r\n", 64)
	for sent := 0; sent < bannerBound; sent += len(block) {
		if !w.say(block) {
			return
		}
	}
}

func (w *wire) say(text string) bool {
	_ = w.conn.SetWriteDeadline(time.Now().Add(writeTimeout))
	_, err := io.WriteString(w.conn, text)
	return err == nil
}

// injectingConn sends a second answer in clear right behind the one to
// STARTTLS, in the same segment. A client that keeps it takes it for the
// answer to its first command under TLS (CVE-2011-0411 and its kin).
type injectingConn struct {
	net.Conn
}

const (
	// readyForTLS is how the engine answers STARTTLS. Its greeting has no
	// enhanced code, so nothing else begins like this.
	readyForTLS = "220 2.0.0 "
	injected    = "250-localhost\r\n250 AUTH PLAIN\r\n"
)

func (c *injectingConn) Write(p []byte) (int, error) {
	if !bytes.HasPrefix(p, []byte(readyForTLS)) {
		return c.Conn.Write(p)
	}
	n, err := c.Conn.Write(append(bytes.Clone(p), injected...))
	return min(n, len(p)), err
}
