package oidc

import (
	"context"
	"net/url"
	"testing"
	"time"

	jose "github.com/go-jose/go-jose/v4"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/oauth"
	"patchbay/backend/secret"
)

// Held is what an ID token is held against.
type Held struct {
	Issuer, ClientID, Nonce string
	Keys                    []byte
	Now                     func() time.Time
}

// PassesChecklist makes the checks O15 to O20 of an ID token.
func PassesChecklist(ctx context.Context, raw string, h Held) bool {
	token, err := parseIDToken(raw)
	if err != nil {
		return false
	}
	keys, err := parseKeys(h.Keys)
	if err != nil {
		return false
	}
	e := expected{
		issuer: issuerFor(h.Issuer, token), clientID: h.ClientID, nonce: h.Nonce, keys: keys, now: h.Now,
		algorithms: []string{"RS256", "ES256"},
	}
	library := e.verify(ctx, raw)
	for _, o := range []proof.Outcome{
		checkSignature(token, e, library.signature, secret.Text{}), checkIssuer(token, e, library.issuer),
		checkAudience(token, e, library.audience), checkTimes(token, e, library.times, nil),
		checkNonce(token, e), checkAccessHash(token, secret.FromString("access")),
	} {
		if o.Verdict() == proof.Failed {
			return false
		}
	}
	return true
}

// UsableKeys are the keys of a set that signatures are checked with.
func UsableKeys(body []byte) ([]jose.JSONWebKey, error) {
	set, err := parseKeys(body)
	return set.usable, err
}

// CheckLocations looks at where the document of an issuer is looked for.
func CheckLocations(t *testing.T, issuer string) {
	t.Helper()
	ours, err := url.Parse(issuer)
	for _, location := range locations(issuer) {
		u, locationErr := url.Parse(location)
		if locationErr != nil || err == nil && (u.Host != ours.Host || u.Scheme != ours.Scheme) || u.User != nil {
			t.Errorf("%q is looked for at %q", issuer, location)
		}
	}
}

// IsOutsider tells of an account at Google that belongs to no organisation.
func IsOutsider(issuer string, claims map[string]any, domains []string) bool {
	return isOutsider(issuer, claims, domains)
}

// AnnouncedAlgorithms are those that ID tokens may be signed with by a document.
func AnnouncedAlgorithms(body []byte) []string {
	members, _, err := oauth.ParseObject(body)
	if err != nil {
		return nil
	}
	return document{Object: members}.announcedAlgorithms()
}
