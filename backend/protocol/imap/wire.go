package imap

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"patchbay/backend/proof"
)

// What a server may send. No line of the conversation up to EXAMINE needs a
// thousand bytes; the bounds leave room for servers that know no bounds, and
// keep memory small.
const (
	maxLine     = 64 << 10 // bytes of a response without its literals
	maxLiteral  = 1 << 20  // bytes of a literal
	maxReceived = 4 << 20  // bytes of a connection
	// maxShown is the length up to which a literal is kept in a transcript.
	maxShown = 1 << 10 // bytes
)

// A violation is an answer that is not IMAP, or more than one may be.
type violation struct {
	reason string
	words  string // of the server, as far as they were read
}

func (v *violation) Error() string { return "protocol violation: " + v.reason }

var errControl = errors.New("a command must not contain a line break or a NUL")

// wire reads responses and writes commands on one connection, and records both.
type wire struct {
	conn     io.ReadWriter
	r        *bufio.Reader
	rec      *proof.Recorder
	out      []byte // commands that are written when an answer is waited for
	buf      []byte // the response that is being read
	signIn   bool   // lines may hold a credential
	received int
}

func newWire(conn io.ReadWriter, rec *proof.Recorder) *wire {
	return &wire{conn: conn, r: bufio.NewReaderSize(conn, 4<<10), rec: rec}
}

// buffered returns how many bytes were received and not yet read.
func (w *wire) buffered() int { return w.r.Buffered() }

// queue takes a line to be sent. It is the last guard against a value that
// would become a command of its own.
func (w *wire) queue(line string) error {
	if strings.ContainsAny(line, "\r\n\x00") {
		return errControl
	}
	w.out = append(append(w.out, line...), "\r\n"...)
	return nil
}

// flush sends what was queued and wipes it: it may be a copy of a credential.
func (w *wire) flush() error {
	if len(w.out) == 0 {
		return nil
	}
	_, err := w.conn.Write(w.out)
	clear(w.out)
	w.out = w.out[:0]
	return err
}

// unsolicited refuses to ask while an answer lies there already: it would be
// taken for the answer to a question that was not put yet. Untagged responses
// may come at any time (RFC 9051 §2.2.2).
func (w *wire) unsolicited() error {
	waiting, err := w.r.Peek(w.r.Buffered())
	if err != nil {
		return nil
	}
	for len(waiting) > 0 {
		line, rest, whole := bytes.Cut(waiting, []byte("\n"))
		if !bytes.HasPrefix(line, []byte("* ")) && string(line) != "*" {
			return w.violated("unsolicited", strings.TrimSuffix(string(line), "\r"))
		}
		if _, literal := literalAt(trimEnd(line)); literal || !whole {
			return nil
		}
		waiting = rest
	}
	return nil
}

// beginSignIn and endSignIn enclose the lines that may hold credentials.
func (w *wire) beginSignIn() {
	w.signIn = true
	w.rec.BeginSignIn()
}

func (w *wire) endSignIn() {
	w.signIn = false
	w.rec.EndSignIn()
}

// read reads one response with its literals.
func (w *wire) read() (response, error) {
	w.buf = w.buf[:0]
	size := 0 // without literals
	for {
		start := len(w.buf)
		if err := w.readLine(maxLine - size); err != nil {
			return response{}, err
		}
		line := w.buf[start:]
		size += len(line)
		n, ok := literalAt(line)
		if !ok || start == 0 && !mayHoldLiteral(line) {
			break
		}
		if n > maxLiteral {
			return response{}, w.violated("literal_too_long", string(line))
		}
		w.buf = append(w.buf, "\r\n"...)
		if err := w.readLiteral(int(n)); err != nil {
			return response{}, err
		}
	}
	raw := string(w.buf)
	r, ok := parseResponse(raw)
	w.record(raw, r, ok)
	if !ok {
		return response{}, w.violated("not_imap", beginning(raw))
	}
	return r, nil
}

// readLine appends a line without its end to the buffer; a bare line feed ends
// it too.
func (w *wire) readLine(room int) error {
	start := len(w.buf)
	for {
		part, err := w.r.ReadSlice('\n')
		w.received += len(part)
		w.buf = append(w.buf, part...)
		switch {
		case len(w.buf)-start > room+2:
			return w.violated("line_too_long", beginning(string(w.buf[start:])))
		case w.received > maxReceived:
			return w.violated("too_much_data", beginning(string(w.buf[start:])))
		case err == nil:
			w.buf = w.buf[:start+len(trimEnd(w.buf[start:len(w.buf)-1]))]
			return nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return w.cut(err)
		}
	}
}

// readLiteral appends n bytes to the buffer as they come: what is announced
// costs nothing.
func (w *wire) readLiteral(n int) error {
	for n > 0 {
		part, err := w.r.Peek(min(n, max(1, w.r.Buffered())))
		if err != nil {
			return w.cut(err)
		}
		w.buf = append(w.buf, part...)
		n -= len(part)
		w.received += len(part)
		if w.received > maxReceived {
			return w.violated("too_much_data", "")
		}
		_, _ = w.r.Discard(len(part)) // they are buffered
	}
	return nil
}

// cut explains the end of the connection inside a response. What arrived of it
// is kept, because it often says what the server is.
func (w *wire) cut(err error) error {
	if len(w.buf) == 0 {
		return err
	}
	if w.signIn {
		w.rec.ServerMasked("")
		return fmt.Errorf("inside a line: %w", err)
	}
	w.rec.Server(beginning(string(w.buf)))
	return fmt.Errorf("inside a line: %w", err)
}

// violated quotes the server, unless its words may hold a credential.
func (w *wire) violated(reason, words string) error {
	if w.signIn {
		words = proof.Mask
	}
	return &violation{reason: reason, words: words}
}

func trimEnd(line []byte) []byte { return bytes.TrimSuffix(line, []byte("\r")) }

// beginning returns what is kept of a text that may be too long.
func beginning(text string) string {
	const most = 256 // bytes
	return short(text, most)
}
