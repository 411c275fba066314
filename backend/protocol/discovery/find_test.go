package discovery_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/discovery"
)

// config writes an autoconfig file with two servers at a domain.
func config(domain string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<clientConfig version="1.1"><emailProvider id="x"><domain>x</domain><displayName>Example Mail</displayName>
<incomingServer type="imap"><hostname>imap.` + domain + `</hostname><port>993</port><socketType>SSL</socketType>
<username>%EMAILLOCALPART%</username><authentication>OAuth2</authentication><authentication>password-cleartext</authentication></incomingServer>
<outgoingServer type="smtp"><hostname>smtp.` + domain + `</hostname><port>587</port><socketType>STARTTLS</socketType>
<username>%EMAILADDRESS%</username><authentication>password-encrypted</authentication></outgoingServer>
</emailProvider></clientConfig>`
}

const (
	autoconfigURL = "https://autoconfig.example.com/mail/config-v1.1.xml"
	wellKnownURL  = "https://example.com/.well-known/autoconfig/mail/config-v1.1.xml"
	plainURL      = "http://autoconfig.example.com/mail/config-v1.1.xml"
)

// lines writes candidates for comparison.
func lines(candidates []discovery.Candidate) []string {
	out := []string{}
	for _, c := range candidates {
		line := string(c.Protocol) + " " + c.Host + " " + c.Security + " " + c.User + " " + string(c.Source)
		if len(c.SignIn) > 0 {
			line += " " + strings.Join(c.SignIn, ",")
		}
		if c.NeedsConfirmation {
			line += " (" + c.Why + ")"
		}
		out = append(out, line)
	}
	return out
}

// outcomes maps where was asked to what came of it.
func outcomes(report discovery.Report) map[string]string {
	out := map[string]string{}
	for _, attempt := range report.Attempts {
		out[attempt.Where] = attempt.Outcome
	}
	return out
}

func find(t *testing.T, pages map[string]http.HandlerFunc, zone string, edit func(*discovery.Options)) (discovery.Report, *web) {
	t.Helper()
	w := serveWeb(t, pages)
	o := none(discovery.Options{Network: dial.Network{Resolver: nameServer(t, zone)}, HTTP: w.client})
	if edit != nil {
		edit(&o)
	}
	report, err := discovery.Find(t.Context(), "ops@example.com", o)
	if err != nil {
		t.Fatal(err)
	}
	return report, w
}

// none has an empty list of providers.
func none(o discovery.Options) discovery.Options {
	o.ForAddress = func(string) []discovery.Candidate { return nil }
	o.ForMX = func([]string, string) []discovery.Candidate { return nil }
	return o
}

func TestFind(t *testing.T) {
	const inside = "smtp smtp.example.com starttls ops@example.com autoconfig password"
	tests := []struct {
		name  string
		pages map[string]http.HandlerFunc
		zone  string
		edit  func(*discovery.Options)
		want  []string
		where string // an attempt, and
		said  string // what is said of it
	}{
		{
			"the domain's own file",
			map[string]http.HandlerFunc{autoconfigURL: page(config("%EMAILDOMAIN%"))},
			"", nil,
			[]string{"imap imap.example.com implicit-tls ops autoconfig oauth2,password", inside},
			autoconfigURL + "?emailaddress=ops%40example.com", "found 2 servers",
		},
		{
			"a well-known file",
			map[string]http.HandlerFunc{wellKnownURL: page(config("mail.example.com"))},
			"", nil,
			[]string{"imap imap.mail.example.com implicit-tls ops autoconfig oauth2,password", "smtp smtp.mail.example.com starttls ops@example.com autoconfig password"},
			autoconfigURL + "?emailaddress=ops%40example.com", "no such host",
		},
		{
			"hosts outside the domain",
			map[string]http.HandlerFunc{autoconfigURL: page(config("example.com.evil.test"))},
			"", nil,
			[]string{
				"imap imap.example.com.evil.test implicit-tls ops autoconfig oauth2,password (the host lies outside example.com)",
				"smtp smtp.example.com.evil.test starttls ops@example.com autoconfig password (the host lies outside example.com)",
			},
			wellKnownURL, "no such host",
		},
		{
			"without encryption",
			map[string]http.HandlerFunc{plainURL: page(config("example.com"))},
			"", nil,
			[]string{
				"imap imap.example.com implicit-tls ops autoconfig oauth2,password (the settings came without encryption)",
				inside + " (the settings came without encryption)",
			},
			plainURL, "found 2 servers",
		},
		{
			"redirected",
			map[string]http.HandlerFunc{
				autoconfigURL:                        redirect("https://config.provider.test/a"),
				"https://config.provider.test/a":     redirect("/b"),
				"https://config.provider.test/b":     page(config("example.com")),
				"https://example.com/somewhere/else": page(""),
			},
			"", nil,
			[]string{"imap imap.example.com implicit-tls ops autoconfig oauth2,password", inside},
			autoconfigURL + "?emailaddress=ops%40example.com",
			"redirected to https://config.provider.test/a; redirected to https://config.provider.test/b; found 2 servers",
		},
		{
			"SRV records", nil, `
				_submissions._tcp.example.com. SRV 0 1 465 mail.example.com.
				_submission._tcp.example.com. SRV 0 1 587 mail.provider.test.
				_imaps._tcp.example.com. SRV 10 1 993 backup.example.com.
				_imaps._tcp.example.com. SRV 0 1 993 mail.example.com.
				_imap._tcp.example.com. SRV 0 0 0 .`, nil,
			[]string{
				"smtp mail.example.com implicit-tls ops@example.com srv",
				"imap mail.example.com implicit-tls ops@example.com srv",
				"imap backup.example.com implicit-tls ops@example.com srv",
				"smtp mail.provider.test starttls ops@example.com srv (the host lies outside example.com)",
			},
			"SRV _imap._tcp.example.com", "the domain says that it does not offer this",
		},
		{
			"the provider of the MX record",
			map[string]http.HandlerFunc{
				"https://autoconfig.provider.test/mail/config-v1.1.xml": page(config("provider.test")),
			},
			"example.com. MX 20 b.elsewhere.test.\nexample.com. MX 10 mx.in.provider.test.", nil,
			[]string{
				"imap imap.provider.test implicit-tls ops mx oauth2,password (the host lies outside example.com)",
				"smtp smtp.provider.test starttls ops@example.com mx password (the host lies outside example.com)",
			},
			"MX example.com", "mx.in.provider.test, b.elsewhere.test; found nothing",
		},
		{
			"a provider recognised by MX", nil, "example.com. MX 10 mx.provider.test.", func(o *discovery.Options) {
				o.ForMX = func(hosts []string, address string) []discovery.Candidate {
					return []discovery.Candidate{{Protocol: discovery.SMTP, Host: "smtp." + hosts[0], Port: 465, Security: discovery.ImplicitTLS, User: address}}
				}
			},
			[]string{"smtp smtp.mx.provider.test implicit-tls ops@example.com mx (the provider was recognised only by the domain's MX record)"},
			"MX example.com", "mx.provider.test; found 1 server",
		},
		{
			"no mail at all", nil, "example.com. MX 0 .", nil,
			[]string{},
			"MX example.com", "the domain says that it receives no mail",
		},
		{
			"a third party",
			map[string]http.HandlerFunc{"https://ispdb.test/v1.1/example.com": page(config("example.com"))},
			"", func(o *discovery.Options) {
				o.ISPDB, o.ISPDBURL = true, "https://ispdb.test/v1.1/"
			},
			[]string{"imap imap.example.com implicit-tls ops ispdb oauth2,password", "smtp smtp.example.com starttls ops@example.com ispdb password"},
			"https://ispdb.test/v1.1/example.com", "found 2 servers",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			report, _ := find(t, tt.pages, tt.zone, tt.edit)
			if diff := cmp.Diff(tt.want, lines(report.Candidates)); diff != "" {
				t.Error(diff)
			}
			if got := outcomes(report)[tt.where]; got != tt.said {
				t.Errorf("of %s it says %q, want %q", tt.where, got, tt.said)
			}
		})
	}
}
