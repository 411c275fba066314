package outgoing

import (
	"patchbay/backend/credential"
	"patchbay/backend/evidence"
	"patchbay/backend/protocol/smtp"
)

// What outgoing mail shares with other integrations.
type (
	Advice       = credential.Advice
	Shape        = credential.Shape
	StoredSecret = credential.StoredSecret
	SignInMethod = credential.SignInMethod
	SignedIn     = credential.SignedIn
	Light        = evidence.Light
	Status       = evidence.Status
)

// The values of these types.
const (
	ThroughBrowser = credential.ThroughBrowser
	WithDeviceCode = credential.WithDeviceCode

	Obtained = credential.Obtained
	Derive   = credential.Derive

	Proved   = evidence.Proved
	Warned   = evidence.Warned
	Stale    = evidence.Stale
	Failed   = evidence.Failed
	Never    = evidence.Never
	Disabled = evidence.Disabled
	Missing  = evidence.Missing
)

// words are those in which proofs of outgoing mail are summed up.
func words() evidence.Words { return evidence.Words{Level: smtp.Shown} }
