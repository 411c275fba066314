package localapi_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/localapi"
	"patchbay/backend/vault"
)

func TestTheAuthorityVouchesForThisMachineAlone(t *testing.T) {
	f := newFixture(t)
	got := f.authority(t).Certificate
	if !got.IsCA || got.MaxPathLen != 0 || !got.MaxPathLenZero || got.KeyUsage != x509.KeyUsageCertSign {
		t.Errorf("it is no authority of leaves alone: %+v", got)
	}
	if !got.PermittedDNSDomainsCritical || !slices.Equal(got.PermittedDNSDomains, []string{"localhost"}) {
		t.Errorf("it may vouch for %v", got.PermittedDNSDomains)
	}
	ranges := []string{}
	for _, r := range got.PermittedIPRanges {
		ranges = append(ranges, r.String())
	}
	if diff := cmp.Diff([]string{"127.0.0.1/32", "::1/128"}, ranges); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("Patchbay local API of vault 0123456789abcdef", got.Subject.CommonName); diff != "" {
		t.Error(diff)
	}
	if years := got.NotAfter.Sub(f.clock.now()).Hours() / 24 / 365; years < 1.99 || years > 2.01 {
		t.Errorf("it is valid for %.2f years", years)
	}
	if got.NotBefore.After(f.clock.now()) {
		t.Error("it is not valid yet")
	}
}

func TestALeafNamesExactlyWhatWasAskedFor(t *testing.T) {
	f := newFixture(t)
	loopback := []string{"localhost", "127.0.0.1", "::1"}
	for name, want := range map[string][]string{
		"": loopback, "localhost": loopback, "acme.localhost": {"acme.localhost"}, "globex.localhost": {"globex.localhost"},
	} {
		signer := key(t)
		leaf, err := f.api.Leaf(t.Context(), signer, name)
		if err != nil {
			t.Fatal(err)
		}
		got := slices.Clone(leaf.Leaf.DNSNames)
		for _, ip := range leaf.Leaf.IPAddresses {
			got = append(got, ip.String())
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", name, diff)
		}
		if leaf.PrivateKey != signer || leaf.Leaf.IsCA || leaf.Leaf.NotAfter.Sub(f.clock.now()) != 60*24*time.Hour-time.Duration(f.clock.now().Nanosecond()) {
			t.Errorf("%q: valid until %s", name, leaf.Leaf.NotAfter)
		}
	}
	for _, name := range []string{
		"other.localhost", "ACME.localhost", "acme.localhost.", ".localhost", "a.acme.localhost", "example.com", "*.localhost",
		"acme.localhost.example.com", "127.0.0.1", "acme", "localhost.",
	} {
		if _, err := f.api.Leaf(t.Context(), key(t), name); !fault.HasCode(err, localapi.CodeUnknownName) {
			t.Errorf("%q: got %v", name, err)
		}
	}
}

// TestClientsTrustALeaf that were given the authority alone: Go by a handshake,
// and OpenSSL.
func TestClientsTrustALeaf(t *testing.T) {
	f := newFixture(t)
	authority := f.authority(t)
	roots := x509.NewCertPool()
	roots.AddCert(authority.Certificate)
	for name, hosts := range map[string][]string{
		"": {"localhost", "127.0.0.1", "::1"}, "acme.localhost": {"acme.localhost"},
	} {
		leaf, err := f.api.Leaf(t.Context(), key(t), name)
		if err != nil {
			t.Fatal(err)
		}
		for _, host := range hosts {
			if err := handshake(t, leaf, roots, host); err != nil {
				t.Errorf("%s: %v", host, err)
			}
			if out, err := openssl(t, authority, leaf.Leaf, host); err != nil {
				t.Errorf("%s: openssl: %v: %s", host, err, out)
			}
		}
		for _, host := range []string{"example.com", "globex.localhost", "127.0.0.2"} {
			if err := handshake(t, leaf, roots, host); err == nil {
				t.Errorf("the certificate for %q is taken for %s", name, host)
			}
		}
	}
}

// handshake is a client's verdict on a leaf that a server shows it.
func handshake(t *testing.T, leaf tls.Certificate, roots *x509.CertPool, host string) error {
	t.Helper()
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{leaf}})
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan struct{})
	go func() {
		defer close(served)
		if conn, err := listener.Accept(); err == nil {
			_, _ = io.Copy(io.Discard, conn)
			_ = conn.Close()
		}
	}()
	client, err := tls.Dial("tcp", listener.Addr().String(), &tls.Config{RootCAs: roots, ServerName: host})
	if err == nil {
		_ = client.Close()
	}
	<-served
	_ = listener.Close()
	return err
}

// openssl verifies a leaf for a host; without OpenSSL it passes.
func openssl(t *testing.T, authority localapi.Authority, leaf *x509.Certificate, host string) (string, error) {
	t.Helper()
	program, err := exec.LookPath("openssl")
	if err != nil {
		t.Log("there is no openssl")
		return "", nil
	}
	dir := t.TempDir()
	ca, own := filepath.Join(dir, "ca.pem"), filepath.Join(dir, "leaf.pem")
	for path, content := range map[string][]byte{ca: []byte(authority.PEM), own: encode(leaf)} {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	check := []string{"-verify_hostname", host}
	if net.ParseIP(host) != nil {
		check = []string{"-verify_ip", host}
	}
	arguments := append([]string{"verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", ca}, check...)
	out, err := exec.CommandContext(t.Context(), program, append(arguments, own)...).CombinedOutput()
	return string(out), err
}

func encode(c *x509.Certificate) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})
}

