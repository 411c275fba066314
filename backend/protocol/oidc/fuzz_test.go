package oidc_test

import (
	"strings"
	"testing"
	"time"

	jose "github.com/go-jose/go-jose/v4"

	"patchbay/backend/protocol/oidc"
)

// FuzzIDToken: nothing that can be read of a token that go-jose cannot verify is
// ever verified, and nothing panics.
func FuzzIDToken(f *testing.F) {
	e := newEvil(f)
	good := e.makeIDToken("n")
	parts := strings.Split(good, ".")
	for _, seed := range []string{
		good, "", ".", "..", "a.b.c.d.e", parts[0] + "." + parts[1] + ".", part(map[string]any{"alg": "none"}) + "." + parts[1] + ".",
		part(map[string]any{"alg": "HS256"}) + "." + parts[1] + "." + parts[2], part([]int{1}) + "." + parts[1] + "." + parts[2],
		parts[0] + "." + part("text") + "." + parts[2],
	} {
		f.Add(seed)
	}
	keys := []byte(keySetOf(e.key.Public()))
	f.Fuzz(func(t *testing.T, raw string) {
		passed := oidc.PassesChecklist(t.Context(), raw, oidc.Held{Issuer: e.issuer(), ClientID: clientID, Nonce: "n", Keys: keys, Now: time.Now})
		if !passed {
			return
		}
		signed, err := jose.ParseSignedCompact(raw, []jose.SignatureAlgorithm{jose.ES256})
		if err != nil {
			t.Fatalf("%q passes: %v", raw, err)
		}
		if _, err := signed.Verify(e.key.Public()); err != nil {
			t.Fatalf("%q passes: %v", raw, err)
		}
	})
}

// FuzzKeys: keys that cannot be used are never used, and nothing panics.
func FuzzKeys(f *testing.F) {
	for _, seed := range []string{
		keySetOf(rsaOf(2048)), `{"keys":[{"kty":"oct","k":"AAAA"}]}`, `{"keys":[{"kty":"RSA","n":"","e":""}]}`, `{"keys":[1,null,{}]}`,
		`{"keys":{}}`, `[]`, `{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}`, `{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AA"}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		usable, err := oidc.UsableKeys(body)
		if err != nil {
			return
		}
		for _, key := range usable {
			if !key.Valid() || !key.IsPublic() {
				t.Errorf("%T is used", key.Key)
			}
		}
	})
}

// FuzzLocations: wherever a document is looked for, it is the issuer's own host.
func FuzzLocations(f *testing.F) {
	for _, seed := range []string{"https://a.example/", "https://a.example/x/y/", "https://a.example", "a", "https://u@b.example/%2f", "https://a.example/.well-known/openid-configuration"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, issuer string) {
		oidc.CheckLocations(t, issuer)
	})
}

// FuzzDocument: whatever is announced, signatures are checked with published keys
// only, and nothing panics.
func FuzzDocument(f *testing.F) {
	for _, seed := range []string{
		`{"issuer":"https://a.example","id_token_signing_alg_values_supported":["none","HS256","RS256"]}`,
		`{"id_token_signing_alg_values_supported":"none"}`, `{"issuer":[]}`, `[]`, "\ufeff{}", `{"require_pushed_authorization_requests":"yes"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, alg := range oidc.AnnouncedAlgorithms(body) {
			if alg == "none" || strings.HasPrefix(alg, "HS") {
				t.Errorf("%s is taken", alg)
			}
		}
	})
}
