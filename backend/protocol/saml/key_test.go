package saml_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"strings"
	"testing"
	"time"

	"patchbay/backend/protocol/saml"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
)

func TestAKeyAndItsCertificate(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	certificate, key, err := saml.NewKey(strings.Repeat("n", 100), now)
	if err != nil {
		t.Fatal(err)
	}
	pair, err := saml.ParsePair(certificate, key)
	if err != nil {
		t.Fatal(err)
	}
	c := pair.Certificate
	if err := c.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature); err != nil {
		t.Error(err)
	}
	if !c.NotAfter.Equal(now.AddDate(3, 0, 0)) || !c.NotBefore.Before(now) || len(c.Subject.CommonName) != 64 || c.IsCA || pair.Key.N.BitLen() < 2048 {
		t.Errorf("%s until %s, %d bits", c.Subject, c.NotAfter, pair.Key.N.BitLen())
	}
	if !strings.HasPrefix(string(key.Reveal()), "-----BEGIN PRIVATE KEY-----") {
		t.Error("the key is not in PKCS #8")
	}
}

func TestAPairThatIsNone(t *testing.T) {
	certificate, key := spPair(t)
	_, other := spPair(t)
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	elliptic, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		certificate string
		key         secret.Text
		want        error
	}{
		"another key":    {certificate, other, saml.ErrPair},
		"no certificate": {"x", key, saml.ErrCertificate},
		"two":            {certificate + certificate, key, saml.ErrCertificate},
		"broken":         {"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", key, saml.ErrCertificate},
		"no key":         {certificate, secret.FromString("x"), saml.ErrKey},
		"a certificate":  {certificate, secret.FromString(certificate), saml.ErrKey},
		"unset":          {certificate, secret.Text{}, saml.ErrKey},
		"another kind":   {certificate, pkcs8(t, elliptic), saml.ErrKey},
		"a weak one":     {certificate, pkcs8(t, weak), saml.ErrKeyWeak},
	} {
		if _, err := saml.ParsePair(tt.certificate, tt.key); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func pkcs8(t *testing.T, key any) secret.Text {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return secret.New(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

func TestMetadataOfTheServiceProvider(t *testing.T) {
	certificate, _ := spPair(t)
	next, _ := spPair(t)
	s := settings(func(s *signin.Settings) { s.SPCertificatePEM, s.SPNextCertificatePEM = certificate, next })
	got, err := saml.SPMetadata(s, acs)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]int{`use="signing"`: 2, `use="encryption"`: 1, "AssertionConsumerService ": 2, `isDefault="true"`: 1, acs: 1} {
		if n := strings.Count(string(got), text); n != want {
			t.Errorf("%s: %d\n%s", text, n, got)
		}
	}
	s.CallbackURL = ""
	if _, err := saml.SPMetadata(s, ""); !errors.Is(err, saml.ErrNoCallback) {
		t.Error(err)
	}
	s.SPCertificatePEM = "x"
	if _, err := saml.SPMetadata(s, acs); err == nil {
		t.Error("a certificate that is none was written")
	}
}

func TestSigningCertificates(t *testing.T) {
	a, b := signer(t, 2048, nextYear()), signer(t, 2048, nextYear())
	doc := published("urn:idp", "", keyOf(b))
	for name, tt := range map[string]struct {
		edit func(*signin.Settings)
		want int
		fail bool
	}{
		"entered":        {func(s *signin.Settings) { s.SigningCertificates = []string{asPEM(a), asPEM(a)} }, 1, false},
		"of metadata":    {func(s *signin.Settings) { s.MetadataXML = doc }, 1, false},
		"another entity": {func(s *signin.Settings) { s.MetadataXML, s.IDPEntityID = doc, "urn:x" }, 0, false},
		"at an address":  {func(s *signin.Settings) { s.MetadataURL = "https://idp.example/" }, 0, false},
		"broken":         {func(s *signin.Settings) { s.SigningCertificates = []string{"x"} }, 0, true},
		"no metadata":    {func(s *signin.Settings) { s.MetadataXML = "x" }, 0, true},
	} {
		got, err := saml.SigningCertificates(settings(tt.edit))
		if len(got) != tt.want || (err != nil) != tt.fail {
			t.Errorf("%s: %d, %v", name, len(got), err)
		}
	}
}
