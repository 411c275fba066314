package smtp

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"patchbay/backend/proof"
)

// What a server may send. RFC 5321 §4.5.3.1.5 allows 512 bytes a line; the
// bounds leave room for servers that know no bounds, and keep memory small.
const (
	maxLine       = 64 << 10  // bytes of a line
	maxReplyLines = 512       // lines of a reply
	maxReply      = 256 << 10 // bytes of a reply
	maxReceived   = 1 << 20   // bytes of a connection
)

// A violation is an answer that is not SMTP.
type violation struct {
	reason string
	words  string // of the server, as far as they were read
}

func (v *violation) Error() string { return "protocol violation: " + v.reason }

var errControl = errors.New("a command must not contain a line break or a NUL")

// wire reads replies and writes commands on one connection, and records both.
type wire struct {
	conn     io.ReadWriter
	r        *bufio.Reader
	rec      *proof.Recorder
	signIn   bool // lines may hold a credential
	received int
}

func newWire(conn io.ReadWriter, rec *proof.Recorder) *wire {
	return &wire{conn: conn, r: bufio.NewReaderSize(conn, 4<<10), rec: rec}
}

// buffered returns how many bytes were received and not yet read.
func (w *wire) buffered() int { return w.r.Buffered() }

// command writes a line and reads the reply.
func (w *wire) command(line string) (reply, error) {
	if err := w.write([]byte(line)); err != nil {
		return reply{}, err
	}
	w.rec.Client(line)
	return w.read()
}

// write sends a line and wipes it. It is the last guard against a value that would become
// a command of its own.
func (w *wire) write(line []byte) error {
	if bytes.ContainsAny(line, "\r\n\x00") {
		return errControl
	}
	if err := w.unsolicited(); err != nil {
		return err
	}
	line = append(line, "\r\n"...)
	defer clear(line) // it may be a copy of a credential
	_, err := w.conn.Write(line)
	return err
}

// unsolicited refuses to ask while an answer lies there already: it would be
// taken for the answer to the next question, such as "235" to a sign-in that
// nobody has judged. Only 421 may come unasked (RFC 5321 §3.8).
func (w *wire) unsolicited() error {
	n := w.r.Buffered()
	if n == 0 {
		return nil
	}
	words, err := w.r.Peek(n)
	if err != nil || bytes.HasPrefix(words, []byte("421")) {
		return nil
	}
	first, _, _ := bytes.Cut(words, []byte("\n"))
	return w.violated("unsolicited", lineOf(first))
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

// read reads one reply, of one line or several.
func (w *wire) read() (reply, error) {
	var r reply
	size := 0
	for {
		text, err := w.readLine()
		if err != nil {
			return reply{}, err
		}
		line, ok := parseReplyLine(text)
		w.record(text, line, ok)
		size += len(text)
		switch {
		case !ok:
			return reply{}, w.violated("not_smtp", text)
		case len(r.lines) > 0 && line.code != r.code:
			return reply{}, w.violated("mixed_codes", text)
		case len(r.lines) >= maxReplyLines || size > maxReply:
			return reply{}, w.violated("reply_too_long", text)
		}
		r.add(line)
		if line.last {
			return r, nil
		}
	}
}

// violated quotes the server, unless its words may hold a credential.
func (w *wire) violated(reason, words string) error {
	if w.signIn {
		words = proof.Mask
	}
	return &violation{reason: reason, words: words}
}

// record keeps a received line. While credentials are on the wire, challenges
// and what is not understood are kept as a mask.
func (w *wire) record(text string, line replyLine, ok bool) {
	switch {
	case w.signIn && ok && line.code != codeChallenge:
		w.endSignIn() // the server's verdict
		w.rec.Server(text)
	case w.signIn && ok:
		w.rec.ServerMasked(text[:min(len(text), 4)])
	default:
		w.rec.Server(text)
	}
}

// readLine reads a line without its end; a bare line feed ends it too.
func (w *wire) readLine() (string, error) {
	var long []byte
	for {
		part, err := w.r.ReadSlice('\n')
		w.received += len(part)
		if len(long)+len(part) > maxLine {
			return "", w.violated("line_too_long", start(long, part))
		}
		if w.received > maxReceived {
			return "", w.violated("too_much_data", start(long, part))
		}
		if err == nil && long == nil {
			return lineOf(part), nil
		}
		long = append(long, part...)
		if err == nil {
			return lineOf(long), nil
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return "", w.cut(err, long)
		}
	}
}

// cut explains the end of the connection inside a line. What arrived of it is
// kept, because it often says what the server is.
func (w *wire) cut(err error, part []byte) error {
	if len(part) == 0 {
		return err
	}
	if w.signIn {
		w.rec.ServerMasked("")
	} else {
		w.rec.Server(string(part))
	}
	return fmt.Errorf("inside a line: %w", err)
}

func lineOf(b []byte) string {
	return strings.TrimSuffix(strings.TrimSuffix(string(b), "\n"), "\r")
}

// start returns the beginning of a line that is too long to keep.
func start(parts ...[]byte) string {
	const most = 256
	all := bytes.Join(parts, nil)
	return string(all[:min(len(all), most)]) + "…"
}
