package senderdomain_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/senderdomain"
)

// good is a domain with nothing to find, but for a DKIM key.
const good = `
	example.com. MX 10 mx.example.com.
	mx.example.com. A 192.0.2.25
	example.com. TXT "v=spf1 ip4:198.51.100.0/24 -all"
	example.com. TXT "another-verification=1"
	_dmarc.example.com. TXT "v=DMARC1; p=quarantine"
`

// sentence writes a step: its verdict, and the codes and reasons of its findings.
func sentence(step proof.Step) string {
	text := string(step.Verdict)
	findings := step.Also
	if step.Finding != nil {
		findings = append([]proof.Finding{*step.Finding}, findings...)
	}
	for _, f := range findings {
		text += " " + f.Code
		if f.Reason != "" {
			text += "/" + f.Reason
		}
		text += " " + strings.Join(f.Fields, ",")
	}
	return text
}

func sentences(report proof.Report) map[string]string {
	out := map[string]string{}
	for _, step := range report.Steps {
		out[step.Name] = sentence(step)
	}
	return out
}

func check(t *testing.T, zone string, edit func(*senderdomain.Query)) proof.Report {
	t.Helper()
	q := senderdomain.Query{From: "ops@example.com", Resolver: nameServer(t, zone), Host: "here", Version: "1"}
	if edit != nil {
		edit(&q)
	}
	return senderdomain.Check(t.Context(), q)
}

func servers(addrs ...string) func(*senderdomain.Query) {
	return func(q *senderdomain.Query) {
		for _, addr := range addrs {
			q.ServerAddrs = append(q.ServerAddrs, netip.MustParseAddr(addr))
		}
	}
}

func bouncesTo(address string) func(*senderdomain.Query) {
	return func(q *senderdomain.Query) { q.EnvelopeFrom = address }
}

func from(address string) func(*senderdomain.Query) {
	return func(q *senderdomain.Query) { q.From = address }
}

// without leaves the lines out that hold a text.
func without(zone, text string) string {
	var kept strings.Builder
	for line := range strings.Lines(zone) {
		if !strings.Contains(line, text) {
			kept.WriteString(line)
		}
	}
	return kept.String()
}

func TestCheck(t *testing.T) {
	spf := func(record string) string { return without(good, "v=spf1") + "example.com. TXT \"" + record + "\"\n" }
	dmarc := func(records ...string) string {
		zone := without(good, "_dmarc")
		for _, record := range records {
			zone += "_dmarc.example.com. TXT \"" + record + "\"\n"
		}
		return zone
	}
	tests := []struct {
		name, zone string
		edit       func(*senderdomain.Query)
		step, want string
	}{
		{"MX", good, nil, "mx", "passed"},
		{"an address instead", "example.com. A 192.0.2.7", nil, "mx", "passed"},
		{"no MX", without(good, " MX "), nil, "mx", "failed domain.no_mx from"},
		{"an MX without address", without(good, " A "), nil, "mx", "failed domain.no_mx/host_not_found from"},
		{"an MX that cannot be looked up", without(good, " MX ") + "example.com. MX 1 broken.example.", nil, "mx", "passed"},
		{"a null MX", without(good, " MX ") + "example.com. MX 0 .", nil, "mx", "failed domain.null_mx from"},
		{"no domain", "", nil, "mx", "failed domain.not_found from"},
		{"a loop", "example.com. CNAME example.com.", nil, "mx", "failed domain.not_found from"},
		{"a server that fails", "", from("ops@broken.example"), "mx", "failed net.dns_failed from"},
		{"no address", "", from("ops"), "mx", "failed domain.address_invalid from"},
		{"bounces to no address", good, bouncesTo("x"), "mx", "failed domain.address_invalid envelopeFrom"},
		{"bounces nowhere", good, bouncesTo("b@nowhere.example"), "mx", "failed domain.not_found envelopeFrom"},

		{"SPF without a server", good, nil, "spf", "passed"},
		{"SPF permits", good, servers("198.51.100.7", "::ffff:198.51.100.8"), "spf", "passed"},
		{"SPF does not permit", good, servers("198.51.100.7", "203.0.113.9"), "spf", "warned domain.spf_not_permitted from,host"},
		{"SPF and a private address", good, servers("10.0.0.1", "127.0.0.1", "fe80::1%eth0"), "spf", "passed"},
		{"SPF of the envelope sender", good + "b.example. MX 1 mx.b.example.", bouncesTo("x@b.example"), "spf", "warned domain.spf_missing envelopeFrom"},
		{"no SPF for both", without(good, "v=spf1"), bouncesTo("bounces@example.com"), "spf", "warned domain.spf_missing from"},
		{"no SPF", without(good, "v=spf1"), nil, "spf", "warned domain.spf_missing from"},
		{"SPF that resembles one", spf("v=spf10 -all"), nil, "spf", "warned domain.spf_missing from"},
		{"several SPF", good + "example.com. TXT \"v=spf1 -all\"", nil, "spf", "failed domain.spf_invalid/several_records from"},
		{"SPF syntax", spf("v=spf1 ipv4:192.0.2.0/24 -all"), nil, "spf", "failed domain.spf_invalid/syntax from"},
		{"SPF behind the address that matches", spf("v=spf1 ip4:198.51.100.7 nonsense -all"), servers("198.51.100.7"), "spf", "failed domain.spf_invalid/syntax from"},
		{"SPF for all", spf("v=spf1 +all"), nil, "spf", "warned domain.spf_permits_all from"},
		{"an include without record", spf("v=spf1 include:empty.example -all") + "empty.example. TXT x", nil, "spf", "failed domain.spf_invalid/record_missing from"},
		{"an include of itself", spf("v=spf1 include:example.com -all"), nil, "spf", "failed domain.spf_invalid/too_many_lookups from"},
		{"an include that fails", spf("v=spf1 include:broken.example -all"), nil, "spf", "failed net.dns_failed from"},
		{"an include that is refused", spf("v=spf1 include:refused.example -all"), nil, "spf", "failed net.dns_failed from"},

		{"no selector", good, nil, "dkim", "skipped"},

		{"DMARC", good, nil, "dmarc", "passed"},
		{"no DMARC", dmarc(), nil, "dmarc", "warned domain.dmarc_missing from"},
		{"DMARC that asks nothing", dmarc("v=DMARC1; p=none"), nil, "dmarc", "passed"},
		{"DMARC in capitals", dmarc("v=DMARC1; p=Reject; aspf=R"), nil, "dmarc", "passed"},
		{"DMARC with reports only", dmarc("v=DMARC1; rua=mailto:d@example.com"), nil, "dmarc", "passed"},
		{"DMARC without policy", dmarc("v=DMARC1"), nil, "dmarc", "failed domain.dmarc_invalid/syntax from"},
		{"DMARC syntax", dmarc("v=DMARC1; p=perhaps"), nil, "dmarc", "failed domain.dmarc_invalid/syntax from"},
		{"several DMARC", dmarc("v=DMARC1; p=none", "v=DMARC1; p=reject"), nil, "dmarc", "failed domain.dmarc_invalid/several_records from"},
		{"DMARC of another version", dmarc("v=DMARC2; p=none"), nil, "dmarc", "warned domain.dmarc_missing from"},
		{"DMARC of the organisation", good + "a.b.example.com. MX 1 mx.example.com.\na.b.example.com. TXT \"v=spf1 -all\"", from("ops@a.b.example.com"), "dmarc", "passed"},
		{"bounces to the organisation", good + "b.example.com. MX 1 mx.example.com.", bouncesTo("x@b.example.com"), "dmarc", "warned domain.dmarc_unaligned/spf_unusable from"},
		{
			"bounces elsewhere", good + "b.example. MX 1 mx.b.example.\nb.example. TXT \"v=spf1 -all\"", bouncesTo("x@b.example"),
			"dmarc", "warned domain.dmarc_unaligned envelopeFrom,from",
		},
		{
			"bounces below, strictly", dmarc("v=DMARC1; p=reject; aspf=s") + "b.example.com. MX 1 mx.example.com.\nb.example.com. TXT \"v=spf1 -all\"", bouncesTo("x@b.example.com"),
			"dmarc", "warned domain.dmarc_unaligned envelopeFrom,from",
		},
		{
			"bounces below, relaxed", good + "b.example.com. MX 1 mx.example.com.\nb.example.com. TXT \"v=spf1 -all\"", bouncesTo("x@b.example.com"),
			"dmarc", "passed",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := sentences(check(t, tt.zone, tt.edit))
			if got[tt.step] != tt.want {
				t.Errorf("%s: %s, want %s", tt.step, got[tt.step], tt.want)
			}
		})
	}
}

