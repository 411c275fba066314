package dial_test

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/dial"
)

const issuerPage = "http://pki.example.com/intermediate.crt"

func withPage(c *x509.Certificate) { c.IssuingCertificateURL = []string{"ldap:///CN=x", issuerPage} }

func forNames(names ...string) func(*x509.Certificate) {
	return func(c *x509.Certificate) { c.DNSNames = names }
}

func edits(all ...func(*x509.Certificate)) func(*x509.Certificate) {
	return func(c *x509.Certificate) {
		for _, edit := range all {
			edit(c)
		}
	}
}

// followedBy sends the leaf with nothing but these behind it.
func (i issued) followedBy(others ...issued) issued {
	i.chain = [][]byte{i.cert.Raw}
	for _, other := range others {
		i.chain = append(i.chain, other.cert.Raw)
	}
	return i
}

func TestWhatAChainLacks(t *testing.T) {
	root := issue(t, nil, authority("Test Root"))
	middle := issue(t, &root, edits(authority("Test Intermediate"), withPage))
	low := issue(t, &middle, authority("Test Issuer"))
	stranger := issue(t, nil, authority("Strange Root"))
	leaf := issue(t, &middle, withPage)
	tests := []struct {
		name  string
		leaf  issued
		want  string
		cause string // a part of it
	}{
		{"intermediate missing", leaf.followedBy(), "tls.unknown_authority (incomplete_chain)", "did not send the certificate of Test Intermediate; it lies at " + issuerPage},
		{"an intermediate above is missing", issue(t, &low, nil).followedBy(low, middle), "tls.unknown_authority (incomplete_chain)", "did not send the certificate of Test Root"},
		{"another one sent instead", leaf.followedBy(stranger), "tls.unknown_authority (incomplete_chain)", "did not send the certificate of Test Intermediate"},
		{"private, with its root", issue(t, &root, nil).followedBy(root), "tls.unknown_authority", "issued by Test Root"},
		{"private, in disorder", issue(t, &low, nil).followedBy(root, middle, low), "tls.unknown_authority", "issued by Test Issuer"},
		{"private, by an intermediate without a page", issue(t, &low, nil).followedBy(low), "tls.unknown_authority", "issued by Test Issuer"},
		{"nothing is known", issue(t, &root, nil).followedBy(), "tls.unknown_authority (incomplete_chain)", "sent no intermediate"},
		{"only a directory", issue(t, &root, func(c *x509.Certificate) { c.IssuingCertificateURL = []string{"ldap:///CN=x"} }).followedBy(), "tls.unknown_authority (incomplete_chain)", "sent no intermediate"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := shake(t, tt.leaf.config(), "mail.example.com", stranger.pem())
			if codes(got.Failures) != tt.want || !strings.Contains(got.Failures[0].Cause, tt.cause) {
				t.Errorf("%s: %+v", codes(got.Failures), got.Failures)
			}
		})
	}
	evidence := shake(t, leaf.config(), "mail.example.com", root.pem()).Evidence
	if c := evidence.Certificates; len(c) != 2 || c[0].IssuerURL != issuerPage || c[0].CA || !c[1].CA {
		t.Errorf("%+v", c)
	}
}

func TestAnchor(t *testing.T) {
	root := issue(t, nil, authority("Test Root"))
	middle := issue(t, &root, authority("Test Intermediate"))
	stranger := issue(t, nil, authority("Strange Root"))
	leaf := issue(t, &middle, nil)
	namesake := issue(t, nil, authority("Test Intermediate"))
	for _, tt := range []struct {
		name  string
		chain []issued
		want  issued
	}{
		{"alone", []issued{leaf}, leaf},
		{"whole", []issued{leaf, middle, root}, root},
		{"without its root", []issued{leaf, middle}, middle},
		{"in disorder", []issued{leaf, root, stranger, middle}, root},
		{"with a stranger", []issued{leaf, stranger}, leaf},
		{"with a namesake", []issued{leaf, namesake}, leaf},
		{"a root alone", []issued{root, root}, root},
	} {
		var chain []*x509.Certificate
		for _, c := range tt.chain {
			chain = append(chain, c.cert)
		}
		if got := dial.Anchor(chain); !got.Equal(tt.want.cert) {
			t.Errorf("%s: %s", tt.name, got.Subject)
		}
	}
}

