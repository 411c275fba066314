package oidc_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/oidc"
	"patchbay/backend/protocol/signin"
)

// announced is a fault of what the provider announces, and the steps that find
// it: no others.
type announced struct {
	name  string
	edit  func(e *evil, s *signin.Settings)
	found map[string]string
	words string // of the first finding
}

func announcedFaults() []announced {
	return []announced{
		{"a web page", func(e *evil, _ *signin.Settings) {
			e.discover = page(200, "text/html", "<!doctype html><title>Sign in</title>")
		}, map[string]string{"O01": "failed idp.metadata_invalid html"}, "web page"},
		{"cut off", func(e *evil, _ *signin.Settings) {
			e.discover = page(200, "application/json", `{"issuer":"https://x","authorization_e`)
		}, map[string]string{"O01": "failed idp.metadata_invalid truncated"}, "ends in the middle"},
		{
			"nothing", func(e *evil, _ *signin.Settings) { e.discover = page(200, "application/json", "") },
			map[string]string{"O01": "failed idp.metadata_invalid empty"},
			"is empty",
		},
		{
			"a list", func(e *evil, _ *signin.Settings) { e.discover = page(200, "application/json", "[]") },
			map[string]string{"O01": "failed idp.metadata_invalid not_object"},
			"no object",
		},
		{"UTF-16", func(e *evil, _ *signin.Settings) {
			e.discover = page(200, "application/json", "\xff\xfe{\x00}\x00")
		}, map[string]string{"O01": "failed idp.metadata_invalid encoding"}, "UTF-8"},
		{
			"another JSON", func(e *evil, _ *signin.Settings) { e.discover = page(200, "application/json", `{"ok":true}`) },
			map[string]string{"O01": "failed idp.metadata_invalid not_discovery"},
			"neither an issuer",
		},
		{"a redirect elsewhere", func(e *evil, _ *signin.Settings) {
			e.discover = func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "https://127.0.0.1:1/elsewhere", http.StatusFound)
			}
		}, map[string]string{"O01": "failed idp.response_invalid redirected"}, "another server"},
		{"a redirect loop", func(e *evil, _ *signin.Settings) {
			e.discover = func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) }
		}, map[string]string{"O01": "failed idp.response_invalid redirected"}, "sends Patchbay on and on: "},
		{"a byte order mark", func(e *evil, _ *signin.Settings) {
			e.discover = func(w http.ResponseWriter, _ *http.Request) {
				raw, _ := json.Marshal(e.document())
				_, _ = w.Write(append([]byte("\ufeff"), raw...))
			}
		}, map[string]string{"O01": "failed idp.metadata_invalid byte_order_mark"}, "byte order mark"},
		{"a member of a wrong type", func(e *evil, _ *signin.Settings) {
			e.discovery = func(d map[string]any) { d["userinfo_endpoint"] = 7 }
		}, map[string]string{"O02": "failed idp.metadata_invalid library_refused"}, "strict library"},
		{"a name twice", func(e *evil, _ *signin.Settings) {
			e.discover = func(w http.ResponseWriter, _ *http.Request) {
				raw, _ := json.Marshal(e.document())
				_, _ = w.Write(bytes.Replace(raw, []byte("{"), []byte(`{"issuer":"https://other.example.test",`), 1))
			}
		}, map[string]string{"O01": "warned idp.response_invalid repeated_names"}, "issuer"},
		{"an endpoint twice", func(e *evil, _ *signin.Settings) {
			e.discover = func(w http.ResponseWriter, _ *http.Request) {
				raw, _ := json.Marshal(e.document())
				_, _ = w.Write(bytes.Replace(raw, []byte("{"), []byte(`{"token_endpoint":"https://other.example.test",`), 1))
			}
		}, map[string]string{"O01": "failed idp.response_invalid repeated_names"}, "token_endpoint"},
		{"no token endpoint", func(e *evil, _ *signin.Settings) {
			e.discovery = func(d map[string]any) { delete(d, "token_endpoint") }
		}, map[string]string{"O01": "failed idp.metadata_invalid members_missing"}, "token_endpoint"},
		{
			"a slash too many", func(_ *evil, s *signin.Settings) { s.Issuer += "/" },
			map[string]string{"O02": "failed idp.issuer_mismatch"},
			"no slash at the end",
		},
		{"another issuer", func(e *evil, _ *signin.Settings) {
			e.discovery = func(d map[string]any) { d["issuer"] = "https://other.example.test" }
		}, map[string]string{"O02": "failed idp.issuer_mismatch"}, "other.example.test"},
		{"a token endpoint in clear text", func(e *evil, _ *signin.Settings) {
			e.discovery = func(d map[string]any) { d["token_endpoint"] = "http://192.0.2.1/token" }
		}, map[string]string{"O03": "failed idp.check_failed unsafe_endpoint"}, "token endpoint"},
		{"an endpoint at a closed port", func(e *evil, _ *signin.Settings) {
			e.discovery = func(d map[string]any) { d["userinfo_endpoint"] = "https://127.0.0.1:1/user" }
		}, map[string]string{"O03": "failed net.refused"}, "refused"},
		{"a logout endpoint at a closed port", func(e *evil, _ *signin.Settings) {
			e.discovery = func(d map[string]any) { d["end_session_endpoint"] = "https://127.0.0.1:1/logout" }
		}, map[string]string{"O03": "warned net.refused"}, "logout endpoint"},
		{"an endpoint in clear text on this machine", func(e *evil, _ *signin.Settings) {
			e.discovery = func(d map[string]any) { d["userinfo_endpoint"] = "http://127.0.0.1:1/user" }
		}, map[string]string{"O03": "warned idp.check_failed clear_text"}, "this machine"},
		{"symmetric keys only", func(e *evil, _ *signin.Settings) {
			e.keys = page(200, "application/json", `{"keys":[{"kty":"oct","k":"AAAA","kid":"s"}]}`)
		}, map[string]string{"O04": "failed idp.check_failed no_usable_key"}, "None of the keys"},
		{
			"no keys", func(e *evil, _ *signin.Settings) { e.keys = page(404, "text/plain", "no") },
			map[string]string{"O04": "failed idp.check_failed keys_refused"},
			"404",
		},
		{
			"keys as a page", func(e *evil, _ *signin.Settings) { e.keys = page(200, "text/html", "<html>") },
			map[string]string{"O04": "failed idp.response_invalid html"},
			"web page",
		},
		{"keys elsewhere", func(e *evil, _ *signin.Settings) {
			e.keys = func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/other", http.StatusFound) }
		}, map[string]string{"O04": "failed idp.response_invalid redirected"}, "announced one only"},
		{
			"a weak key", func(e *evil, _ *signin.Settings) { e.keys = page(200, "application/json", keySetOf(weakKey())) },
			map[string]string{"O04": "warned idp.check_failed weak_key"},
			"1024 bits",
		},
		{"no code flow", func(e *evil, _ *signin.Settings) {
			e.discovery = func(d map[string]any) { d["response_types_supported"] = []string{"id_token"} }
		}, map[string]string{"O05": "failed idp.check_failed code_flow"}, "authorization code flow"},
		{"no S256", func(e *evil, _ *signin.Settings) {
			e.discovery = func(d map[string]any) { d["code_challenge_methods_supported"] = []string{"plain"} }
		}, map[string]string{"O05": "warned idp.check_failed pkce_not_offered"}, "PKCE"},
		{
			"PKCE off", func(_ *evil, s *signin.Settings) { s.PKCE = new(false) },
			map[string]string{"O05": "warned idp.check_failed pkce_off"},
			"switched off",
		},
		{"another client authentication", func(e *evil, _ *signin.Settings) {
			e.discovery = func(d map[string]any) {
				d["token_endpoint_auth_methods_supported"] = []string{"private_key_jwt"}
			}
		}, map[string]string{"O06": "warned idp.check_failed client_auth_not_offered"}, "client_secret_basic"},
		{
			"no openid", func(_ *evil, s *signin.Settings) { s.Scopes = []string{"profile"} },
			map[string]string{"O07": "failed idp.check_failed no_openid"},
			"openid",
		},
		{
			"an unknown scope", func(_ *evil, s *signin.Settings) { s.Scopes = []string{"openid", "groups"} },
			map[string]string{"O07": "warned idp.check_failed scopes_not_offered"},
			"groups",
		},
		{
			"a redirect URI in clear text", func(_ *evil, s *signin.Settings) { s.CallbackURL = "http://app.example.test/cb" },
			map[string]string{"O08": "warned idp.redirect_uri_mismatch callback_scheme"},
			"",
		},
		{
			"an old secret", func(_ *evil, s *signin.Settings) { s.ClientSecretExpires = "2020-01-31" },
			map[string]string{"O29": "warned idp.check_failed secret_expired"},
			"2020-01-31",
		},
	}
}

