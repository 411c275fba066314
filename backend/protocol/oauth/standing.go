package oauth

import (
	"fmt"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/preset"
	"patchbay/backend/protocol/signin"
)

// SecretEnd is check O29: when the client secret ends, as far as somebody wrote
// it down: no provider tells it over OAuth.
func (s *Session) SecretEnd() proof.Outcome {
	if s.Auth == signin.ClientNone {
		return proof.Outcome{NotApplicable: "a public client has no secret"}
	}
	if s.Settings.ClientSecretExpires == "" {
		return proof.Pass("no end is written down; where the provider sets one, enter it to be warned in time")
	}
	day, err := time.Parse(time.DateOnly, s.Settings.ClientSecretExpires)
	if err != nil {
		return proof.Outcome{Skip: "the day that is written down is none"}
	}
	o := proof.Outcome{Received: s.Settings.ClientSecretExpires, Where: "settings"}
	switch left := day.Sub(s.Now()); {
	case left <= 0:
		o.Warnings = []proof.Finding{secretEnds("secret_expired", "By the settings, the client secret ended on "+s.Settings.ClientSecretExpires+".")}
	case left < dial.Soon:
		o.Warnings = []proof.Finding{secretEnds("secret_expires_soon",
			fmt.Sprintf("The client secret ends on %s, in %d days.", s.Settings.ClientSecretExpires, int(left.Hours()/24)))}
	default:
		o.Detail = "ends on " + s.Settings.ClientSecretExpires
	}
	return o
}

func secretEnds(reason, cause string) proof.Finding {
	return proof.Finding{
		Code: signin.CodeCheckFailed, Reason: reason, Cause: cause,
		Remedy: "Make a new client secret at the provider and enter it here with its end. Most providers let two be valid for a while.",
		Fields: []string{"clientSecretExpires", "clientSecret"},
	}
}

// CallbackLint is check O08.
func (s *Session) CallbackLint() proof.Outcome {
	if s.Settings.CallbackURL == "" {
		return proof.Outcome{NotApplicable: "the settings name no redirect URI of the target yet"}
	}
	return preset.CallbackOutcome(s.Settings, signin.CodeRedirectURIMismatch)
}
