package handover_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"patchbay/backend/handover"
	"patchbay/backend/vault"
)

// TestSC25_NothingThatIsShownHoldsASecret pushes to a target that echoes all it
// got, and looks at everything that comes of it.
func TestSC25_NothingThatIsShownHoldsASecret(t *testing.T) {
	f := newFixture(t)
	tg := newTarget(t)
	tg.answers(http.StatusBadRequest, "")
	tg.echo = true
	saved := f.save(t, byClient(tg.url, tg.tokenURL, tg.caPEM))
	shown := []any{saved, saved.Document(), saved.Stored()}
	for _, draft := range []handover.Draft{saved.Draft(), byHand(tg.url, tg.caPEM)} {
		shown = append(shown, f.plan(t, draft))
		applied := f.apply(t, draft)
		shown = append(shown, applied.Report, applied.Exchange, applied.Target)
		if applied.Exchange == nil || !strings.Contains(applied.Exchange.ResponseBody, "mail.example.com") {
			t.Error("the echo is not shown: this shows nothing")
		}
	}
	if !tg.leaked(mailPassword) || !tg.leaked(clientSecret) || !tg.leaked(issued) || !tg.leaked(handToken) {
		t.Fatal("the secrets were not used: this shows nothing")
	}
	f.mu.Lock()
	shown = append(shown, f.events, f.entries(t))
	f.mu.Unlock()
	text, err := json.Marshal(shown)
	if err != nil {
		t.Fatal(err)
	}
	for _, value := range []string{mailPassword, clientSecret, handToken, issued} {
		for _, form := range []string{value, url.QueryEscape(value), base64.StdEncoding.EncodeToString([]byte(value))} {
			if strings.Contains(string(text), form) {
				t.Errorf("a secret is shown as %s", form)
			}
		}
	}
}

// TestATokenIsNeverKept, nor the client secret of a draft that is not saved.
func TestATokenIsNeverKept(t *testing.T) {
	f := newFixture(t)
	tg := newTarget(t)
	draft := byHand(tg.url, tg.caPEM)
	f.save(t, draft)
	f.apply(t, draft)
	f.apply(t, byClient(tg.url, tg.tokenURL, tg.caPEM))
	for _, field := range []string{"token", "clientSecret"} {
		err := f.access.View(t.Context(), func(tx *vault.Tx) error {
			info, err := tx.SecretInfo(vault.SecretRef{Kind: handover.KindMailAPI, ID: site, Field: field})
			if info.Set {
				t.Errorf("%s is kept", field)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if plan := f.plan(t, f.get(t).Draft()); plan.Ready {
		t.Error("what is kept can be pushed without the token being given again")
	}
}
