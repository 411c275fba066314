package smtp

import (
	"context"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/mailauth"
)

func (s *session) chooseTokenMechanism(offered []string) (string, *proof.Finding) {
	return "XOAUTH2", nil
}

func (s *session) signInWithToken(_ context.Context, mechanism string) proof.Outcome {
	return proof.Fail(proof.Finding{Code: mailauth.CodeMechanismNotOffered})
}
