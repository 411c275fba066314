package smtp

import (
	"context"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/conversation"
	"patchbay/backend/protocol/mailauth"
	"patchbay/backend/protocol/mailtoken"
)

// chooseTokenMechanism explains a server that takes no tokens before one is
// obtained for it.
func (s *session) chooseTokenMechanism(offered []string) (string, *proof.Finding) {
	if mechanism := mailauth.ChooseToken(offered); mechanism != "" {
		return mechanism, nil
	}
	return "", s.notOffered(conversation.NoTokens())
}

// signInWithToken obtains an access token and submits it, once.
func (s *session) signInWithToken(ctx context.Context, mechanism string) proof.Outcome {
	outcome := s.SignInWithToken(ctx, mechanism, s.request.Secrets, s.request.Rotated, func(token mailtoken.Token) proof.Outcome {
		return s.submitToken(mechanism, token)
	})
	s.signedIn = len(outcome.Failures) == 0
	return outcome
}

func (s *session) submitToken(mechanism string, token mailtoken.Token) proof.Outcome {
	exchange, err := mailauth.NewToken(mechanism, s.settings.User, s.Host, s.Port, token.Access)
	if err != nil {
		return proof.Fail(s.Unspeakable())
	}
	s.Extend() // the server's conversation may have waited for the token endpoint
	return s.converse(mechanism, exchange, func(answer fault.Remote) proof.Finding {
		return s.blame(mailauth.DiagnoseToken("smtp", s.settings.User, answer, exchange.Refusal(), &token.Info))
	})
}
