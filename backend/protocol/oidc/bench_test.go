package oidc_test

import (
	"crypto"
	"testing"
	"time"

	library "github.com/coreos/go-oidc/v3/oidc"

	"patchbay/backend/protocol/oidc"
)

// BenchmarkChecklist makes every check of one ID token, the library's among them.
func BenchmarkChecklist(b *testing.B) {
	e := newEvil(b)
	e.claims = func(c map[string]any) { delete(c, "at_hash") }
	raw := e.makeIDToken("n")
	held := oidc.Held{Issuer: e.issuer(), ClientID: clientID, Nonce: "n", Keys: []byte(keySetOf(e.key.Public())), Now: time.Now}
	for b.Loop() {
		if !oidc.PassesChecklist(b.Context(), raw, held) {
			b.Fatal("a good token does not pass")
		}
	}
}

// BenchmarkVerify is go-oidc's verdict on the same token, with keys at hand.
func BenchmarkVerify(b *testing.B) {
	e := newEvil(b)
	raw := e.makeIDToken("n")
	keys := &library.StaticKeySet{PublicKeys: []crypto.PublicKey{e.key.Public()}}
	verifier := library.NewVerifier(e.issuer(), keys, &library.Config{ClientID: clientID, SupportedSigningAlgs: []string{"ES256"}})
	for b.Loop() {
		if _, err := verifier.Verify(b.Context(), raw); err != nil {
			b.Fatal(err)
		}
	}
}
