package oidc

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"slices"
	"time"

	library "github.com/coreos/go-oidc/v3/oidc"
	jose "github.com/go-jose/go-jose/v4"
)

// algorithms are those of RFC 7518 that published keys can check.
func algorithms() []jose.SignatureAlgorithm {
	return []jose.SignatureAlgorithm{
		jose.RS256, jose.RS384, jose.RS512, jose.ES256, jose.ES384, jose.ES512,
		jose.PS256, jose.PS384, jose.PS512, jose.EdDSA,
	}
}

// expected is what an ID token is held against.
type expected struct {
	issuer, clientID string
	algorithms       []string // announced, of those above; RS256 when there are none
	nonce            string
	keys             keySet
	now              func() time.Time
}

// announcedAlgorithms are those of a document that published keys can check.
func (d document) announcedAlgorithms() []string {
	announced, _ := d.Texts("id_token_signing_alg_values_supported")
	var usable []string
	for _, alg := range announced {
		if slices.Contains(algorithms(), jose.SignatureAlgorithm(alg)) && !slices.Contains(usable, alg) {
			usable = append(usable, alg)
		}
	}
	if len(usable) == 0 {
		return []string{string(jose.RS256)}
	}
	return usable
}

// strict is the verdict of go-oidc on an ID token: of all that it checks, and of
// each aspect by itself. It is the net under the list of checks, which may never
// take what the library refuses.
type strict struct{ signature, issuer, audience, times error }

// verify asks the library. It is given the keys as they were fetched, and asks
// nobody.
func (e expected) verify(ctx context.Context, raw string) strict {
	if e.keys.huge {
		return strict{signature: errHugeKey, issuer: errHugeKey, audience: errHugeKey, times: errHugeKey}
	}
	ctx = library.ClientContext(ctx, &http.Client{Transport: fixed(e.keys.raw)})
	keys := library.NewRemoteKeySet(ctx, "https://keys.invalid/")
	ask := func(edit func(*library.Config)) error {
		config := library.Config{
			ClientID: e.clientID, SupportedSigningAlgs: e.algorithms, Now: e.now,
			SkipIssuerCheck: true, SkipClientIDCheck: true, SkipExpiryCheck: true,
		}
		edit(&config)
		_, err := library.NewVerifier(e.issuer, keys, &config).Verify(ctx, raw)
		return err
	}
	all := func(c *library.Config) {
		c.SkipIssuerCheck, c.SkipClientIDCheck, c.SkipExpiryCheck = false, false, false
	}
	if ask(all) == nil {
		return strict{}
	}
	return strict{
		signature: ask(func(*library.Config) {}),
		issuer:    ask(func(c *library.Config) { c.SkipIssuerCheck = false }),
		audience:  ask(func(c *library.Config) { c.SkipClientIDCheck = false }),
		times:     ask(func(c *library.Config) { c.SkipExpiryCheck = false }),
	}
}

// discovered is the verdict of go-oidc on a document, at whichever place it was
// found. What is said of the tenants of Entra ID is left to the list.
func (d document) discovered(ctx context.Context, issuer string) error {
	ctx = library.ClientContext(ctx, &http.Client{Transport: fixed(d.raw)})
	_, err := library.NewProvider(ctx, issuer)
	return err
}

// fixed answers every request with the same keys.
type fixed []byte

// RoundTrip implements [http.RoundTripper].
func (f fixed) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Request: r, Header: http.Header{},
		Body: io.NopCloser(bytes.NewReader(f)),
	}, nil
}
