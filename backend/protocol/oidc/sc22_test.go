package oidc_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	library "github.com/coreos/go-oidc/v3/oidc"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/oidc"
)

// mutation is one way to change a good ID token.
type mutation struct {
	name string
	edit func(e *evil)
}

func claimed(name string, value any) mutation {
	return mutation{"claim " + name, func(e *evil) {
		e.claims = func(c map[string]any) {
			if c[name] = value; value == nil {
				delete(c, name)
			}
		}
	}}
}

func headed(name string, header map[string]any, sign func(*evil, string) string) mutation {
	return mutation{"header " + name, func(e *evil) { e.header, e.sign = header, sign }}
}

func wrapped(name string, change func(parts []string) string) mutation {
	return mutation{"form " + name, func(e *evil) {
		e.idToken = func(token string) string { return change(strings.Split(token, ".")) }
	}}
}

// text makes the claims by hand, so that names can be there twice.
func text(name, json string) mutation {
	return mutation{"text " + name, func(e *evil) {
		e.idToken = func(token string) string {
			parts := strings.Split(token, ".")
			raw, err := base64.RawURLEncoding.DecodeString(parts[1])
			if err != nil {
				panic(err)
			}
			claims := strings.Replace(string(raw), "{", "{"+json+",", 1)
			signed := parts[0] + "." + base64.RawURLEncoding.EncodeToString([]byte(claims))
			return signed + "." + es256(e.key, signed)
		}
	}}
}

func corpus() []mutation {
	nothing := func(*evil, string) string { return "" }
	return []mutation{
		{"good", func(*evil) {}},
		headed("alg none", map[string]any{"alg": "none"}, nothing),
		headed("alg None", map[string]any{"alg": "None"}, nothing),
		headed("alg empty", map[string]any{"alg": ""}, nothing),
		headed("no alg", map[string]any{"alg": nil}, nil),
		headed("alg a number", map[string]any{"alg": 1}, nil),
		headed("HS256 empty key", map[string]any{"alg": "HS256"}, hs256(nil)),
		{"published secret", func(e *evil) {
			e.keys = page(200, "application/json", `{"keys":[{"kty":"oct","k":"c2VjcmV0","kid":"`+keyID+`","alg":"HS256"}]}`)
			e.header, e.sign = map[string]any{"alg": "HS256"}, hs256([]byte("secret"))
		}},
		{"key for encryption", func(e *evil) {
			e.keys = page(200, "application/json", strings.Replace(keySetOf(e.key.Public()), `"sig"`, `"enc"`, 1))
		}},
		headed("RS256 in name", map[string]any{"alg": "RS256"}, nil),
		headed("ES384 in name", map[string]any{"alg": "ES384"}, nil),
		headed("es256", map[string]any{"alg": "es256"}, nil),
		headed("kid unknown", map[string]any{"kid": "other"}, nil),
		headed("kid missing", map[string]any{"kid": nil}, nil),
		headed("kid a path", map[string]any{"kid": "../../dev/null"}, nil),
		headed("crit", map[string]any{"crit": []string{"exp"}}, nil),
		headed("crit b64", map[string]any{"crit": []string{"b64"}, "b64": false}, nil),
		headed("own key", map[string]any{"kid": "mine", "jwk": map[string]any{"kty": "oct", "k": "AAAA"}}, hs256([]byte{0, 0, 0})),
		headed("jku", map[string]any{"kid": "mine", "jku": "https://127.0.0.1:1/keys"}, nil),
		headed("empty signature", nil, nothing),
		headed("zero signature", nil, func(*evil, string) string { return base64.RawURLEncoding.EncodeToString(make([]byte, 64)) }),
		headed("typ", map[string]any{"typ": "at+jwt"}, nil),
		claimed("iss", nil), claimed("iss", ""), claimed("iss", 7), claimed("iss", "https://other.example.test"), claimed("iss", []string{"x"}),
		claimed("aud", nil), claimed("aud", ""), claimed("aud", "other"), claimed("aud", []string{}), claimed("aud", []string{"other", clientID}),
		claimed("aud", []any{clientID, 1}), claimed("aud", map[string]any{"a": clientID}), claimed("aud", clientID+" "),
		claimed("azp", "other"), claimed("azp", 7),
		claimed("exp", nil), claimed("exp", 0), claimed("exp", -1), claimed("exp", "soon"), claimed("exp", in(-time.Second)), claimed("exp", 1e30), claimed("exp", 9e15),
		claimed("iat", nil), claimed("iat", "now"), claimed("iat", in(time.Hour)), claimed("iat", -1),
		claimed("nbf", in(time.Hour)), claimed("nbf", "later"), claimed("nbf", in(6*time.Minute)), claimed("nbf", nil),
		claimed("nonce", nil), claimed("nonce", 7), claimed("sub", nil), claimed("sub", 7), claimed("at_hash", "x"), claimed("at_hash", 7),
		claimed("email_verified", "maybe"), claimed("_claim_names", "x"), claimed("_claim_names", map[string]any{"a": ""}),
		claimed("_claim_names", map[string]any{"a": "missing"}), claimed("_claim_names", map[string]any{"a": 7}),
		text("iss twice", `"iss":"https://other.example.test"`), text("aud twice", `"aud":"other"`), text("ISS", `"ISS":"https://other.example.test"`),
		text("exp twice", `"exp":1`), text("Exp", `"Exp":1`),
		wrapped("four parts", func(p []string) string { return strings.Join(p, ".") + "." }),
		wrapped("five parts", func(p []string) string { return strings.Join(p, ".") + "..." }),
		wrapped("two parts", func(p []string) string { return p[0] + "." + p[1] }),
		wrapped("padding", func(p []string) string { return p[0] + "." + p[1] + "=." + p[2] }),
		wrapped("line break", func(p []string) string { return p[0] + ".\n" + p[1] + "." + p[2] }),
		wrapped("blank before", func(p []string) string { return " " + strings.Join(p, ".") }),
		wrapped("bit flipped", func(p []string) string { return p[0] + "." + p[1] + "." + "A" + p[2][1:] }),
		wrapped("JSON serialisation", func(p []string) string {
			return `{"protected":"` + p[0] + `","payload":"` + p[1] + `","signature":"` + p[2] + `"}`
		}),
		wrapped("empty", func([]string) string { return "" }),
	}
}

