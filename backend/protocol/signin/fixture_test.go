package signin_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"slices"
	"testing"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/signin"
)

func openIDConnect() signin.Settings {
	return signin.Settings{
		Name: "Staff", Type: signin.OIDC, CallbackURL: "https://desk.example.com/oidc/callback",
		Issuer: "https://login.example.com/tenant", ClientID: "desk",
	}
}

func plainOAuth2() signin.Settings {
	return signin.Settings{
		Name: "Code host", Type: signin.OAuth2, CallbackURL: "https://desk.example.com/oauth/callback",
		AuthURL: "https://code.example.com/authorize", TokenURL: "https://code.example.com/token",
		UserInfoURL: "https://api.code.example.com/user", ClientID: "desk",
	}
}

func samlBy(metadataURL string) signin.Settings {
	return signin.Settings{
		Name: "University", Type: signin.SAML, CallbackURL: "https://desk.example.com/saml/acs",
		MetadataURL: metadataURL, SPEntityID: "https://desk.example.com/saml",
	}
}

// certificate returns a certificate in PEM form, and its key.
func certificate(t testing.TB) (certificatePEM, keyPEM string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<32, 0),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})),
		string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8}))
}

// fieldsOf names the fields that are blamed, each once.
func fieldsOf(faults []fault.Field) []string {
	var names []string
	for _, f := range faults {
		if !slices.Contains(names, f.Name) {
			names = append(names, f.Name)
		}
	}
	return names
}
