package imap

import (
	"bufio"
	"context"
	"net"

	"patchbay/backend/proof"
)

// Link is a connection that has signed in. The caller closes it.
type Link struct {
	// Conn yields what the server sends from here on; greeting and sign-in are
	// over. It has no deadline, and is closed when the context of [Connect]
	// ends.
	Conn net.Conn
	// Capabilities are those after the sign-in, as the server names them.
	Capabilities []string
	// Redactor masks the secrets that were sent, for what is kept of what
	// follows. The caller wipes it.
	Redactor *proof.Redactor
}

// Connect signs in as [Prove] does, with the same guards and within
// Request.Timeout, and hands the connection over. Where that fails, the link is
// nil and the report says why.
func Connect(ctx context.Context, r Request) (*Link, *proof.Report) {
	if r.Timeout == 0 {
		r.Timeout = DefaultTimeout
	}
	limited, cancel := context.WithTimeout(ctx, r.Timeout)
	defer cancel()
	s := newSession(limited, r, false)
	s.arrive()
	if !s.Recorder.Failed() && isNetEase(s.Host) {
		s.introduce() // again, behind the sign-in: no folder is opened without it
	}
	report := s.Recorder.Report()
	if report.Verdict == proof.Failed {
		s.hangUp()
		s.Redactor.Wipe()
		return nil, &report
	}
	s.Release()
	conn := &linked{Conn: s.Conn, r: s.wire.r}
	conn.stop = context.AfterFunc(ctx, func() { _ = conn.Conn.Close() })
	return &Link{Conn: conn, Capabilities: s.offered, Redactor: s.Redactor}, &report
}

// linked is a connection of which some bytes were received already.
type linked struct {
	net.Conn
	r    *bufio.Reader
	stop func() bool // lets go of what closes it when the context ends
}

// Read yields first what was received and not yet read.
func (l *linked) Read(b []byte) (int, error) { return l.r.Read(b) }

// Close closes the connection.
func (l *linked) Close() error {
	l.stop()
	return l.Conn.Close()
}