func TestCheckDKIM(t *testing.T) {
	strong, _ := rsaKey(t, 2048)
	weak, _ := rsaKey(t, 1024)
	short, _ := rsaKey(t, 768)
	// A text of DNS holds 255 bytes; a record is made of several.
	record := func(text string) string { return `"` + text[:40] + `" "` + text[40:] + `"` }
	zone := good + strings.Join([]string{
		"strong._domainkey.example.com. TXT " + record("v=DKIM1; k=rsa; p="+strong[:200]) + ` "` + strong[200:] + `"`,
		"elsewhere._domainkey.example.com. CNAME key.provider.example.",
		"weak._domainkey.example.com. TXT " + record("v=DKIM1; k=rsa; p="+weak),
		"short._domainkey.example.com. TXT " + record("v=DKIM1; k=rsa; p="+short),
		"testing._domainkey.example.com. TXT " + record("v=DKIM1; t=y; p="+weak),
		"revoked._domainkey.example.com. TXT \"v=DKIM1; p=\"",
		"several._domainkey.example.com. TXT \"v=DKIM1; p=\"",
		"several._domainkey.example.com. TXT \"v=DKIM1; p=x\"",
	}, "\n")
	tests := []struct {
		selectors   string
		want, dmarc string
	}{
		{"strong", "passed", "passed"},
		{" Strong ", "passed", "passed"},
		{"weak", "warned domain.dkim_weak from", "passed"},
		{"short", "failed domain.dkim_invalid/key_too_short from", "failed domain.dmarc_unaligned envelopeFrom,from"},
		{"testing", "warned domain.dkim_invalid/testing from", "failed domain.dmarc_unaligned envelopeFrom,from"},
		{"revoked", "failed domain.dkim_invalid from", "failed domain.dmarc_unaligned envelopeFrom,from"},
		{"several", "failed domain.dkim_invalid/several_records from", "failed domain.dmarc_unaligned envelopeFrom,from"},
		{"missing", "failed domain.dkim_missing from", "failed domain.dmarc_unaligned envelopeFrom,from"},
		{"missing,strong", "failed domain.dkim_missing from", "passed"},
		{"no selector", "failed domain.dkim_missing/selector from", "failed domain.dmarc_unaligned envelopeFrom,from"},
	}
	for _, tt := range tests {
		t.Run(tt.selectors, func(t *testing.T) {
			got := sentences(check(t, zone+"\nb.example. MX 1 mx.b.example.", func(q *senderdomain.Query) {
				q.EnvelopeFrom, q.Selectors = "x@b.example", strings.Split(tt.selectors, ",")
			}))
			if diff := cmp.Diff([]string{tt.want, tt.dmarc}, []string{got["dkim"], got["dmarc"]}); diff != "" {
				t.Error(diff)
			}
		})
	}
}
