package api_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"patchbay/app/api"
	"patchbay/backend/audit"
	"patchbay/backend/deployment"
	"patchbay/backend/localapi"
	"patchbay/backend/operator"
	"patchbay/backend/secret"
	"patchbay/backend/vault/kdf"
	"patchbay/backend/workbench"
)

const ownerPassword = "a long password of the door's test"

// door is a local API over a vault with one deployment, acme.
type door struct {
	*testing.T
	bench   *workbench.Workbench
	server  *api.Server
	acme    deployment.Deployment
	reached atomic.Int64 // how many requests came through the guard
}

// openDoor starts the API on a free port. Its routes count, and say hello.
func openDoor(t *testing.T) *door {
	t.Helper()
	d := unstarted(t)
	if err := d.server.Start(t.Context(), "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	return d
}

func unstarted(t *testing.T) *door {
	t.Helper()
	d := &door{T: t, bench: newBench(t)}
	saved, err := d.bench.Deployments.Save(t.Context(), deployment.Deployment{
		Name: "Acme", TenantID: "acme", Hostname: "portal.example.com", Environment: deployment.Test,
	})
	if err != nil {
		t.Fatal(err)
	}
	d.acme = saved
	d.server = api.NewWithRoutes(api.Options{Bench: d.bench, Version: "test"}, http.HandlerFunc(d.hello))
	t.Cleanup(func() {
		if err := d.server.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func newBench(t *testing.T) *workbench.Workbench {
	t.Helper()
	cost := kdf.ForTests()
	bench := workbench.Open(workbench.Options{Dir: filepath.Join(t.TempDir(), "vault"), Version: "test", Cost: &cost})
	t.Cleanup(func() { _ = bench.Close() })
	_, err := bench.Operators.Create(t.Context(), operator.NewVault{
		Name: "Ada", Email: "ada@example.com", Password: secret.FromString(ownerPassword),
	})
	if err != nil {
		t.Fatal(err)
	}
	return bench
}

func (d *door) hello(w http.ResponseWriter, r *http.Request) {
	d.reached.Add(1)
	if r.URL.Path == "/panic" {
		panic("canary of a panic")
	}
	_, _ = io.WriteString(w, "hello")
}

func (d *door) lock() {
	d.Helper()
	if err := d.bench.Operators.Lock(); err != nil {
		d.Fatal(err)
	}
}

func (d *door) unlock() {
	d.Helper()
	if _, err := d.bench.Operators.Unlock(d.Context(), "", secret.FromString(ownerPassword)); err != nil {
		d.Fatal(err)
	}
}

// address is host:port of the running API.
func (d *door) address() string { return strings.TrimPrefix(d.server.Address(), "https://") }

func (d *door) port() string {
	_, port, _ := net.SplitHostPort(d.address())
	return port
}

func (d *door) authority() localapi.Authority {
	d.Helper()
	authority, err := d.bench.LocalAPI.Authority(context.WithoutCancel(d.Context()))
	if err != nil {
		d.Fatal(err)
	}
	return authority
}

// trust is what a client has that was given the authority alone.
func (d *door) trust(serverName string) *tls.Config {
	d.Helper()
	roots := x509.NewCertPool()
	roots.AddCert(d.authority().Certificate)
	return &tls.Config{RootCAs: roots, ServerName: serverName}
}

// dial opens a connection on which requests are written as they stand.
func (d *door) dial() *tls.Conn {
	d.Helper()
	conn, err := tls.Dial("tcp", d.address(), d.trust("127.0.0.1"))
	if err != nil {
		d.Fatal(err)
	}
	d.Cleanup(func() { _ = conn.Close() })
	return conn
}

// client trusts the authority alone, and reaches every name on the API's port.
func (d *door) client(http2 bool) *http.Client {
	d.Helper()
	transport := &http.Transport{
		TLSClientConfig: d.trust(""),
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, d.address())
		},
		Protocols: new(http.Protocols),
	}
	transport.Protocols.SetHTTP1(!http2)
	transport.Protocols.SetHTTP2(http2)
	d.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: time.Minute}
}

// get returns status and body of a GET.
func (d *door) get(client *http.Client, url string) (status int, body string) {
	d.Helper()
	response, err := client.Get(url)
	if err != nil {
		d.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		d.Fatal(err)
	}
	return response.StatusCode, string(content)
}

// entries are those of the audit journal with an action.
func (d *door) entries(action string) []audit.Entry {
	d.Helper()
	page, err := d.bench.Audit.Find(d.Context(), audit.Filter{Action: action, Limit: 100})
	if err != nil {
		d.Fatal(err)
	}
	return page.Entries
}

// caFile is a file with the authority.
func (d *door) caFile() string {
	d.Helper()
	path := filepath.Join(d.TempDir(), "ca.pem")
	if err := os.WriteFile(path, []byte(d.authority().PEM), 0o600); err != nil {
		d.Fatal(err)
	}
	return path
}
