package smtp

import (
	"cmp"
	"slices"

	"patchbay/backend/proof"
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

// best ranks what works: encrypted always before clear text, the submission
// ports before 25, and implicit TLS before STARTTLS (RFC 8314 §3).
func (sc *scan) best() *proof.Alternative {
	sc.offerClearText()
	offered := slices.DeleteFunc(slices.Clone(sc.tried), func(t Tried) bool { return t.Alternative == nil })
	if len(offered) == 0 {
		return nil
	}
	return slices.MinFunc(offered, func(a, b Tried) int { return cmp.Compare(rank(a), rank(b)) }).Alternative
}

func rank(t Tried) int {
	rank := 0
	for _, drawback := range []bool{t.Security == SecurityNone, t.Port == 25, t.Security == SecuritySTARTTLS} {
		rank *= 2
		if drawback {
			rank++
		}
	}
	return rank
}

// offerClearText offers clear text to settings without a sign-in when nothing
// that is encrypted works. A credential is never led there.
func (sc *scan) offerClearText() {
	encrypted := func(t Tried) bool { return t.Works && t.Security != SecurityNone }
	if sc.visit.signIn != SignInNone || slices.ContainsFunc(sc.tried, encrypted) {
		return
	}
	for i, t := range sc.tried {
		if t.Works {
			d := conversation.Door{Port: t.Port, Security: t.Security}
			sc.tried[i].Alternative = d.Alternative(d.Words() + " " + offer(t))
		}
	}
}
