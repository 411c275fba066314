package refusal_test

import (
	"strings"
	"testing"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/refusal"
	"patchbay/backend/protocol/signin"
)

func TestExplainPageSaysOneThingOnce(t *testing.T) {
	t.Parallel()
	text := "AADSTS50011: The redirect URI specified in the request does not match."
	got := reasons(refusal.ExplainPage(text, settings(), location()))
	if got != "entra_reply_url" {
		t.Errorf("%s", got)
	}
}

func TestExplainPage(t *testing.T) {
	t.Parallel()
	google := settings()
	google.Issuer = "https://accounts.google.com"
	tests := map[string]struct {
		text     string
		settings signin.Settings
		want     string // the first reason
		remote   string // in the provider's words
	}{
		"the text of a page": {
			"Sign in\nSorry, but we’re having trouble signing you in.\nAADSTS50011: The redirect URI 'http://127.0.0.1:4711/callback' specified in the request does not match.\nTrace ID: 1-2-3\nTimestamp: 2026-11-22", settings(),
			"entra_reply_url", "AADSTS50011: The redirect URI 'http://127.0.0.1:4711/callback' specified in the request does not match.\nTrace ID: 1-2-3\nTimestamp: 2026-11-22",
		},
		"the source of a page": {
			`<html><body><p>Error 400: redirect&#95;uri&#95;mismatch</p></body></html>`, google,
			"google_redirect_uri", "<html><body><p>Error 400: redirect_uri_mismatch</p></body></html>",
		},
		"Google's address": {
			"https://accounts.google.com/signin/oauth/error?authError=ChVyZWRpcmVjdF91cmlfbWlzbWF0Y2g%3D&client_id=1", settings(),
			"google_redirect_uri", "",
		},
		"Microsoft's help on a number": {"https://login.microsoftonline.com/error?code=7000222", settings(), "entra_secret_expired", ""},
		"an address with the refusal": {
			"http://127.0.0.1:4711/callback?error=access_denied&error_description=User+is+not+assigned+to+the+client+application.&state=s3cr3t", settings(),
			"okta_not_assigned", "User is not assigned to the client application.",
		},
		"the query alone":        {"?error=invalid_scope&error_description=groups&state=x", settings(), "invalid_scope", "groups"},
		"a fragment":             {"https://app.example.com/#error=login_required&state=x", settings(), "interaction_required", ""},
		"several lines":          {"We are sorry...\n\n  Invalid   parameter:\tredirect_uri ", settings(), "keycloak_redirect_uri", "Invalid   parameter:\tredirect_uri"},
		"a status of SAML":       {"Error: urn:oasis:names:tc:SAML:2.0:status:Responder, urn:oasis:names:tc:SAML:2.0:status:NoAuthnContext", settings(), "saml_context", "Error: urn:oasis:names:tc:SAML:2.0:status:Responder, urn:oasis:names:tc:SAML:2.0:status:NoAuthnContext"},
		"an answer":              {"https://app.example.com/callback?code=SplxlOBeZQQYbYS6WxSbIA&state=af0ifjsldkj", settings(), "answer_pasted", ""},
		"a SAML answer":          {"PHNhbWxwOlJlc3BvbnNlIHhtbG5zOnNhbWxwPSJ1cm46b2FzaXM6bmFtZXM6dGM6U0FNTDoyLjA6cHJvdG9jb2wiLz4=", signin.Settings{Type: signin.SAML}, "answer_pasted", ""},
		"a code of its own":      {"http://127.0.0.1:4711/callback?error=zzz&state=x", settings(), "refused", ""},
		"what a target repeats":  {`oauth2: "invalid_grant"`, settings(), "invalid_grant", `oauth2: "invalid_grant"`},
		"nothing":                {"", settings(), "page_unknown", ""},
		"words that mean naught": {"Welcome back, requester of things", settings(), "page_unknown", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			findings := refusal.ExplainPage(tt.text, tt.settings, location())
			if findings[0].Reason != tt.want {
				t.Fatalf("explained by %s, want %q", reasons(findings), tt.want)
			}
			if remote := findings[0].Remote; tt.remote != "" && (remote == nil || remote.Text != tt.remote) {
				t.Errorf("the provider's words are %+v, want %q", remote, tt.remote)
			}
		})
	}
}

