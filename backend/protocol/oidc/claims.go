package oidc

import (
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"hash"
	"slices"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/oauth"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
)

const (
	googleIssuer = "https://accounts.google.com"
	// googleBare is how Google's tokens name it as well, by its own words.
	googleBare = "accounts.google.com"
)

// issuerFor is the issuer that a token has to name: the announced one, with the
// token's tenant in the place that a template leaves for it.
func issuerFor(announced string, t *idToken) string {
	if tenant := t.claims.Text("tid"); strings.Contains(announced, tenantTemplate) && isGUID(tenant) {
		return strings.Replace(announced, tenantTemplate, tenant, 1)
	}
	return announced
}

func isGUID(text string) bool {
	const form = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"
	if len(text) != len(form) {
		return false
	}
	for i := range len(text) {
		isHex := strings.IndexByte("0123456789abcdefABCDEF", text[i]) >= 0
		if form[i] == '-' && text[i] != '-' || form[i] == 'x' && !isHex {
			return false
		}
	}
	return true
}

// checkIssuer is check O16.
func checkIssuer(t *idToken, e expected, library error) proof.Outcome {
	got := t.claims.Text("iss")
	o := proof.Outcome{Expected: e.issuer, Received: got, Where: "ID token, claim iss"}
	switch {
	case got == e.issuer && library == nil:
	case e.issuer == googleIssuer && got == googleBare && library == nil:
		o.Detail = "Google's second spelling of its name"
	case got == e.issuer:
		o.Failures = []proof.Finding{libraryRefused(signin.CodeIssuerMismatch, library)}
	default:
		o.Failures = []proof.Finding{{
			Code: signin.CodeIssuerMismatch, Reason: "id_token",
			Cause:  fmt.Sprintf("The ID token names another issuer than the provider announces%s.", oauth.Difference(e.issuer, got)),
			Remedy: "Check the issuer. With Entra ID, tokens of version 1 are issued by sts.windows.net: have the application use version 2.",
			Fields: []string{"issuer"}, Remote: &fault.Remote{Text: got},
		}}
	}
	return o
}

// checkAudience is check O17: the token is for this client, and where it is for
// others too, was given to this one (azp).
func checkAudience(t *idToken, e expected, library error) proof.Outcome {
	audience, azp := t.claims.TextOrTexts("aud"), t.claims.Text("azp")
	o := proof.Outcome{Expected: e.clientID, Received: strings.Join(audience[:min(len(audience), 20)], ", "), Where: "ID token, claim aud"}
	_, hasAZP := t.claims["azp"]
	switch {
	case !slices.Contains(audience, e.clientID):
		o.Failures = []proof.Finding{audienceFinding("", "The ID token was issued for another application.",
			"Check that the client ID is the one of this application at the provider.")}
	case hasAZP && azp != e.clientID:
		o.Received, o.Where = azp, "ID token, claim azp"
		o.Failures = []proof.Finding{audienceFinding("azp", "The ID token was given to another application, which may pass it on to this one.",
			"Check that the client ID is the one of this application at the provider.")}
	case len(audience) > 1 && !hasAZP:
		o.Failures = []proof.Finding{audienceFinding("several", "The ID token is for several applications and does not say which one it was given to (claim azp).",
			"Have the provider issue ID tokens for this application alone.")}
	case library != nil:
		o.Failures = []proof.Finding{libraryRefused(signin.CodeAudienceMismatch, library)}
	}
	return o
}

func audienceFinding(reason, cause, remedy string) proof.Finding {
	return proof.Finding{Code: signin.CodeAudienceMismatch, Reason: reason, Cause: cause, Remedy: remedy, Fields: []string{"clientId"}}
}

// checkNonce is check O19: the token answers this attempt.
func checkNonce(t *idToken, e expected) proof.Outcome {
	got, given := t.claims["nonce"].(string)
	o := proof.Outcome{Expected: "the nonce of this attempt", Received: "the same", Where: "ID token, claim nonce"}
	switch {
	case !given:
		o.Received = "none"
		o.Failures = []proof.Finding{{
			Code: signin.CodeNonceMismatch, Reason: "missing",
			Cause:  "The ID token holds no nonce, so that nobody can tell whether it answers this attempt.",
			Remedy: "Have the provider return the nonce as OpenID Connect requires (Core §3.1.3.7).",
		}}
	case subtle.ConstantTimeCompare([]byte(got), []byte(e.nonce)) != 1:
		o.Received = "another"
		o.Failures = []proof.Finding{{
			Code:   signin.CodeNonceMismatch,
			Cause:  "The ID token answers another attempt: its nonce is not the one that was sent.",
			Remedy: "Start again, and use the browser tab that opens then. If it stays, somebody may be feeding in old tokens.",
		}}
	}
	return o
}

// checkAccessHash is check O20 (Core §3.1.3.6).
func checkAccessHash(t *idToken, access secret.Text) proof.Outcome {
	if _, given := t.claims["at_hash"]; !given {
		return proof.Outcome{NotApplicable: "the ID token holds no hash of the access token"}
	}
	want := accessHash(t.alg, access)
	if want == "" {
		return proof.Outcome{Skip: "the algorithm of the ID token does not say which hash it is"}
	}
	o := proof.Outcome{Expected: "the hash of the access token that came with it", Received: "the same", Where: "ID token, claim at_hash"}
	if subtle.ConstantTimeCompare([]byte(want), []byte(t.claims.Text("at_hash"))) != 1 {
		o.Received = "another"
		o.Failures = []proof.Finding{{
			Code: signin.CodeCheckFailed, Reason: "at_hash",
			Cause:  "The access token is not the one that the ID token was issued with.",
			Remedy: "Have the provider's administrator look into it: one of the two was exchanged on its way, or the hash is made in another way than OpenID Connect says (Core §3.1.3.6).",
		}}
	}
	return o
}

// accessHash is the left half of the hash that goes with the algorithm.
func accessHash(alg string, access secret.Text) string {
	var digest hash.Hash
	switch {
	case strings.HasSuffix(alg, "256"):
		digest = sha256.New()
	case strings.HasSuffix(alg, "384"):
		digest = sha512.New384()
	case strings.HasSuffix(alg, "512"), alg == "EdDSA":
		digest = sha512.New()
	default:
		return ""
	}
	digest.Write(access.Reveal())
	sum := digest.Sum(nil)
	return base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2])
}
