package oauth

import (
	"context"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
)

// What a proof says of itself.
const (
	showsCheck    = "The provider's endpoints can be reached, and nothing is wrong with the settings that can be seen without a sign-in."
	leavesCheck   = "Nobody has signed in: whether the provider takes the client ID, its secret and the redirect URI is not known."
	showsSignedIn = "A person signed in at the provider, and every check of the list was made."
)

// Check looks at everything that can be seen without a sign-in.
func Check(ctx context.Context, r signin.Request) proof.Report {
	s := open(ctx, r, signin.LevelCheck)
	s.Run(ctx, append(s.before(), s.secretEnd()))
	return s.Report(showsCheck, leavesCheck)
}

// plain is a session of plain OAuth 2.0.
type plain struct{ *Session }

// open walks the steps up to the first request. It is the token endpoint that
// Patchbay speaks to; the authorization endpoint is for the browser.
func open(ctx context.Context, r signin.Request, level string) plain {
	s := plain{Open(r, level)}
	s.Arrive(ctx, s.tokenEndpoint())
	return s
}

func (s plain) authEndpoint() signin.Endpoint {
	return signin.Endpoint{URL: s.Settings.AuthURL, Field: "authUrl", Name: "authorization endpoint"}
}

func (s plain) tokenEndpoint() signin.Endpoint {
	return signin.Endpoint{URL: s.Settings.TokenURL, Field: "tokenUrl", Name: "token endpoint"}
}

func (s plain) endpoints() []signin.Endpoint {
	return []signin.Endpoint{
		s.authEndpoint(), s.tokenEndpoint(),
		{URL: s.Settings.UserInfoURL, Field: "userInfoUrl", Name: "user-info endpoint"},
		{URL: s.Settings.EmailsURL, Field: "emailsUrl", Name: "endpoint of e-mail addresses"},
	}
}

// before are the checks that come before the sign-in.
func (s plain) before() []Item {
	return []Item{
		{ID: "O03", Try: func(ctx context.Context) proof.Outcome {
			o := s.Secured(ctx, s.endpoints())
			if len(o.Failures) > 0 {
				s.Stop("an endpoint is not one that secrets may be sent to, or cannot be reached")
			}
			return o
		}},
		{ID: "O08", Always: true, Try: func(context.Context) proof.Outcome { return s.CallbackLint() }},
	}
}

func (s plain) secretEnd() Item {
	return Item{ID: "O29", Always: true, Try: func(context.Context) proof.Outcome { return s.SecretEnd() }}
}
