package imap

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/proof"

	goimap "github.com/emersion/go-imap/v2"
)

// What a mailbox server may send while a message is looked for.
const (
	maxTapLine    = 64 << 10 // bytes of a line
	maxTapLiteral = 1 << 20  // bytes of a literal
	maxTapped     = 4 << 20  // bytes of a connection
	maxTapLists   = 1000     // lists in a response; the library reads them by recursion
	maxHeard      = 20       // notices that are kept
)

// violationOfTap is an answer that is too large.
type violationOfTap struct{ code, reason string }

func (v *violationOfTap) Error() string { return "protocol violation: " + v.reason }

// tap stands between a connection that has signed in and the library. It begins
// with a greeting that says so, hands on what the library understands, drops
// untagged responses that would make it end the connection, keeps what a person
// has to be shown, and bounds what the server may send. Deadlines are the
// reader's: those that the library sets are ignored.
type tap struct {
	net.Conn
	in *bufio.Reader

	line     []byte // what is to be handed on
	literal  int    // bytes that follow as they are
	within   bool   // the next line goes on with a response
	lists    int    // that the response has opened so far
	dropping bool   // the response is not handed on
	received int

	mu      sync.Mutex
	notices []proof.Notice
	bye     *fault.Remote
	err     error
}

func newTap(conn net.Conn, caps goimap.CapSet) *tap {
	var names []string
	for name := range caps {
		names = append(names, string(name))
	}
	slices.Sort(names)
	greeting := "* PREAUTH [CAPABILITY " + strings.Join(names, " ") + "] signed in\r\n"
	return &tap{Conn: conn, in: bufio.NewReaderSize(conn, maxTapLine), line: []byte(greeting)}
}

// SetDeadline and its companions ignore the library's own.
func (t *tap) SetDeadline(time.Time) error      { return nil }
func (t *tap) SetReadDeadline(time.Time) error  { return nil }
func (t *tap) SetWriteDeadline(time.Time) error { return nil }

// Write keeps why a command could not be sent.
func (t *tap) Write(p []byte) (int, error) {
	n, err := t.Conn.Write(p)
	return n, t.keep(err)
}

// Read yields the next bytes of a response.
func (t *tap) Read(p []byte) (int, error) {
	for len(t.line) == 0 {
		if t.literal > 0 {
			n, err := t.readLiteral(p)
			if n > 0 || err != nil {
				return n, t.keep(err)
			}
			continue
		}
		if err := t.next(); err != nil {
			return 0, t.keep(err)
		}
	}
	n := copy(p, t.line)
	t.line = t.line[n:]
	return n, nil
}

// readLiteral yields bytes of a literal, or none of one that is dropped.
func (t *tap) readLiteral(p []byte) (int, error) {
	if t.dropping {
		n, err := io.CopyN(io.Discard, t.in, int64(t.literal))
		t.literal -= int(n)
		return 0, err
	}
	n, err := t.in.Read(p[:min(len(p), t.literal)])
	t.literal -= n
	return n, err
}

// next reads a line, and decides what becomes of it.
func (t *tap) next() error {
	line, err := t.in.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		return &violationOfTap{CodeProtocolViolation, "line_too_long"}
	}
	if err != nil {
		return err
	}
	if !t.within {
		t.lists = 0
		t.begin(string(bytes.TrimRight(line, "\r\n")))
	}
	t.literal = 0
	if t.within || mayHoldLiteral(line) {
		if err := t.data(line); err != nil {
			return err
		}
	}
	if t.received += len(line) + t.literal; t.received > maxTapped {
		return &violationOfTap{CodeLimitExceeded, "too_much_data"}
	}
	if !t.dropping {
		t.line = line
	}
	return nil
}

// data looks at a line that holds data, and at what is announced at its end.
func (t *tap) data(line []byte) error {
	if t.lists += bytes.Count(line, []byte("(")); t.lists > maxTapLists {
		return &violationOfTap{CodeLimitExceeded, "too_many_lists"}
	}
	size, ok := literalAt(bytes.TrimRight(line, "\r\n"))
	if size > maxTapLiteral {
		return &violationOfTap{CodeLimitExceeded, "literal_too_large"}
	}
	t.literal, t.within = int(size), ok
	return nil
}

// keep remembers the first error of the connection, which the library hides.
func (t *tap) keep(err error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err != nil && t.err == nil {
		t.err = err
	}
	return err
}

// failure is what happened to the connection, nil when nothing has.
func (t *tap) failure() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.err
}

// heard is what the server said beside its answers.
func (t *tap) heard() (notices []proof.Notice, bye *fault.Remote) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.notices), t.bye
}

// begin decides by the first line of a response whether it is handed on.
func (t *tap) begin(line string) {
	r, ok := parseResponse(line)
	t.dropping = strings.HasPrefix(line, "* ") && !(ok && isOfUse(r))
	t.hear(r)
}

// hear keeps alerts and the farewell: the library drops them.
func (t *tap) hear(r response) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if r.kind == statusBye && !r.isTagged() {
		bye := r.remote()
		t.bye = &bye
	}
	if r.code == "ALERT" && len(t.notices) < maxHeard {
		t.notices = append(t.notices, proof.Notice{Kind: proof.NoticeAlert, Text: r.text})
	}
}