// TestSC22IDTokens: nothing is taken that go-oidc refuses, and what is right is
// taken by both.
func TestSC22IDTokens(t *testing.T) {
	t.Parallel()
	for _, m := range corpus() {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			e := newEvil(t)
			m.edit(e)
			var issued string
			e.tokens = func(members map[string]any) { issued, _ = members["id_token"].(string) }
			report := e.signIn(t, e.request(e.settings()))
			err := e.strictly(t, issued)
			if err != nil && report.Verdict != proof.Failed {
				t.Errorf("go-oidc refuses it, and the verdict is %s: %v", report.Verdict, err)
			}
			if m.name == "good" && (err != nil || report.Verdict != proof.Passed) {
				t.Errorf("%v, %v", err, verdicts(report))
			}
			t.Log(report.Verdict, verdicts(report), err)
			noSecrets(t, report)
		})
	}
}

// TestSC22Discovery: no document is taken that go-oidc refuses.
func TestSC22Discovery(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(string) string{
		"good":           func(doc string) string { return doc },
		"mark":           func(doc string) string { return "\ufeff" + doc },
		"garbage behind": func(doc string) string { return doc + "}" },
		"garbage before": func(doc string) string { return ")]}'\n" + doc },
		"other case": func(doc string) string {
			return strings.TrimSpace(doc[:len(doc)-2]) + `,"ISSUER":"https://other.example.test"}`
		},
		"issuer twice": func(doc string) string {
			return strings.TrimSpace(doc[:len(doc)-2]) + `,"issuer":"https://other.example.test"}`
		},
		"issuer a number": func(doc string) string { return strings.Replace(doc, `"issuer":"`, `"issuer":7,"x":"`, 1) },
		"issuer a list":   func(doc string) string { return strings.Replace(doc, `"issuer":"`, `"issuer":[],"x":"`, 1) },
		"issuer with dot": func(doc string) string {
			return strings.Replace(doc, `"issuer":"https://127.0.0.1`, `"issuer":"https://127.0.0.1.`, 1)
		},
		"keys a number":    func(doc string) string { return strings.Replace(doc, `"jwks_uri":"`, `"jwks_uri":7,"x":"`, 1) },
		"algorithms text":  func(doc string) string { return strings.Replace(doc, `["RS256","ES256"]`, `"ES256"`, 1) },
		"algorithms mixed": func(doc string) string { return strings.Replace(doc, `["RS256","ES256"]`, `["ES256",7]`, 1) },
		"a list":           func(doc string) string { return "[" + doc + "]" },
		"null":             func(string) string { return "null" },
		"bad UTF-8":        func(doc string) string { return strings.Replace(doc, `"issuer":"https`, "\"issuer\":\"\xffhttps", 1) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEvil(t)
			e.discover = func(w http.ResponseWriter, _ *http.Request) {
				raw, _ := json.Marshal(e.document())
				_, _ = w.Write([]byte(change(string(raw) + "\n")))
			}
			report := oidc.Check(t.Context(), e.request(e.settings()))
			_, err := library.NewProvider(library.ClientContext(t.Context(), e.server.Client()), e.issuer())
			if err != nil && report.Verdict != proof.Failed {
				t.Errorf("go-oidc refuses it, and the verdict is %s: %v", report.Verdict, err)
			}
			if name == "good" && (err != nil || report.Verdict != proof.Passed) {
				t.Errorf("%v, %v", err, verdicts(report))
			}
		})
	}
}

