package smtp

import (
	"slices"

	"patchbay/backend/protocol/conversation"
	"patchbay/backend/protocol/mailauth"
)

// fits reports whether one of the mechanisms is of the kind that the settings
// sign in with.
func (sc *scan) fits(mechanisms []string) bool {
	switch sc.visit.signIn {
	case SignInPassword:
		return mailauth.Choose(mechanisms) != ""
	case SignInOAuth2:
		return mailauth.ChooseToken(mechanisms) != ""
	default:
		return true
	}
}

// offerClearText offers clear text to settings without a sign-in when nothing
// that is encrypted works. A credential is never led there.
func (sc *scan) offerClearText() {
	encrypted := func(t Tried) bool { return t.Works && t.Security != SecurityNone }
	if sc.visit.signIn != SignInNone || slices.ContainsFunc(sc.Tried, encrypted) {
		return
	}
	for i, t := range sc.Tried {
		if t.Works {
			d := conversation.Door{Port: t.Port, Security: t.Security}
			sc.Tried[i].Alternative = d.Alternative(d.Words() + " " + offer(t))
		}
	}
}
