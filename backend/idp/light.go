package idp

import (
	"time"

	"patchbay/backend/evidence"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/saml"
	"patchbay/backend/protocol/signin"
)

// light is the status, and the proof that it stands on.
type light struct {
	evidence.Status
	level  string // "" without a proof
	glance evidence.Glance
}

// light says what is known of a provider. A sign-in says more than a check: one
// that holds stays until the settings change, or a later check of the same
// settings fails.
func (s stateRecord) light(expanded signin.Settings, secrets signin.Secrets, now time.Time) light {
	hash := expanded.Hash()
	signedIn := light{s.SignIn.Status(hash, secrets, now), signin.LevelSignIn, s.SignIn}
	checked := light{s.Check.Status(hash, secrets, now), signin.LevelCheck, s.Check}
	var found light
	switch {
	case current(s.SignIn, hash, secrets) && !laterFailure(s.Check, s.SignIn, hash, secrets):
		found = signedIn
	case current(s.Check, hash, secrets):
		found = checked
	case !s.SignIn.IsZero():
		found = signedIn
	default:
		found = checked
	}
	if found.glance.IsZero() {
		found.level = ""
	}
	if found.Light != evidence.Failed && found.Light != evidence.Never {
		found.expire(expanded, now)
	}
	return found
}

// current reports whether a glance is one at exactly these settings and secrets.
func current(g evidence.Glance, hash string, secrets signin.Secrets) bool {
	return !g.IsZero() && g.Status(hash, secrets, g.StartedAt).Light != evidence.Stale
}

func laterFailure(check, signedIn evidence.Glance, hash string, secrets signin.Secrets) bool {
	return check.Verdict == proof.Failed && check.StartedAt.After(signedIn.StartedAt) && current(check, hash, secrets)
}

// expire takes the light of a proof that stands on a certificate which has run
// out since.
func (l *light) expire(expanded signin.Settings, now time.Time) {
	certificates, _ := saml.SigningCertificates(expanded) // what cannot be read was found by the proof
	for _, c := range certificates {
		if now.After(c.NotAfter) && !l.glance.StartedAt.After(c.NotAfter) {
			l.Status = evidence.Status{Light: evidence.Stale, Summary: "Stale: a certificate that the provider signs with has expired since"}
		}
	}
}
