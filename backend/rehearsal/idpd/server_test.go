package idpd_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/rehearsal/idpd"
	"patchbay/backend/rehearsal/repertoire"
	"patchbay/backend/rehearsal/script"
)

func start(t *testing.T, options idpd.Options) *idpd.Server {
	t.Helper()
	server, err := idpd.Start(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return server
}

// choose starts a server that acts a fault; "" is none.
func choose(t *testing.T, name string) *idpd.Server {
	t.Helper()
	server := start(t, idpd.Options{})
	if err := server.SetFault(name); err != nil {
		t.Fatal(err)
	}
	return server
}

func client(t *testing.T, server *idpd.Server) *http.Client {
	t.Helper()
	transport := &http.Transport{TLSClientConfig: script.Trust(t, server.CAPEM())}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func TestListensOnLoopbackOnly(t *testing.T) {
	for _, address := range []string{"0.0.0.0:0", "192.0.2.1:0", "[::]:0", "localhost:0", "nonsense"} {
		if server, err := idpd.Start(idpd.Options{Listen: address}); err == nil {
			t.Errorf("%s: it listens", address)
			_ = server.Close()
		}
	}
}

func TestAnswersLoopbackNamesOnly(t *testing.T) {
	server := start(t, idpd.Options{})
	for host, want := range map[string]int{"": http.StatusOK, "localhost:1": http.StatusOK, "attacker.example:443": http.StatusMisdirectedRequest} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.Issuer()+"/", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = host
		response, err := client(t, server).Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != want {
			t.Errorf("%q: got %d", host, response.StatusCode)
		}
	}
}

func TestSetFault(t *testing.T) {
	server := choose(t, "wrong-audience")
	if err := server.SetFault("no-such-fault"); !fault.HasCode(err, repertoire.CodeFaultUnknown) {
		t.Errorf("an unknown fault gave %v", err)
	}
	if got := server.Fault(); got != "wrong-audience" {
		t.Errorf("the fault is %q", got)
	}
	seen := map[string]bool{}
	for _, f := range server.Faults() {
		if seen[f.Name] || f.Label == "" {
			t.Errorf("%+v stands there twice, or says nothing", f)
		}
		seen[f.Name] = true
	}
}

// authorizeURL asks for a code.
func authorizeURL(server *idpd.Server, changes url.Values) string {
	query := url.Values{
		"response_type": {"code"}, "client_id": {server.ClientID()}, "redirect_uri": {"http://127.0.0.1:1/callback"},
		"scope": {"openid email profile"}, "state": {"s1"}, "nonce": {"n1"},
	}
	for name, values := range changes {
		query[name] = values
	}
	return server.AuthorizationURL() + "?" + query.Encode()
}

func TestPageIsStrict(t *testing.T) {
	server := start(t, idpd.Options{})
	response, err := client(t, server).Get(authorizeURL(server, url.Values{"login_hint": {"ben@example.com"}, "state": {`"><script>`}}))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body := read(t, response.Body)
	policy := response.Header.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "script-src 'none'", "form-action 'self' http://127.0.0.1:1;", "frame-ancestors 'none'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy has no %s: %s", want, policy)
		}
	}
	if strings.Contains(body, "<script") {
		t.Errorf("the page holds a script: %s", body)
	}
	for _, person := range server.People() {
		if !strings.Contains(body, `value="`+person.ID+`"`) {
			t.Errorf("%s is not there", person.Name)
		}
	}
	if !strings.Contains(body, `value="ben" autofocus`) || strings.Count(body, "autofocus") != 1 {
		t.Errorf("the hint was not followed: %s", body)
	}
}

func TestAnswersNotSentBack(t *testing.T) {
	server := start(t, idpd.Options{})
	for name, changes := range map[string]url.Values{
		"unknown client":  {"client_id": {"somebody"}},
		"another machine": {"redirect_uri": {"http://192.0.2.1/callback"}},
		"no example":      {"redirect_uri": {"https://attacker.invalid.com/callback"}},
		"a script":        {"redirect_uri": {"javascript:alert(1)"}},
		"user":            {"redirect_uri": {"https://a@portal.example/callback"}},
		"fragment":        {"redirect_uri": {"https://portal.example/callback#x"}},
		"plain http":      {"redirect_uri": {"http://portal.example/callback"}},
	} {
		exit, err := script.NewBrowser(t, server.CAPEM()).Choose(authorizeURL(server, changes), "anna")
		if err != nil {
			t.Fatal(err)
		}
		if exit.URL != "" || !strings.Contains(exit.Page, `role="alert"`) {
			t.Errorf("%s: %+v", name, exit)
		}
	}
}

func TestErrorsAreSentBack(t *testing.T) {
	server := start(t, idpd.Options{})
	for want, changes := range map[string]url.Values{
		"unsupported_response_type": {"response_type": {"token"}},
		"invalid_request":           {"client_id": {server.PublicClientID()}}, // without PKCE
		"login_required":            {"prompt": {"none"}},
	} {
		response, err := client(t, server).Get(authorizeURL(server, changes))
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		to, err := response.Location()
		if err != nil {
			t.Fatal(err)
		}
		if q := to.Query(); q.Get("error") != want || q.Get("state") != "s1" || q.Get("iss") != server.Issuer() {
			t.Errorf("%s: got %s", want, to)
		}
	}
}
