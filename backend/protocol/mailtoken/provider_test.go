package mailtoken_test

import (
	"bufio"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"patchbay/backend/protocol/callback"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/mailtoken"
)

// issue makes a certificate for a name that vouches for itself.
func issue(t *testing.T, name string) (tls.Certificate, string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(1000 * time.Hour),
		IsCA: true, BasicConstraintsValid: true,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, string(text)
}

// standIn lets the endpoint be reached by the name of a real provider, through
// a proxy that connects to nothing else.
func standIn(t *testing.T, e *endpoint, name string) (dial.Network, string) {
	t.Helper()
	certificate, authority := issue(t, name)
	server := httptest.NewUnstartedServer(e)
	server.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
	server.StartTLS()
	t.Cleanup(server.Close)
	proxy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = proxy.Close() })
	go func() {
		for {
			conn, err := proxy.Accept()
			if err != nil {
				return
			}
			go tunnel(conn, server.Listener.Addr().String())
		}
	}()
	return dial.Network{Proxy: func(string, uint16) dial.Proxy {
		return dial.Proxy{Scheme: dial.ProxyHTTP, Address: proxy.Addr().String()}
	}}, authority
}

func tunnel(conn net.Conn, target string) {
	defer conn.Close()
	buffered := bufio.NewReader(conn)
	if _, err := http.ReadRequest(buffered); err != nil {
		return
	}
	server, err := net.Dial("tcp", target)
	if err != nil {
		return
	}
	defer server.Close()
	_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\n\r\n")
	go func() { _, _ = io.Copy(server, buffered) }()
	_, _ = io.Copy(conn, server)
}

// TestKnownProviders: what is known of Microsoft and Google is not found out
// by trying.
func TestKnownProviders(t *testing.T) {
	tests := []struct {
		name, host string
		scope      string // that a person is asked for
		extra      url.Values
	}{
		{"Microsoft", "login.microsoftonline.com", "mail.send offline_access", url.Values{"access_type": nil}},
		{"Microsoft in China", "login.partner.microsoftonline.cn", "mail.send offline_access", url.Values{}},
		{"Google", "accounts.google.com", "mail.send", url.Values{"access_type": {"offline"}, "prompt": {"consent"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := serve(t, issues(`,"refresh_token":"r"`))
			config := e.config(mailtoken.GrantClientCredentials)
			config.Network, config.CAPEM = standIn(t, e, tt.host)
			config.TokenURL, config.AuthURL, config.DeviceURL = "https://"+tt.host+"/token", "https://"+tt.host+"/auth", ""
			token, f := mailtoken.Acquire(t.Context(), config)
			if f != nil || token.ClientAuth != "client_secret_post" || ways(e.questions()) != "post" {
				t.Fatalf("asked %q, took %q, %v", ways(e.questions()), token.ClientAuth, f)
			}
			var asked url.Values
			_, f = mailtoken.Authorize(t.Context(), config, callback.Options{}, func(address string) error {
				u, err := url.Parse(address)
				if err != nil {
					return err
				}
				asked = u.Query()
				return visit(asked, url.Values{"code": {"c"}, "state": {asked.Get("state")}})
			})
			if f != nil {
				t.Fatal(f)
			}
			if got := strings.Fields(asked.Get("scope")); !slices.Equal(got, strings.Fields(tt.scope)) {
				t.Errorf("scope %q", got)
			}
			for name, want := range tt.extra {
				if !slices.Equal(asked[name], want) {
					t.Errorf("%s: %q, want %q", name, asked[name], want)
				}
			}
		})
	}
}

// visit brings an answer to the redirect URI, as the browser does.
func visit(asked, answer url.Values) error {
	response, err := http.Get(asked.Get("redirect_uri") + "?" + answer.Encode())
	if err != nil {
		return err
	}
	defer response.Body.Close()
	_, err = io.Copy(new(bytes.Buffer), response.Body)
	return err
}