// TestPagePutsTheSurestFirst: several explanations may fit.
func TestPagePutsTheSurestFirst(t *testing.T) {
	t.Parallel()
	page := "access_denied\nAADSTS50105: not assigned\nAADSTS65001: no consent\nClient not found"
	got := reasons(refusal.ExplainPage(page, settings(), location()))
	if want := "entra_not_assigned entra_consent keycloak_client"; got != want {
		t.Errorf("explained by %s, want %s", got, want)
	}
}

// TestPageNamesTheValues: a remedy says exactly what to enter.
func TestPageNamesTheValues(t *testing.T) {
	t.Parallel()
	f := refusal.ExplainPage("AADSTS50011", settings(), location())[0]
	if !strings.Contains(f.Remedy, "exactly http://127.0.0.1:4711/callback under") {
		t.Errorf("the redirect URI is not in the remedy: %s", f.Remedy)
	}
	f = refusal.ExplainPage("AADSTS50011", settings(), signin.Location{})[0]
	if !strings.Contains(f.Remedy, "exactly https://app.example.com/callback under") {
		t.Errorf("the callback URL is not in the remedy: %s", f.Remedy)
	}
}

// TestPageNamesThePort: a page often repeats the redirect URI of the attempt.
func TestPageNamesThePort(t *testing.T) {
	t.Parallel()
	for page, want := range map[string]string{
		"AADSTS50011: 'http://127.0.0.1:4711/callback' is not registered":                      "exactly http://127.0.0.1:4711/callback under",
		"AADSTS50011 https://a.example/?redirect_uri=http%3A%2F%2F127.0.0.1%3A4712%2Fcallback": "exactly http://127.0.0.1:4712/callback under",
		"AADSTS50011: http://127.0.0.1:4711/other":                                             "exactly http://127.0.0.1:PORT/callback (with the port of the attempt) under",
		"AADSTS50011: http://127.0.0.1:471100/callback":                                        "exactly http://127.0.0.1:PORT/callback (with the port of the attempt) under",
	} {
		f := refusal.ExplainPage(page, settings(), signin.Location{URL: "http://127.0.0.1:PORT/callback"})[0]
		if !strings.Contains(f.Remedy, want) {
			t.Errorf("%s: %s", page, f.Remedy)
		}
	}
}

// TestPageTellsNoSecret: what was pasted may hold what lets somebody in.
func TestPageTellsNoSecret(t *testing.T) {
	t.Parallel()
	const secret, long = "1.AXkA-s3cr3t~code/4", "eyJhbGciOiJub25lIn0eyJhbGciOiJub25lIn0eyJhbGciOiJub25lIn0eyJhbGciOiJub25lIn0"
	for _, text := range []string{
		"https://idp.example.com/x?code=" + secret + "&state=" + secret + "&error=access_denied",
		"access_denied at https://idp.example.com/x?CODE=" + secret + "&id_token=" + secret,
		"access_denied id_token=" + secret + " SAMLResponse=" + secret,
		"access_denied " + long,
		"https://idp.example.com/x?code=" + secret + "&state=" + secret,
	} {
		for _, f := range refusal.ExplainPage(text, settings(), location()) {
			if f.Remote != nil && (strings.Contains(f.Remote.Text, secret) || strings.Contains(f.Remote.Text, long)) {
				t.Errorf("%s\nis told as %s", text, f.Remote.Text)
			}
		}
	}
}

func FuzzExplainPage(f *testing.F) {
	for _, seed := range []string{
		"", "AADSTS50011", "https://a/?error=x&authError=%%%", "?error=a&error_description=%ff", "urn:oasis:names:tc:SAML:2.0:status:", "code=code=code=", "İcode=İ\xff",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		findings := refusal.ExplainPage(text, settings(), location())
		if len(findings) == 0 || len(findings) > 5 {
			t.Errorf("%d findings", len(findings))
		}
		for _, finding := range findings {
			if finding.Code == "" || finding.Cause == "" || finding.Remedy == "" {
				t.Errorf("nothing is said: %+v", finding)
			}
			if finding.Remote != nil && len(finding.Remote.Text) > 4096 {
				t.Errorf("%d bytes are told", len(finding.Remote.Text))
			}
		}
	})
}

func reasons(findings []proof.Finding) string {
	var all []string
	for _, f := range findings {
		all = append(all, f.Reason)
	}
	return strings.Join(all, " ")
}
