package clientgrant_test

import (
	"encoding/json"
	"strings"
	"testing"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/clientgrant"
	"patchbay/backend/secret"
)

// FuzzJudge: whatever comes, there is a token exactly when nothing failed, it can
// stand in a header, and the report can be stored and holds no secret.
func FuzzJudge(f *testing.F) {
	f.Add(200, "application/json", []byte(`{"access_token":"abcdefgh","token_type":"Bearer","expires_in":3600,"scope":"a b"}`))
	f.Add(200, "application/x-www-form-urlencoded", []byte(`access_token=abcdefgh&token_type=bearer&expires_in=1e99`))
	f.Add(400, "application/json", []byte(`{"error":"invalid_scope","error_description":"`+clientSecret+`"}`))
	f.Add(401, "text/html", []byte(`<html>access_token=abcdefghijklmnopqrstuvwxyz`))
	f.Add(302, "", []byte("\xff\xfe{\x00"))
	request := clientgrant.Request{
		Settings: clientgrant.Settings{TokenURL: "https://127.0.0.1/token", ClientID: clientID, Scope: "a b"},
		Secret:   secret.FromString(clientSecret), Host: "desk",
	}
	f.Fuzz(func(t *testing.T, status int, contentType string, body []byte) {
		token, report := clientgrant.Judge(request, status, contentType, body)
		if token.Value.IsSet() != (report.Verdict != proof.Failed) {
			t.Errorf("%s with a token: %v", report.Verdict, token.Value.IsSet())
		}
		value := string(token.Value.Reveal())
		if strings.ContainsFunc(value, func(r rune) bool { return r <= ' ' || r > '~' }) {
			t.Errorf("no header can carry %q", value)
		}
		text, err := json.Marshal(report)
		if err != nil {
			t.Error(err)
		}
		if strings.Contains(string(text), clientSecret) {
			t.Errorf("the secret is in %s", text)
		}
	})
}