// TestAnnouncedFaults: each is found by its check, and by no other.
func TestAnnouncedFaults(t *testing.T) {
	t.Parallel()
	for _, tt := range announcedFaults() {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newEvil(t)
			s := e.settings()
			tt.edit(e, &s)
			report := oidc.Check(t.Context(), e.request(s))
			got := verdicts(report)
			if diff := cmp.Diff(tt.found, got); diff != "" {
				t.Error(diff)
			}
			for id := range tt.found {
				f := step(t, report, id).Finding
				if f != nil && !strings.Contains(f.Cause+" "+f.Remedy, tt.words) {
					t.Errorf("%q is not in %q", tt.words, f.Cause)
				}
			}
			wantOrder(t, report)
			plainWords(t, report)
		})
	}
}

// wantOrder: nothing is missing of the list, whatever failed.
func wantOrder(t *testing.T, report proof.Report) {
	t.Helper()
	want := []string{"settings", "resolve", "connect", "tls", "O01", "O02", "O03", "O04", "O05", "O06", "O07", "O08", "O28", "O29"}
	if diff := cmp.Diff(want, names(report)); diff != "" {
		t.Error(diff)
	}
}

// TestTheProvidersSpellingIsOffered where it was seen to hold.
func TestTheProvidersSpellingIsOffered(t *testing.T) {
	e := newEvil(t)
	s := e.settings()
	s.Issuer += "/"
	f := step(t, oidc.Check(t.Context(), e.request(s)), "O02").Finding
	if f.Alternative == nil || string(f.Alternative.Patch) != `{"issuer":"`+e.issuer()+`"}` {
		t.Errorf("%+v", f.Alternative)
	}
	e.discovery = func(d map[string]any) { d["issuer"] = e.issuer() + "/tenant" } // which has no document
	f = step(t, oidc.Check(t.Context(), e.request(s)), "O02").Finding
	if f.Alternative != nil {
		t.Errorf("not verified: %+v", f.Alternative)
	}
}

// TestEveryPlaceIsLookedAt: the four forms of where a document may lie.
func TestEveryPlaceIsLookedAt(t *testing.T) {
	t.Parallel()
	for _, place := range []string{
		"/realm/.well-known/openid-configuration", "/.well-known/openid-configuration/realm",
		"/.well-known/oauth-authorization-server/realm", "/realm/.well-known/oauth-authorization-server",
	} {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			e := newEvil(t)
			e.discovery = func(d map[string]any) { d["issuer"] = e.issuer() + "/realm" }
			handler := e.server.Config.Handler
			e.server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == place {
					e.serveDiscovery(w, r)
					return
				}
				handler.ServeHTTP(w, r)
			})
			s := e.settings()
			s.Issuer += "/realm"
			report := oidc.Check(t.Context(), e.request(s))
			first := step(t, report, "O01")
			if first.Where != e.issuer()+place || report.Verdict == proof.Failed {
				t.Errorf("%s: %s, %v", place, first.Where, verdicts(report))
			}
			if usual := strings.HasPrefix(place, "/realm/.well-known/openid"); usual != (first.Verdict == proof.Passed) {
				t.Errorf("%s: %s", place, first.Verdict)
			}
		})
	}
}
