package api_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"patchbay/app/api"
	"patchbay/backend/apiclient"
	"patchbay/backend/deployment"
	"patchbay/backend/event"
	"patchbay/backend/operator"
	"patchbay/backend/outgoing"
	"patchbay/backend/secret"
	"patchbay/backend/vault/kdf"
	"patchbay/backend/workbench"
)

const adaPassword = "correct horse battery staple"

// scene is a vault with two tenants and their clients, and its running API.
type scene struct {
	bench   *workbench.Workbench
	server  *api.Server
	base    string // "https://127.0.0.1:PORT"
	port    string
	http    *http.Client
	now     *clock
	acme    deployment.Deployment
	globex  deployment.Deployment
	secrets map[string]string // by client ID

	mu     sync.Mutex
	events []event.Event
}

// clock stands still until it is moved.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) forward(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func newScene(t testing.TB) *scene {
	t.Helper()
	cost := kdf.ForTests()
	s := &scene{now: &clock{at: time.Now()}, secrets: map[string]string{}}
	s.bench = workbench.Open(workbench.Options{
		Dir: filepath.Join(t.TempDir(), "vault"), Version: "test", Cost: &cost, Now: s.now.Now,
		Environ: func(string) string { return "" },
	})
	s.server = api.New(api.Options{Bench: s.bench, Version: "test"})
	t.Cleanup(func() {
		if err := s.server.Close(); err != nil {
			t.Error(err)
		}
		if err := s.bench.Close(); err != nil {
			t.Error(err)
		}
	})
	s.bench.Events.Subscribe(func(e event.Event) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.events = append(s.events, e)
	})
	s.fill(t)
	s.start(t)
	return s
}

func (s *scene) fill(t testing.TB) {
	t.Helper()
	_, err := s.bench.Operators.Create(t.Context(), operator.NewVault{
		Name: "Ada", Email: "ada@example.com", Password: secret.FromString(adaPassword),
	})
	if err != nil {
		t.Fatal(err)
	}
	s.acme = s.deploy(t, "Acme", "acme")
	s.globex = s.deploy(t, "Globex", "globex")
	s.addClient(t, s.acme.ID, "installer", everyScope()...)
	s.addClient(t, s.acme.ID, "reader", apiclient.ScopeMailRead)
	s.addClient(t, s.globex.ID, "stranger", everyScope()...)
}

func everyScope() []string {
	var all []string
	for _, s := range apiclient.Scopes() {
		all = append(all, s.Name)
	}
	return all
}

func (s *scene) deploy(t testing.TB, name, tenant string) deployment.Deployment {
	t.Helper()
	d, err := s.bench.Deployments.Save(t.Context(), deployment.Deployment{
		Name: name, TenantID: tenant, Hostname: tenant + ".example.com", Environment: deployment.Test,
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (s *scene) addClient(t testing.TB, deploymentID, id string, scopes ...string) apiclient.Client {
	t.Helper()
	saved, generated, err := s.bench.Clients.Save(t.Context(), deploymentID, apiclient.Draft{
		Settings: apiclient.Settings{ClientID: id, Scopes: scopes}, Secret: secret.Input{Change: apiclient.Generate},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.secrets[id] = string(generated.Reveal())
	return saved
}

// start opens the port, and makes a client that finds every name at it.
func (s *scene) start(t testing.TB) {
	t.Helper()
	if err := s.server.Start(t.Context(), "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	s.base = s.server.Address()
	at, err := url.Parse(s.base)
	if err != nil {
		t.Fatal(err)
	}
	s.port = at.Port()
	authorities := x509.NewCertPool()
	authorities.AppendCertsFromPEM([]byte(s.authority(t)))
	s.http = &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			TLSClientConfig: &tls.Config{RootCAs: authorities, Time: s.now.Now},
			DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
				return new(net.Dialer).DialContext(ctx, network, at.Host)
			},
		},
	}
	t.Cleanup(s.http.CloseIdleConnections)
}

// speakHTTP2 changes to it; a client with a dialler of its own speaks HTTP/1.1.
func (s *scene) speakHTTP2(t testing.TB) {
	t.Helper()
	transport := s.http.Transport.(*http.Transport).Clone()
	transport.ForceAttemptHTTP2 = true
	s.http.Transport = transport
	t.Cleanup(transport.CloseIdleConnections)
}

func (s *scene) authority(t testing.TB) string {
	t.Helper()
	a, err := s.bench.LocalAPI.Authority(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return a.PEM
}

// tenantBase is the address of the SSMS form.
func (s *scene) tenantBase(tenant string) string { return "https://" + tenant + ".localhost:" + s.port }

// asking is a request in the making.
type asking struct {
	method, url string
	header      http.Header
	body        string
}

// ask begins a request with a path of the API or a whole URL.
func (s *scene) ask(method, address string) asking {
	if strings.HasPrefix(address, "/") {
		address = s.base + address
	}
	return asking{method: method, url: address, header: http.Header{}}
}

func (a asking) with(name string, values ...string) asking {
	a.header = a.header.Clone()
	a.header[name] = values
	return a
}

func (a asking) bearer(token string) asking { return a.with("Authorization", "Bearer "+token) }

func (a asking) json(body string) asking {
	a.body = body
	return a.with("Content-Type", "application/json")
}

func (a asking) form(body string) asking {
	a.body = body
	return a.with("Content-Type", "application/x-www-form-urlencoded")
}

// answered is what came back.
type answered struct {
	status int
	header http.Header
	body   string
}

// send may be called from any goroutine: it fails the test and goes on.
func (s *scene) send(t testing.TB, a asking) answered {
	t.Helper()
	got, err := s.try(t, a)
	if err != nil {
		t.Error(err)
	}
	return got
}

// try is send, where there need not be an answer.
func (s *scene) try(t testing.TB, a asking) (answered, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), a.method, a.url, strings.NewReader(a.body))
	if err != nil {
		return answered{}, err
	}
	r.Header = a.header
	response, err := s.http.Do(r)
	if err != nil {
		return answered{}, err
	}
	defer func() { _ = response.Body.Close() }() // read whole
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return answered{}, err
	}
	return answered{response.StatusCode, response.Header, string(body)}, nil
}

// token obtains one for a client.
func (s *scene) token(t testing.TB, id string) string {
	t.Helper()
	got := s.send(t, s.ask("POST", "/oauth2/token").form(url.Values{
		"grant_type": {"client_credentials"}, "client_id": {id}, "client_secret": {s.secrets[id]},
	}.Encode()))
	var document struct {
		AccessToken string `json:"access_token"`
	}
	got.decode(t, &document)
	if document.AccessToken == "" {
		t.Fatalf("no token for %s: %d %s", id, got.status, got.body)
	}
	return document.AccessToken
}

func (a answered) decode(t testing.TB, v any) {
	t.Helper()
	if err := json.NewDecoder(bytes.NewReader([]byte(a.body))).Decode(v); err != nil {
		t.Fatalf("%d %q: %v", a.status, a.body, err)
	}
}

// kept is the outgoing mail server that is stored for acme.
func (s *scene) kept(t testing.TB) outgoing.Server {
	t.Helper()
	server, err := s.bench.Outgoing.Get(t.Context(), s.acme.ID)
	if err != nil {
		t.Fatal(err)
	}
	return server
}

// happened counts the events of a name.
func (s *scene) happened(name string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, e := range s.events {
		if e.Name == name {
			n++
		}
	}
	return n
}
