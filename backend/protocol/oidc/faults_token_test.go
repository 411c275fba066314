package oidc_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"strings"
	"time"

	"patchbay/backend/protocol/signin"
)

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
		{"keys that cannot be read", func(e *evil, _ *signin.Request) {
			e.keys = page(500, "text/html", "<html>")
		}, map[string]string{
			"O04": "failed idp.check_failed keys_refused", "O15": "failed idp.signature_invalid no_keys",
		}, ""},
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
