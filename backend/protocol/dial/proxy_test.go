package dial_test

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/dns/dnsmessage"

	"patchbay/backend/protocol/dial"
)

const target = "mail.example.com:465"

// forbidden is a resolver that must not be asked.
func forbidden(t *testing.T) *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		t.Error("the resolver was asked")
		return nil, errors.New("forbidden")
	}}
}

// deadline bounds what a test waits for.
func deadline(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// hello reads the greeting behind a connection, and sees that it speaks both
// ways.
func hello(t *testing.T, conn net.Conn) {
	t.Helper()
	defer func() { _ = conn.Close() }()
	r := bufio.NewReader(conn)
	if line, err := r.ReadString('\n'); line != "220 hello\r\n" {
		t.Errorf("the greeting is %q, %v", line, err)
	}
	if _, err := io.WriteString(conn, "EHLO there\r\n"); err != nil {
		t.Error(err)
	}
	if line, err := r.ReadString('\n'); line != "EHLO there\r\n" {
		t.Errorf("the echo is %q, %v", line, err)
	}
}

func TestThroughProxies(t *testing.T) {
	to := greeter(t)
	basic := "Basic " + base64.StdEncoding.EncodeToString([]byte("ada:"+canary))
	tests := []struct {
		name  string
		start func() (dial.Proxy, *heard)
		want  []string
	}{
		{"SOCKS", func() (dial.Proxy, *heard) {
			p := &socksProxy{to: to}
			return p.start(t), &p.heard
		}, []string{target}},
		{"SOCKS with a user", func() (dial.Proxy, *heard) {
			p := &socksProxy{to: to, user: "ada", password: canary}
			return signedIn(p.start(t), "ada", canary), &p.heard
		}, []string{"ada:" + canary, target}},
		{"HTTP", func() (dial.Proxy, *heard) {
			p := &httpProxy{to: to}
			return p.start(t), &p.heard
		}, []string{target, ""}},
		{"HTTP with a user", func() (dial.Proxy, *heard) {
			p := &httpProxy{to: to, user: "ada", password: canary}
			return signedIn(p.start(t), "ada", canary), &p.heard
		}, []string{target, basic}},
		{"HTTP that says more at once", func() (dial.Proxy, *heard) {
			p := &httpProxy{to: echo(t), head: "HTTP/1.0 200\n\n220 hello\r\n"}
			return p.start(t), &p.heard
		}, []string{target, ""}},
		{"HTTP that informs first", func() (dial.Proxy, *heard) {
			p := &httpProxy{to: to, head: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nX: y\r\n\r\nHTTP/1.1 299 Fine\r\n\r\n"}
			return p.start(t), &p.heard
		}, []string{target, ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			proxy, heard := tt.start()
			n := through(t, proxy)
			addrs, finding := n.Resolve(t.Context(), "mail.example.com")
			if len(addrs) != 0 || finding != nil {
				t.Errorf("resolved %v, %v", addrs, finding)
			}
			c := n.Connect(deadline(t), "mail.example.com.", addrs, 465)
			if c.Conn == nil {
				t.Fatalf("%+v", c.Outcome())
			}
			hello(t, c.Conn)
			if diff := cmp.Diff(tt.want, heard.all()); diff != "" {
				t.Error(diff)
			}
			if got := c.Outcome(); got.Detail != target+" through the proxy "+proxy.Address+" connected" || len(got.Failures) > 0 {
				t.Errorf("%+v", got)
			}
		})
	}
}

// echo is a server that waits to be spoken to.
func echo(t *testing.T) string {
	return listen(t, func(conn net.Conn) { _, _ = io.Copy(conn, conn) })
}

func TestWhatStandsInTheWayOfAProxy(t *testing.T) {
	tests := []struct {
		name  string
		proxy func(*testing.T) dial.Proxy
		want  string // code and reason
		words string // of the proxy
	}{
		{"nothing listens", func(t *testing.T) dial.Proxy {
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			_ = listener.Close()
			return dial.Proxy{Scheme: dial.ProxySOCKS5, Address: listener.Addr().String()}
		}, "net.refused (proxy)", ""},
		{"no way", func(*testing.T) dial.Proxy {
			return dial.Proxy{Scheme: dial.ProxyHTTP, Address: "224.0.0.1:8080"}
		}, "net.unreachable (proxy)", ""},
		{"SOCKS wants a user", func(t *testing.T) dial.Proxy {
			return (&socksProxy{user: "ada", password: canary}).start(t)
		}, "net.unreachable (proxy_auth)", "no acceptable authentication methods"},
		{"SOCKS refuses the password", func(t *testing.T) dial.Proxy {
			return signedIn((&socksProxy{user: "ada", password: "x"}).start(t), "ada", canary)
		}, "net.unreachable (proxy_auth)", "username/password authentication failed"},
		{"SOCKS may not", func(t *testing.T) dial.Proxy {
			return (&socksProxy{reply: 2}).start(t)
		}, "net.unreachable (proxy_refused)", "connection not allowed by ruleset"},
		{"SOCKS cannot", func(t *testing.T) dial.Proxy {
			return (&socksProxy{reply: 4}).start(t)
		}, "net.unreachable (proxy_refused)", "host unreachable"},
		{"SOCKS for no known reason", func(t *testing.T) dial.Proxy {
			return (&socksProxy{reply: 77}).start(t)
		}, "net.unreachable (proxy_refused)", "unknown code: 77"},
		{"SOCKS hangs up", scripted(dial.ProxySOCKS5, ""), "net.closed (proxy)", ""},
		{"HTTP where SOCKS is expected", scripted(dial.ProxySOCKS5, "HTTP/1.1 400 Bad Request\r\n\r\n"), "net.unreachable (proxy)", "unexpected protocol version 72"},
		{"SOCKS of another version", scripted(dial.ProxySOCKS5, "\x04\x5b"), "net.unreachable (proxy)", "unexpected protocol version 4"},
		{"HTTP wants a user", func(t *testing.T) dial.Proxy {
			return (&httpProxy{user: "ada", password: canary}).start(t)
		}, "net.unreachable (proxy_auth)", "407 Sign in first"},
		{"HTTP refuses the password", func(t *testing.T) dial.Proxy {
			return signedIn((&httpProxy{user: "ada", password: "x"}).start(t), "ada", canary)
		}, "net.unreachable (proxy_auth)", "407 Sign in first"},
		{"HTTP may not", scripted(dial.ProxyHTTP, "HTTP/1.1 403 Not to this port\r\n\r\n"), "net.unreachable (proxy_refused)", "403 Not to this port"},
		{"HTTP cannot", scripted(dial.ProxyHTTP, "HTTP/1.0 502\r\n\r\n"), "net.unreachable (proxy_refused)", "502 status 502"},
		{"HTTP leads elsewhere", scripted(dial.ProxyHTTP, "HTTP/1.1 302 Found\r\nLocation: http://evil.example\r\n\r\n"), "net.unreachable (proxy_refused)", "302 Found"},
		{"HTTP hangs up", scripted(dial.ProxyHTTP, ""), "net.closed (proxy)", ""},
		{"HTTP hangs up within the head", scripted(dial.ProxyHTTP, "HTTP/1.1 200 OK\r\nX: y"), "net.closed (proxy)", ""},
		{"SSH where HTTP is expected", scripted(dial.ProxyHTTP, "SSH-2.0-OpenSSH\r\nmore"), "net.unreachable (proxy)", "SSH-2.0-OpenSSH"},
		{"HTTP/2 where 1.1 is expected", scripted(dial.ProxyHTTP, "HTTP/2 200\r\n\r\n"), "net.unreachable (proxy)", "HTTP/2 200"},
		{"not a status", scripted(dial.ProxyHTTP, "HTTP/1.1 +20 x\r\n\r\n"), "net.unreachable (proxy)", "HTTP/1.1 +20 x"},
		{"a head without an end", scripted(dial.ProxyHTTP, "HTTP/1.1 200 OK\r\n"+strings.Repeat("X: y\r\n", 1<<14)), "net.unreachable (proxy)", "a head without an end"},
		{"a line without an end", scripted(dial.ProxyHTTP, "HTTP/1.1 "+strings.Repeat("2", 1<<17)), "net.unreachable (proxy)", "a head without an end"},
		{"heads without an end", scripted(dial.ProxyHTTP, strings.Repeat("HTTP/1.1 100 Wait\r\n\r\n", 1<<13)), "net.unreachable (proxy)", "a head without an end"},
		{"the password said back", scripted(dial.ProxyHTTP, "HTTP/1.1 403 not with "+canary+" or "+base64.StdEncoding.EncodeToString([]byte("ada:"+canary))+"\r\n\r\n"), "net.unreachable (proxy_refused)", ""},
		{"control characters", scripted(dial.ProxyHTTP, "HTTP/1.1 403 \x1b[31mred\r\n\r\n"), "net.unreachable (proxy_refused)", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			proxy := tt.proxy(t)
			if proxy.User == "" && tt.words == "" {
				proxy = signedIn(proxy, "ada", canary)
			}
			c := through(t, proxy).Connect(deadline(t), "mail.example.com", nil, 465)
			outcome := c.Outcome()
			if got := codes(outcome.Failures); got != tt.want || c.Conn != nil {
				t.Fatalf("%s, want %s: %+v", got, tt.want, outcome)
			}
			f := outcome.Failures[0]
			if f.Fields[0] != "proxy" || f.Cause == "" || f.Remedy == "" {
				t.Errorf("%+v", f)
			}
			if tt.words != "" && (f.Remote == nil || strings.TrimSpace(f.Remote.Code+" "+f.Remote.Text) != tt.words) {
				t.Errorf("the proxy's words are %+v", f.Remote)
			}
			seen(t, outcome, c.Attempts, fmt.Sprint(c.Attempts[0].Err, errors.Unwrap(c.Attempts[0].Err)))
		})
	}
}

// seen looks for the canary, and for control characters, in whatever is shown.
func seen(t *testing.T, shown ...any) {
	t.Helper()
	document, err := json.Marshal(shown)
	if err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf("%+v %s", shown, document)
	encoded := base64.StdEncoding.EncodeToString([]byte("ada:" + canary))
	for _, leak := range []string{canary, encoded, "\x1b"} {
		if strings.Contains(text, leak) {
			t.Errorf("shows %q: %s", leak, text)
		}
	}
}

// scripted is a proxy that hears the first words, says its own, and hangs up.
func scripted(scheme dial.ProxyScheme, words string) func(*testing.T) dial.Proxy {
	return func(t *testing.T) dial.Proxy {
		return dial.Proxy{Scheme: scheme, Address: listen(t, func(conn net.Conn) {
			_, _ = conn.Read(make([]byte, 4<<10))
			_, _ = io.WriteString(conn, words)
			_ = conn.(*net.TCPConn).CloseWrite() // a reset would swallow the words
			_, _ = io.Copy(io.Discard, conn)
		})}
	}
}

// TestASilentProxyEndsWithItsTime holds the deadline and cancelling while the
// proxy is spoken to.
func TestASilentProxyEndsWithItsTime(t *testing.T) {
	for _, tt := range []struct {
		scheme dial.ProxyScheme
		words  string
	}{
		{dial.ProxySOCKS5, ""},
		{dial.ProxySOCKS5, "\x05"},
		{dial.ProxySOCKS5, "\x05\x00"},
		{dial.ProxyHTTP, ""},
		{dial.ProxyHTTP, "HTTP/1.1 200 O"},
		{dial.ProxyHTTP, "HTTP/1.1 200 OK\r\nX: y\r\n"},
	} {
		t.Run(fmt.Sprintf("%s after %q", tt.scheme, tt.words), func(t *testing.T) {
			asked := make(chan struct{}, 2)
			n := through(t, dial.Proxy{Scheme: tt.scheme, Address: listen(t, func(conn net.Conn) {
				_, _ = conn.Read(make([]byte, 4<<10))
				_, _ = io.WriteString(conn, tt.words)
				asked <- struct{}{}
				_, _ = io.Copy(io.Discard, conn) // until the other side hangs up
			})})
			ctx, cancel := context.WithCancel(t.Context())
			go func() { <-asked; cancel() }()
			c := n.Connect(ctx, "mail.example.com", nil, 465)
			if got := codes(c.Outcome().Failures); got != "net.closed (cancelled)" {
				t.Errorf("cancelled: %s", got)
			}
			ctx, cancel = context.WithTimeout(t.Context(), 100*time.Millisecond)
			defer cancel()
			c = n.Connect(ctx, "mail.example.com", nil, 465)
			if got := codes(c.Outcome().Failures); got != "net.timeout (proxy)" {
				t.Errorf("too late: %s", got)
			}
		})
	}
}

// TestNoDeadlineStays: what held for the proxy's answer must not end the
// conversation behind it.
func TestNoDeadlineStays(t *testing.T) {
	to := greeter(t)
	for name, proxy := range map[string]dial.Proxy{
		"SOCKS": (&socksProxy{to: to}).start(t), "HTTP": (&httpProxy{to: to}).start(t),
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			c := through(t, proxy).Connect(ctx, "mail.example.com", nil, 465)
			cancel()
			if c.Conn == nil {
				t.Fatalf("%+v", c.Outcome())
			}
			hello(t, c.Conn)
		})
	}
}

