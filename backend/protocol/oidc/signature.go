package oidc

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"hash"
	"slices"
	"strings"

	jose "github.com/go-jose/go-jose/v4"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
)

var errHugeKey = errors.New("a published key is too large")

// checkSignature is check O15. What it finds wrong leaves the claims readable,
// but nothing vouches for them.
func checkSignature(t *idToken, e expected, library error, with secret.Text) proof.Outcome {
	o := proof.Outcome{
		Expected: "a signature by a published key, with " + strings.Join(e.algorithms, " or "),
		Received: strings.TrimSpace(fmt.Sprintf("alg %s, kid %s", named(t.alg), named(t.kid))), Where: "ID token, header",
	}
	if f := algorithmFinding(t, e, with); f != nil {
		o.Failures = []proof.Finding{*f}
		return o
	}
	if f := keyFinding(t, e); f != nil {
		o.Failures = []proof.Finding{*f}
		return o
	}
	switch {
	case len(t.repeated) > 0:
		o.Failures = []proof.Finding{signatureFinding(signin.CodeResponseInvalid, "repeated_names",
			"The ID token has names more than once: "+strings.Join(t.repeated[:min(len(t.repeated), 8)], ", ")+". Which of the values counts differs from system to system.",
			"Have the provider's administrator look into it: each name may be there once.")}
	case library != nil:
		o.Failures = []proof.Finding{libraryRefused(signin.CodeSignatureInvalid, library)}
	default:
		t.verified = true
		o.Detail = "the signature holds"
	}
	return o
}

func named(value string) string {
	if value == "" {
		return "(none)"
	}
	const most = 64
	return value[:min(len(value), most)]
}

// libraryRefused is what is found of a token that passes the list and that a
// strict library refuses.
func libraryRefused(code string, err error) proof.Finding {
	return proof.Finding{
		Code: code, Reason: "library_refused",
		Cause:  "A strict library for OpenID Connect does not take this ID token.",
		Remedy: "Show its words to the provider's administrator: systems that use such a library refuse the sign-in.",
		Remote: &fault.Remote{Code: "go-oidc", Text: err.Error()},
	}
}

func signatureFinding(code, reason, cause, remedy string) proof.Finding {
	return proof.Finding{Code: code, Reason: reason, Cause: cause, Remedy: remedy, Fields: []string{"issuer"}}
}

// algorithmFinding tells what is wrong with the algorithm alone.
func algorithmFinding(t *idToken, e expected, with secret.Text) *proof.Finding {
	var f proof.Finding
	switch {
	case t.alg == "" || strings.EqualFold(t.alg, "none"):
		f = signatureFinding(signin.CodeNotSigned, "alg_none", "The ID token is not signed (alg none): anybody could have made it.",
			"Have the provider sign ID tokens for this application with RS256 or ES256.")
	case strings.HasPrefix(t.alg, "HS"):
		f = signatureFinding(signin.CodeSignatureInvalid, "symmetric",
			"The ID token is signed with a shared secret ("+t.alg+"), which published keys cannot check.",
			"Choose RS256 or ES256 for the ID tokens of this application at the provider.")
		if isHMAC(t, with) {
			f.Cause += " It is signed with the client secret, so that it does come from somebody who has it."
		} else {
			f.Cause += " It is not signed with the client secret either: a forger who takes the public key for the secret makes such tokens."
		}
	case !slices.Contains(algorithms(), jose.SignatureAlgorithm(t.alg)):
		f = signatureFinding(signin.CodeSignatureInvalid, "alg_unknown", "The ID token is signed in a way that is not known: "+named(t.alg)+".",
			"Choose RS256 or ES256 for the ID tokens of this application at the provider.")
	case !slices.Contains(e.algorithms, t.alg):
		f = signatureFinding(signin.CodeSignatureInvalid, "alg_not_announced",
			"The ID token is signed with "+t.alg+", and the provider announces "+strings.Join(e.algorithms, ", ")+" only.",
			"Have the provider announce it in id_token_signing_alg_values_supported, or sign with one that it announces.")
	case t.header["crit"] != nil:
		f = signatureFinding(signin.CodeSignatureInvalid, "critical_header",
			"The ID token says that it may be read only by who understands "+named(strings.Join(t.header.TextOrTexts("crit"), ", "))+" (RFC 7515 §4.1.11).",
			"Have the provider issue plain ID tokens to this application.")
	default:
		return nil
	}
	return &f
}

