package mailauth

import "patchbay/backend/proof"

// CheckToken compares what a token says of itself with what the server will
// want of it, before it is used: its end, audience, permissions and user. The
// findings are doubts only: it is the server that decides. Protocol is "smtp"
// or "imap"; a token that says nothing raises none.
func CheckToken(protocol, user string, token proof.Token) []proof.Finding {
	r := tokenRefusal{protocol: protocol, user: user, token: &token}
	var doubts []proof.Finding
	for _, judge := range []func() (proof.Finding, bool){
		r.judgeExpiry, r.judgeAudience, r.judgeScope, r.judgeUser, r.judgeTenant,
	} {
		if f, ok := judge(); ok {
			doubts = append(doubts, FillIn(f, user, user))
		}
	}
	return doubts
}