func TestProxyByAnUnknownName(t *testing.T) {
	n := dial.Network{
		Resolver: nameServer(t, dnsmessage.RCodeNameError, false),
		Proxy: func(string, uint16) dial.Proxy {
			return dial.Proxy{Scheme: dial.ProxyHTTP, Address: "proxy.example.com:8080"}
		},
	}
	c := n.Connect(deadline(t), "mail.example.com", nil, 465)
	if got := codes(c.Outcome().Failures); got != "net.host_not_found (proxy)" {
		t.Errorf("%s", got)
	}
	if got := c.Outcome().Detail; got != target+" through the proxy proxy.example.com:8080 not found" {
		t.Error(got)
	}
}

// TestSC23_NoLineBreakReachesAProxy: what is no name is not said to it.
func TestSC23_NoLineBreakReachesAProxy(t *testing.T) {
	for _, host := range []string{"a\r\nHost: b", "a b", "", "ä.example", "a\x00b", strings.Repeat("a.", 150)} {
		p := &httpProxy{}
		c := through(t, p.start(t)).Connect(deadline(t), host, nil, 465)
		if got := codes(c.Outcome().Failures); got != "net.host_not_found" || len(p.heard.all()) > 0 {
			t.Errorf("%q: %s, the proxy heard %q", host, got, p.heard.all())
		}
	}
}

