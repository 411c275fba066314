package imapd

import (
	"bufio"
	"bytes"
	"net"
	"strconv"
	"strings"
	"sync"
	"time"

	"patchbay/backend/rehearsal/loopback"
)

// maxLine is the longest line that is looked at; longer ones go to the engine
// in pieces, and it refuses them.
const maxLine = 16 << 10

// link stands between the engine and a connection. It answers ID (RFC 2971),
// which the engine has not, keeps the engine's greeting from being sent twice,
// and says what a fault wants said.
type link struct {
	net.Conn
	r      *bufio.Reader
	closed <-chan struct{} // of the connection
	pause  time.Duration   // before each answer
	alert  string          // follows the greeting

	inLine  bool   // a line has been passed on in part
	literal int64  // bytes that follow the line and are none of the link's
	pending []byte // of the line, not passed on yet

	mu         sync.Mutex
	greeted    bool // the greeting was sent, so that the engine's is not
	began      bool // the engine has greeted
	identified bool // the client has said who it is
}

func newLink(conn net.Conn, closed <-chan struct{}) *link {
	return &link{Conn: conn, r: bufio.NewReaderSize(conn, maxLine), closed: closed}
}

// Read hands the client's lines to the engine, but for those with ID.
func (l *link) Read(p []byte) (int, error) {
	if len(l.pending) == 0 && l.literal == 0 {
		if err := l.next(); err != nil {
			return 0, err
		}
	}
	if len(l.pending) > 0 {
		n := copy(p, l.pending)
		l.pending = l.pending[n:]
		return n, nil
	}
	n, err := l.r.Read(p[:min(int64(len(p)), l.literal)])
	l.literal -= int64(n)
	return n, err
}

// next reads a line to be passed on, or as much of it as fits.
func (l *link) next() error {
	for {
		line, err := l.r.ReadSlice('\n')
		if len(line) == 0 {
			return err
		}
		whole := line[len(line)-1] == '\n'
		if tag, ok := isID(line); ok && whole && !l.inLine {
			if err := l.identify(tag); err != nil {
				return err
			}
			continue
		}
		l.inLine = !whole
		l.literal = literalAfter(line)
		l.pending = line
		return nil
	}
}

// isID recognizes the command ID, and returns its tag.
func isID(line []byte) (tag string, ok bool) {
	words := bytes.Fields(line)
	if len(words) < 2 || !bytes.EqualFold(words[1], []byte("ID")) || literalAfter(line) > 0 {
		return "", false
	}
	return string(words[0]), true
}

// literalAfter is the length of the literal (RFC 9051 §4.3) that a line
// announces at its end, 0 for none.
func literalAfter(line []byte) int64 {
	line = bytes.TrimRight(line, "\r\n")
	open := bytes.LastIndexByte(line, '{')
	if open < 0 || !bytes.HasSuffix(line, []byte("}")) {
		return 0
	}
	digits := bytes.TrimSuffix(line[open+1:len(line)-1], []byte("+"))
	size, err := strconv.ParseUint(string(digits), 10, 32)
	if err != nil {
		return 0
	}
	return int64(size)
}

func (l *link) identify(tag string) error {
	l.mu.Lock()
	l.identified = true
	l.mu.Unlock()
	return l.say("* ID (\"name\" \"Patchbay rehearsal server\")\r\n" + tag + " OK ID completed\r\n")
}

// hasIdentified tells whether the client has said who it is.
func (l *link) hasIdentified() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.identified
}

// capabilities is how every list of the engine's begins; the link adds its own.
const (
	capabilities    = "CAPABILITY IMAP4rev1 "
	ownCapabilities = capabilities + "ID "
)

// Write takes the engine's answers, which come line by line.
func (l *link) Write(p []byte) (int, error) {
	l.mu.Lock()
	first := !l.began
	l.began = true
	l.mu.Unlock()
	text := p
	if head, rest, found := bytes.Cut(p, []byte(capabilities)); found && precedesList(head) {
		text = append(append(bytes.Clone(head), ownCapabilities...), rest...)
	}
	if first {
		if l.greeted {
			text = nil
		}
		if l.alert != "" {
			text = append(bytes.Clone(text), l.alert+"\r\n"...)
		}
	}
	if err := l.say(string(text)); err != nil {
		return 0, err
	}
	return len(p), nil
}

// precedesList tells whether an answer that begins like this goes on with the
// capabilities: as an untagged answer, or as the code of one that says OK or
// PREAUTH. Words of a message, whose answers say neither, are not to be touched.
func precedesList(head []byte) bool {
	words := strings.Fields(string(head))
	switch len(words) {
	case 1:
		return words[0] == "*"
	case 3:
		return words[2] == "[" && (words[1] == "OK" || words[1] == "PREAUTH")
	default:
		return false
	}
}

// say sends lines as they are.
func (l *link) say(text string) error {
	if text == "" {
		return nil
	}
	if l.pause > 0 {
		timer := time.NewTimer(l.pause)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-l.closed:
			return net.ErrClosed
		}
	}
	return loopback.Say(l.Conn, text)
}
