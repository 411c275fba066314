package idpd

import (
	"net/http"
	"net/url"
	"time"
)

// skew is how far a wrong clock is off: more than anybody tolerates.
const skew = 20 * time.Minute

func discoveryBehaviours() []behaviour {
	return []behaviour{
		{name: "discovery-missing", label: "Has no discovery document (OpenID Connect)", noDiscovery: true},
		{
			name: "issuer-differs", label: "Writes its issuer with a slash at the end (OpenID Connect)",
			discovery: slash("issuer"), claims: slash("iss"),
			answer: func(values url.Values) { values.Set("iss", values.Get("iss")+"/") },
		},
		{name: "poor-key", label: "Publishes a key of 1024 bits beside its own (OpenID Connect)", poorKey: true},
		{
			name: "metadata-expired", label: "Shows metadata that are no longer valid (SAML)",
			metadata: func(m *metadata) { m.validUntil = m.now.Add(-day) },
		},
	}
}

// slash ends a member with one.
func slash(name string) func(map[string]any) {
	return func(members map[string]any) {
		if text, ok := members[name].(string); ok {
			members[name] = text + "/"
		}
	}
}

// pageBehaviours are met in the browser, and never come back from it.
func pageBehaviours() []behaviour {
	return []behaviour{
		{
			name: "client-unknown", label: "Does not know the client; the browser stays on its page",
			page: &refusal{http.StatusUnauthorized, "invalid_client", "The client ID or the entity ID is not known here."},
		},
		{
			name: "redirect-uri-refused", label: "Does not know the redirect URI or ACS; the browser stays on its page",
			page: &refusal{http.StatusBadRequest, "redirect_uri_mismatch", "The redirect URI or assertion consumer service is not registered for this client."},
		},
		{name: "silent", label: "Shows an empty page after the sign-in; the browser stays there", silent: true},
	}
}

func answerBehaviours() []behaviour {
	return []behaviour{
		{name: "refused", label: "Refuses whoever signs in (access_denied, RequestDenied)", denied: true},
		{
			name: "wrong-state", label: "Sends another state or RelayState back",
			answer:   func(values url.Values) { values.Set("state", "not-the-state-that-was-sent") },
			response: func(r *response) { r.relayState = "not-the-state-that-was-sent" },
		},
		{
			name: "answer-of-another", label: "Answers under another issuer's name (RFC 9207; the Response in SAML)",
			answer:   func(values url.Values) { values.Set("iss", otherIssuer) },
			response: func(r *response) { r.issuer = otherIssuer },
		},
	}
}

// Names that stand for somebody else.
const (
	otherIssuer = "https://other.rehearsal.example"
	otherClient = "another-client"
)

func tokenBehaviours() []behaviour {
	return []behaviour{
		{
			name: "client-refused", label: "Refuses the client's secret (invalid_client)",
			tokenError: &oauthError{http.StatusUnauthorized, "invalid_client", "client authentication failed"},
		},
		{
			name: "code-refused", label: "Refuses the code (invalid_grant)",
			tokenError: &oauthError{http.StatusBadRequest, "invalid_grant", "the code is not valid any more"},
		},
		{name: "wrong-token-type", label: "Hands out a token that is not a bearer token", token: set("token_type", "mac")},
		{name: "id-token-missing", label: "Hands out no ID token (OpenID Connect)", token: without("id_token")},
	}
}

func idTokenBehaviours() []behaviour {
	return []behaviour{
		{name: "not-signed", label: "Does not sign its ID token, response and assertion", signer: notSigned},
		{name: "wrong-key", label: "Signs with a key that nobody knows", signer: signedByOther},
		{
			name: "wrong-issuer", label: "Names another issuer in the ID token or assertion",
			claims: set("iss", otherIssuer), response: assertion(func(a *assertionData) { a.issuer = otherIssuer }),
		},
		{
			name: "wrong-audience", label: "Speaks to another audience in the ID token or assertion",
			claims: set("aud", otherClient), response: assertion(func(a *assertionData) { a.audience = otherClient }),
		},
		{
			name: "expired", label: "Hands out what has expired",
			claims: shift(-2*tokenValidity, "exp", "iat", "auth_time"),
			response: assertion(func(a *assertionData) {
				a.notBefore, a.notOnOrAfter = a.notBefore.Add(-2*skew), a.notOnOrAfter.Add(-2*skew)
			}),
		},
		{
			name: "clock-skew", label: "Has a clock that is 20 minutes ahead",
			claims:   shift(skew, "exp", "iat", "nbf", "auth_time"),
			response: assertion(func(a *assertionData) { a.notBefore, a.notOnOrAfter = a.instant.Add(skew), a.notOnOrAfter.Add(skew) }),
		},
		{
			name: "wrong-nonce", label: "Answers another request (nonce, InResponseTo)",
			claims: set("nonce", "not-the-nonce-that-was-sent"), response: func(r *response) { r.inResponseTo = "_not-the-request-that-was-sent" },
		},
		{
			name: "wrong-token-hash", label: "Binds the ID token to another access token (at_hash, OpenID Connect)",
			claims: set("at_hash", accessTokenHash("not the access token")),
		},
	}
}

// shift moves times, in seconds since 1970.
func shift(by time.Duration, names ...string) func(map[string]any) {
	return func(claims map[string]any) {
		for _, name := range names {
			if at, ok := claims[name].(int64); ok {
				claims[name] = at + int64(by/time.Second)
			}
		}
	}
}

func userInfoBehaviours() []behaviour {
	noEmail := without("email", "email_verified")
	return []behaviour{
		{name: "other-subject", label: "Tells of another person in the user info (OpenID Connect)", userInfo: set("sub", "somebody-else")},
		{name: "differing-claims", label: "Says different names in ID token and user info (OpenID Connect)", userInfo: set("name", "Somebody Else")},
		{
			name: "email-missing", label: "Tells no e-mail address",
			claims: noEmail, userInfo: noEmail, emails: func() []any { return []any{} },
			response: assertion(func(a *assertionData) { a.drop(attributeEmail) }),
		},
		{
			name: "groups-overage", label: "Sends a reference in the place of too many groups, as Entra ID does",
			claims: overage, userInfo: without("groups"),
			response: assertion(func(a *assertionData) {
				a.drop(attributeGroups)
				a.add(attributeGroupsLink, groupsLink)
			}),
		},
		{name: "revocation-refused", label: "Does not take tokens back (RFC 7009)", noRevoking: true},
	}
}

// groupsLink is where the groups are said to be.
const groupsLink = "https://graph.rehearsal.example/groups"

// overage is how Entra ID writes that there are too many groups (OpenID Connect
// Core §5.6.2, distributed claims).
func overage(claims map[string]any) {
	delete(claims, "groups")
	claims["_claim_names"] = map[string]any{"groups": "src1"}
	claims["_claim_sources"] = map[string]any{"src1": map[string]any{"endpoint": groupsLink}}
}
