package dial_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"patchbay/backend/protocol/dial"
)

// web is a server of HTTP over TLS, whose certificate is for mail.example.com
// unless edit says otherwise, with those that vouch for it.
func web(t *testing.T, edit func(*x509.Certificate), converse func(net.Conn)) (address string, trusted dial.Authorities) {
	t.Helper()
	root := issue(t, nil, authority("Test Root"))
	config := issue(t, &root, edit).config()
	trusted, err := dial.NewAuthorities(root.pem())
	if err != nil {
		t.Fatal(err)
	}
	return listen(t, func(conn net.Conn) {
		server := tls.Server(conn, config)
		if server.Handshake() == nil {
			converse(server)
		}
	}), trusted
}

// says answers every request with the same words.
func says(words string) func(net.Conn) {
	return func(conn net.Conn) {
		if _, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
			_, _ = io.WriteString(conn, words)
		}
	}
}

// behind reaches a server on loopback by the name of its certificate, as only a
// proxy can.
func behind(t *testing.T, address string) (dial.Network, *heard) {
	p := &socksProxy{to: address}
	return through(t, p.start(t)), &p.heard
}

func get(t *testing.T, client *http.Client, url string) (*http.Response, error) {
	t.Helper()
	request, err := http.NewRequestWithContext(deadline(t), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := client.Do(request)
	if err == nil {
		t.Cleanup(func() { _ = response.Body.Close() })
	}
	return response, err
}

func TestHTTPClient(t *testing.T) {
	t.Setenv("HTTPS_PROXY", "http://127.0.0.1:1") // is not its business
	address, trusted := web(t, nil, says("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nSet-Cookie: a=b\r\n\r\nhello"))
	n, heard := behind(t, address)
	client := n.HTTPClient(trusted)
	for range 2 { // each over a connection of its own
		response, err := get(t, client, "https://mail.example.com/")
		if err != nil {
			t.Fatal(err)
		}
		if body, err := dial.ReadLimited(response.Body, 5); string(body) != "hello" || err != nil {
			t.Errorf("%q, %v", body, err)
		}
	}
	if got := fmt.Sprint(heard.all()); got != "[mail.example.com:443 mail.example.com:443]" {
		t.Errorf("the proxy heard %s", got)
	}
	if client.Jar != nil {
		t.Error("it keeps cookies")
	}
}

func TestHTTPClientSaysWhatIsWrong(t *testing.T) {
	hello := says("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
	good, trusted := web(t, nil, hello)
	other, otherTrusted := web(t, forNames("other.example.com"), hello)
	plain := greeter(t)
	declining := through(t, (&socksProxy{reply: 5}).start(t))
	reach := func(address string) dial.Network { n, _ := behind(t, address); return n }
	closed := "https://" + closedPort(t) + "/"
	for _, tt := range []struct {
		name    string
		network dial.Network
		trusted dial.Authorities
		url     string
		want    string
	}{
		{"unknown authority", reach(good), otherTrusted, "https://mail.example.com/", dial.CodeUnknownAuthority},
		{"another name", reach(other), otherTrusted, "https://mail.example.com/", dial.CodeHostnameMismatch},
		{"no TLS", reach(plain), trusted, "https://mail.example.com/", dial.CodeNotTLS},
		{"declined by the proxy", declining, trusted, "https://mail.example.com/", dial.CodeUnreachable},
		{"a closed port", dial.Network{}, trusted, closed, dial.CodeRefused},
		{"an unknown name", dial.Network{Resolver: nameServer(t, dnsmessage.RCodeNameError, false)}, trusted, "http://nobody.example.com/", dial.CodeHostNotFound},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := get(t, tt.network.HTTPClient(tt.trusted), tt.url)
			f, ok := dial.FindingOf(err)
			if !ok || f.Code != tt.want {
				t.Errorf("%v: %+v", err, f)
			}
			if explained := dial.Explain(err, "asking"); explained.Code != tt.want {
				t.Errorf("explained as %+v", explained)
			}
		})
	}
}

func closedPort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}

