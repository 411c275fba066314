package dial

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net"
	"strconv"
	"strings"

	"patchbay/backend/fault"
)

// maxHead bounds everything that an HTTP proxy says before the tunnel, in bytes.
const maxHead = 16 << 10

// tunnel asks an HTTP proxy for the target (CONNECT, RFC 9110 §9.3.6).
func (p Proxy) tunnel(ctx context.Context, conn net.Conn, target string) (net.Conn, error) {
	release := endWith(ctx, conn)
	a, rest, err := p.exchange(conn, target)
	if ended := release(); ended != nil {
		err = ended
	}
	var foreign *notHTTP
	switch {
	case errors.As(err, &foreign):
		return nil, &Error{Finding: p.foreign(fault.Remote{Text: foreign.words}), cause: err}
	case err != nil:
		return nil, err
	case a.code == "407" || a.code == "401":
		return nil, &Error{Finding: p.signInRefused(a.remote())}
	case a.code[0] != '2':
		return nil, &Error{Finding: p.refused(target, a.remote())}
	case len(rest) > 0:
		return &ahead{Conn: conn, rest: rest}, nil
	default:
		return conn, nil
	}
}

func (p Proxy) exchange(conn net.Conn, target string) (answer, []byte, error) {
	request := p.request(target)
	_, err := conn.Write(request)
	clear(request) // it holds the credentials
	if err != nil {
		return answer{}, nil, err
	}
	return readAnswer(conn)
}

// request writes the head. The target is a checked name with a port: it cannot
// end a line.
func (p Proxy) request(target string) []byte {
	head := []byte("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n")
	if p.User != "" {
		credentials := append([]byte(p.User+":"), p.Password.Reveal()...)
		head = append(head, "Proxy-Authorization: Basic "...) // RFC 7617
		head = base64.StdEncoding.AppendEncode(head, credentials)
		head = append(head, "\r\n"...)
		clear(credentials)
	}
	return append(head, "\r\n"...)
}

// answer is the final status line of the proxy.
type answer struct {
	code   string // three digits
	reason string
}

func (a answer) remote() fault.Remote {
	text := a.reason
	if text == "" {
		text = "status " + a.code
	}
	return fault.Remote{Code: a.code, Text: text}
}

// notHTTP is an answer that is none.
type notHTTP struct{ words string }

func (e *notHTTP) Error() string { return "dial: the answer is not HTTP" }

// readAnswer reads up to the end of the final head, and returns what has come
// beyond it. Informational heads before it are passed over (RFC 9110 §15.2).
func readAnswer(r io.Reader) (answer, []byte, error) {
	bounded := &io.LimitedReader{R: r, N: maxHead}
	buffer := bufio.NewReaderSize(bounded, maxHead)
	for {
		a, err := readHead(buffer)
		switch {
		case errors.Is(err, bufio.ErrBufferFull), errors.Is(err, io.EOF) && bounded.N == 0:
			return answer{}, nil, &notHTTP{words: "a head without an end"}
		case err != nil:
			return answer{}, nil, err
		case a.code[0] != '1':
			rest, err := buffer.Peek(buffer.Buffered())
			return a, bytes.Clone(rest), err
		}
	}
}

// readHead reads a status line and passes over the fields: none matters in
// the answer to CONNECT. A line may end without a carriage return (RFC 9112 §2.2).
func readHead(r *bufio.Reader) (answer, error) {
	if first, err := r.Peek(1); err == nil && first[0] != 'H' {
		return answer{}, quote(r)
	}
	line, err := r.ReadSlice('\n')
	if err != nil {
		return answer{}, err
	}
	a, ok := parseStatus(string(bytes.TrimRight(line, "\r\n")))
	if !ok {
		return answer{}, &notHTTP{words: string(bytes.TrimRight(line[:min(len(line), maxQuote)], "\r\n"))}
	}
	for {
		field, err := r.ReadSlice('\n')
		if err != nil {
			return answer{}, err
		}
		if len(bytes.TrimRight(field, "\r\n")) == 0 {
			return a, nil
		}
	}
}

// maxQuote bounds what is quoted of an answer that is not HTTP, in bytes.
const maxQuote = 256

func quote(r *bufio.Reader) error {
	words, err := r.Peek(min(r.Buffered(), maxQuote))
	if err != nil {
		return err
	}
	line, _, _ := bytes.Cut(words, []byte("\n"))
	return &notHTTP{words: string(bytes.TrimRight(line, "\r"))}
}

// parseStatus reads "HTTP/1.1 200 Connection established".
func parseStatus(line string) (answer, bool) {
	version, status, _ := strings.Cut(line, " ")
	code, reason, _ := strings.Cut(status, " ")
	if !strings.HasPrefix(version, "HTTP/1.") || len(code) != 3 {
		return answer{}, false
	}
	n, err := strconv.ParseUint(code, 10, 16)
	return answer{code: code, reason: strings.TrimSpace(reason)}, err == nil && n >= 100 && n < 600
}

// ahead is a connection of which some was read already.
type ahead struct {
	net.Conn
	rest []byte
}

// Read returns what was read already before it reads on.
func (a *ahead) Read(b []byte) (int, error) {
	if len(a.rest) > 0 {
		n := copy(b, a.rest)
		a.rest = a.rest[n:]
		return n, nil
	}
	return a.Conn.Read(b)
}
