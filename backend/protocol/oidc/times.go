package oidc

import (
	"fmt"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
)

// Tolerances for clocks that differ. The end of a token has none, as with the
// strictest of libraries.
const (
	quiet = time.Minute     // of which nothing is said
	most  = 5 * time.Minute // after which a token of the future is refused
)

// checkTimes is check O18: the token is valid now, and was made now. ahead is
// how far the provider's clock is ahead by its HTTP answers, nil when not known.
func checkTimes(t *idToken, e expected, library error, ahead *time.Duration) proof.Outcome {
	now := e.now()
	end, hasEnd := t.date("exp")
	made, hasMade := t.date("iat")
	o := proof.Outcome{
		Expected: "valid at " + stamp(now), Where: "ID token, claims exp, iat and nbf",
		Received: fmt.Sprintf("made %s, ends %s", dateWords(made, hasMade), dateWords(end, hasEnd)),
	}
	o.Detail = clockWords(made, hasMade, now, ahead)
	switch {
	case !hasEnd || !hasMade:
		o.Failures = append(o.Failures, timeFinding(signin.CodeResponseInvalid, "no_times",
			"The ID token does not say when it was made or when it ends; OpenID Connect requires both (Core §2).",
			"Have the provider's administrator look into it."))
	case now.After(end):
		o.Failures = append(o.Failures, expired(now.Sub(end), ahead))
	}
	o = notYet(o, t, "iat", "made", now, ahead)
	o = notYet(o, t, "nbf", "valid from", now, ahead)
	if hasMade && now.Sub(made) > most && len(o.Failures) == 0 {
		o.Warnings = append(o.Warnings, timeFinding(signin.CodeCheckFailed, "made_long_ago",
			fmt.Sprintf("The ID token says that it was made %s ago, and it has just come.", round(now.Sub(made))),
			"Have the clock of the provider corrected. Some systems refuse tokens that are a few minutes old."))
	}
	if library != nil && len(o.Failures) == 0 {
		o.Failures = append(o.Failures, libraryRefused(signin.CodeAssertionExpired, library))
	}
	return o
}

func expired(since time.Duration, ahead *time.Duration) proof.Finding {
	f := timeFinding(signin.CodeAssertionExpired, "expired",
		fmt.Sprintf("The ID token ended %s ago by this machine's clock.", round(since)),
		fmt.Sprintf("Correct the clock that is wrong, the provider's or this machine's. The smallest tolerance that would take the token is %s.", ceil(since)))
	if ahead != nil && *ahead < 0 {
		f.Cause += fmt.Sprintf(" By its answers, the provider's clock is %s behind this one.", round(-*ahead))
	}
	return f
}

// notYet looks at a time that may not lie in the future.
func notYet(o proof.Outcome, t *idToken, claim, what string, now time.Time, ahead *time.Duration) proof.Outcome {
	at, given := t.date(claim)
	early := at.Sub(now)
	if _, there := t.claims[claim]; claim == "nbf" && there && !given {
		o.Failures = append(o.Failures, timeFinding(signin.CodeResponseInvalid, "no_times", "The ID token holds a time (nbf) that is none.",
			"Have the provider's administrator look into it."))
		return o
	}
	if !given || early <= quiet {
		return o
	}
	f := timeFinding(signin.CodeCheckFailed, "clock_skew",
		fmt.Sprintf("By this machine's clock, the ID token will be %s only in %s.", what, round(early)),
		fmt.Sprintf("Correct the clock that is wrong, the provider's or this machine's. The smallest tolerance that would take the token is %s.", ceil(early)))
	if ahead != nil && *ahead > 0 {
		f.Cause += fmt.Sprintf(" By its answers, the provider's clock is %s ahead of this one.", round(*ahead))
	}
	if early > most {
		o.Failures = append(o.Failures, f)
	} else {
		o.Warnings = append(o.Warnings, f)
	}
	return o
}

func timeFinding(code, reason, cause, remedy string) proof.Finding {
	return proof.Finding{Code: code, Reason: reason, Cause: cause, Remedy: remedy}
}

// clockWords compares the clocks: by the answers of the provider, and by the
// time at which it says that it made the token.
func clockWords(made time.Time, hasMade bool, now time.Time, ahead *time.Duration) string {
	skew := time.Duration(0)
	switch {
	case ahead != nil:
		skew = *ahead
	case hasMade && made.After(now):
		skew = made.Sub(now)
	case !hasMade:
		return ""
	}
	switch {
	case skew >= time.Second:
		return fmt.Sprintf("the provider's clock is %s ahead of this machine's", round(skew))
	case skew <= -time.Second:
		return fmt.Sprintf("the provider's clock is %s behind this machine's", round(-skew))
	}
	return "the clocks of the provider and of this machine agree within a second"
}

func dateWords(at time.Time, given bool) string {
	if !given {
		return "(not said)"
	}
	return stamp(at)
}

func stamp(at time.Time) string { return at.UTC().Format(time.RFC3339) }

func round(d time.Duration) time.Duration { return d.Round(time.Second) }

// ceil rounds up to whole seconds.
func ceil(d time.Duration) time.Duration {
	if rest := d % time.Second; rest > 0 {
		d += time.Second - rest
	}
	return d
}
