package oidc_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
)

// fault is something wrong with a sign-in, and the steps that find it.
type fault struct {
	name  string
	edit  func(e *evil, r *signin.Request)
	found map[string]string
	words string // of a finding
}

func hs256(key []byte) func(*evil, string) string {
	return func(_ *evil, signed string) string {
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(signed))
		return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
	}
}

func (e *evil) publicPEM() []byte {
	der, err := x509.MarshalPKIXPublicKey(e.key.Public())
	if err != nil {
		panic(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}

func claim(name string, value any) func(*evil, *signin.Request) {
	return func(e *evil, _ *signin.Request) {
		e.claims = func(c map[string]any) {
			if c[name] = value; value == nil {
				delete(c, name)
			}
		}
	}
}

func in(d time.Duration) int64 { return time.Now().Add(d).Unix() }

func answerFaults() []fault {
	return []fault{
		{"the person refuses", func(e *evil, _ *signin.Request) {
			e.answer = func(v url.Values) {
				v.Del("code")
				v.Set("error", "access_denied")
				v.Set("error_description", "resource owner denied")
			}
		}, map[string]string{"O09": "failed idp.refused access_denied"}, ""},
		{
			"no code", func(e *evil, _ *signin.Request) { e.answer = func(v url.Values) { v.Del("code") } },
			map[string]string{"O09": "failed idp.response_invalid no_code"},
			"neither a code nor an error",
		},
		{
			"another state", func(e *evil, _ *signin.Request) { e.answer = func(v url.Values) { v.Set("state", "x") } },
			map[string]string{"O10": "failed idp.state_mismatch"},
			"another attempt",
		},
		{
			"no state", func(e *evil, _ *signin.Request) { e.answer = func(v url.Values) { v.Del("state") } },
			map[string]string{"O10": "failed idp.state_mismatch missing"},
			"no state",
		},
		{"another issuer answers", func(e *evil, _ *signin.Request) {
			e.answer = func(v url.Values) { v.Set("iss", e.issuer()+"/") }
		}, map[string]string{"O11": "failed idp.issuer_mismatch answer_of_another_issuer"}, "slash at the end"},
		{
			"the announced issuer is missing", func(e *evil, _ *signin.Request) { e.answer = func(v url.Values) { v.Del("iss") } },
			map[string]string{"O11": "failed idp.issuer_mismatch answer_without_issuer"},
			"announces",
		},
		{
			"the other client authentication", func(e *evil, _ *signin.Request) { e.auth = "client_secret_post" },
			map[string]string{"O12": "failed idp.client_rejected client_auth"},
			"client_secret_post",
		},
		{
			"a wrong secret", func(_ *evil, r *signin.Request) { r.Secrets.ClientSecret = wrongSecret() },
			map[string]string{"O12": "failed idp.client_rejected oidcprovider_secret"},
			"",
		},
		{
			"a spent code", func(e *evil, _ *signin.Request) { e.answer = func(v url.Values) { v.Set("code", "spent") } },
			map[string]string{"O12": "failed idp.check_failed oidcprovider_grant"},
			"",
		},
		{
			"tokens as a page", func(e *evil, _ *signin.Request) { e.token = page(200, "text/html", "<html>") },
			map[string]string{"O12": "failed idp.response_invalid html"},
			"web page",
		},
		{"tokens elsewhere", func(e *evil, _ *signin.Request) {
			e.token = func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "/other", http.StatusTemporaryRedirect)
			}
		}, map[string]string{"O12": "failed idp.response_invalid redirected"}, "Secrets"},
		{"an error with status 200", func(e *evil, _ *signin.Request) {
			e.token = page(200, "application/json", `{"error":"bad_verification_code"}`)
		}, map[string]string{"O12": "failed idp.check_failed github_code"}, ""},
		{
			"DPoP", func(e *evil, _ *signin.Request) { e.tokens = func(m map[string]any) { m["token_type"] = "DPoP" } },
			map[string]string{"O13": "failed idp.response_invalid token_type"},
			"DPoP",
		},
		{
			"no ID token", func(e *evil, _ *signin.Request) { e.tokens = func(m map[string]any) { delete(m, "id_token") } },
			map[string]string{"O14": "failed idp.response_invalid no_id_token"},
			"no ID token",
		},
		{
			"an encrypted ID token", func(e *evil, _ *signin.Request) { e.idToken = func(string) string { return "a.b.c.d.e" } },
			map[string]string{"O14": "failed idp.response_invalid encrypted"},
			"encrypted",
		},
		{
			"no JWT", func(e *evil, _ *signin.Request) { e.idToken = func(string) string { return "opaque" } },
			map[string]string{"O14": "failed idp.response_invalid malformed"},
			"three parts",
		},
	}
}

