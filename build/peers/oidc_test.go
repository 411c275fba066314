package peers_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/build/peers"
)

const oidcSecret = "s3cret-of-the-client"

func runOIDC(t *testing.T) *peers.OIDCProvider {
	t.Helper()
	return peers.RunOIDCProvider(t, peers.OIDCOptions{Opaque: true, Clients: []peers.OIDCClient{
		{ID: "mail", Secret: oidcSecret, Auth: "client_secret_basic"},
		{ID: "server", Secret: oidcSecret, Auth: "client_secret_basic"},
	}})
}

// ask posts a form as a client, and reads the members of the answer.
func ask(t *testing.T, address, client string, form url.Values) map[string]any {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.SetBasicAuth(client, oidcSecret)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var members map[string]any
	if err := json.NewDecoder(response.Body).Decode(&members); err != nil {
		t.Fatal(err)
	}
	return members
}

// challengeOf is S256 (RFC 7636 §4.2).
func challengeOf(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// TestOIDCProvider: a person agrees, a mail server asks who it was, and time
// passes when it is told to.
func TestOIDCProvider(t *testing.T) {
	provider := runOIDC(t)
	arrived := make(chan url.Values, 1)
	callback := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { arrived <- r.URL.Query() }))
	defer callback.Close()
	const verifier = "a-verifier-that-is-long-enough-for-rfc-7636"
	asked := url.Values{
		"client_id": {"mail"}, "response_type": {"code"}, "redirect_uri": {callback.URL + "/callback"}, "scope": {"mail.send"},
		"state": {"s"}, "code_challenge_method": {"S256"}, "code_challenge": {challengeOf(verifier)},
	}
	if err := provider.SignIn(provider.AuthURL()+"?"+asked.Encode(), alice); err != nil {
		t.Fatal(err)
	}
	answer := <-arrived
	issued := ask(t, provider.TokenURL(), "mail", url.Values{
		"grant_type": {"authorization_code"}, "code": {answer.Get("code")}, "redirect_uri": {callback.URL + "/callback"}, "code_verifier": {verifier},
	})
	token, _ := issued["access_token"].(string)
	if token == "" {
		t.Fatalf("%v", issued)
	}
	introspect := func() map[string]any {
		return ask(t, provider.IntrospectionURL(), "server", url.Values{"token": {token}})
	}
	known := introspect()
	want := map[string]any{"active": true, "username": alice, "scope": "mail.send", "client_id": "mail", "aud": "https://mail.example.test"}
	got := map[string]any{}
	for name := range want {
		got[name] = known[name]
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if err := provider.Ahead(2 * time.Hour); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]any{"active": false}, introspect()); diff != "" {
		t.Errorf("after its end: %s", diff)
	}

	if err := provider.Deny(provider.AuthURL()+"?"+asked.Encode(), alice); err != nil {
		t.Fatal(err)
	}
	if answer := <-arrived; answer.Get("error") != "access_denied" {
		t.Errorf("denied: %v", answer)
	}
}

func TestOIDCProviderEnds(t *testing.T) {
	var address string
	t.Run("runs", func(t *testing.T) {
		u, err := url.Parse(runOIDC(t).Issuer())
		if err != nil {
			t.Fatal(err)
		}
		address = u.Host
	})
	if address == "" {
		t.Skip("it was not started")
	}
	if conn, err := net.Dial("tcp", address); err == nil {
		_ = conn.Close()
		t.Error("it still runs")
	}
}
