package imap

import (
	"context"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/mailauth"
	"patchbay/backend/protocol/mailtoken"
)

// signInWithToken obtains an access token and submits it, once.
func (s *session) signInWithToken(ctx context.Context, mechanism string) proof.Outcome {
	return s.SignInWithToken(ctx, mechanism, s.request.Secrets, s.request.Rotated, func(token mailtoken.Token) proof.Outcome {
		return s.submitToken(mechanism, token)
	})
}

func (s *session) submitToken(mechanism string, token mailtoken.Token) proof.Outcome {
	exchange, err := mailauth.NewToken(mechanism, s.settings.User, s.Host, s.Port, token.Access)
	if err != nil {
		return proof.Fail(s.Unspeakable())
	}
	s.Extend() // the server's conversation may have waited for the token endpoint
	return s.submit(mechanism, func(answer fault.Remote) proof.Finding {
		return completed(mailauth.DiagnoseToken("imap", s.settings.User, answer, exchange.Refusal(), &token.Info), s.settings, s.notices)
	}, func() (response, error) { return s.converse(mechanism, exchange) })
}