// keyFinding looks for the key and checks the signature.
func keyFinding(t *idToken, e expected) *proof.Finding {
	candidates := e.keys.named(t.kid)
	var f proof.Finding
	switch {
	case e.keys.huge:
		f = signatureFinding(signin.CodeSignatureInvalid, "key_too_large", "The published keys hold one that is too large to check signatures with.",
			"Have the provider use RSA keys of 2048 to 4096 bits.")
	case e.keys.raw == nil:
		f = signatureFinding(signin.CodeSignatureInvalid, "no_keys", "The signature cannot be checked, because the provider's signing keys could not be read.",
			"See what the check of the signing keys found.")
	case len(candidates) == 0 && t.kid != "":
		f = signatureFinding(signin.CodeSignatureInvalid, "kid_unknown",
			"The ID token names the key "+named(t.kid)+", which the provider does not publish. It publishes "+orNone(e.keys.words())+".",
			"Wait until the provider publishes its new key, and sign in again. With Entra ID, an application that has a signing key of its own publishes it under an address with ?appid=.")
	case len(candidates) == 0:
		f = signatureFinding(signin.CodeSignatureInvalid, "no_key", "There is no published key that the signature could be checked with.",
			"See what the check of the signing keys found.")
	case !holds(t.raw, candidates):
		f = signatureFinding(signin.CodeSignatureInvalid, "signature", "The signature of the ID token does not hold: it was made with another key, or the token was changed on its way.",
			"Check that the issuer is that of the provider whose keys are published. If it is, do not sign in again before that is understood.")
	default:
		return nil
	}
	return &f
}

func orNone(text string) string {
	if text == "" {
		return "none"
	}
	return text
}

// named returns the keys with an ID: all of them where the token names none.
func (k keySet) named(kid string) []jose.JSONWebKey {
	var found []jose.JSONWebKey
	for _, key := range k.usable {
		if kid == "" || key.KeyID == kid {
			found = append(found, key)
		}
	}
	return found
}

func holds(raw string, keys []jose.JSONWebKey) bool {
	signed, err := jose.ParseSignedCompact(raw, algorithms())
	if err != nil {
		return false
	}
	for i := range keys {
		if _, err := signed.Verify(&keys[i]); err == nil {
			return true
		}
	}
	return false
}

// isHMAC reports whether a token is signed with a secret.
func isHMAC(t *idToken, with secret.Text) bool {
	kinds := map[string]func() hash.Hash{"HS256": sha256.New, "HS384": sha512.New384, "HS512": sha512.New}
	kind, at := kinds[t.alg], strings.LastIndexByte(t.raw, '.')
	if kind == nil || at < 0 || !with.IsSet() {
		return false
	}
	mac := hmac.New(kind, with.Reveal())
	mac.Write([]byte(t.raw[:at]))
	given, err := base64.RawURLEncoding.DecodeString(t.raw[at+1:])
	return err == nil && hmac.Equal(given, mac.Sum(nil))
}

// signed is check O15 with the keys fetched once more when the token names one
// that is not among them: providers change keys while a person signs in (Core
// §10.1.1).
func (a *attempt) signed(ctx context.Context) proof.Outcome {
	if len(a.expected.keys.named(a.token.kid)) == 0 && a.doc.keys().URL != "" {
		if set, f := a.fetchKeys(ctx, a.doc.keys()); f == nil {
			a.expected.keys = set
		}
	}
	a.library = a.expected.verify(ctx, a.token.raw)
	return checkSignature(a.token, a.expected, a.library.signature, a.Secrets.ClientSecret)
}