func TestProxyTo(t *testing.T) {
	proxy := dial.Proxy{Scheme: dial.ProxyHTTP, Address: "proxy.example.com:8080"}
	n := dial.Network{Proxy: func(string, uint16) dial.Proxy { return proxy }}
	for host, want := range map[string]bool{
		"mail.example.com": true, "mail": true, "localhost.example.com": true,
		"localhost": false, "LOCALHOST.": false, "a.localhost": false,
		"127.0.0.1": false, "::1": false, "::ffff:127.0.0.1": false, "192.0.2.7": true, "2001:db8::7": true, "fe80::1%eth0": false,
	} {
		if got := n.ProxyTo(host, 465).IsSet(); got != want {
			t.Errorf("%s: %v, want %v", host, got, want)
		}
	}
	if (dial.Network{}).ProxyTo("mail.example.com", 465).IsSet() {
		t.Error("a proxy came from nowhere")
	}
}

// TestConnectLooksUpWhatNobodyDid: a proxy may be chosen by port, which
// Resolve does not know.
func TestConnectLooksUpWhatNobodyDid(t *testing.T) {
	n := dial.Network{Resolver: nameServer(t, dnsmessage.RCodeNameError, false), Proxy: func(_ string, port uint16) dial.Proxy {
		if port == 465 {
			return dial.Proxy{}
		}
		return dial.Proxy{Scheme: dial.ProxyHTTP, Address: "proxy.example.com:8080"}
	}}
	if addrs, finding := n.Resolve(t.Context(), "nobody.example.com"); len(addrs) != 0 || finding != nil {
		t.Fatalf("resolved %v, %v", addrs, finding)
	}
	c := n.Connect(deadline(t), "nobody.example.com", nil, 465)
	if got := codes(c.Outcome().Failures); got != "net.host_not_found" || c.Conn != nil {
		t.Errorf("%s", got)
	}
	if got := c.Outcome().Detail; got != "nobody.example.com:465 not found" {
		t.Error(got)
	}
}

// TestAProxyLeaksNoGoroutine runs both conversations in a bubble, which fails
// when something outlives them.
func TestAProxyLeaksNoGoroutine(t *testing.T) {
	for _, words := range []string{"", "junk\n", "\x05\x00\x05\x00", "HTTP/1.1 200 OK\r\n\r\n"} {
		synctest.Test(t, func(t *testing.T) {
			for _, scheme := range []dial.ProxyScheme{dial.ProxySOCKS5, dial.ProxyHTTP} {
				client, server := net.Pipe()
				done := make(chan struct{})
				go func() {
					defer close(done)
					_, _ = server.Read(make([]byte, 1<<10))
					_, _ = io.WriteString(server, words)
					_ = server.Close()
				}()
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				_, _ = dial.Ask(ctx, dial.Proxy{Scheme: scheme, Address: "proxy.example.com:1"}, client, target)
				cancel()
				_ = client.Close()
				<-done
			}
		})
	}
}
