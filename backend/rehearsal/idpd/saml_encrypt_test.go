package idpd_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"encoding/xml"
	"math/big"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/beevik/etree"

	"patchbay/backend/protocol/saml/xmlenc"
	"patchbay/backend/rehearsal/idpd"
)

// keyOf makes an RSA key and its certificate.
func keyOf(t *testing.T) (*rsa.PrivateKey, *x509.Certificate) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return key, certificate
}

func TestEncryptsToWhoIsRegistered(t *testing.T) {
	server := start(t, idpd.Options{})
	sp := serviceProvider(t, server)
	key, certificate := keyOf(t)
	sp.Key, sp.Certificate = key, certificate
	metadata, err := xml.Marshal(sp.Metadata())
	if err != nil {
		t.Fatal(err)
	}
	response, err := client(t, server).PostForm(server.Issuer()+"/saml/service-providers", url.Values{"metadata": {string(metadata)}})
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Fatalf("the metadata were met with %d", response.StatusCode)
	}
	// crewjam/saml knows no AES-256-GCM: the answer is read with our own.
	_, form, _ := signIn(t, server, sp, "anna")
	document, err := base64.StdEncoding.DecodeString(form.Get("SAMLResponse"))
	if err != nil {
		t.Fatal(err)
	}
	parsed := etree.NewDocument()
	if err := parsed.ReadFromBytes(document); err != nil {
		t.Fatal(err)
	}
	plain, _, err := xmlenc.Decrypt(parsed.FindElement("//EncryptedAssertion"), []*rsa.PrivateKey{key})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(document), "anna@example.com") || !strings.Contains(string(plain), "anna@example.com") {
		t.Errorf("the assertion says %s", plain)
	}
}

func TestRegisterRefuses(t *testing.T) {
	server := start(t, idpd.Options{})
	garbled := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: []byte("no certificate")}))
	for name, metadata := range map[string]string{
		"no XML":       "hello",
		"another root": `<a xmlns="urn:oasis:names:tc:SAML:2.0:metadata"/>`,
		"no certificate": `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="x"><SPSSODescriptor><KeyDescriptor>` +
			`<KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>` + garbled + `</X509Certificate></X509Data></KeyInfo>` +
			`</KeyDescriptor></SPSSODescriptor></EntityDescriptor>`,
	} {
		if err := server.Register([]byte(metadata)); err == nil {
			t.Errorf("%s: it was taken", name)
		}
	}
}
