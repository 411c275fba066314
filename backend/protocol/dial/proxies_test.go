package dial_test

import (
	"bufio"
	"encoding/base64"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
	"testing"

	"patchbay/backend/protocol/dial"
	"patchbay/backend/secret"
)

const canary = "canary-9d02-of-the-proxy"

// heard is what a server was told.
type heard struct {
	mu    sync.Mutex
	words []string
}

func (h *heard) add(word string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.words = append(h.words, word)
}

func (h *heard) all() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]string(nil), h.words...)
}

// listen serves connections on loopback one by one until the test ends, and
// then waits for those that are open.
func listen(t *testing.T, converse func(net.Conn)) (address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var open sync.WaitGroup
	open.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			open.Go(func() {
				defer func() { _ = conn.Close() }()
				converse(conn)
			})
		}
	})
	t.Cleanup(func() { _ = listener.Close(); open.Wait() })
	return listener.Addr().String()
}

// greeter is a server that says hello and then says back what it is told.
func greeter(t *testing.T) string {
	return listen(t, func(conn net.Conn) {
		_, _ = io.WriteString(conn, "220 hello\r\n")
		_, _ = io.Copy(conn, conn)
	})
}

// socksProxy asks for user and password, when they are given, and leads every
// name to one address. With a reply other than 0 it declines.
type socksProxy struct {
	user, password string
	to             string
	reply          byte
	heard          heard
}

func (p *socksProxy) start(t *testing.T) dial.Proxy {
	return dial.Proxy{Scheme: dial.ProxySOCKS5, Address: listen(t, p.serve)}
}

func (p *socksProxy) serve(conn net.Conn) {
	r := bufio.NewReader(conn)
	methods := readBytes(r, int(readBytes(r, 2)[1]))
	if p.user == "" {
		_, _ = conn.Write([]byte{5, 0})
	} else if !p.signIn(conn, r, methods) {
		return
	}
	head := readBytes(r, 4)
	if head[3] != 3 { // not a name
		p.heard.add("an address")
		return
	}
	name := readBytes(r, int(readBytes(r, 1)[0]))
	port := readBytes(r, 2)
	p.heard.add(net.JoinHostPort(string(name), strconv.Itoa(int(port[0])<<8|int(port[1]))))
	_, _ = conn.Write([]byte{5, p.reply, 0, 1, 0, 0, 0, 0, 0, 0})
	if p.reply == 0 {
		join(conn, r, p.to)
	}
}

func (p *socksProxy) signIn(conn net.Conn, r *bufio.Reader, methods []byte) bool {
	offered := false
	for _, m := range methods {
		offered = offered || m == 2
	}
	if !offered {
		_, _ = conn.Write([]byte{5, 0xff})
		return false
	}
	_, _ = conn.Write([]byte{5, 2})
	user := readBytes(r, int(readBytes(r, 2)[1]))
	password := readBytes(r, int(readBytes(r, 1)[0]))
	p.heard.add(string(user) + ":" + string(password))
	if string(user) != p.user || string(password) != p.password {
		_, _ = conn.Write([]byte{1, 1})
		return false
	}
	_, _ = conn.Write([]byte{1, 0})
	return true
}

// readBytes reads n bytes; after an error they are zero, which ends every
// conversation.
func readBytes(r io.Reader, n int) []byte {
	b := make([]byte, max(n, 2))[:n]
	_, _ = io.ReadFull(r, b)
	return b
}

// httpProxy takes CONNECT and leads every name to one address. It answers with
// the head, when one is given, instead of its own.
type httpProxy struct {
	user, password string
	to             string
	head           string
	heard          heard
}

func (p *httpProxy) start(t *testing.T) dial.Proxy {
	return dial.Proxy{Scheme: dial.ProxyHTTP, Address: listen(t, p.serve)}
}

func (p *httpProxy) serve(conn net.Conn) {
	r := bufio.NewReader(conn)
	request, err := http.ReadRequest(r)
	if err != nil || request.Method != http.MethodConnect {
		return
	}
	p.heard.add(request.RequestURI)
	p.heard.add(request.Header.Get("Proxy-Authorization"))
	want := "Basic " + base64.StdEncoding.EncodeToString([]byte(p.user+":"+p.password))
	switch {
	case p.user != "" && request.Header.Get("Proxy-Authorization") != want:
		_, _ = io.WriteString(conn, "HTTP/1.1 407 Sign in first\r\nProxy-Authenticate: Basic realm=x\r\n\r\n")
	case p.head != "":
		_, _ = io.WriteString(conn, p.head)
		if p.to != "" {
			join(conn, r, p.to)
		}
	default:
		_, _ = io.WriteString(conn, "HTTP/1.1 200 Connection established\r\nContent-Length: 7\r\n\r\n")
		join(conn, r, p.to)
	}
}

// join carries bytes both ways until either side hangs up.
func join(conn net.Conn, r io.Reader, to string) {
	server, err := net.Dial("tcp", to)
	if err != nil {
		return
	}
	var both sync.WaitGroup
	end := func() { _ = conn.Close(); _ = server.Close() }
	both.Go(func() { defer end(); _, _ = io.Copy(server, r) })
	both.Go(func() { defer end(); _, _ = io.Copy(conn, server) })
	both.Wait()
}

// through is a network that reaches everything through one proxy, and whose
// resolver fails the test.
func through(t *testing.T, p dial.Proxy) dial.Network {
	return dial.Network{
		Resolver: forbidden(t),
		Proxy:    func(string, uint16) dial.Proxy { return p },
	}
}

func signedIn(p dial.Proxy, user, password string) dial.Proxy {
	p.User, p.Password = user, secret.FromString(password)
	return p
}
