package oidc

import (
	"context"
	"encoding/json"
	"fmt"
	"mime"
	"slices"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/oauth"
	"patchbay/backend/protocol/signin"
)

// askUser is check O21: the user info is there, and is about the same person as
// the ID token (Core §5.3.2). Without that check, one person's token can be
// joined with another person's address.
func (a *attempt) askUser(ctx context.Context) proof.Outcome {
	to := a.doc.userInfo()
	if to.URL == "" {
		return proof.Outcome{NotApplicable: "the provider announces no user info"}
	}
	o := proof.Outcome{Where: "user info, claim sub"}
	reply, f := a.Bearer(ctx, to, a.tokens.Access, a.auth.At)
	if f != nil {
		o.Failures = []proof.Finding{*f}
		return o
	}
	claims, repeated, f := a.userClaims(reply, to)
	if f != nil {
		o.Failures = []proof.Finding{*f}
		return o
	}
	if len(repeated) > 0 {
		o.Warnings = []proof.Finding{oauth.RepeatedNames(to, repeated)}
	}
	o.Received = claims.Text("sub")
	if a.token == nil {
		o.Detail = "there is no ID token to compare it with"
		a.user = claims
		return o
	}
	o.Expected = a.token.claims.Text("sub")
	if o.Expected == "" || o.Received != o.Expected {
		o.Failures = []proof.Finding{{
			Code: signin.CodeResponseInvalid, Reason: "userinfo_subject",
			Cause:  "The user info is about another person than the ID token: their claims sub differ.",
			Remedy: "Do not use this provider before that is understood: people could come in as somebody else.",
			Fields: []string{"issuer"},
		}}
		return o
	}
	a.user = claims
	return o
}

// userClaims reads the answer, which may be signed (Core §5.3.2).
func (a *attempt) userClaims(reply oauth.Reply, to signin.Endpoint) (oauth.Object, []string, *proof.Finding) {
	if kind, _, _ := mime.ParseMediaType(reply.Type); kind == "application/jwt" {
		return a.signedClaims(string(reply.Body))
	}
	claims, value, err := oauth.ParseObject(reply.Body)
	if err != nil {
		f := a.Unreadable(err, reply, to)
		return nil, nil, &f
	}
	return claims, value.Repeated, nil
}

func (a *attempt) signedClaims(raw string) (oauth.Object, []string, *proof.Finding) {
	t, err := parseIDToken(strings.TrimSpace(raw))
	if err == nil && !a.expected.keys.huge && holds(t.raw, a.expected.keys.named(t.kid)) {
		return t.claims, t.repeated, nil
	}
	because := "its signature does not hold by a published key"
	if err != nil {
		because = "it " + err.Error()
	}
	return nil, nil, &proof.Finding{
		Code: signin.CodeSignatureInvalid, Reason: "userinfo_signature",
		Cause:  "The user info came as a JWT that cannot be used: " + because + ".",
		Remedy: "Have the provider answer with plain JSON for this application, or sign with RS256 or ES256.",
		Fields: []string{"issuer"},
	}
}

// compare is check O22: what both say of the person is the same.
func (a *attempt) compare() proof.Outcome {
	switch {
	case a.token == nil || a.user == nil:
		return proof.Outcome{NotApplicable: "there is only one of the two"}
	}
	var differ, only []string
	for _, name := range a.user.Names() {
		value, both := a.token.claims[name]
		switch {
		case !both:
			only = append(only, name)
		case !slices.Contains(ofTokens(), name) && !sameJSON(value, a.user[name]):
			differ = append(differ, name)
		}
	}
	o := proof.Outcome{Detail: "user info adds " + orNone(words(only, true)), Where: "ID token and user info"}
	if len(differ) > 0 {
		o.Received = "different: " + words(differ, true)
		o.Warnings = []proof.Finding{{
			Code: signin.CodeCheckFailed, Reason: "claims_differ",
			Cause:  "ID token and user info say different things: " + words(differ, true) + ".",
			Remedy: "Find out which of the two the target reads. Providers with several sources of attributes often have one of them out of date.",
			Fields: []string{"emailClaim"},
		}}
	}
	return o
}

// ofTokens are claims about a token rather than a person.
func ofTokens() []string {
	return []string{"iss", "aud", "exp", "iat", "nbf", "jti", "azp", "nonce", "auth_time", "at_hash", "c_hash", "s_hash", "sid", "rat", "ver", "acr", "amr"}
}

func sameJSON(a, b any) bool {
	first, err1 := json.Marshal(a)
	second, err2 := json.Marshal(b)
	return err1 == nil && err2 == nil && string(first) == string(second)
}

// claims are those of the ID token, and those that only the user info has.
func (a *attempt) claims() map[string]any {
	all := map[string]any{}
	for name, value := range a.user {
		all[name] = value
	}
	if a.token != nil {
		for name, value := range a.token.claims {
			all[name] = value
		}
	}
	return all
}

// find looks for a claim in the ID token, then in the user info.
func (a *attempt) find(claim string) (value any, where string) {
	if a.token != nil {
		if value, ok := oauth.Find(a.token.claims, claim); ok {
			return value, "ID token, claim " + claim
		}
	}
	if value, ok := oauth.Find(a.user, claim); ok && a.user != nil {
		return value, "user info, claim " + claim
	}
	return nil, fmt.Sprintf("there is no claim %s in the ID token and the user info", claim)
}
