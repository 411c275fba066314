package senderdomain_test

import (
	"context"
	"fmt"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/senderdomain"
)

// TestReport holds the whole report of a check that finds a warning.
func TestReport(t *testing.T) {
	var seen []string
	report := check(t, good, func(q *senderdomain.Query) {
		servers("198.51.100.7", "2001:db8::7")(q)
		q.Observe = func(p proof.Progress) {
			seen = append(seen, fmt.Sprintf("%d %s %v %s", p.Index, p.Step.Name, p.Running, p.Step.Verdict))
		}
	})
	want := proof.Report{
		Subject: "sender-domain", Target: "example.com", Verdict: proof.Warned, Host: "here", Version: "1",
		Shows:  "The records that DNS holds for the sender's domain now.",
		Leaves: "Whether the server sends from the addresses that they permit, and signs with the keys that they name: a message that has arrived shows it.",
		Steps: []proof.Step{
			{Name: "mx", Verdict: proof.Passed, Detail: "example.com: mx.example.com"},
			{
				Name: "spf", Verdict: proof.Warned, Detail: "v=spf1 ip4:198.51.100.0/24 -all; 198.51.100.7 pass; 2001:db8::7 fail",
				Finding: &proof.Finding{
					Code:   senderdomain.CodeSPFNotPermitted,
					Cause:  "The SPF record of example.com does not permit the outgoing server's address: 2001:db8::7 (fail). The server may send from other addresses than the one it is reached at.",
					Remedy: "Find out which addresses the server sends from, or which include its provider asks for, and have the SPF record name them.",
					Fields: []string{"from", "host"}, Source: "RFC 7208 §2.6",
				},
			},
			{Name: "dkim", Verdict: proof.Skipped, Detail: "no selector was given. Enter the selector that the server signs with: it stands as s= in the DKIM-Signature field of any message it has sent, and in the provider's instructions."},
			{Name: "dmarc", Verdict: proof.Passed, Detail: "v=DMARC1; p=quarantine at _dmarc.example.com: receivers are asked to put mail that does not meet it aside"},
		},
		Transcript: []proof.Line{
			{From: "note", Text: "example.com MX 10 mx.example.com."},
			{From: "note", Text: "mx.example.com A/AAAA 192.0.2.25"},
			{From: "note", Text: "example.com TXT v=spf1 ip4:198.51.100.0/24 -all"},
			{From: "note", Text: "example.com TXT another-verification=1"},
			{From: "note", Text: "_dmarc.example.com TXT v=DMARC1; p=quarantine"},
		},
	}
	ignored := cmp.Options{
		cmpopts.IgnoreFields(proof.Report{}, "StartedAt", "DurationMs"),
		cmpopts.IgnoreFields(proof.Step{}, "DurationMs"), cmpopts.IgnoreFields(proof.Line{}, "At"),
	}
	if diff := cmp.Diff(want, report, ignored); diff != "" {
		t.Error(diff)
	}
	if report.StartedAt.Location() != time.UTC {
		t.Errorf("it began at %s", report.StartedAt)
	}
	told := []string{
		"0 mx true ", "0 mx false passed", "1 spf true ", "1 spf false warned",
		"2 dkim true ", "2 dkim false skipped", "3 dmarc true ", "3 dmarc false passed",
	}
	if diff := cmp.Diff(told, seen); diff != "" {
		t.Error(diff)
	}
}

// TestFailureKeepsTheOtherSteps: a missing MX record says nothing about SPF.
func TestFailureKeepsTheOtherSteps(t *testing.T) {
	report := check(t, without(good, " MX "), nil)
	want := map[string]string{"mx": "failed domain.no_mx from", "spf": "passed", "dkim": "skipped", "dmarc": "passed"}
	if diff := cmp.Diff(want, sentences(report)); diff != "" {
		t.Error(diff)
	}
	if report.Verdict != proof.Failed || report.Shows != "" {
		t.Errorf("%s, shows %q", report.Verdict, report.Shows)
	}
}

// TestInternationalDomain: DNS is asked in ASCII.
func TestInternationalDomain(t *testing.T) {
	report := check(t, "xn--bcher-kva.example. MX 1 mx.example.\nmx.example. AAAA 2001:db8::25", from("ops@Bücher.example"))
	if report.Target != "xn--bcher-kva.example" || report.Steps[0].Verdict != proof.Passed {
		t.Errorf("%s: %+v", report.Target, report.Steps[0])
	}
}

// TestNothingIsAskedInVain: where no question can be answered, none is asked.
func TestNothingIsAskedInVain(t *testing.T) {
	skipped := func(mx string) map[string]string {
		return map[string]string{"mx": mx, "spf": "skipped", "dkim": "skipped", "dmarc": "skipped"}
	}
	ended, end := context.WithCancel(t.Context())
	end()
	tests := []struct {
		name  string
		ctx   context.Context
		query senderdomain.Query
		want  map[string]string
	}{
		{"silence", t.Context(), senderdomain.Query{From: "ops@silent.example", Timeout: 50 * time.Millisecond}, skipped("failed net.dns_failed from")},
		{"cancelled", ended, senderdomain.Query{From: "ops@silent.example"}, skipped("failed net.closed/cancelled ")},
		{"no domain", t.Context(), senderdomain.Query{From: "ops@"}, skipped("failed domain.address_invalid from")},
		{"unknown", t.Context(), senderdomain.Query{From: "ops@unknown.example"}, skipped("failed domain.not_found from")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.query.Resolver = nameServer(t, good)
			report := senderdomain.Check(tt.ctx, tt.query)
			if diff := cmp.Diff(tt.want, sentences(report)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestHostileRecordsCostLittle: a zone cannot make the check ask or keep
// without end.
func TestHostileRecordsCostLittle(t *testing.T) {
	var zone strings.Builder
	zone.WriteString("example.com. MX 1 mx.example.com.\n")
	for i := range 200 {
		fmt.Fprintf(&zone, "example.com. TXT \"%d\x1b[31m %s\"\n", i, strings.Repeat("x", 200))
	}
	zone.WriteString(`example.com. TXT "v=spf1 mx:a.example mx:b.example exists:%{i}.c.example ptr include:d.example ?all"` + "\n")
	for i := range 200 {
		fmt.Fprintf(&zone, "a.example. MX 1 m%d.a.example.\n", i)
	}
	var asked atomic.Int32
	report := check(t, zone.String(), func(q *senderdomain.Query) {
		dial := q.Resolver.Dial
		q.Resolver.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
			asked.Add(1) // one connection carries one question
			return dial(ctx, network, address)
		}
		for i := range 200 {
			servers(fmt.Sprintf("198.51.100.%d", i))(q)
		}
	})
	if n := asked.Load(); n > 200 {
		t.Errorf("%d questions", n)
	}
	size := 0
	for _, line := range report.Transcript {
		size += len(line.Text)
		if strings.Contains(line.Text, "\x1b") {
			t.Errorf("%q is shown", line.Text)
		}
	}
	if size > 64<<10 {
		t.Errorf("a transcript of %d bytes", size)
	}
	if got := sentences(report)["spf"]; got != "failed domain.spf_invalid/too_many_lookups from" {
		t.Error(got)
	}
}