func tokenFaults() []fault {
	return []fault{
		{"alg none", func(e *evil, _ *signin.Request) {
			e.header = map[string]any{"alg": "none"}
			e.sign = func(*evil, string) string { return "" }
		}, map[string]string{"O15": "failed idp.not_signed alg_none"}, "anybody"},
		{"HS256 with the public key", func(e *evil, _ *signin.Request) {
			e.header, e.sign = map[string]any{"alg": "HS256"}, hs256(e.publicPEM())
		}, map[string]string{"O15": "failed idp.signature_invalid symmetric"}, "forger"},
		{"HS256 with the client secret", func(e *evil, _ *signin.Request) {
			e.header, e.sign = map[string]any{"alg": "HS256"}, hs256([]byte(clientSecret))
		}, map[string]string{"O15": "failed idp.signature_invalid symmetric"}, "signed with the client secret"},
		{
			"another kid", func(e *evil, _ *signin.Request) { e.header = map[string]any{"kid": "key-9"} },
			map[string]string{"O15": "failed idp.signature_invalid kid_unknown"},
			"key-9",
		},
		{"another key", func(e *evil, _ *signin.Request) {
			other, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
			e.sign = func(_ *evil, signed string) string { return es256(other, signed) }
		}, map[string]string{"O15": "failed idp.signature_invalid signature"}, "another key"},
		{"changed on its way", func(e *evil, _ *signin.Request) {
			e.idToken = func(token string) string {
				parts := strings.Split(token, ".")
				return parts[0] + "." + part(map[string]any{"iss": "x"}) + "." + parts[2]
			}
		}, map[string]string{
			"O15": "failed idp.signature_invalid signature", "O16": "failed idp.issuer_mismatch id_token", "O17": "failed idp.audience_mismatch",
			"O18": "failed idp.response_invalid no_times", "O19": "failed idp.nonce_mismatch missing", "O21": "failed idp.response_invalid userinfo_subject",
			"O23": "failed idp.email_missing", "O26": "failed idp.response_invalid no_subject",
		}, ""},
		{"an algorithm that is not announced", func(e *evil, _ *signin.Request) {
			e.discovery = func(d map[string]any) { d["id_token_signing_alg_values_supported"] = []string{"RS256"} }
		}, map[string]string{"O15": "failed idp.signature_invalid alg_not_announced"}, "ES256"},
		{
			"an unknown algorithm", func(e *evil, _ *signin.Request) { e.header = map[string]any{"alg": "XX1"} },
			map[string]string{"O15": "failed idp.signature_invalid alg_unknown"},
			"XX1",
		},
		{"a critical header", func(e *evil, _ *signin.Request) {
			e.header = map[string]any{"crit": []string{"b64x"}, "b64x": true}
		}, map[string]string{"O15": "failed idp.signature_invalid critical_header"}, "b64x"},
		{
			"another issuer", claim("iss", "https://other.example.test"),
			map[string]string{"O16": "failed idp.issuer_mismatch id_token"},
			"",
		},
		{"another audience", claim("aud", "other"), map[string]string{"O17": "failed idp.audience_mismatch"}, "another application"},
		{
			"several audiences", claim("aud", []string{clientID, "other"}),
			map[string]string{"O17": "failed idp.audience_mismatch several"},
			"azp",
		},
		{"given to another", claim("azp", "other"), map[string]string{"O17": "failed idp.audience_mismatch azp"}, "pass it on"},
		{"expired", claim("exp", in(-10*time.Minute)), map[string]string{"O18": "failed idp.assertion_expired expired"}, "smallest tolerance"},
		{"expired just now", claim("exp", in(-2*time.Second)), map[string]string{"O18": "failed idp.assertion_expired expired"}, "ago"},
		{"made in the future", claim("iat", in(time.Hour)), map[string]string{"O18": "failed idp.check_failed clock_skew"}, "only in"},
		{"made in two minutes", claim("iat", in(2*time.Minute)), map[string]string{"O18": "warned idp.check_failed clock_skew"}, "smallest tolerance"},
		{"valid from later on", claim("nbf", in(time.Hour)), map[string]string{"O18": "failed idp.check_failed clock_skew"}, "valid from"},
		{"made long ago", claim("iat", in(-time.Hour)), map[string]string{"O18": "warned idp.check_failed made_long_ago"}, "ago"},
		{"no end", claim("exp", nil), map[string]string{"O18": "failed idp.response_invalid no_times"}, ""},
		{"an end as a text", claim("exp", "tomorrow"), map[string]string{
			"O15": "failed idp.signature_invalid library_refused", "O18": "failed idp.response_invalid no_times",
		}, ""},
		{"another nonce", claim("nonce", "x"), map[string]string{"O19": "failed idp.nonce_mismatch"}, "another attempt"},
		{"no nonce", claim("nonce", nil), map[string]string{"O19": "failed idp.nonce_mismatch missing"}, "no nonce"},
		{"another access token", claim("at_hash", "AAAA"), map[string]string{"O20": "failed idp.check_failed at_hash"}, ""},
	}
}

