package idp_test

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"
	"testing"
)

// assertNoSecret looks for a value in all that is shown of a provider, and in
// all events.
func (r *rehearsal) assertNoSecret(t *testing.T, value, id string) {
	t.Helper()
	recent, err := r.providers.Recent(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	r.mu.Lock()
	events := r.events
	r.mu.Unlock()
	shown, err := json.Marshal([]any{r.get(t, id), recent, events, r.entries(t)})
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range []string{value, url.QueryEscape(value), base64.StdEncoding.EncodeToString([]byte(value))} {
		if strings.Contains(string(shown), form) {
			t.Errorf("the secret is shown as %s", form)
		}
	}
}