// TestTheNameConstraintsHold for whoever got hold of the authority's key.
func TestTheNameConstraintsHold(t *testing.T) {
	f := newFixture(t)
	authority := f.authority(t)
	signer := f.stolenKey(t)
	roots := x509.NewCertPool()
	roots.AddCert(authority.Certificate)
	for _, host := range []string{"example.com", "localhost.example.com", "evillocalhost", "192.0.2.1", "127.0.0.2", "::2"} {
		forged := forge(t, authority.Certificate, signer, host)
		_, err := forged.Leaf.Verify(x509.VerifyOptions{Roots: roots, DNSName: bracketed(host)})
		if err == nil {
			t.Errorf("Go trusts it for %s", host)
		}
		if _, err := exec.LookPath("openssl"); err != nil {
			continue
		}
		if out, err := openssl(t, authority, forged.Leaf, host); err == nil || !strings.Contains(out, "permitted subtree violation") {
			t.Errorf("OpenSSL trusts it for %s: %v %s", host, err, out)
		}
	}
	// The same by hand for this machine is trusted: the refusals above are those
	// of the names.
	forged := forge(t, authority.Certificate, signer, "localhost")
	if _, err := forged.Leaf.Verify(x509.VerifyOptions{Roots: roots, DNSName: "localhost"}); err != nil {
		t.Error(err)
	}
}

func bracketed(host string) string {
	if strings.Contains(host, ":") {
		return "[" + host + "]"
	}
	return host
}

// stolenKey is the authority's key, as only the vault holds it.
func (f *fixture) stolenKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	signer, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), f.rawKey(t))
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

func (f *fixture) rawKey(t *testing.T) []byte {
	t.Helper()
	var raw []byte
	err := f.access.View(t.Context(), func(tx *vault.Tx) error {
		value, err := tx.Secret(vault.SecretRef{Kind: localapi.Kind, ID: "authority", Field: "authorityKey"}, "localapi|authority")
		raw = bytes.Clone(value.Reveal())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func forge(t *testing.T, parent *x509.Certificate, signer *ecdsa.PrivateKey, host string) tls.Certificate {
	t.Helper()
	own := key(t)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "forged"},
		NotBefore: time.Now().Add(-time.Minute), NotAfter: time.Now().Add(time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if ip := net.ParseIP(host); ip != nil {
		template.IPAddresses = []net.IP{ip}
	} else {
		template.DNSNames = []string{host}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, own.Public(), signer)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: own, Leaf: leaf}
}

// TestTheAuthorityIsRenewed sixty days before its end, and not before; a leaf
// never outlives its authority.
func TestTheAuthorityIsRenewed(t *testing.T) {
	f := newFixture(t)
	first := f.authority(t)
	ends := first.Certificate.NotAfter
	f.clock.forward(ends.Sub(f.clock.now()) - 61*24*time.Hour)
	if got := f.authority(t); got.PEM != first.PEM {
		t.Error("it was renewed too early")
	}
	f.clock.forward(25 * time.Hour)
	leaf, err := f.api.Leaf(context.WithoutCancel(t.Context()), key(t), "")
	if err != nil {
		t.Fatal(err)
	}
	next := f.authority(t)
	if next.PEM == first.PEM {
		t.Fatal("it was not renewed")
	}
	if leaf.Leaf.CheckSignatureFrom(next.Certificate) != nil || leaf.Leaf.NotAfter.After(next.Certificate.NotAfter) {
		t.Error("the leaf is not of the new authority")
	}
	f.clock.forward(-100 * 24 * 365 * time.Hour) // a clock that was wrong, and is set right
	if got := f.authority(t); got.PEM == next.PEM {
		t.Error("it is used before it is valid")
	}
	if made := f.entries(t, localapi.ActionAuthorityMade); len(made) != 3 || made[0].Operator != "Ada" || made[0].Subject == "" {
		t.Errorf("the journal holds %+v", made)
	}
}

func TestRenewAuthority(t *testing.T) {
	f := newFixture(t)
	first := f.authority(t)
	stored, err := f.api.RenewAuthority(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if stored.Authority == nil || stored.Authority.PEM == first.PEM || bytes.Equal(stored.Authority.Certificate.RawSubjectPublicKeyInfo, first.Certificate.RawSubjectPublicKeyInfo) {
		t.Error("it has the old certificate or key")
	}
	leaf, err := f.again().Leaf(t.Context(), key(t), "")
	if err != nil || leaf.Leaf.CheckSignatureFrom(stored.Authority.Certificate) != nil {
		t.Errorf("a leaf of the new authority: %v", err)
	}
}

// TestOneAuthorityIsMade however many ask at once.
func TestOneAuthorityIsMade(t *testing.T) {
	f := newFixture(t)
	made := make(chan string)
	for range 8 {
		go func() {
			authority, err := f.api.Authority(context.WithoutCancel(t.Context()))
			if err != nil {
				t.Error(err)
			}
			made <- authority.PEM
		}()
	}
	first := <-made
	for range 7 {
		if next := <-made; next != first {
			t.Error("there are two")
		}
	}
	if entries := f.entries(t, localapi.ActionAuthorityMade); len(entries) != 1 {
		t.Errorf("the journal holds %d entries", len(entries))
	}
}