func personFaults() []fault {
	return []fault{
		{
			"user info about another", func(e *evil, _ *signin.Request) { e.user = func(u map[string]any) { u["sub"] = "eve" } },
			map[string]string{"O21": "failed idp.response_invalid userinfo_subject"},
			"another person",
		},
		{"user info refused", func(e *evil, _ *signin.Request) {
			e.userInfo = func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("WWW-Authenticate", `Bearer error="insufficient_scope", error_description="no"`)
				w.WriteHeader(http.StatusForbidden)
			}
		}, map[string]string{"O21": "failed idp.check_failed insufficient_scope"}, ""},
		{
			"user info as a page", func(e *evil, _ *signin.Request) { e.userInfo = page(200, "text/html", "<html>") },
			map[string]string{"O21": "failed idp.response_invalid html"},
			"web page",
		},
		{
			"they differ", func(e *evil, _ *signin.Request) { e.user = func(u map[string]any) { u["email"] = "eve@example.test" } },
			map[string]string{"O22": "warned idp.check_failed claims_differ"},
			"email",
		},
		{"no address", func(e *evil, _ *signin.Request) {
			e.claims = func(c map[string]any) { delete(c, "email"); c["upn"] = "ada@example.test" }
			e.user = func(u map[string]any) { delete(u, "email") }
		}, map[string]string{"O23": "failed idp.email_missing"}, "no claim email"},
		{"an address that is not verified", func(e *evil, _ *signin.Request) {
			e.claims = func(c map[string]any) { c["email_verified"] = false }
			e.user = func(u map[string]any) { u["email_verified"] = false }
		}, map[string]string{"O23": "warned idp.check_failed email_not_verified"}, "not verified"},
		{
			"not an allowed domain", func(_ *evil, r *signin.Request) { r.Settings.AllowedDomains = []string{"corp.example"} },
			map[string]string{"O24": "failed idp.domain_not_allowed"},
			"example.test is not among",
		},
		{"too many groups", func(e *evil, _ *signin.Request) {
			e.claims = func(c map[string]any) {
				delete(c, "groups")
				c["_claim_names"] = map[string]any{"groups": "src1"}
				c["_claim_sources"] = map[string]any{"src1": map[string]any{"endpoint": "https://graph.example.test/"}}
			}
		}, map[string]string{"O25": "warned idp.check_failed groups_overage"}, "more groups"},
		{
			"odd groups", claim("groups", []any{"a", "a", 7, nil, map[string]any{}, ""}),
			map[string]string{"O25": "warned idp.check_failed groups_form"},
			"a duplicate",
		},
		{"nobody", func(e *evil, _ *signin.Request) {
			e.claims = func(c map[string]any) { c["sub"] = "" }
			e.discovery = func(d map[string]any) { delete(d, "userinfo_endpoint") }
		}, map[string]string{"O26": "failed idp.response_invalid no_subject"}, "names nobody"},
		{
			"no refresh token", func(_ *evil, r *signin.Request) { r.Settings.Scopes = []string{"openid", "email", "offline_access"} },
			map[string]string{"O27": "warned idp.check_failed no_refresh_token"},
			"offline",
		},
		{
			"tokens that do not end", func(e *evil, _ *signin.Request) { e.revoke = page(503, "text/plain", "later") },
			map[string]string{"O30": "warned idp.check_failed not_revoked"},
			"end by themselves",
		},
	}
}

// TestFaultsOfASignIn: each is found by its check and by no other, the list goes
// on behind it, and nothing that is secret is told.
func TestFaultsOfASignIn(t *testing.T) {
	for group, faults := range map[string][]fault{"answer": answerFaults(), "token": tokenFaults(), "person": personFaults()} {
		for _, tt := range faults {
			t.Run(group+"/"+tt.name, func(t *testing.T) {
				e := newEvil(t)
				r := e.request(e.settings())
				tt.edit(e, &r)
				report := e.signIn(t, r)
				if diff := cmp.Diff(tt.found, verdicts(report)); diff != "" {
					t.Error(diff)
				}
				if diff := cmp.Diff(everything(), names(report)); diff != "" {
					t.Error(diff)
				}
				wantWords(t, report, tt)
				noSecrets(t, report)
				plainWords(t, report)
			})
		}
	}
}

func wantWords(t *testing.T, report proof.Report, tt fault) {
	t.Helper()
	for id := range tt.found {
		if f := step(t, report, id).Finding; f != nil && !strings.Contains(f.Cause+" "+f.Remedy, tt.words) {
			t.Errorf("%s: %q is not in %q %q", id, tt.words, f.Cause, f.Remedy)
		}
	}
}
