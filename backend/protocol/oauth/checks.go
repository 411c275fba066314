package oauth

import (
	"context"

	"patchbay/backend/proof"
)

// Item is one of the list of checks.
type Item struct {
	ID  string
	Try func(ctx context.Context) proof.Outcome
	// Always: it needs nothing that the checks before it found.
	Always bool
}

// Run makes the checks in their order. After [Session.Stop] those that build on
// others are recorded as skipped, with the reason.
func (s *Session) Run(ctx context.Context, checks []Item) {
	for _, check := range checks {
		s.Recorder.Check(check.ID, title(check.ID), func() proof.Outcome {
			if s.Stopped() && !check.Always {
				return proof.Outcome{Skip: s.stopped}
			}
			return s.shown(check.Try(ctx))
		})
	}
}

// shown masks what a check says, and then bounds it: half a secret would not be
// recognised.
func (s *Session) shown(o proof.Outcome) proof.Outcome {
	for _, text := range []*string{&o.Detail, &o.Expected, &o.Received, &o.Where} {
		*text = s.Redactor.Redact(*text)
	}
	for _, list := range [][]proof.Finding{o.Failures, o.Warnings} {
		for i := range list {
			list[i].Cause = s.Redactor.Redact(list[i].Cause)
		}
	}
	return clipped(o)
}

// title says what a check looks at.
func title(id string) string {
	titles := map[string]string{
		"O01": "Discovery document",
		"O02": "Issuer",
		"O03": "Endpoints over TLS",
		"O04": "Signing keys",
		"O05": "Authorization code with PKCE",
		"O06": "Client authentication offered",
		"O07": "Scopes offered",
		"O08": "Redirect URI of the target",
		"O09": "Answer to the authorization request",
		"O10": "State",
		"O11": "Issuer of the answer",
		"O12": "Exchange of the code",
		"O13": "Token type",
		"O14": "ID token",
		"O15": "Signature of the ID token",
		"O16": "Issuer of the ID token",
		"O17": "Audience",
		"O18": "Times and clocks",
		"O19": "Nonce",
		"O20": "Hash of the access token",
		"O21": "User info",
		"O22": "ID token and user info agree",
		"O23": "E-mail address",
		"O24": "Allowed domains",
		"O25": "Groups",
		"O26": "Lasting identity",
		"O27": "Refresh token",
		"O28": "Logout",
		"O29": "End of the client secret",
		"O30": "Test tokens revoked",
	}
	return titles[id]
}
