package mailtoken

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"math"
	"strings"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/secret"
)

// Bounds of what is kept of a token's claims.
const (
	maxToken  = 64 << 10 // bytes; longer ones are not looked into
	maxClaim  = 512      // bytes
	maxClaims = 64       // entries of a list
)

// Inspect reads what an access token says of itself where it is a JWT
// (RFC 9068), else it says that the token is opaque.
//
// The signature is not verified: the token is meant for the mail server, who
// alone may judge it (some providers do not even publish the keys). What is
// read here explains a refusal; nothing may be decided by it.
func Inspect(access secret.Text) proof.Token {
	claims, ok := claimsOf(access.Reveal())
	if !ok {
		return proof.Token{Opaque: true}
	}
	return proof.Token{
		Issuer:    claims.first("iss"),
		Audience:  claims.list("aud"),
		Scopes:    claims.words("scp", "scope"),
		Roles:     claims.list("roles"),
		User:      claims.first("upn", "preferred_username", "unique_name", "email"),
		Tenant:    claims.first("tid"),
		Client:    claims.first("appid", "azp", "client_id"),
		ExpiresAt: claims.date("exp"),
	}
}

// claims are the members of a JWT's payload, not yet read.
type claims map[string]json.RawMessage

// claimsOf takes a JWT in its compact form with a signature (RFC 7519 §3). An
// encrypted one has five parts, and is for nobody here to read.
func claimsOf(access []byte) (claims, bool) {
	parts := bytes.Split(access, []byte("."))
	if len(access) > maxToken || len(parts) != 3 {
		return nil, false
	}
	var header, payload claims
	if !decode(parts[0], &header) || !decode(parts[1], &payload) || header["alg"] == nil || payload == nil {
		return nil, false
	}
	return payload, true
}

func decode(part []byte, to *claims) bool {
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(string(part), "="))
	return err == nil && json.Unmarshal(raw, to) == nil
}

// first returns the first of the claims that is a text with something in it.
func (c claims) first(names ...string) string {
	for _, name := range names {
		var text string
		if json.Unmarshal(c[name], &text) == nil && text != "" {
			return shown(text)
		}
	}
	return ""
}

// list reads a text or a list of texts, as "aud" is one or the other
// (RFC 7519 §4.1.3).
func (c claims) list(name string) []string {
	var text string
	if json.Unmarshal(c[name], &text) == nil && text != "" {
		return []string{shown(text)}
	}
	var all []json.RawMessage
	if json.Unmarshal(c[name], &all) != nil {
		return nil
	}
	var texts []string
	for _, raw := range all[:min(len(all), maxClaims)] {
		text = "" // null leaves it as it is
		if json.Unmarshal(raw, &text) == nil && text != "" {
			texts = append(texts, shown(text))
		}
	}
	return texts
}

// words reads scopes: one text with blanks between them, or a list.
func (c claims) words(names ...string) []string {
	for _, name := range names {
		var text string
		if json.Unmarshal(c[name], &text) == nil {
			if words := strings.Fields(text); len(words) > 0 {
				return bounded(words)
			}
		} else if list := c.list(name); len(list) > 0 {
			return list
		}
	}
	return nil
}

// date reads a NumericDate (RFC 7519 §2): seconds, perhaps with a fraction.
func (c claims) date(name string) *time.Time {
	var seconds float64
	if json.Unmarshal(c[name], &seconds) != nil {
		return nil
	}
	const lastSecond = 253402300799 // of the year 9999, the last that JSON can hold
	if !(seconds > 0 && seconds <= lastSecond) {
		return nil
	}
	at := time.Unix(int64(math.Floor(seconds)), 0).UTC()
	return &at
}

func bounded(words []string) []string {
	var texts []string
	for _, word := range words[:min(len(words), maxClaims)] {
		texts = append(texts, shown(word))
	}
	return texts
}

// shown makes a claim fit for a page.
func shown(text string) string {
	return proof.Visible(strings.ToValidUTF8(text[:min(len(text), maxClaim)], ""))
}
