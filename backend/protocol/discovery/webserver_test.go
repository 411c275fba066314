package discovery_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// web is every web server there is: one with TLS and one without, which the
// clients reach under the names of the pages.
type web struct {
	pages map[string]http.HandlerFunc // by URL without query
	roots *x509.CertPool
	plain string // address
	tls   string

	mu    sync.Mutex
	asked []string // URLs, in order
}

// serveWeb serves pages, and has certificates for all their hosts.
func serveWeb(t *testing.T, pages map[string]http.HandlerFunc) *web {
	t.Helper()
	w := &web{pages: pages, roots: x509.NewCertPool()}
	plain := httptest.NewServer(w.handler("http://"))
	secure := httptest.NewUnstartedServer(w.handler("https://"))
	secure.TLS = &tls.Config{Certificates: []tls.Certificate{w.certificate(t)}}
	secure.StartTLS()
	t.Cleanup(plain.Close)
	t.Cleanup(secure.Close)
	w.plain, w.tls = plain.Listener.Addr().String(), secure.Listener.Addr().String()
	return w
}

func (w *web) handler(scheme string) http.Handler {
	return http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		w.mu.Lock()
		w.asked = append(w.asked, scheme+in.Host+in.URL.RequestURI())
		w.mu.Unlock()
		if page, ok := w.pages[scheme+in.Host+in.URL.Path]; ok {
			page(out, in)
			return
		}
		http.NotFound(out, in)
	})
}

func (w *web) hosts() []string {
	var hosts []string
	for page := range w.pages {
		_, rest, _ := strings.Cut(page, "://")
		host, _, _ := strings.Cut(rest, "/")
		hosts = append(hosts, host)
	}
	return hosts
}

func (w *web) certificate(t *testing.T) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		DNSNames: w.hosts(), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	w.roots.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// client knows the hosts of the pages and no other.
func (w *web) client() *http.Client {
	known := w.hosts()
	return &http.Client{Transport: &http.Transport{
		TLSClientConfig:   &tls.Config{RootCAs: w.roots},
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, target string) (net.Conn, error) {
			host, port, err := net.SplitHostPort(target)
			if err != nil {
				return nil, err
			}
			for _, name := range known {
				if name == host {
					var dialer net.Dialer
					return dialer.DialContext(ctx, "tcp", map[string]string{"80": w.plain, "443": w.tls}[port])
				}
			}
			return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
		},
	}}
}

func page(content string) http.HandlerFunc {
	return func(out http.ResponseWriter, _ *http.Request) { _, _ = out.Write([]byte(content)) }
}

func redirect(to string) http.HandlerFunc {
	return func(out http.ResponseWriter, _ *http.Request) {
		out.Header().Set("Location", to)
		out.WriteHeader(http.StatusFound)
	}
}
