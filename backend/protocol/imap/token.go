package imap

import (
	"context"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/conversation"
	"patchbay/backend/protocol/mailauth"
	"patchbay/backend/protocol/mailtoken"
)

// signInWithToken obtains an access token and submits it, once.
func (s *session) signInWithToken(ctx context.Context, mechanism string) proof.Outcome {
	token, lost, finding := s.Token(ctx, s.request.Secrets, s.request.Rotated)
	if finding != nil {
		return proof.Outcome{Detail: mechanism + ", no token", Failures: []proof.Finding{*finding}}
	}
	defer token.Access.Wipe()
	outcome := s.submitToken(mechanism, token)
	outcome.Detail, outcome.Token = mechanism+", "+conversation.DescribeToken(token.Info), &token.Info
	outcome.Warnings = append(outcome.Warnings, lost...)
	return outcome
}

func (s *session) submitToken(mechanism string, token mailtoken.Token) proof.Outcome {
	exchange, err := mailauth.NewToken(mechanism, s.settings.User, s.Host, s.Port, token.Access)
	if err != nil {
		return proof.Fail(s.Unspeakable())
	}
	s.Extend() // the server's conversation may have waited for the token endpoint
	return s.submit(mechanism, func(answer fault.Remote) proof.Finding {
		return withNotices(mailauth.DiagnoseToken("imap", s.settings.User, answer, exchange.Refusal(), &token.Info), s.notices)
	}, func() (response, error) { return s.converse(mechanism, exchange) })
}
