package oauth

import (
	"context"
	"net/url"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
)

// attempt is one sign-in.
type attempt struct {
	plain
	auth   *Authorization
	code   secret.Text
	tokens Tokens
	user   Object
	person Person
}

// Begin makes the checks that come before a sign-in and the authorization
// request. Exactly one of the results is not nil: the report says why a sign-in
// cannot begin.
func Begin(ctx context.Context, r signin.Request, at signin.Location) (signin.Attempt, *proof.Report) {
	a := &attempt{plain: open(ctx, r, signin.LevelSignIn)}
	a.Run(ctx, a.before())
	if !a.Stopped() {
		auth, finding := a.Authorize(ctx, at, Options{Endpoint: a.authEndpoint()})
		if finding == nil {
			a.auth = auth
			return a, nil
		}
	}
	a.auth = &Authorization{At: at}
	a.Run(ctx, a.after(signin.Answer{}))
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
	checks := a.after(answer)
	a.Run(ctx, checks)
	if a.user != nil {
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
	ctx := context.Background() // nothing is asked any more
	checks := a.after(signin.Answer{})
	checks[0].Try = func(context.Context) proof.Outcome { return a.Ended(a.auth, because) }
	a.Run(ctx, checks)
	return a.Report("", "")
}

// after are the checks of an answer and of what follows.
func (a *attempt) after(answer signin.Answer) []Item {
	return []Item{
		{ID: "O09", Try: func(context.Context) (o proof.Outcome) {
			a.code, o = a.Answered(a.auth, answer)
			return o
		}},
		{ID: "O10", Try: func(context.Context) proof.Outcome { return a.StateReturned(a.auth, answer) }},
		{ID: "O11", Try: func(context.Context) proof.Outcome {
			return a.IssuerOfAnswer(answer, a.Settings.Issuer, false)
		}},
		{ID: "O12", Try: func(ctx context.Context) (o proof.Outcome) {
			a.tokens, o = a.Redeem(ctx, a.tokenEndpoint(), a.auth, a.code)
			return o
		}},
		{ID: "O13", Try: func(context.Context) proof.Outcome { return a.BearerType(a.tokens) }},
		{ID: "O21", Try: a.askUser},
		{ID: "O23", Try: a.findEmail},
		{ID: "O24", Try: a.withUser(func() proof.Outcome { return a.Admit(&a.person) })},
		{ID: "O25", Try: a.withUser(func() proof.Outcome { return a.groups() })},
		{ID: "O26", Try: a.withUser(a.identity)},
		{ID: "O27", Try: func(context.Context) proof.Outcome { return a.RefreshWanted(a.tokens) }},
		a.secretEnd(),
		{ID: "O30", Try: func(ctx context.Context) proof.Outcome { return a.Revoke(ctx, signin.Endpoint{}, a.tokens) }},
	}
}

// withUser skips a check where nobody is known.
func (a *attempt) withUser(try func() proof.Outcome) func(context.Context) proof.Outcome {
	return func(context.Context) proof.Outcome {
		if a.user == nil {
			return proof.Outcome{Skip: "the user-info call brought nothing"}
		}
		return try()
	}
}

func (a *attempt) groups() proof.Outcome {
	if a.Settings.GroupsClaim == "" {
		return proof.Outcome{NotApplicable: "the settings name no groups"}
	}
	return Groups(a.user, a.Settings.GroupsClaim)
}

// identity is check O26: what identifies the person for ever. A name or an
// address may pass to somebody else.
func (a *attempt) identity() proof.Outcome {
	for _, path := range a.Settings.IDPaths() {
		value, _ := Find(a.user, path)
		if word, ok := Word(value); ok {
			a.person.Subject = word
			return proof.Outcome{Received: word, Where: "user info, " + path, Detail: "accounts are to be found by this, not by the address"}
		}
	}
	return proof.Fail(proof.Finding{
		Code: signin.CodeResponseInvalid, Reason: "no_subject",
		Cause:  "The user info holds nothing that identifies the person for ever.",
		Remedy: "Name the member that does, such as id or sub.",
		Fields: []string{"idPath"},
	})
}
