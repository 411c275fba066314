package saml_test

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"html"
	"io"
	"log"
	"math/big"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"testing"
	"time"

	"github.com/crewjam/saml/samlidp"
	dsig "github.com/russellhaering/goxmldsig"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/saml"
	"patchbay/backend/protocol/signin"
)

// samlIDP is a second implementation: it signs response and assertion, and
// encrypts with AES in CBC mode where the service provider has a key.
type samlIDP struct {
	*httptest.Server
	idp *samlidp.Server
}

func startSAMLIDP(t *testing.T) samlIDP {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
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
		URL: *address, Key: key, Certificate: selfSigned(t, key, time.Now().AddDate(1, 0, 0)), Store: &samlidp.MemoryStore{}, Logger: log.New(io.Discard, "", 0),
	})
	if err != nil {
		t.Fatal(err)
	}
	idp.IDP.SignatureMethod = dsig.RSASHA256SignatureMethod
	handler = idp
	return samlIDP{server, idp}
}

func selfSigned(t testing.TB, key *rsa.PrivateKey, until time.Time) *x509.Certificate {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "provider"}, NotBefore: until.AddDate(-2, 0, 0), NotAfter: until,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return certificate
}

func (s samlIDP) put(t *testing.T, path string, body []byte) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPut, s.URL+path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	if err := response.Body.Close(); err != nil || response.StatusCode >= 300 {
		t.Fatalf("%s: %d, %v", path, response.StatusCode, err)
	}
}

// TestSignInWithASecondImplementation takes our own metadata to the provider, and
// its encrypted response back.
func TestSignInWithASecondImplementation(t *testing.T) {
	certificate, key := spPair(t)
	for name, withKey := range map[string]bool{"in clear": false, "encrypted": true} {
		t.Run(name, func(t *testing.T) {
			idp := startSAMLIDP(t)
			s := settings(func(s *signin.Settings) {
				s.MetadataURL, s.WantResponseSigned = idp.URL+"/metadata", true
				s.NameIDFormat = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
				if withKey {
					s.SPCertificatePEM = certificate
				}
			})
			sp, err := saml.SPMetadata(s, acs)
			if err != nil {
				t.Fatal(err)
			}
			idp.put(t, "/services/sp", sp)
			idp.put(t, "/users/ada", []byte(`{"name":"ada","email":"ada@example.com","password":"difference","groups":["engines"]}`))
			request := signin.Request{Settings: s}
			if withKey {
				request.Secrets.SPKey = key.Clone()
			}
			attempt, stopped := saml.Begin(t.Context(), request, at())
			if stopped != nil {
				t.Fatal(show(*stopped))
			}
			form := idp.signIn(t, attempt.Opening().URL)
			if !attempt.Accepts(form) {
				t.Error("the answer is not accepted")
			}
			report := attempt.Finish(t.Context(), signin.Answer{Values: form, Location: acs, Method: "POST"})
			if report.Verdict == proof.Failed || report.Identity == nil || report.Email != "ada@example.com" {
				t.Errorf("%s %+v\n%s", report.Verdict, report.Identity, show(report))
			}
			if got := step(t, report, "S10").Verdict; withKey == (got == proof.NotApplicable) {
				t.Errorf("encryption: %s", got)
			}
		})
	}
}

// signIn fills in the provider's page, and returns what would be posted.
func (s samlIDP) signIn(t *testing.T, address string) url.Values {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar}
	fields := s.page(t, func() (*http.Response, error) { return browser.Get(address) })
	if fields.Has("SAMLRequest") {
		fields.Set("user", "ada")
		fields.Set("password", "difference")
		fields = s.page(t, func() (*http.Response, error) { return browser.PostForm(s.URL+"/sso", fields) })
	}
	if raw, err := base64.StdEncoding.DecodeString(fields.Get("SAMLResponse")); err != nil || len(raw) == 0 {
		t.Fatalf("no response: %v, %v", fields, err)
	}
	return fields
}

// page reads the fields of the form in a page.
func (samlIDP) page(t *testing.T, get func() (*http.Response, error)) url.Values {
	t.Helper()
	response, err := get()
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	fields := url.Values{}
	for _, input := range regexp.MustCompile(`<input[^>]*>`).FindAllString(string(body), -1) {
		name := regexp.MustCompile(`name="([^"]*)"`).FindStringSubmatch(input)
		value := regexp.MustCompile(`value="([^"]*)"`).FindStringSubmatch(input)
		if name != nil && value != nil {
			fields.Set(name[1], html.UnescapeString(value[1]))
		}
	}
	return fields
}

func asPEM(certificate *x509.Certificate) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate.Raw}))
}
