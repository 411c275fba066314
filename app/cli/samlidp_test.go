package cli_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"html/template"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/crewjam/saml/logger"
	"github.com/crewjam/saml/samlidp"
	dsig "github.com/russellhaering/goxmldsig"
)

// loginPage goes on to where the sign-in began; that of the library stays where
// it is.
const loginPage = `<!doctype html><form method="post" action="/sso"><input name="user"><input name="password" type="password">
<input type="hidden" name="SAMLRequest" value="{{.SAMLRequest}}"><input type="hidden" name="RelayState" value="{{.RelayState}}">
<button>Log in</button></form>`

func startSAMLIDP(t *testing.T) *httptest.Server {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	unsigned := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(1, 0, 0)}
	der, err := x509.CreateCertificate(rand.Reader, unsigned, unsigned, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	address, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	idp, err := samlidp.New(samlidp.Options{
		URL: *address, Key: key, Certificate: certificate, Store: &samlidp.MemoryStore{}, Logger: logger.DefaultLogger,
	})
	if err != nil {
		t.Fatal(err)
	}
	idp.IDP.SignatureMethod = dsig.RSASHA256SignatureMethod
	idp.LoginFormTemplate = template.Must(template.New("login").Parse(loginPage))
	handler = idp
	return server
}

func put(t *testing.T, address, body string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPut, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	if err := response.Body.Close(); err != nil || response.StatusCode >= 300 {
		t.Fatalf("%s: %d, %v", address, response.StatusCode, err)
	}
}

// freePort is one that nobody listens on. It lies below those that systems give out
// by themselves, so that nobody is given it before it is used.
func freePort(t *testing.T) string {
	t.Helper()
	var failed error
	for range 100 {
		offset, err := rand.Int(rand.Reader, big.NewInt(10_000))
		if err != nil {
			t.Fatal(err)
		}
		port := strconv.FormatInt(20_000+offset.Int64(), 10)
		listener, err := net.Listen("tcp", "127.0.0.1:"+port)
		if err == nil {
			_ = listener.Close()
			return port
		}
		failed = err
	}
	t.Fatal(failed)
	return ""
}
