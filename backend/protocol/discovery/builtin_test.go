package discovery_test

import (
	"net/http"
	"strings"
	"testing"

	"patchbay/backend/protocol/discovery"
)

func TestBuiltInKnowsProviders(t *testing.T) {
	report := discovery.BuiltIn("someone@gmail.com", discovery.Options{})
	if len(report.Candidates) == 0 {
		t.Fatal("nothing is known of gmail.com")
	}
	best := report.Candidates[0]
	if best.Host != "smtp.gmail.com" || best.Port != 465 || best.Security != discovery.ImplicitTLS || best.User != "someone@gmail.com" || best.NeedsConfirmation {
		t.Errorf("%+v", best)
	}
	if !strings.HasPrefix(best.Where, "Patchbay's own list, verified 20") {
		t.Error(best.Where)
	}
	if report := discovery.BuiltIn("someone@nobody.example", discovery.Options{}); len(report.Candidates) != 0 || report.Attempts[0].Outcome != "found nothing" {
		t.Errorf("%+v", report)
	}
}

// TestBuiltInRecognisesMX: a provider that a domain's MX record leads to is
// offered, to be confirmed.
func TestBuiltInRecognisesMX(t *testing.T) {
	report, _ := find(t, map[string]http.HandlerFunc{}, "example.com. MX 1 aspmx.l.google.com.", func(o *discovery.Options) { o.ForMX = nil })
	if len(report.Candidates) == 0 || report.Candidates[0].Host != "smtp.gmail.com" || !report.Candidates[0].NeedsConfirmation || report.Candidates[0].Source != discovery.FromMX {
		t.Errorf("%v", lines(report.Candidates))
	}
}
