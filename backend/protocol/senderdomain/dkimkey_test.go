package senderdomain_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"strings"
	"testing"

	"patchbay/backend/protocol/senderdomain"
)

// rsaKey returns the public key of a new RSA key as SubjectPublicKeyInfo and as
// RSAPublicKey, in base64.
func rsaKey(t *testing.T, bits int) (pkix, pkcs1 string) {
	t.Helper()
	t.Setenv("GODEBUG", "rsa1024min=0") // weak keys are what is tested
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(der), base64.StdEncoding.EncodeToString(x509.MarshalPKCS1PublicKey(&key.PublicKey))
}

func TestParseKey(t *testing.T) {
	pkix, pkcs1 := rsaKey(t, 1024)
	public, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	bare := base64.StdEncoding.EncodeToString(public)
	ecDER := "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEfGbvBwHsp6sVXCSxPvYHkzXMwQOMFcHO9A0hCFJVmlcTZZgWqR5Me3EDvXB24vUnyHOAJ2ryqp4cPZBpz7s7jw=="
	tests := []struct {
		name, record string
		kind         string
		bits         int
		err          string
	}{
		{"usual", "v=DKIM1; k=rsa; p=" + pkix, "rsa", 1024, ""},
		{"without what has a default", "p=" + pkix, "rsa", 1024, ""},
		{"PKCS #1", "k=rsa;p=" + pkcs1 + ";", "rsa", 1024, ""},
		{"folded", "v=DKIM1 ; p = " + pkix[:40] + " \t\r\n " + pkix[40:], "rsa", 1024, ""},
		{"for mail", "s=email; t=s; n=note; p=" + pkix, "rsa", 1024, ""},
		{"ed25519", "k=ed25519; p=" + bare, "ed25519", 0, ""},
		{"empty", "", "", 0, "is no list of tags such as k=rsa"},
		{"prose", "hello", "", 0, "is no list of tags such as k=rsa"},
		{"twice", "p=" + pkix + ";p=" + pkix, "", 0, "names a tag twice"},
		{"another version", "v=DKIM2; p=" + pkix, "", 0, "is of another version than DKIM1"},
		{"revoked", "v=DKIM1; p=", "", 0, "says that the key is revoked (an empty p=)"},
		{"no key", "v=DKIM1; k=rsa", "", 0, "holds no public key (p=)"},
		{"no base64", "p=***", "", 0, "holds a public key that is not valid base64"},
		{"half a key", "p=" + pkix[:40], "", 0, "holds a public key that cannot be read"},
		{"an elliptic curve", "p=" + ecDER, "", 0, "holds a public key that cannot be read"},
		{"a short ed25519", "k=ed25519; p=AAAA", "", 0, "holds a public key that cannot be read"},
		{"another type", "k=dsa; p=AAAA", "", 0, "names a type of key that is neither rsa nor ed25519"},
		{"not for mail", "s=tlsrpt; p=" + pkix, "", 0, "is not meant for mail (s=)"},
		{"endless", "p=" + strings.Repeat("A", 9<<10), "", 0, "is longer than any key"},
	}
	for _, tt := range tests {
		kind, bits, err := senderdomain.ParseKey(tt.record)
		got := ""
		if err != nil {
			got = err.Error()
		}
		if kind != tt.kind || bits != tt.bits || got != tt.err {
			t.Errorf("%s: %q, %d bits, %q", tt.name, kind, bits, got)
		}
	}
}

func FuzzParseKey(f *testing.F) {
	f.Add("v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7")
	f.Add("k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=; t=y:s")
	f.Add("v=DKIM1;;=;p=")
	f.Fuzz(func(t *testing.T, record string) {
		kind, bits, err := senderdomain.ParseKey(record)
		if err == nil && (kind != "ed25519" && (kind != "rsa" || bits <= 0)) {
			t.Errorf("%q, %d bits", kind, bits)
		}
	})
}

func FuzzParsePolicy(f *testing.F) {
	f.Add("v=DMARC1; p=none; rua=mailto:a@example.com")
	f.Add("v=DMARC1; P=Reject; pct=20; sp=bogus")
	f.Fuzz(func(t *testing.T, record string) {
		policy, err := senderdomain.ParsePolicy(record)
		if err == nil && policy != "none" && policy != "quarantine" && policy != "reject" {
			t.Errorf("%q", policy)
		}
	})
}
