package oidc

import (
	"encoding/base64"
	"strings"
	"time"

	"patchbay/backend/protocol/oauth"
)

// idToken is what can be read of an ID token (Core §2) whether or not its
// signature holds.
type idToken struct {
	raw            string
	header, claims oauth.Object
	alg, kid       string
	repeated       []string
	// verified: its signature holds by a published key.
	verified bool
}

// tokenError says why an ID token cannot be read.
type tokenError struct{ reason, words string }

// Error continues "the ID token ...".
func (e *tokenError) Error() string { return e.words }

// parseIDToken reads the compact form of a signed JWT (RFC 7515 §3.1). Errors
// are a *tokenError.
func parseIDToken(raw string) (*idToken, error) {
	parts := strings.Split(raw, ".")
	switch {
	case len(parts) == 5:
		return nil, &tokenError{"encrypted", "is encrypted, and the client has no key for it"}
	case len(parts) != 3:
		return nil, &tokenError{"malformed", "is no signed JWT: it does not have three parts"}
	}
	header, names, err := decodePart(parts[0])
	if err != nil {
		return nil, &tokenError{"malformed", "has a header that cannot be read"}
	}
	claims, more, err := decodePart(parts[1])
	if err != nil {
		return nil, &tokenError{"malformed", "has claims that cannot be read"}
	}
	t := &idToken{raw: raw, header: header, claims: claims, repeated: append(names, more...)}
	t.alg, t.kid = header.Text("alg"), header.Text("kid")
	return t, nil
}

func decodePart(part string) (oauth.Object, []string, error) {
	raw, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return nil, nil, err
	}
	object, value, err := oauth.ParseObject(raw)
	return object, value.Repeated, err
}

// date reads a NumericDate (RFC 7519 §2), which may have a fraction.
func (t *idToken) date(claim string) (time.Time, bool) {
	seconds, ok := t.claims.Number(claim)
	const lastSecond = 253402300799 // of the year 9999
	if !ok || !(seconds >= 0 && seconds <= lastSecond) {
		return time.Time{}, false
	}
	whole := int64(seconds)
	return time.Unix(whole, int64((seconds-float64(whole))*1e9)), true
}
