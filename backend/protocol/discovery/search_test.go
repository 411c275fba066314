package discovery_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/discovery"
)

// TestFindMergesAndRanks: the same server from several sources is offered once.
func TestFindMergesAndRanks(t *testing.T) {
	report, _ := find(t, map[string]http.HandlerFunc{
		autoconfigURL: page(strings.ReplaceAll(config("example.com"), "<socketType>SSL", "<socketType>plain")),
	}, `_submission._tcp.example.com. SRV 0 1 587 smtp.example.com.
		_submissions._tcp.example.com. SRV 0 1 465 smtp.example.com.`, func(o *discovery.Options) {
		o.ForAddress = func(address string) []discovery.Candidate {
			return []discovery.Candidate{{Protocol: discovery.SMTP, Host: "smtp.example.com", Port: 587, Security: discovery.STARTTLS, User: address, Where: "a list"}}
		}
	})
	want := []discovery.Candidate{
		{Protocol: "smtp", Host: "smtp.example.com", Port: 465, Security: "implicit-tls", User: "ops@example.com", Source: "srv", Where: "SRV _submissions._tcp.example.com"},
		{Protocol: "smtp", Host: "smtp.example.com", Port: 587, Security: "starttls", User: "ops@example.com", SignIn: []string{"password"}, Source: "built-in", Where: "a list", Provider: "Example Mail"},
		{
			Protocol: "imap", Host: "imap.example.com", Port: 993, Security: "none", User: "ops", SignIn: []string{"oauth2", "password"}, Source: "autoconfig",
			Where: autoconfigURL + "?emailaddress=ops%40example.com", Provider: "Example Mail",
			NeedsConfirmation: true, Why: "the server wants the password without encryption",
		},
	}
	if diff := cmp.Diff(want, report.Candidates); diff != "" {
		t.Error(diff)
	}
}

// TestFindTellsTheAddressToItsDomainOnly looks at what went over the wire.
func TestFindTellsTheAddressToItsDomainOnly(t *testing.T) {
	_, w := find(t, map[string]http.HandlerFunc{
		autoconfigURL: http.NotFound, plainURL: http.NotFound, wellKnownURL: http.NotFound,
		"https://autoconfig.provider.test/mail/config-v1.1.xml": http.NotFound,
		"https://ispdb.test/example.com":                        http.NotFound,
	}, "example.com. MX 10 mx.provider.test.", func(o *discovery.Options) { o.ISPDBURL = "https://ispdb.test" })
	want := []string{
		autoconfigURL + "?emailaddress=ops%40example.com", wellKnownURL, plainURL,
		strings.Replace(wellKnownURL, "https", "http", 1), "https://autoconfig.provider.test/mail/config-v1.1.xml",
	}
	if diff := cmp.Diff(want, w.asked, cmpopts.SortSlices(strings.Compare)); diff != "" {
		t.Error(diff)
	}
}

func TestFindRefusesAnAddressWithoutDomain(t *testing.T) {
	for _, text := range []string{"", "ops", "ops@", "@example.com", "a@b@example.com", "ops@[192.0.2.1]", "ops@192.0.2.1", "ops@localhost", "o ps@example.com", "ops@exa mple.com", "ops@-.com", "Ops <ops@example.com>"} {
		_, err := discovery.Find(t.Context(), text, none(discovery.Options{}))
		var f *fault.Fault
		if !errors.As(err, &f) || f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Name != "address" {
			t.Errorf("%q: %v", text, err)
		}
		if report := discovery.BuiltIn(text, none(discovery.Options{})); len(report.Candidates) != 0 {
			t.Errorf("%q has servers", text)
		}
	}
}

func TestFindWritesDomainsInASCII(t *testing.T) {
	report := discovery.BuiltIn(" ops@BÜCHER.example ", none(discovery.Options{}))
	if report.Domain != "xn--bcher-kva.example" || report.Address != "ops@BÜCHER.example" {
		t.Errorf("%q at %q", report.Address, report.Domain)
	}
}

func TestFindIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	asked := make(chan struct{})
	w := serveWeb(t, map[string]http.HandlerFunc{autoconfigURL: func(_ http.ResponseWriter, in *http.Request) {
		close(asked)
		<-in.Context().Done()
		panic(http.ErrAbortHandler) // a return would answer 200 on a connection that is half closed
	}})
	go func() {
		<-asked
		cancel()
	}()
	report, err := discovery.Find(ctx, "ops@example.com", none(discovery.Options{
		Network: dial.Network{Resolver: nameServer(t, "")}, HTTP: w.client,
	}))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("it ended with %v", err)
	}
	if got := outcomes(report)[autoconfigURL+"?emailaddress=ops%40example.com"]; got != "cancelled" {
		t.Error(got)
	}
}

// TestFindEndsInTime asks a name server that says nothing.
func TestFindEndsInTime(t *testing.T) {
	w := serveWeb(t, nil)
	report, err := discovery.Find(t.Context(), "ops@silent.example", none(discovery.Options{
		Network: dial.Network{Resolver: nameServer(t, "")}, HTTP: w.client, Timeout: 50 * time.Millisecond,
	}))
	if err != nil {
		t.Fatal(err)
	}
	if got := outcomes(report)["MX silent.example"]; got != "no answer in time" {
		t.Error(got)
	}
}