// strictly has the library find the provider by itself and verify a token.
func (e *evil) strictly(t *testing.T, raw string) error {
	t.Helper()
	ctx := library.ClientContext(t.Context(), e.server.Client())
	provider, err := library.NewProvider(ctx, e.issuer())
	if err != nil {
		t.Fatal(err)
	}
	_, err = provider.Verifier(&library.Config{ClientID: clientID}).Verify(ctx, raw)
	return err
}

// TestWhatTheLibraryDoesNotLookAt is found all the same (facts of go-oidc: nonce,
// azp, at_hash, times in the future, user info about another).
func TestWhatTheLibraryDoesNotLookAt(t *testing.T) {
	for _, m := range []mutation{
		claimed("nonce", "x"), claimed("azp", "other"), claimed("at_hash", "x"), claimed("iat", in(time.Hour)), claimed("sub", ""),
		{"user info", func(e *evil) { e.user = func(u map[string]any) { u["sub"] = "eve" } }},
	} {
		e := newEvil(t)
		m.edit(e)
		var issued string
		e.tokens = func(members map[string]any) { issued, _ = members["id_token"].(string) }
		report := e.signIn(t, e.request(e.settings()))
		if err := e.strictly(t, issued); err != nil || report.Verdict != proof.Failed {
			t.Errorf("%s: %s; go-oidc: %v", m.name, report.Verdict, err)
		}
	}
}

// TestKeysChangeWhileSomebodySignsIn: a key that is new since the sign-in began
// is fetched (Core §10.1.1).
func TestKeysChangeWhileSomebodySignsIn(t *testing.T) {
	e := newEvil(t)
	e.keys = func(w http.ResponseWriter, r *http.Request) {
		e.keys = nil
		page(200, "application/json", strings.ReplaceAll(keySetOf(rsaOf(2048)), keyID, "key-0"))(w, r)
	}
	report := e.signIn(t, e.request(e.settings()))
	if report.Verdict != proof.Passed {
		t.Errorf("%v", verdicts(report))
	}
}
