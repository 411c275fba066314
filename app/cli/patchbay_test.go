package cli_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"patchbay/backend/secret"
	"patchbay/backend/vault/kdf"
	"patchbay/backend/workbench"
)

// patchbay is a vault, and the command line on it.
type patchbay struct {
	t   *testing.T
	env environment
	dir string // for files
}

const patchbayPassword = "correct-horse-battery-staple"

// newPatchbay makes a vault with deployments of these tenants.
func newPatchbay(t *testing.T, operator string, tenants ...string) *patchbay {
	t.Helper()
	p := &patchbay{t: t, dir: t.TempDir()}
	p.env = environment{"PATCHBAY_VAULT": filepath.Join(p.dir, "vault"), "PATCHBAY_PASSWORD": patchbayPassword}
	p.do("vault", "create", "--name", operator, "--email", "operator@example.com")
	for _, tenant := range tenants {
		p.do("deployment", "add", tenant, "--tenant", tenant, "--hostname", "target.example.com")
	}
	return p
}

// do runs a command that must succeed, and returns what it printed.
func (p *patchbay) do(args ...string) string {
	p.t.Helper()
	got := run(p.t, p.env, "", args...)
	if got.status != 0 {
		p.t.Fatalf("%v ended with status %d: %s%s", args, got.status, got.stdout, got.stderr)
	}
	return got.stdout
}

// open returns a workbench on the vault, unlocked. The caller closes it.
func (p *patchbay) open() *workbench.Workbench {
	p.t.Helper()
	cost := kdf.ForTests()
	bench := workbench.Open(workbench.Options{Dir: p.env["PATCHBAY_VAULT"], Version: "1.2.3", Cost: &cost})
	if _, err := bench.Operators.Unlock(p.t.Context(), "", secret.FromString(patchbayPassword)); err != nil {
		p.t.Fatal(errors.Join(err, bench.Close()))
	}
	return bench
}

// file writes a file and returns its path.
func (p *patchbay) file(name, content string) string {
	p.t.Helper()
	path := filepath.Join(p.dir, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		p.t.Fatal(err)
	}
	return path
}

// client makes an API client and returns its secret.
func (p *patchbay) client(id, deployment string) string {
	p.t.Helper()
	var made struct{ ClientSecret string }
	printed := p.do("client", "add", id, "--deployment", deployment, "--scopes", "mail:read,mail:write", "--json")
	if err := json.Unmarshal([]byte(printed), &made); err != nil || made.ClientSecret == "" {
		p.t.Fatalf("%v: %s", err, printed)
	}
	return made.ClientSecret
}

// localAPI is the API of a Patchbay that runs, and a client that trusts it.
type localAPI struct {
	t          *testing.T
	address    *url.URL
	caFile     string
	http       *http.Client
	id, secret string
	stop       func() string // returns the rest of its output
	said       func() string // on standard error
}

// serve starts "api serve".
func (p *patchbay) serve(id, secret string) *localAPI {
	p.t.Helper()
	m := newMain("api", "serve", "--json")
	m.Getenv = p.env.get
	program := start(p.t, m)
	var started struct{ Address, CAFile string }
	program.document(&started)
	authority, err := os.ReadFile(started.CAFile)
	if err != nil {
		p.t.Fatal(err)
	}
	api := p.at(started.Address, string(authority), id, secret)
	api.stop, api.said = program.end, program.stderr.String
	return api
}

// at is the API at an address.
func (p *patchbay) at(address, authority, id, secret string) *localAPI {
	p.t.Helper()
	parsed, err := url.Parse(address)
	if err != nil {
		p.t.Fatal(err)
	}
	api := &localAPI{
		t: p.t, address: parsed, caFile: p.file("ca.pem", authority), id: id, secret: secret,
		http: trusting(authority, parsed.Host),
	}
	p.t.Cleanup(api.http.CloseIdleConnections)
	return api
}

// trusting is a client that trusts an authority and finds every name at one
// address.
func trusting(authority, address string) *http.Client {
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(authority))
	var dialer net.Dialer
	return &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: roots},
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return dialer.DialContext(ctx, network, address)
		},
	}}
}

// token asks for one as the client.
func (a *localAPI) token() string {
	a.t.Helper()
	form := strings.NewReader(url.Values{"grant_type": {"client_credentials"}}.Encode())
	request, err := http.NewRequestWithContext(a.t.Context(), http.MethodPost, a.address.String()+"/oauth2/token", form)
	if err != nil {
		a.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.SetBasicAuth(a.id, a.secret)
	var answer struct {
		AccessToken string `json:"access_token"`
	}
	a.do(request, &answer)
	return answer.AccessToken
}

// smtp reads the configuration as it is kept.
func (a *localAPI) smtp(tenant string) map[string]any {
	a.t.Helper()
	at := a.address.String() + "/v1/deployments/" + tenant + "/smtp"
	request, err := http.NewRequestWithContext(a.t.Context(), http.MethodGet, at, nil)
	if err != nil {
		a.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+a.token())
	var document map[string]any
	a.do(request, &document)
	return withoutTimes(document)
}

func (a *localAPI) do(request *http.Request, answer any) {
	a.t.Helper()
	response, err := a.http.Do(request)
	if err != nil {
		a.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	content, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		a.t.Fatalf("%s: %s %s %v", request.URL, response.Status, content, err)
	}
	if err := json.Unmarshal(content, answer); err != nil {
		a.t.Fatal(err)
	}
}

// form is where a tenant takes its configuration at this API.
func (a *localAPI) form(name, tenant string) string {
	if name == "shift" {
		return a.address.String() + "/auth/realms/" + tenant + "/mail/setup"
	}
	return "https://" + tenant + ".localhost:" + a.address.Port() + "/digitanium/v4/mail/config"
}
