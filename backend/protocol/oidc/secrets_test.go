package oidc_test

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"patchbay/backend/proof"
	"patchbay/backend/secret"
)

func wrongSecret() secret.Text { return secret.FromString("wr0ng-secret-canary") }

// noSecrets looks through all that a report holds, transcript included.
func noSecrets(t testing.TB, report proof.Report) {
	t.Helper()
	raw, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw)
	for _, canary := range []string{
		clientSecret, url.QueryEscape(clientSecret), base64.StdEncoding.EncodeToString([]byte(clientSecret)),
		base64.StdEncoding.EncodeToString([]byte(clientID + ":" + url.QueryEscape(clientSecret))),
		accessToken, "code-canary-91bc", "wr0ng-secret-canary", "refresh-canary",
	} {
		if strings.Contains(text, canary) {
			t.Errorf("the report tells %q", canary)
		}
	}
}