func TestHTTPClientFollowsNothing(t *testing.T) {
	address, trusted := web(t, nil, says("HTTP/1.1 302 Found\r\nLocation: https://evil.example/\r\nContent-Length: 0\r\n\r\n"))
	n, heard := behind(t, address)
	response, err := get(t, n.HTTPClient(trusted), "https://mail.example.com/")
	if err != nil || response.StatusCode != http.StatusFound || len(heard.all()) != 1 {
		t.Errorf("%v, %v, the proxy heard %v", response, err, heard.all())
	}
}

func TestSC21_AHostileWebServerCostsLittle(t *testing.T) {
	var bomb bytes.Buffer
	w := gzip.NewWriter(&bomb)
	_, _ = w.Write(make([]byte, 4<<20))
	_ = w.Close()
	t.Run("endless head", func(t *testing.T) {
		address, trusted := web(t, nil, says("HTTP/1.1 200 OK\r\n"+strings.Repeat("X: y\r\n", 1<<15)))
		n, _ := behind(t, address)
		if _, err := get(t, n.HTTPClient(trusted), "https://mail.example.com/"); err == nil {
			t.Error("it was read to the end")
		}
	})
	t.Run("bomb", func(t *testing.T) {
		address, trusted := web(t, nil, says("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"+bomb.String()))
		n, _ := behind(t, address)
		response, err := get(t, n.HTTPClient(trusted), "https://mail.example.com/")
		if err != nil {
			t.Fatal(err)
		}
		if body, err := dial.ReadLimited(response.Body, 1<<20); len(body) != bomb.Len() || err != nil {
			t.Errorf("%d bytes, %v", len(body), err)
		}
	})
	t.Run("endless body", func(t *testing.T) {
		address, trusted := web(t, nil, says("HTTP/1.1 200 OK\r\n\r\n"+strings.Repeat("x", 2<<20)))
		n, _ := behind(t, address)
		response, err := get(t, n.HTTPClient(trusted), "https://mail.example.com/")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := dial.ReadLimited(response.Body, 1<<20); !errors.Is(err, dial.ErrTooLong) {
			t.Errorf("%v", err)
		}
	})
}

// TestCancelledRequestEndsItsConnection while the proxy, or the handshake, is
// still waited for: listen ends only when nobody is connected any more.
func TestCancelledRequestEndsItsConnection(t *testing.T) {
	asked := make(chan struct{})
	silent := listen(t, func(conn net.Conn) {
		_, _ = conn.Read(make([]byte, 1))
		asked <- struct{}{}
		_, _ = io.Copy(io.Discard, conn)
	})
	for name, n := range map[string]dial.Network{
		"handshake": {},
		"proxy":     through(t, dial.Proxy{Scheme: dial.ProxyHTTP, Address: silent}),
	} {
		t.Run(name, func(t *testing.T) {
			url := "https://" + silent + "/"
			if name == "proxy" {
				url = "https://mail.example.com/"
			}
			ctx, cancel := context.WithCancel(t.Context())
			go func() { <-asked; cancel() }()
			request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
			if err != nil {
				t.Fatal(err)
			}
			_, err = n.HTTPClient(dial.Authorities{}).Do(request)
			if !errors.Is(err, context.Canceled) || dial.Explain(err, "asking").Reason != "cancelled" {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestDialContext(t *testing.T) {
	address := greeter(t)
	conn, err := dial.Network{}.DialContext(deadline(t), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	hello(t, conn)
	for _, tt := range []struct{ network, address string }{
		{"udp", address}, {"unix", "/run/x"}, {"tcp", "127.0.0.1"}, {"tcp", "127.0.0.1:http"}, {"tcp", "127.0.0.1:70000"},
	} {
		if _, err := (dial.Network{}).DialContext(t.Context(), tt.network, tt.address); err == nil {
			t.Errorf("reached %s %s", tt.network, tt.address)
		}
	}
}

func TestReadLimited(t *testing.T) {
	for _, tt := range []struct {
		text string
		err  error
	}{{"", nil}, {"1234", nil}, {"12345", dial.ErrTooLong}} {
		got, err := dial.ReadLimited(strings.NewReader(tt.text), 4)
		if !errors.Is(err, tt.err) || err == nil && string(got) != tt.text {
			t.Errorf("%q: %q, %v", tt.text, got, err)
		}
	}
}
