package idp_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"patchbay/backend/event"
	"patchbay/backend/idp"
	"patchbay/backend/protocol/signin"
)

// explained is what a page of the provider's comes to, as JSON.
func (r *rehearsal) explained(t *testing.T, draft idp.Draft, page string) string {
	t.Helper()
	findings, err := r.providers.Explain(t.Context(), site, draft, page)
	if err != nil || len(findings) == 0 {
		t.Errorf("%d findings, %v", len(findings), err)
	}
	doc, err := json.Marshal(findings)
	if err != nil {
		t.Error(err)
	}
	return string(doc)
}

func TestAPageIsExplainedWithTheAddressThatWasGiven(t *testing.T) {
	r := newRehearsal(t)
	draft := r.draft(signin.OIDC)
	const page = "Error 400: redirect_uri_mismatch"
	if got := r.explained(t, draft, page); !strings.Contains(got, "http://127.0.0.1:PORT/callback") {
		t.Errorf("without a sign-in: %s", got)
	}
	r.waits(t, draft, time.Minute, func(_ context.Context, stop context.CancelFunc, p event.Prompt) {
		defer stop()
		if got := r.explained(t, draft, page); !strings.Contains(got, p.ReturnsTo) {
			t.Errorf("during one that comes back to %s: %s", p.ReturnsTo, got)
		}
		other := draft
		other.Settings.Issuer += "/other"
		if got := r.explained(t, other, page); strings.Contains(got, p.ReturnsTo) {
			t.Errorf("with another draft: %s", got)
		}
	})
}

func TestTheSheetNamesBothAddresses(t *testing.T) {
	f := newFixture(t)
	draft := confidential("Staff")
	draft.Settings.LoopbackPort = 8123
	sheet, err := f.providers.Sheet(t.Context(), site, draft)
	if err != nil {
		t.Fatal(err)
	}
	text := sheet.Text()
	for _, want := range []string{"https://desk.example.com/callback", "http://127.0.0.1:8123/callback"} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not on it:\n%s", want, text)
		}
	}
	if strings.Contains(text, canary) {
		t.Error("the client secret is on it")
	}
}
