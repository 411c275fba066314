package smtp

import (
	"slices"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/mailauth"
)

// explain turns a refusal into a finding: the first row that matches, or the
// fallback, with the server's own words.
func (s *session) explain(rows []mailauth.Row, r reply, fallback proof.Finding) proof.Finding {
	remote := r.remote()
	f, ok := mailauth.MatchAt(rows, s.Host, remote)
	if !ok {
		f = fallback
		f.Remote = &remote
	}
	if s.signedIn && provesSignIn(f.Code) {
		f.Cause = strings.TrimSpace(f.Cause + " The sign-in itself was accepted.")
	}
	return f
}

// explainMessage explains a refusal of the message, which servers judge by its
// From header.
func (s *session) explainMessage(r reply) proof.Finding {
	return mailauth.FillIn(s.explain(messageRows(), r, messageRefused()), s.settings.User, s.settings.From)
}

// provesSignIn tells the refusals of which people think that the password is
// to blame.
func provesSignIn(code string) bool {
	return code == CodeTemporaryFailure || code == CodeSenderNotOwned
}

// blame names the field that the envelope sender came from, and completes the
// commands of the remedy.
func (s *session) blame(f proof.Finding) proof.Finding {
	f = mailauth.FillIn(f, s.settings.User, s.settings.Sender())
	if i := slices.Index(f.Fields, "from"); i >= 0 && s.settings.EnvelopeFrom != "" {
		f.Fields = slices.Clone(f.Fields)
		f.Fields[i] = "envelopeFrom"
	}
	return f
}