// TestWhatMayBeTrusted adds a root, an intermediate or the server's own
// certificate as authority: each is enough, and none excuses another name or a
// time that is over.
func TestWhatMayBeTrusted(t *testing.T) {
	root := issue(t, nil, authority("Test Root"))
	middle := issue(t, &root, authority("Test Intermediate"))
	outdated := issue(t, &root, edits(authority("Old Intermediate"), func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-day) }))
	over := func(c *x509.Certificate) { c.NotBefore, c.NotAfter = time.Now().Add(-20*day), time.Now().Add(-day) }
	good := func(*x509.Certificate) {}
	asCA := func(c *x509.Certificate) { c.IsCA, c.BasicConstraintsValid = true, true }
	makes := map[string]func(func(*x509.Certificate)) (leaf, trusted issued){
		"root": func(edit func(*x509.Certificate)) (issued, issued) {
			return issue(t, &middle, edit), root
		},
		"intermediate": func(edit func(*x509.Certificate)) (issued, issued) {
			return issue(t, &middle, edit), middle
		},
		"intermediate of a server that sends none": func(edit func(*x509.Certificate)) (issued, issued) {
			return issue(t, &middle, edit).followedBy(), middle
		},
		"leaf": func(edit func(*x509.Certificate)) (issued, issued) {
			leaf := issue(t, &middle, edit)
			return leaf, leaf
		},
		"leaf alone": func(edit func(*x509.Certificate)) (issued, issued) {
			leaf := issue(t, &middle, edit).followedBy()
			return leaf, leaf
		},
		"self-signed leaf": func(edit func(*x509.Certificate)) (issued, issued) {
			leaf := issue(t, nil, edit)
			return leaf, leaf
		},
		"self-signed leaf that may vouch": func(edit func(*x509.Certificate)) (issued, issued) {
			leaf := issue(t, nil, edits(asCA, edit))
			return leaf, leaf
		},
	}
	for name, make := range makes {
		for _, tt := range []struct {
			name string
			edit func(*x509.Certificate)
			want string
		}{
			{"good", good, ""},
			{"another name", forNames("other.example.com"), "tls.hostname_mismatch"},
			{"expired", over, "tls.expired"},
			{"both", edits(forNames("other.example.com"), over), "tls.hostname_mismatch, tls.expired"},
		} {
			t.Run(name+", "+tt.name, func(t *testing.T) {
				leaf, trusted := make(tt.edit)
				got := shake(t, leaf.config(), "mail.example.com", trusted.pem())
				if diff := cmp.Diff(tt.want, codes(got.Failures)); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
	t.Run("an expired intermediate", func(t *testing.T) {
		got := shake(t, issue(t, &outdated, nil).config(), "mail.example.com", outdated.pem())
		if codes(got.Failures) != "tls.expired (authority_expired)" {
			t.Error(codes(got.Failures))
		}
	})
	t.Run("a trusted leaf vouches for no other", func(t *testing.T) {
		pinned := issue(t, &middle, nil)
		got := shake(t, issue(t, &pinned, nil).followedBy(pinned).config(), "mail.example.com", pinned.pem())
		if len(got.Failures) == 0 {
			t.Error("a certificate signed by a server's was accepted")
		}
	})
}

func TestInspectionIsRecognised(t *testing.T) {
	for issuer, want := range map[string]string{
		"Avast Web/Mail Shield Root":                     "Avast",
		"AVG Web/Mail Shield Root":                       "AVG",
		"Kaspersky Anti-Virus Personal Root Certificate": "Kaspersky",
		"ESET SSL Filter CA":                             "ESET",
		"Bitdefender Personal CA.Net-Defender":           "Bitdefender",
		"Zscaler Root CA":                                "Zscaler",
		"FortiGate CA":                                   "Fortinet",
		"Sophos SSL CA_C01001":                           "Sophos",
		"ca.goskope.com":                                 "Netskope",
		"Netskope Cloud CA":                              "Netskope",
		"Palo Alto Networks Firewall":                    "Palo Alto Networks",
		"Cisco Umbrella Root CA":                         "Cisco Umbrella",
		"Check Point HTTPS Inspection":                   "Check Point",
		"Blue Coat ProxySG":                              "Symantec (Blue Coat)",
		"Symantec Web Security Service Root":             "Symantec (Blue Coat)",
		"Trend Micro Root":                               "Trend Micro",
		"Forcepoint Cloud CA":                            "Forcepoint",
		"Barracuda Web Gateway":                          "Barracuda",
		"McAfee Web Gateway":                             "McAfee (Skyhigh)",
		"Skyhigh Security CA":                            "McAfee (Skyhigh)",
		"mitmproxy":                                      "mitmproxy",
		"DO_NOT_TRUST_FiddlerRoot":                       "Fiddler",
		"Charles Proxy CA (1 Jan 2026, desk)":            "Charles",
		"PortSwigger CA":                                 "Burp",
		"Preset Root":                                    "",
		"Symantec Class 3 Secure Server CA - G4":         "",
		"Average Root":                                   "",
		"Checkpointing Research":                         "",
		"Charles University":                             "",
	} {
		inspector := issue(t, nil, authority(issuer))
		got := shake(t, issue(t, &inspector, nil).config(), "mail.example.com", "")
		if want == "" {
			if codes(got.Failures) == "tls.unknown_authority (tls_inspection)" {
				t.Errorf("%s was taken for a product", issuer)
			}
			continue
		}
		f := got.Failures[0]
		if f.Reason != "tls_inspection" || !strings.Contains(f.Cause, " authority of "+want+",") || !f.Unverified {
			t.Errorf("%s: %+v", issuer, f)
		}
	}
}

func TestTheOneNameThatFitsIsOffered(t *testing.T) {
	root := issue(t, nil, authority("Test Root"))
	for _, tt := range []struct {
		names []string
		want  string
	}{
		{[]string{"smtp.example.net"}, "smtp.example.net"},
		{[]string{"*.example.net", "SMTP.example.net", "smtp.example.net"}, "smtp.example.net"},
		{[]string{"localhost", "host", "smtp.example.net"}, "smtp.example.net"},
		{[]string{"a.example.net", "b.example.net"}, ""},
		{[]string{"*.example.net"}, ""},
		{nil, ""},
	} {
		leaf := issue(t, &root, edits(forNames(tt.names...), func(c *x509.Certificate) { c.Subject = pkix.Name{} }))
		got := shake(t, leaf.config(), "mail.example.com", root.pem()).Failures
		if len(got) != 1 || got[0].Code != dial.CodeHostnameMismatch {
			t.Fatalf("%v: %s", tt.names, codes(got))
		}
		offered := strings.Contains(got[0].Remedy, "Enter smtp.example.net as host")
		if offered != (tt.want != "") || !slices.Contains(got[0].Fields, "host") {
			t.Errorf("%v: %s", tt.names, got[0].Remedy)
		}
	}
}
