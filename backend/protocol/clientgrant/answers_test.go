package clientgrant_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/clientgrant"
)

// TestAnswers: every code, provoked. The credential is sent once each time.
func TestAnswers(t *testing.T) {
	page := "<!doctype html><title>Sign in</title>"
	long := strings.Repeat("x", 17<<10)
	for name, tt := range map[string]struct {
		answer  answer
		verdict proof.Verdict
		want    string
		fields  []string
	}{
		"invalid_client":       {sayJSON(401, `{"error":"invalid_client"}`), proof.Failed, "token.client_rejected (invalid_client)", []string{"clientId", "secret", "clientAuth"}},
		"unauthorized_client":  {sayJSON(400, `{"error":"unauthorized_client","error_description":"Client not enabled to retrieve service account"}`), proof.Failed, "token.grant_refused (unauthorized_client)", []string{"clientId"}},
		"a secret, Keycloak's": {sayJSON(401, `{"error":"unauthorized_client","error_description":"Invalid client or Invalid client credentials"}`), proof.Failed, "token.client_rejected (unauthorized_client)", []string{"clientId", "secret", "clientAuth"}},
		"unsupported grant":    {sayJSON(400, `{"error":"unsupported_grant_type"}`), proof.Failed, "token.grant_refused (unsupported_grant_type)", []string{"tokenUrl"}},
		"invalid_scope":        {sayJSON(400, `{"error":"invalid_scope"}`), proof.Failed, "token.scope_refused (invalid_scope)", []string{"scopes"}},
		"invalid_request":      {sayJSON(400, `{"error":"invalid_request"}`), proof.Failed, "token.refused (invalid_request)", []string{"clientAuth", "scopes", "tokenUrl"}},
		"another error":        {sayJSON(400, `{"error":"tea_time"}`), proof.Failed, "token.refused (other)", []string{"tokenUrl"}},
		"an error with 200":    {sayJSON(200, `{"error":"invalid_client"}`), proof.Failed, "token.client_rejected (invalid_client)", nil},
		"an error as form":     {say(400, "application/x-www-form-urlencoded", "error=invalid_client"), proof.Failed, "token.client_rejected (invalid_client)", nil},
		"401 alone":            {say(401, "text/plain", "no"), proof.Failed, "token.client_rejected (status_401)", nil},
		"404":                  {say(404, "text/html", page), proof.Failed, "token.refused (status_404)", []string{"tokenUrl"}},
		"405":                  {say(405, "text/plain", ""), proof.Failed, "token.refused (status_405)", nil},
		"423":                  {sayJSON(423, `{"code":"vault.locked","message":"the vault is locked"}`), proof.Failed, "token.refused (status_423)", nil},
		"429":                  {say(429, "text/plain", "slow down"), proof.Failed, "token.refused (status_429)", nil},
		"503":                  {say(503, "text/html", page), proof.Failed, "token.refused (status_503)", nil},
		"a redirect":           {say(302, "text/html", "", "Location: https://127.0.0.1:1/?token=t"), proof.Failed, "token.invalid_answer (redirect)", []string{"tokenUrl"}},
		"a redirect that asks for the body again": {
			say(307, "text/html", "", "Location: http://127.0.0.1:1/"), proof.Failed, "token.invalid_answer (redirect)", nil,
		},
		"a page":            {say(200, "text/html", page), proof.Failed, "token.invalid_answer (html)", []string{"tokenUrl"}},
		"no JSON":           {sayJSON(200, "hello"), proof.Failed, "token.invalid_answer (not_json)", nil},
		"half of JSON":      {sayJSON(200, `{"access_token":"abc`), proof.Failed, "token.invalid_answer (truncated)", nil},
		"no object":         {sayJSON(200, `[]`), proof.Failed, "token.invalid_answer (not_object)", nil},
		"nothing":           {sayJSON(200, ""), proof.Failed, "token.invalid_answer (empty)", nil},
		"no token":          {sayJSON(200, `{"token_type":"Bearer"}`), proof.Failed, "token.invalid_answer (no_access_token)", nil},
		"a null token":      {sayJSON(200, `{"access_token":null,"token_type":"Bearer"}`), proof.Failed, "token.invalid_answer (no_access_token)", nil},
		"no type":           {sayJSON(200, `{"access_token":"abcdefgh","expires_in":1}`), proof.Failed, "token.invalid_answer (token_type)", nil},
		"another type":      {sayJSON(200, `{"access_token":"abcdefgh","expires_in":1,"token_type":"DPoP"}`), proof.Failed, "token.invalid_answer (token_type)", nil},
		"a header in it":    {sayJSON(200, `{"access_token":"abc\r\nX-Evil: 1","expires_in":1,"token_type":"Bearer"}`), proof.Failed, "token.invalid_answer (token_characters)", nil},
		"a long token":      {sayJSON(200, `{"access_token":"`+long+`","expires_in":1,"token_type":"Bearer"}`), proof.Failed, "token.invalid_answer (token_length)", nil},
		"too much":          {sayJSON(200, `{"access_token":"`+strings.Repeat("x", 65<<10)+`"}`), proof.Failed, "token.invalid_answer (too_large)", nil},
		"good":              {issue(), proof.Passed, "", nil},
		"no end":            {sayJSON(200, `{"access_token":"abcdefgh","token_type":"Bearer"}`), proof.Warned, "token.invalid_answer (expires_in)", []string{"tokenUrl"}},
		"less than asked":   {sayJSON(200, `{"access_token":"abcdefgh","token_type":"BEARER","expires_in":9,"scope":"mail:read"}`), proof.Warned, "token.scope_refused (granted_less)", []string{"scopes"}},
		"more than asked":   {sayJSON(200, `{"access_token":"abcdefgh","token_type":"BEARER","expires_in":9,"scope":"mail:read mail:write"}`), proof.Passed, "", nil},
		"as a form":         {say(200, "application/x-www-form-urlencoded", "access_token=abcdefgh&token_type=bearer&expires_in=9"), proof.Warned, "token.invalid_answer (form)", nil},
		"compressed":        {say(200, "application/json", "\x1f\x8b\x08\x00", "Content-Encoding: gzip"), proof.Failed, "token.invalid_answer (encoding)", nil},
		"a body that stops": {sayRaw("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"), proof.Failed, "net.closed", []string{"tokenUrl"}},
		"silence":           {sayRaw(""), proof.Failed, "net.closed", []string{"tokenUrl"}},
		"not HTTP":          {sayRaw("220 mail.example.com ESMTP\r\n"), proof.Failed, "token.invalid_answer (not_http)", []string{"tokenUrl"}},
	} {
		t.Run(name, func(t *testing.T) {
			e := serve(t, tt.answer)
			report := clientgrant.Prove(t.Context(), e.request())
			if report.Verdict != tt.verdict || codes(report) != tt.want {
				t.Fatalf("%s: %s, want %s %s", report.Verdict, codes(report), tt.verdict, tt.want)
			}
			if tt.want != "" {
				f := findingOf(t, report)
				if !isSentence(f.Cause) || !isSentence(f.Remedy) || tt.fields != nil && !cmp.Equal(f.Fields, tt.fields) {
					t.Errorf("%+v", f)
				}
			}
			if inClear, all := e.Received(); strings.Count(all, "Authorization: Basic ") != 1 || strings.Contains(inClear, "Basic") {
				t.Errorf("the credential was sent %d times", strings.Count(all, "Authorization: Basic "))
			}
		})
	}
}

// TestTheEndpointsOwnWords are kept.
func TestTheEndpointsOwnWords(t *testing.T) {
	e := serve(t, sayJSON(400, `{"error":"invalid_scope","error_description":"Invalid scopes: mail:write","error_uri":"https://docs.example.com/e"}`))
	f := findingOf(t, clientgrant.Prove(t.Context(), e.request()))
	if f.Remote == nil || f.Remote.Code != "invalid_scope" || f.Remote.Text != "Invalid scopes: mail:write\nhttps://docs.example.com/e" {
		t.Errorf("%+v", f.Remote)
	}
}
