package api_test

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/deployment"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/localapi"
	"patchbay/backend/operator"
	"patchbay/backend/secret"
)

func TestStartAndStop(t *testing.T) {
	d := unstarted(t)
	if got := d.server.Address(); got != "" {
		t.Errorf("before it is started: %s", got)
	}
	for _, listen := range []string{"", "127.0.0.1:0", "localhost:0", "[::1]:0"} {
		t.Run(listen, func(t *testing.T) {
			if err := d.server.Start(t.Context(), listen); err != nil {
				if strings.HasPrefix(listen, "[::1]") && errors.Is(err, syscall.EADDRNOTAVAIL) {
					t.Skip("this machine has no IPv6")
				}
				t.Fatal(err)
			}
			address := d.server.Address()
			known, since, running := d.bench.LocalAPI.Running()
			if !running || known != address || since.IsZero() {
				t.Errorf("got %s %s %t, want %s", known, since, running, address)
			}
			if err := d.server.Start(t.Context(), listen); err != nil || d.server.Address() != address {
				t.Errorf("started twice: %v, %s", err, d.server.Address())
			}
			if status, body := d.get(d.client(false), address); status != http.StatusOK || body != "hello" {
				t.Errorf("got %d %s", status, body)
			}
			mustBeLoopback(t, strings.TrimPrefix(address, "https://"))
			host := strings.TrimPrefix(address, "https://")
			if err := d.server.Stop(); err != nil {
				t.Fatal(err)
			}
			if _, _, running := d.bench.LocalAPI.Running(); running || d.server.Address() != "" {
				t.Error("it is still said to run")
			}
			if conn, err := net.Dial("tcp", host); err == nil {
				_ = conn.Close()
				t.Error("its port is still open")
			}
		})
	}
	started, stopped := d.entries(localapi.ActionStarted), d.entries(localapi.ActionStopped)
	if len(started) != len(stopped) || len(started) < 3 || !strings.HasPrefix(started[0].Subject, "https://") {
		t.Errorf("the journal holds %+v and %+v", started, stopped)
	}
}

// mustBeLoopback looks where else the port answers: every address of this
// machine but the loopback ones must refuse.
func mustBeLoopback(t *testing.T, address string) {
	t.Helper()
	_, port, _ := net.SplitHostPort(address)
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range addresses {
		network, ok := a.(*net.IPNet)
		if !ok || network.IP.IsLoopback() || network.IP.IsLinkLocalUnicast() {
			continue
		}
		// Bound by us, the port cannot be the API's as well.
		listener, err := net.Listen("tcp", net.JoinHostPort(network.IP.String(), port))
		if err != nil {
			t.Errorf("the port is taken on %s: %v", network.IP, err)
			continue
		}
		_ = listener.Close()
	}
}

