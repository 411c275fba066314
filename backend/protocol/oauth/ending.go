package oauth

import (
	"fmt"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
)

// Ended is check O09 of an attempt that no answer came to. It stops the checks.
func (s *Session) Ended(a *Authorization, because signin.Ending) proof.Outcome {
	s.Stop("no answer came")
	o := proof.Outcome{Expected: "a code", Received: "nothing", Where: a.At.URL}
	switch because.Reason {
	case signin.TimedOut:
		o.Failures = nobodyCame(a.At, because)
	case signin.NoPort:
		o.Failures = []proof.Finding{{
			Code: signin.CodeCheckFailed, Reason: "port",
			Cause:  "The address for the answer cannot be listened on: the port is in use, or this machine has no such address.",
			Remedy: "Choose another port, or 0 for a free one, and register the redirect URI with it.",
			Fields: []string{"loopbackPort", "loopbackHost"},
		}}
		o.Detail = because.Detail
	case signin.Cancelled:
		o.Failures = []proof.Finding{{
			Code:   signin.CodeCancelled,
			Cause:  "The sign-in was cancelled.",
			Remedy: "Start it again when you are ready.",
		}}
	}
	return o
}

// nobodyCame explains a wait that ended. It is all one sees of errors that a
// provider shows in the browser only, because it must not send them to an
// address that it does not know (RFC 6749 §4.1.2.1).
func nobodyCame(at signin.Location, because signin.Ending) []proof.Finding {
	found := []proof.Finding{{
		Code:  signin.CodeTimeout,
		Cause: fmt.Sprintf("Nobody came back from the provider within %s.", because.Waited.Round(time.Second)),
		Remedy: "Look at what the browser shows. Where the provider does not know the client or the redirect URI it says so there and sends nothing back: " +
			"register exactly " + at.URL + " and check the client ID.",
		Fields: []string{"clientId", "callbackUrl"},
	}}
	if because.Strays > 0 {
		found[0].Cause = fmt.Sprintf("No answer that belongs to this attempt came from the provider within %s.", because.Waited.Round(time.Second))
		found = append(found, stateFinding("strays", foreign(because),
			"Start again, and use the browser tab that opens then: answers of old tabs belong to their own attempts. A provider that does not return the state as it got it cannot be used."))
	}
	return found
}

// foreign tells of the answers that came and did not belong to the attempt.
func foreign(because signin.Ending) string {
	if because.Strays == 1 {
		return "An answer came that does not belong to this attempt: its " + because.LastStray + " does not fit."
	}
	return fmt.Sprintf("%d answers came that do not belong to this attempt; what did not fit of the last one is its %s.", because.Strays, because.LastStray)
}

// Leaves says what a sign-in leaves open: the redirect URI of the target is
// proved only where the answer came by way of it.
func (s *Session) Leaves(at signin.Location) string {
	if s.Settings.CallbackURL == "" || s.Settings.CallbackURL == at.URL {
		return "Whether the target system itself takes the sign-in was not tested."
	}
	return "The sign-in came back to " + at.URL + ": whether the provider knows the redirect URI of the target, " +
		s.Settings.CallbackURL + ", was not tested."
}
