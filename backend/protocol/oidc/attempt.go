package oidc

import (
	"context"
	"net/url"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/oauth"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
)

// attempt is one sign-in.
type attempt struct {
	*provider
	auth     *oauth.Authorization
	code     secret.Text
	tokens   oauth.Tokens
	token    *idToken // nil when there is none that can be read
	expected expected
	library  strict
	user     oauth.Object // user info; nil without it
	person   oauth.Person
}

// Begin makes the checks that come before a sign-in and the authorization
// request, which is left with the provider first where it wants that (RFC 9126).
// Exactly one of the results is not nil: the report says why a sign-in cannot
// begin.
func Begin(ctx context.Context, r signin.Request, at signin.Location) (signin.Attempt, *proof.Report) {
	a := &attempt{provider: open(ctx, r, signin.LevelSignIn)}
	a.Run(ctx, a.before())
	checks := a.after(signin.Answer{})
	if !a.Stopped() {
		options := oauth.Options{Endpoint: a.authEndpoint(), Nonce: true}
		if a.mustPush() {
			options.Pushed = a.doc.pushed()
		}
		auth, finding := a.Authorize(ctx, at, options)
		if finding == nil {
			a.auth = auth
			return a, nil
		}
		checks[0].Try = without(func() proof.Outcome {
			a.Stop("the provider did not take the authorization request")
			return proof.Fail(*finding)
		})
	}
	a.Run(ctx, checks)
	report := a.Report("", "")
	return nil, &report
}

// Opening implements [signin.Attempt].
func (a *attempt) Opening() signin.Opening { return a.auth.Opening() }

// Accepts implements [signin.Attempt].
func (a *attempt) Accepts(values url.Values) bool { return a.auth.Accepts(values) }

// Finish implements [signin.Attempt].
func (a *attempt) Finish(ctx context.Context, answer signin.Answer) proof.Report {
	defer a.forget()
	a.Run(ctx, a.after(answer))
	if a.token != nil || a.user != nil {
		a.person.Claims = a.claims()
		a.Identify(a.person)
	}
	return a.Report(showsSignedIn, a.Leaves(a.auth.At))
}

// forget wipes what is of use to a thief.
func (a *attempt) forget() {
	a.auth.Wipe()
	a.code.Wipe()
	a.tokens.Wipe()
}

// End implements [signin.Attempt].
func (a *attempt) End(because signin.Ending) proof.Report {
	defer a.forget()
	checks := a.after(signin.Answer{})
	checks[0].Try = without(func() proof.Outcome { return a.Ended(a.auth, because) })
	a.Run(context.Background(), checks) // nothing is asked any more
	return a.Report("", "")
}

// after are the checks of an answer and of all that follows from it.
func (a *attempt) after(answer signin.Answer) []oauth.Item {
	announced := func() bool {
		yes, _ := a.doc.Flag("authorization_response_iss_parameter_supported")
		return yes
	}
	checks := []oauth.Item{
		{ID: "O09", Try: without(func() (o proof.Outcome) {
			a.code, o = a.Answered(a.auth, answer)
			return o
		})},
		{ID: "O10", Try: without(func() proof.Outcome { return a.StateReturned(a.auth, answer) })},
		{ID: "O11", Try: without(func() proof.Outcome { return a.IssuerOfAnswer(answer, a.doc.issuer(), announced()) })},
		{ID: "O12", Try: func(ctx context.Context) (o proof.Outcome) {
			a.tokens, o = a.Redeem(ctx, a.doc.token(), a.auth, a.code)
			return o
		}},
		{ID: "O13", Try: without(func() proof.Outcome { return a.BearerType(a.tokens) })},
		{ID: "O14", Try: without(a.readToken)},
	}
	checks = append(checks, a.ofToken()...)
	return append(checks, a.ofPerson()...)
}

// ofToken are the checks of the ID token.
func (a *attempt) ofToken() []oauth.Item {
	with := func(id string, try func() proof.Outcome) oauth.Item {
		return oauth.Item{ID: id, Try: without(func() proof.Outcome {
			if a.token == nil {
				return proof.Outcome{Skip: "there is no ID token that can be read"}
			}
			return try()
		})}
	}
	return []oauth.Item{
		{ID: "O15", Try: func(ctx context.Context) proof.Outcome {
			if a.token == nil {
				return proof.Outcome{Skip: "there is no ID token that can be read"}
			}
			return a.signed(ctx)
		}},
		with("O16", func() proof.Outcome { return checkIssuer(a.token, a.expected, a.refusal(a.library.issuer)) }),
		with("O17", func() proof.Outcome { return checkAudience(a.token, a.expected, a.refusal(a.library.audience)) }),
		with("O18", func() proof.Outcome {
			return checkTimes(a.token, a.expected, a.refusal(a.library.times), a.Ahead())
		}),
		with("O19", func() proof.Outcome { return checkNonce(a.token, a.expected) }),
		with("O20", func() proof.Outcome { return checkAccessHash(a.token, a.tokens.Access) }),
	}
}

// refusal leaves out what the library says of each aspect where it does not get
// past the signature: O15 has said so.
func (a *attempt) refusal(of error) error {
	if a.library.signature != nil {
		return nil
	}
	return of
}

// ofPerson are the checks of who signed in, and those that end the proof.
func (a *attempt) ofPerson() []oauth.Item {
	checks := []oauth.Item{
		{ID: "O21", Try: a.askUser},
		{ID: "O22", Try: without(a.compare)},
		{ID: "O23", Try: without(a.known(a.findEmail))},
		{ID: "O24", Try: without(a.known(a.admit))},
		{ID: "O25", Try: without(a.known(func() proof.Outcome { return oauth.Groups(a.claims(), a.Settings.GroupsClaim) }))},
		{ID: "O26", Try: without(a.known(a.identity))},
		{ID: "O27", Try: without(func() proof.Outcome { return a.RefreshWanted(a.tokens) })},
	}
	checks = append(checks, a.standing()...)
	return append(checks, oauth.Item{ID: "O30", Try: func(ctx context.Context) proof.Outcome {
		return a.Revoke(ctx, a.doc.revocation(), a.tokens)
	}})
}
