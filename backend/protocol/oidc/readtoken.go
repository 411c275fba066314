package oidc

import (
	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
)

// readToken is check O14.
func (a *attempt) readToken() proof.Outcome {
	o := proof.Outcome{Expected: "an ID token", Where: "id_token of the answer of the token endpoint"}
	if !a.tokens.ID.IsSet() {
		o.Received = "none"
		o.Failures = []proof.Finding{{
			Code: signin.CodeResponseInvalid, Reason: "no_id_token",
			Cause:  "The provider issued an access token and no ID token.",
			Remedy: "Add openid to the scopes. If it is there, the provider speaks plain OAuth 2.0 to this application: configure it as such.",
			Fields: []string{"scopes", "type"},
		}}
		return o
	}
	token, err := parseIDToken(string(a.tokens.ID.Reveal()))
	if err != nil {
		o.Received = "one that " + err.Error()
		o.Failures = []proof.Finding{unreadable(err)}
		return o
	}
	a.token = token
	o.Received = "one with " + words(token.claims.Names(), true)
	a.expected = expected{
		issuer: issuerFor(a.doc.issuer(), token), clientID: a.Settings.ClientID, algorithms: a.doc.announcedAlgorithms(),
		nonce: a.auth.Nonce, keys: a.keys, now: a.Now,
	}
	return o
}

func unreadable(err error) proof.Finding {
	f := proof.Finding{
		Code: signin.CodeResponseInvalid, Reason: "malformed",
		Cause:  "The ID token " + err.Error() + ".",
		Remedy: "Have the provider's administrator look into it.",
	}
	if t, ok := err.(*tokenError); ok {
		f.Reason = t.reason
	}
	if f.Reason == "encrypted" {
		f.Remedy = "Switch the encryption of ID tokens off for this application at the provider: over TLS it protects from nobody else."
	}
	return f
}
