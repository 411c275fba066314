package mailauth_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/mailauth"
)

// entraError is an answer of Microsoft's token endpoint.
func entraError(name string, number int, words string) string {
	return fmt.Sprintf(`{"error":%q,"error_description":"AADSTS%d: %s Trace ID: 1b2c Correlation ID: 3d4e Timestamp: 2026-11-21 10:00:00Z","error_codes":[%d],"timestamp":"2026-11-21 10:00:00Z","trace_id":"1b2c","correlation_id":"3d4e"}`, name, number, words, number)
}

// endpointText is an answer of a token endpoint and what it means.
type endpointText struct {
	status     int
	body       string
	reason     string
	fields     []string
	unverified bool
}

func entraTexts() []endpointText {
	entra := func(name string, number int, words string, fields ...string) endpointText {
		return endpointText{400, entraError(name, number, words), fmt.Sprintf("aadsts%d", number), fields, number != 70011}
	}
	const secret, client, url, scope, refresh = "oauth2.clientSecret", "oauth2.clientId", "oauth2.tokenUrl", "oauth2.scope", "oauth2.refreshToken"
	return []endpointText{
		entra("invalid_client", 7000215, "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID.", secret),
		entra("invalid_client", 7000222, "The provided client secret keys for app are expired.", secret),
		entra("unauthorized_client", 700016, "Application with identifier was not found in the directory.", client, url),
		entra("invalid_request", 90002, "Tenant 'x' not found.", url),
		entra("invalid_request", 900023, "Specified tenant identifier is neither a valid DNS name, nor a valid external domain.", url),
		entra("invalid_grant", 65001, "The user or administrator has not consented to use the application.", client, scope),
		entra("invalid_grant", 50126, "Error validating credentials due to invalid username or password.", "user", "password"),
		entra("interaction_required", 50076, "Due to a configuration change you must use multi-factor authentication.", "user"),
		entra("interaction_required", 50079, "The user is required to use multi-factor authentication.", "user"),
		entra("invalid_grant", 53003, "Access has been blocked by Conditional Access policies.", "user"),
		entra("invalid_grant", 50034, "The user account does not exist in the directory.", "user", url),
		entra("invalid_grant", 700082, "The refresh token has expired due to inactivity.", refresh),
		entra("invalid_grant", 70008, "The provided authorization code or refresh token has expired due to inactivity.", refresh),
		entra("invalid_grant", 50173, "The provided grant has expired due to it being revoked.", refresh),
		entra("invalid_scope", 70011, "The provided value for the input parameter 'scope' is not valid.", scope),
		entra("invalid_scope", 1002012, "The provided value for scope is not valid. Client credential flows must have a scope value with /.default suffixed.", scope),
		entra("invalid_resource", 500011, "The resource principal named x was not found in the tenant.", scope),
		entra("invalid_client", 7000218, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.", secret),
	}
}

func namedTexts() []endpointText {
	const secret, client, url, scope, refresh = "oauth2.clientSecret", "oauth2.clientId", "oauth2.tokenUrl", "oauth2.scope", "oauth2.refreshToken"
	return []endpointText{
		{400, `{"error":"invalid_grant","error_description":"Token has been expired or revoked."}`, "invalid_grant", []string{refresh}, true},
		{401, `{"error":"invalid_client","error_description":"Unauthorized"}`, "invalid_client", []string{client, secret}, false},
		{401, `{"error":"unauthorized_client","error_description":"Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested."}`, "unauthorized_client", []string{client, scope}, true},
		{400, `{"error":"redirect_uri_mismatch","error_description":"Bad Request"}`, "redirect_uri_mismatch", []string{client}, true},
		{403, `{"error":"access_denied"}`, "access_denied", []string{"user", client}, true},
		{400, `{"error":"admin_policy_enforced"}`, "admin_policy_enforced", []string{client}, true},
		{400, `{"error":"invalid_scope"}`, "invalid_scope", []string{scope}, false},
		{400, `{"error":"unsupported_grant_type"}`, "unsupported_grant_type", []string{url, "oauth2.grant"}, false},
		{400, `{"error":"invalid_request"}`, "invalid_request", []string{url, client, scope}, false},
	}
}

func TestTokenEndpointTexts(t *testing.T) {
	for _, tt := range append(entraTexts(), namedTexts()...) {
		t.Run(tt.reason, func(t *testing.T) {
			f := mailauth.DiagnoseTokenEndpoint(tt.status, []byte(tt.body))
			if f.Code != "auth.token_rejected" || f.Reason != tt.reason || f.Unverified != tt.unverified {
				t.Errorf("got %s (%s, unverified %v)", f.Code, f.Reason, f.Unverified)
			}
			if diff := cmp.Diff(tt.fields, f.Fields); diff != "" {
				t.Error(diff)
			}
			if f.Source == "" || f.Remote.Code != fmt.Sprint(tt.status) {
				t.Errorf("no source, or no status: %+v", f)
			}
			checkWording(t, f)
			if number, ok := strings.CutPrefix(tt.reason, "aadsts"); ok {
				if !strings.Contains(f.Remedy, "https://login.microsoftonline.com/error?code="+number+" ") {
					t.Errorf("no link: %s", f.Remedy)
				}
				if !strings.Contains(f.Remote.Text, "Trace ID: 1b2c Correlation ID: 3d4e") {
					t.Errorf("no trace ID: %s", f.Remote.Text)
				}
			}
		})
	}
}

// TestNoTokenEndpointRowIsHidden: each row wins an answer.
func TestNoTokenEndpointRowIsHidden(t *testing.T) {
	rows := mailauth.TokenEndpointRows()
	won := map[int]bool{}
	for _, tt := range append(entraTexts(), namedTexts()...) {
		won[winner(rows, "", fault.Remote{Text: tt.reason + ": words"})] = true
	}
	for i, row := range rows {
		if !won[i] || row.Source == "" {
			t.Errorf("row %d: %v is hidden or has no source", i, row.Text)
		}
	}
}

func TestOtherTokenEndpointAnswers(t *testing.T) {
	unavailable, rejected := "auth.temporarily_unavailable", "auth.token_rejected"
	tests := map[string]struct {
		status             int
		body               string
		want, reason, text string
	}{
		"unknown number":       {400, entraError("invalid_request", 99999, "New."), rejected, "aadsts99999", "AADSTS99999: New."},
		"a number in the list": {400, `{"error":"invalid_grant","error_codes":[7000215]}`, rejected, "aadsts7000215", "invalid_grant"},
		"a longer number":      {400, entraError("invalid_request", 700160, "New."), rejected, "aadsts700160", "AADSTS700160"},
		"unknown name":         {400, `{"error":"consent_required","error_uri":"https://example.com/e"}`, rejected, "consent_required", "consent_required: https://example.com/e"},
		"hostile name":         {400, `{"error":"<b>x</b>\u202e"}`, rejected, "other", `<b>x</b>\u202e`},
		"other types":          {400, `{"error":"invalid_client","error_description":{"a":1},"error_codes":"x"}`, rejected, "invalid_client", "invalid_client"},
		"an error object":      {400, `{"error":{"code":400,"message":"Bad"}}`, rejected, "not_oauth2", `"message":"Bad"`},
		"a page":               {404, "<html>Not Found</html>", rejected, "not_oauth2", "<html>Not Found</html>"},
		"nothing":              {200, "", rejected, "not_oauth2", ""},
		"a token":              {200, `{"access_token":"hunter2"`, rejected, "not_oauth2", "(not shown, because it may hold a token)"},
		"503":                  {503, "<html>busy</html>", unavailable, "token_endpoint", "busy"},
		"500 in JSON":          {500, `{"error":"invalid_client"}`, unavailable, "token_endpoint", "invalid_client"},
		"429":                  {429, "", unavailable, "token_endpoint", ""},
		"temporarily":          {400, `{"error":"temporarily_unavailable"}`, unavailable, "token_endpoint", "temporarily_unavailable"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := mailauth.DiagnoseTokenEndpoint(tt.status, []byte(tt.body))
			if f.Code != tt.want || f.Reason != tt.reason {
				t.Errorf("got %s (%s)", f.Code, f.Reason)
			}
			if !strings.Contains(f.Remote.Text, tt.text) || strings.Contains(f.Remote.Text, "hunter2") {
				t.Errorf("got %q", f.Remote.Text)
			}
			if len(f.Fields) == 0 {
				t.Error("no field to blame")
			}
			checkWording(t, f)
		})
	}
}

func FuzzDiagnoseTokenEndpoint(f *testing.F) {
	f.Add(400, []byte(entraError("invalid_client", 7000215, "x")))
	f.Add(200, []byte(`{"access_token":"x"}`))
	f.Add(502, []byte("\xff\x00<html>"))
	f.Add(400, []byte(`{"error":"AADSTS","error_codes":[-1,1e9]}`))
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		got := mailauth.DiagnoseTokenEndpoint(status, body)
		if got.Code == "" || got.Reason == "" || got.Cause == "" || got.Remedy == "" || got.Remote == nil {
			t.Errorf("got %+v", got)
		}
		const bound = 4 * 6 * 4 << 10 // every byte may be shown as \u0000
		if len(got.Remote.Text) > bound || !utf8.ValidString(got.Remote.Text) || proof.Visible(got.Remote.Text) != got.Remote.Text {
			t.Errorf("%d bytes: %q", len(got.Remote.Text), got.Remote.Text)
		}
	})
}
