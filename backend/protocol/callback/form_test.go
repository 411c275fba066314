package callback_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"math/big"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"patchbay/backend/protocol/callback"
)

// acs is where a form is expected that brings the relay state.
func acs(t testing.TB, o callback.Options) *callback.Listener {
	t.Helper()
	o.Path, o.Post = "/acs", true
	o.Accept = func(answer url.Values) bool { return answer.Get("RelayState") == state && answer.Has("SAMLResponse") }
	return listen(t, o)
}

func post(t testing.TB, target, body string, edit func(*http.Request)) (answer, error) {
	t.Helper()
	return do(t, http.MethodPost, target, func(r *http.Request) {
		r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", "null") // as browsers do from https to http
		r.Header.Set("Sec-Fetch-Mode", "navigate")
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		if edit != nil {
			edit(r)
		}
	})
}

func form(response string) string {
	return url.Values{"SAMLResponse": {response}, "RelayState": {state}}.Encode()
}

func TestForm(t *testing.T) {
	for name, response := range map[string]string{"small": "PHNhbWw+", "large": strings.Repeat("PHNh", 1<<17)} {
		t.Run(name, func(t *testing.T) {
			l := acs(t, callback.Options{})
			if got, err := post(t, l.RedirectURI(), form(response), nil); err != nil || got.status != http.StatusOK {
				t.Fatalf("%d, %v", got.status, err)
			}
			got, err := l.WaitAnswer(t.Context())
			if err != nil || got.Method != http.MethodPost || got.Values.Get("SAMLResponse") != response {
				t.Errorf("%s of %d bytes, %v", got.Method, len(got.Values.Get("SAMLResponse")), err)
			}
		})
	}
}

// TestFormByGet: a provider that answers in the address is told apart later.
func TestFormByGet(t *testing.T) {
	l := acs(t, callback.Options{})
	if got := get(t, l.RedirectURI()+"?"+form("x")); got.status != http.StatusOK {
		t.Fatalf("%d", got.status)
	}
	if got, err := l.WaitAnswer(t.Context()); err != nil || got.Method != http.MethodGet {
		t.Errorf("%s, %v", got.Method, err)
	}
}

func TestSC18OnlyTheTrueForm(t *testing.T) {
	l := acs(t, callback.Options{})
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	for _, tt := range []struct {
		name, body string
		edit       func(*http.Request)
		want       int
	}{
		{"another host", form("x"), func(r *http.Request) { r.Host = "evil.example" }, 400},
		{"script of a page", form("x"), header("Sec-Fetch-Mode", "cors"), 400},
		{"another kind of body", form("x"), header("Content-Type", "text/plain"), 415},
		{"JSON", `{"SAMLResponse":"x"}`, header("Content-Type", "application/json"), 415},
		{"another relay state", strings.Replace(form("x"), state, "guess", 1), nil, 400},
		{"no response", "RelayState=" + state, nil, 400},
		{"a parameter twice", form("x") + "&SAMLResponse=y", nil, 400},
		{"bad encoding", form("x") + "&a=%zz", nil, 400},
		{"too large", form(strings.Repeat("x", 2<<20)), nil, 413},
		{"too large, without saying so", form(strings.Repeat("x", 2<<20)), func(r *http.Request) { r.ContentLength = -1 }, 413},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := post(t, l.RedirectURI(), tt.body, tt.edit)
			// The server hangs up on what is too large, perhaps before it can be read
			// why.
			if got.status != tt.want && (err == nil || tt.want != 413) {
				t.Errorf("%d, %v; want %d", got.status, err, tt.want)
			}
		})
	}
	if got, err := post(t, l.RedirectURI(), form("true"), header("Origin", "https://idp.example")); err != nil || got.status != http.StatusOK {
		t.Fatalf("the true one: %d, %v", got.status, err)
	}
	if got := wait(t, l).Get("SAMLResponse"); got != "true" {
		t.Errorf("%q", got)
	}
}

// TestSC21LargeFormsAreReadForFew: who only begins to send occupies a bounded
// number of places, and answers of a usual size pass by.
func TestSC21LargeFormsAreReadForFew(t *testing.T) {
	l := acs(t, callback.Options{})
	u, err := url.Parse(l.RedirectURI())
	if err != nil {
		t.Fatal(err)
	}
	begun := "POST /acs HTTP/1.1\r\nHost: " + u.Host + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 2000000\r\n\r\n" +
		strings.Repeat("x", 65<<10)
	refused := 0
	for range 20 {
		conn := connect(t, u.Host)
		if _, err := io.WriteString(conn, begun); err != nil {
			refused++
		}
	}
	if got, err := post(t, l.RedirectURI(), form("true"), nil); err != nil || got.status != http.StatusOK {
		t.Errorf("the true one: %d, %v (%d refused)", got.status, err, refused)
	}
}

func TestStartRedirects(t *testing.T) {
	l := listen(t, callback.Options{})
	address := l.Start("https://idp.example/authorize?state=x&scope=a+b", nil)
	got := get(t, address)
	if got.status != http.StatusFound || got.header.Get("Location") != "https://idp.example/authorize?state=x&scope=a+b" {
		t.Errorf("%d to %q", got.status, got.header.Get("Location"))
	}
	if got := get(t, address+"x"); got.status != http.StatusNotFound {
		t.Errorf("another address: %d", got.status)
	}
	if again := l.Start("https://other.example/", nil); again == address || get(t, address).status != http.StatusNotFound {
		t.Error("an address of an earlier start still leads somewhere")
	}
}

func TestStartPosts(t *testing.T) {
	l := acs(t, callback.Options{})
	got := get(t, l.Start("https://idp.example/sso?a=1&b=2", url.Values{"SAMLRequest": {`PHN"><script>alert(1)</script>`}, "RelayState": {"r"}}))
	policy := got.header.Get("Content-Security-Policy")
	nonce := regexp.MustCompile(`script-src 'nonce-([A-Z2-7]+)'`).FindStringSubmatch(policy)
	if got.status != http.StatusOK || nonce == nil || !strings.Contains(got.body, `<script nonce="`+nonce[1]+`">`) {
		t.Fatalf("%d %q\n%s", got.status, policy, got.body)
	}
	for _, want := range []string{
		`action="https://idp.example/sso?a=1&amp;b=2"`, `name="RelayState" value="r"`,
		`value="PHN&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"`,
	} {
		if !strings.Contains(got.body, want) {
			t.Errorf("no %s in\n%s", want, got.body)
		}
	}
	got = get(t, l.Start("javascript:alert(1)", url.Values{"SAMLRequest": {"x"}}))
	if strings.Contains(got.body, "javascript:") {
		t.Errorf("a page that runs what a provider's metadata says:\n%s", got.body)
	}
}

func TestHTTPS(t *testing.T) {
	certificate := selfSigned(t)
	l := acs(t, callback.Options{Certificate: &certificate})
	if !strings.HasPrefix(l.RedirectURI(), "https://127.0.0.1:") || !strings.HasPrefix(l.Start("https://idp.example/", nil), "https://") {
		t.Fatalf("%s", l.RedirectURI())
	}
	pool := x509.NewCertPool()
	pool.AddCert(certificate.Leaf)
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, ServerName: "localhost"}, DisableKeepAlives: true}}
	response, err := client.PostForm(l.RedirectURI(), url.Values{"SAMLResponse": {"x"}, "RelayState": {state}})
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if got := wait(t, l).Get("SAMLResponse"); got != "x" || response.StatusCode != http.StatusOK {
		t.Errorf("%q, %d", got, response.StatusCode)
	}
}

func selfSigned(t testing.TB) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{"localhost"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
}
