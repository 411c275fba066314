package signin

import (
	"context"
	"net/url"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/dial"
)

// Levels of a proof.
const (
	LevelCheck  = "check"  // without a sign-in
	LevelSignIn = "signin" // a person has signed in
)

// Request says what to check, and how this machine reaches the provider.
type Request struct {
	Settings Settings
	Secrets  Secrets
	Lookup   account.Lookup
	// Blocked explains why nothing may be sent; nil when nothing stands against
	// it.
	Blocked *proof.Finding
	Network dial.Network
	Version string           // of Patchbay
	Host    string           // this machine; "" asks the system
	Now     func() time.Time // nil is time.Now
	Observe proof.Observer   // may be nil
	// Known says whether the target knows a person; nil is not known.
	Known func(email string) bool
	// Seen reports whether an assertion was seen before, and remembers it until
	// then (SAML Profiles §4.1.4.5); nil remembers within this request only.
	Seen func(id string, until time.Time) bool
}

// Location is where the provider sends the browser back to.
type Location struct {
	URL string // redirect URI, or assertion consumer service
	// ByHand: nothing listens there. The answer is pasted.
	ByHand bool
}

// Attempt is one sign-in that has begun. It ends once, with Finish or End.
type Attempt interface {
	// Opening is where the browser has to go.
	Opening() Opening
	// Accepts reports whether an answer belongs to this attempt. It is asked from
	// another goroutine about whatever comes in, and must be quick and bounded.
	Accepts(values url.Values) bool
	// Finish makes the checks of an answer, and with it all the requests that
	// follow.
	Finish(ctx context.Context, answer Answer) proof.Report
	// End is the report of an attempt that no answer came to.
	End(because Ending) proof.Report
}

// Opening is a request that the browser makes: a page to go to, or a form to
// post there when Form is not nil.
type Opening struct {
	URL  string
	Form url.Values
}

// Answer is what came back.
type Answer struct {
	Values url.Values
	// Location is where it was received; empty when ByHand and not known.
	Location string
	Method   string // "GET" or "POST"; "" when ByHand and not known
	ByHand   bool
}

// Ending says why no answer came.
type Ending struct {
	Reason EndReason
	Waited time.Duration
	// Strays are answers that came in and did not belong to the attempt: how many,
	// and what was wrong with the last one ("state", "InResponseTo", ...).
	Strays    int
	LastStray string
	// Detail is the error of the listener, where that is the reason.
	Detail string
}

// EndReason is why no answer came. A refusal by the provider is an answer.
type EndReason string

// The closed set of reasons.
const (
	Cancelled EndReason = "cancelled"
	TimedOut  EndReason = "timeout"
	NoPort    EndReason = "port" // the listener could not be opened
)
