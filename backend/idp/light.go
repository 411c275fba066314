package idp

import (
	"time"

	"patchbay/backend/evidence"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
)

// light is the status, and the proof that it stands on.
type light struct {
	evidence.Status
	level   string // "" without a proof
	glance  evidence.Glance
	signers []signer
}

// light says what is known of a provider. A sign-in says more than a check: one
// that holds stays until the settings change, or a later check of the same
// settings fails.
func (s stateRecord) light(expanded signin.Settings, secrets signin.Secrets, now time.Time) light {
	hash := expanded.Hash()
	signers := s.signers(expanded, hash)
	signedIn := light{s.SignIn.Status(hash, secrets, now), signin.LevelSignIn, s.SignIn, signers}
	checked := light{s.Check.Status(hash, secrets, now), signin.LevelCheck, s.Check, signers}
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
	if found.Light == evidence.Proved || found.Light == evidence.Warned {
		found.expire(now)
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
func (l *light) expire(now time.Time) {
	for _, s := range l.signers {
		if now.After(s.At) && !l.glance.StartedAt.After(s.At) {
			l.Status = evidence.Status{Light: evidence.Stale, Summary: "Stale: a certificate that the provider signs with has expired since"}
		}
	}
}
