package dial_test

import (
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
)

const day = 24 * time.Hour

// shake performs a handshake with a server on loopback.
func shake(t *testing.T, config *tls.Config, host, caPEM string) dial.Handshake {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		_ = tls.Server(conn, config).Handshake() // the client may refuse
		_ = conn.Close()
	}()
	conn, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(); _ = listener.Close(); <-done })
	authorities, err := dial.NewAuthorities(caPEM)
	if err != nil {
		t.Fatal(err)
	}
	return dial.Shake(t.Context(), conn, host, authorities)
}

func codes(findings []proof.Finding) string {
	var all []string
	for _, f := range findings {
		code := f.Code
		if f.Reason != "" {
			code += " (" + f.Reason + ")"
		}
		all = append(all, code)
	}
	return strings.Join(all, ", ")
}

func TestEveryAspectIsReported(t *testing.T) {
	root := issue(t, nil, authority("Test Root"))
	middle := issue(t, &root, authority("Test Intermediate"))
	stranger := issue(t, nil, authority("Strange Root"))
	inspector := issue(t, nil, authority("Zscaler Root CA"))
	old := issue(t, &root, func(c *x509.Certificate) {
		authority("Old Intermediate")(c)
		c.NotAfter = time.Now().Add(-day)
	})
	valid := func(from, to time.Duration) func(*x509.Certificate) {
		return func(c *x509.Certificate) { c.NotBefore, c.NotAfter = time.Now().Add(from), time.Now().Add(to) }
	}
	forName := func(names ...string) func(*x509.Certificate) {
		return func(c *x509.Certificate) { c.DNSNames = names }
	}
	both := func(edits ...func(*x509.Certificate)) func(*x509.Certificate) {
		return func(c *x509.Certificate) {
			for _, edit := range edits {
				edit(c)
			}
		}
	}
	noServer := func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth} }
	withoutMiddle := issue(t, &middle, nil)
	withoutMiddle.chain = withoutMiddle.chain[:1]
	self := issue(t, nil, nil)
	tests := []struct {
		name     string
		leaf     issued
		ca       string
		failures string
		warnings string
	}{
		{"trusted", issue(t, &root, nil), root.pem(), "", ""},
		{"trusted by an intermediate", issue(t, &middle, nil), root.pem(), "", ""},
		{"wildcard", issue(t, &root, forName("*.example.com")), root.pem(), "", ""},
		{"self-signed but added", self, self.pem(), "", ""},
		{"self-signed", self, root.pem(), "tls.self_signed", ""},
		{"unknown authority", issue(t, &stranger, nil), root.pem(), "tls.unknown_authority (incomplete_chain)", ""},
		{"no intermediate", withoutMiddle, root.pem(), "tls.unknown_authority (incomplete_chain)", ""},
		{"inspected", issue(t, &inspector, nil), root.pem(), "tls.unknown_authority (tls_inspection)", ""},
		{"not for servers", issue(t, &root, noServer), root.pem(), "tls.unknown_authority (invalid_chain)", ""},
		{"intermediate expired", issue(t, &old, nil), root.pem(), "tls.expired (authority_expired)", ""},
		{"expired", issue(t, &root, valid(-2*day, -day)), root.pem(), "tls.expired", ""},
		{"expired before its authority began", issue(t, &root, valid(-2000*day, -1500*day)), root.pem(), "tls.expired", ""},
		{"not yet valid", issue(t, &root, valid(day, 90*day)), root.pem(), "tls.not_yet_valid", ""},
		{"wrong name", issue(t, &root, forName("other.example.com")), root.pem(), "tls.hostname_mismatch", ""},
		{"common name only", issue(t, &root, forName()), root.pem(), "tls.hostname_mismatch (no_names)", ""},
		{"expires soon", issue(t, &root, valid(-day, 29*day)), root.pem(), "", "tls.expires_soon"},
		{"all at once", issue(t, nil, both(valid(-2*day, -day), forName("x.example.com"))), "", "tls.self_signed, tls.hostname_mismatch, tls.expired", ""},
		{"stranger, soon, wrong name", issue(t, &stranger, both(valid(-day, day), forName("x.example.com"))), root.pem(), "tls.unknown_authority (incomplete_chain), tls.hostname_mismatch", "tls.expires_soon"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := shake(t, tt.leaf.config(), "mail.example.com", tt.ca)
			if diff := cmp.Diff(tt.failures, codes(got.Failures)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tt.warnings, codes(got.Warnings)); diff != "" {
				t.Error(diff)
			}
			if got.Evidence == nil || got.Evidence.Trusted != (tt.failures == "") {
				t.Fatalf("evidence %+v", got.Evidence)
			}
			if leaf := got.Evidence.Certificates[0]; leaf.PEM != tt.leaf.pem() || len(leaf.Fingerprint) != 64 {
				t.Errorf("evidence of another certificate: %+v", leaf)
			}
		})
	}
}

func TestWeaknessesAreDetails(t *testing.T) {
	t.Setenv("GODEBUG", "rsa1024min=0")
	root := issue(t, nil, authority("Test Root"))
	leaf := issueFor(t, &root, weakKey(t), nil)
	got := shake(t, leaf.config(), "mail.example.com", root.pem())
	if detail := got.Outcome().Detail; !strings.Contains(detail, "RSA 1024") || !strings.Contains(detail, "weak key") {
		t.Errorf("%s: %s", detail, codes(got.Failures))
	}
}

func TestNamesOfAForeignCertificateAreMadeVisible(t *testing.T) {
	leaf := issue(t, nil, func(c *x509.Certificate) {
		c.Subject = pkix.Name{CommonName: "evil\x1b[31m\u202e"}
	})
	got := shake(t, leaf.config(), "mail.example.com", "")
	if subject := got.Evidence.Certificates[0].Subject; strings.ContainsAny(subject, "\x1b\u202e") {
		t.Errorf("%q", subject)
	}
}

func TestAddressesInCertificates(t *testing.T) {
	root := issue(t, nil, authority("Test Root"))
	leaf := issue(t, &root, func(c *x509.Certificate) {
		c.DNSNames, c.IPAddresses = nil, []net.IP{net.IPv4(192, 0, 2, 7), net.ParseIP("2001:db8::7")}
	})
	for host, want := range map[string]string{
		"192.0.2.7": "", "2001:db8::7": "", "2001:db8::7%eth0": "", "192.0.2.8": "tls.hostname_mismatch",
	} {
		if got := codes(shake(t, leaf.config(), host, root.pem()).Failures); got != want {
			t.Errorf("%s: %q, want %q", host, got, want)
		}
	}
}

func TestOldVersions(t *testing.T) {
	root := issue(t, nil, authority("Test Root"))
	config := issue(t, &root, nil).config()
	config.MinVersion, config.MaxVersion = tls.VersionTLS10, tls.VersionTLS11
	got := shake(t, config, "mail.example.com", root.pem())
	if codes(got.Failures) != "tls.protocol_too_old" || got.Conn != nil {
		t.Errorf("%s", codes(got.Failures))
	}
}

func TestNoCommonCipher(t *testing.T) {
	root := issue(t, nil, authority("Test Root"))
	config := issue(t, &root, nil).config() // ECDSA
	config.MaxVersion, config.CipherSuites = tls.VersionTLS12, []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}
	got := shake(t, config, "mail.example.com", root.pem())
	if codes(got.Failures) != "tls.handshake_failed" || got.Failures[0].Remote == nil {
		t.Errorf("%+v", got.Failures)
	}
}