func TestStartFails(t *testing.T) {
	d := unstarted(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	for listen, code := range map[string]string{
		"0.0.0.0:0": localapi.CodeInvalid, "example.com:443": localapi.CodeInvalid, "127.0.0.1": localapi.CodeInvalid,
		taken.Addr().String(): localapi.CodePortTaken,
	} {
		if err := d.server.Start(t.Context(), listen); !fault.HasCode(err, code) {
			t.Errorf("%s: got %v, want %s", listen, err, code)
		}
	}
	if got := d.entries(localapi.ActionStarted); len(got) != 0 || d.server.Address() != "" {
		t.Errorf("the journal holds %+v", got)
	}
	d.lock()
	if err := d.server.Start(t.Context(), ""); fault.Of(err).Kind != fault.Locked {
		t.Errorf("locked: got %v", err)
	}
}

// TestAnAPIThatRunsMoves: api serve names its port, whatever the settings say.
func TestAnAPIThatRunsMoves(t *testing.T) {
	d := openDoor(t)
	first := d.address()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	second := free.Addr().String()
	_ = free.Close()
	if err := d.server.Start(t.Context(), second); err != nil {
		t.Fatal(err)
	}
	if d.address() != second {
		t.Errorf("it answers on %s", d.address())
	}
	if _, err := net.Dial("tcp", first); err == nil {
		t.Error("the first port is still open")
	}
}

// TestAViewerNeitherStartsNorStops, but the API starts for him when an editor
// has chosen so: as soon as he has a password of his own.
func TestAViewerNeitherStartsNorStops(t *testing.T) {
	d := unstarted(t)
	if _, err := d.bench.LocalAPI.Save(t.Context(), localapi.Draft{Settings: localapi.Settings{StartAtUnlock: true}}); err != nil {
		t.Fatal(err)
	}
	changed := d.watch("localapi.changed")
	d.addViewer()
	for d.server.Address() == "" {
		<-changed
	}
	if started := d.entries(localapi.ActionStarted); len(started) != 1 || started[0].Operator != "Vera" {
		t.Errorf("the journal holds %+v", started)
	}
	for name, call := range map[string]func() error{
		"start": func() error { return d.server.Start(t.Context(), "") },
		"stop":  d.server.Stop,
		"renew": func() error { _, err := d.bench.LocalAPI.RenewAuthority(t.Context()); return err },
		"save":  func() error { _, err := d.bench.LocalAPI.Save(t.Context(), localapi.Draft{}); return err },
	} {
		if err := call(); fault.Of(err).Kind != fault.Denied {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

const viewerPassword = "a long password of somebody who looks"

// addViewer lets a viewer in, with a password of his own.
func (d *door) addViewer() {
	d.Helper()
	first := secret.FromString("a long first password, to be replaced")
	if _, err := d.bench.Operators.Add(d.Context(), operator.NewOperator{
		Name: "Vera", Email: "vera@example.com", Role: operator.Viewer, Password: first.Clone(), Confirm: first.Clone(),
	}); err != nil {
		d.Fatal(err)
	}
	d.lock()
	if _, err := d.bench.Operators.Unlock(d.Context(), "Vera", first.Clone()); err != nil {
		d.Fatal(err)
	}
	if err := d.bench.Operators.ChangePassword(d.Context(), operator.PasswordChange{
		Current: first.Clone(), Next: secret.FromString(viewerPassword), Confirm: secret.FromString(viewerPassword),
	}); err != nil {
		d.Fatal(err)
	}
}

// TestItStartsWithTheVault: at each unlock, when the settings say so.
func TestItStartsWithTheVault(t *testing.T) {
	d := unstarted(t)
	changed := d.watch("localapi.changed")
	d.lock()
	d.unlock() // nothing is saved: it does not start
	if _, err := d.bench.LocalAPI.Save(t.Context(), localapi.Draft{Settings: localapi.Settings{StartAtUnlock: true}}); err != nil {
		t.Fatal(err)
	}
	<-changed
	if d.server.Address() != "" {
		t.Fatal("it started by being saved")
	}
	d.lock()
	d.unlock()
	for d.server.Address() == "" {
		<-changed
	}
	if status, _ := d.get(d.client(false), d.server.Address()); status != http.StatusOK {
		t.Errorf("got %d", status)
	}
	if got := d.entries(localapi.ActionStarted); len(got) != 1 {
		t.Errorf("the journal holds %+v", got)
	}
}

// TestAnAPIThatCannotStartWithTheVaultSaysWhy, and the vault is unlocked all the
// same.
func TestAnAPIThatCannotStartWithTheVaultSaysWhy(t *testing.T) {
	d := unstarted(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	port := uint16(taken.Addr().(*net.TCPAddr).Port)
	changed := d.watch("localapi.changed")
	if _, err := d.bench.LocalAPI.Save(t.Context(), localapi.Draft{Settings: localapi.Settings{StartAtUnlock: true, Port: port}}); err != nil {
		t.Fatal(err)
	}
	d.lock()
	d.unlock()
	for d.bench.LocalAPI.Problem() == nil {
		<-changed
	}
	if err := d.bench.LocalAPI.Problem(); !fault.HasCode(err, localapi.CodePortTaken) {
		t.Errorf("got %v", err)
	}
	if err := d.server.Start(t.Context(), "127.0.0.1:0"); err != nil || d.bench.LocalAPI.Problem() != nil {
		t.Errorf("started by hand: %v, %v", err, d.bench.LocalAPI.Problem())
	}
}

// watch returns a channel on which every event of that name is told.
func (d *door) watch(name string) <-chan struct{} {
	told := make(chan struct{}, 64)
	d.Cleanup(d.bench.Events.Subscribe(func(e event.Event) {
		if e.Name == name {
			told <- struct{}{}
		}
	}))
	return told
}

// TestALockLeavesThePortOpen with the certificates that are there, so that a
// client learns of the lock by an answer.
func TestALockLeavesThePortOpen(t *testing.T) {
	d := openDoor(t)
	urls := []string{"https://127.0.0.1:" + d.port(), "https://acme.localhost:" + d.port()}
	client := d.client(false)
	for _, url := range urls {
		d.get(client, url)
	}
	client = d.client(false) // trusts what it was given before the lock
	d.lock()
	for _, url := range urls {
		if status, body := d.get(client, url); status != http.StatusOK || body != "hello" {
			t.Errorf("%s: got %d %s", url, status, body)
		}
	}
	// Nobody can tell now whether there is such a tenant.
	request, err := http.NewRequest(http.MethodGet, urls[0], nil)
	if err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]int{"other.localhost:": 200, "Other.localhost:": 403, "evil.example:": 403} {
		request.Host = host + d.port()
		if got := status(t, client, request); got != want {
			t.Errorf("%s: got %d, want %d", host, got, want)
		}
	}
	d.unlock()
	request.Host = "other.localhost:" + d.port()
	if got := status(t, client, request); got != http.StatusForbidden {
		t.Errorf("unlocked again: got %d", got)
	}
}

// TestANewAuthorityIsShownAtOnce: nothing has to be restarted.
func TestANewAuthorityIsShownAtOnce(t *testing.T) {
	d := openDoor(t)
	old := d.client(false)
	d.get(old, d.server.Address())
	if _, err := d.bench.LocalAPI.RenewAuthority(t.Context()); err != nil {
		t.Fatal(err)
	}
	old.CloseIdleConnections()
	if response, err := old.Get(d.server.Address()); err == nil {
		_ = response.Body.Close()
		t.Error("who trusts the old one is still answered")
	}
	if status, _ := d.get(d.client(false), d.server.Address()); status != http.StatusOK {
		t.Errorf("got %d", status)
	}
}

// TestATenantIsCalledFromItsFirstMomentToItsLast: names follow the deployments.
func TestATenantIsCalledFromItsFirstMomentToItsLast(t *testing.T) {
	d := openDoor(t)
	client := d.client(false)
	request, err := http.NewRequest(http.MethodGet, d.server.Address(), nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Host = "globex.localhost:" + d.port()
	if got := status(t, client, request); got != http.StatusForbidden {
		t.Errorf("before: got %d", got)
	}
	globex, err := d.bench.Deployments.Save(t.Context(), deployment.Deployment{
		Name: "Globex", TenantID: "globex", Hostname: "globex.example.com", Environment: deployment.Test,
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := d.get(d.client(false), "https://globex.localhost:"+d.port()); got != http.StatusOK {
		t.Errorf("got %d", got)
	}
	if err := d.bench.Deployments.Remove(t.Context(), globex.ID, globex.Revision); err != nil {
		t.Fatal(err)
	}
	if got := status(t, client, request); got != http.StatusForbidden {
		t.Errorf("after: got %d", got)
	}
	if response, err := d.client(false).Get("https://globex.localhost:" + d.port()); err == nil {
		_ = response.Body.Close()
		t.Error("its certificate is still shown")
	}
}

func TestEndpoint(t *testing.T) {
	d := unstarted(t)
	tokenURL, caPEM, done, err := d.server.Endpoint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if caPEM != d.authority().PEM || d.server.Address() != "" {
		t.Errorf("got another authority, or it is said to run at %s", d.server.Address())
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: d.trust("")}}
	if status, _ := d.get(client, tokenURL); status != http.StatusOK {
		t.Errorf("got %d", status)
	}
	client.CloseIdleConnections()
	done()
	if _, err := client.Get(tokenURL); err == nil {
		t.Error("it answers on")
	}
	if err := d.server.Start(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	tokenURL, _, done, err = d.server.Endpoint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	done()
	if diff := cmp.Diff(d.server.Address()+"/oauth2/token", tokenURL); diff != "" {
		t.Error(diff)
	}
	if status, _ := d.get(d.client(false), tokenURL); status != http.StatusOK {
		t.Errorf("the running one: got %d", status)
	}
}

// TestPlainHTTPIsRefused with a sentence, and nothing is processed.
func TestPlainHTTPIsRefused(t *testing.T) {
	d := openDoor(t)
	response, err := http.Post("http://"+d.address()+"/digitanium/v4/mail/config", "application/json", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	const sentence = "Client sent an HTTP request to an HTTPS server.\n"
	if response.StatusCode != http.StatusBadRequest || string(body) != sentence || d.reached.Load() != 0 {
		t.Errorf("got %d %q", response.StatusCode, body)
	}
}

func TestAPanicIsAnAnswer(t *testing.T) {
	d := openDoor(t)
	status, body := d.get(d.client(false), d.server.Address()+"/panic")
	if status != http.StatusInternalServerError || strings.Contains(body, "canary") || !strings.Contains(body, `"kind":"internal"`) {
		t.Errorf("got %d %s", status, body)
	}
}

// TestCurlTrustsTheAuthority as a script is given it.
func TestCurlTrustsTheAuthority(t *testing.T) {
	curl, err := exec.LookPath("curl")
	if err != nil {
		t.Skip("there is no curl")
	}
	d := openDoor(t)
	ca := d.caFile()
	for _, host := range []string{"127.0.0.1", "localhost", "acme.localhost"} {
		out, err := exec.CommandContext(t.Context(), curl, "--silent", "--show-error", "--noproxy", "*", "--cacert", ca,
			"--resolve", host+":"+d.port()+":127.0.0.1", "https://"+host+":"+d.port()+"/").CombinedOutput()
		if err != nil || string(out) != "hello" {
			t.Errorf("%s: %v: %s", host, err, out)
		}
	}
	out, err := exec.CommandContext(t.Context(), curl, "--silent", "--show-error", "--noproxy", "*",
		d.server.Address()).CombinedOutput()
	if err == nil {
		t.Errorf("without the authority: %s", out)
	}
}

// TestWhoeverDoesNotTrustItIsShownTheAuthority: the leaf is another one at every
// start, so that trust in it would end with the process.
func TestWhoeverDoesNotTrustItIsShownTheAuthority(t *testing.T) {
	d := openDoor(t)
	want := d.authority().Certificate
	for _, name := range []string{"localhost", "acme.localhost"} {
		conn, err := tls.Dial("tcp", d.address(), &tls.Config{ServerName: name, RootCAs: x509.NewCertPool()})
		if err == nil {
			_ = conn.Close()
			t.Fatalf("%s: nobody was trusted, and it was taken", name)
		}
		var refused *tls.CertificateVerificationError
		if !errors.As(err, &refused) {
			t.Fatalf("%s: %v", name, err)
		}
		shown := refused.UnverifiedCertificates
		if last := shown[len(shown)-1]; len(shown) != 2 || !last.Equal(want) {
			t.Errorf("%s: it is shown %d certificates, the last of %s", name, len(shown), last.Subject)
		}
	}
}
