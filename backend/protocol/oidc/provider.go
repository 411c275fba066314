package oidc

import (
	"context"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/oauth"
	"patchbay/backend/protocol/signin"
)

// What a proof says of itself.
const (
	showsCheck    = "The provider answers, and what it announces fits the settings."
	leavesCheck   = "Nobody has signed in: whether the provider takes the client ID, its secret and the redirect URI is not known."
	showsSignedIn = "A person signed in at the provider, and every check of the list was made."
)

// provider is a session with an OpenID Connect provider.
type provider struct {
	*oauth.Session
	doc  document
	keys keySet
}

// Check looks at everything that can be seen without a sign-in: what the
// provider announces, its keys, and how they fit the settings.
func Check(ctx context.Context, r signin.Request) proof.Report {
	p := open(ctx, r, signin.LevelCheck)
	p.Run(ctx, append(p.before(), p.standing()...))
	return p.Report(showsCheck, leavesCheck)
}

// open walks the steps up to the first request.
func open(ctx context.Context, r signin.Request, level string) *provider {
	p := &provider{Session: oauth.Open(r, level)}
	p.Arrive(ctx, p.issuer())
	return p
}

func (p *provider) issuer() signin.Endpoint {
	return signin.Endpoint{URL: p.Settings.Issuer, Field: "issuer", Name: "issuer"}
}

// authEndpoint is where the browser goes: as configured, else as announced.
func (p *provider) authEndpoint() signin.Endpoint {
	if p.Settings.AuthURL != "" {
		return signin.Endpoint{URL: p.Settings.AuthURL, Field: "authUrl", Name: "authorization endpoint"}
	}
	return p.doc.endpoint("authorization_endpoint", "authorization endpoint")
}

// before are the checks that come before the sign-in.
func (p *provider) before() []oauth.Item {
	return []oauth.Item{
		{ID: "O01", Try: p.found},
		{ID: "O02", Try: p.sameIssuer},
		{ID: "O03", Try: p.secured},
		{ID: "O04", Try: p.loadKeys},
		{ID: "O05", Try: without(p.codeFlow)},
		{ID: "O06", Try: without(p.clientAuthOffered)},
		{ID: "O07", Try: without(p.scopesOffered)},
		{ID: "O08", Always: true, Try: without(p.CallbackLint)},
	}
}

// standing are the checks that need no answer.
func (p *provider) standing() []oauth.Item {
	return []oauth.Item{
		{ID: "O28", Try: without(p.logoutOffered)},
		{ID: "O29", Always: true, Try: without(p.SecretEnd)},
	}
}

// without is a check that asks nobody.
func without(try func() proof.Outcome) func(context.Context) proof.Outcome {
	return func(context.Context) proof.Outcome { return try() }
}
