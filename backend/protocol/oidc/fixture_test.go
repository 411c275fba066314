package oidc_test

import (
	"crypto"
	"crypto/rsa"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"testing"

	jose "github.com/go-jose/go-jose/v4"
)

func keySetOf(keys ...crypto.PublicKey) string {
	var set jose.JSONWebKeySet
	for _, key := range keys {
		set.Keys = append(set.Keys, jose.JSONWebKey{Key: key, KeyID: keyID, Use: "sig"})
	}
	raw, err := json.Marshal(set)
	if err != nil {
		panic(err)
	}
	return string(raw)
}

// rsaOf has as many bits as asked for. Nobody knows what it is the product of.
func rsaOf(bits uint) crypto.PublicKey {
	n := new(big.Int).Lsh(big.NewInt(1), bits-1)
	return &rsa.PublicKey{N: n.Add(n, big.NewInt(15)), E: 65537}
}

func weakKey() crypto.PublicKey { return rsaOf(1024) }

// newServer is one on loopback without TLS.
func newServer(t testing.TB, handle http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handle)
	t.Cleanup(server.Close)
	return server.URL
}
