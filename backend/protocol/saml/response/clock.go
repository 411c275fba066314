package response

import (
	"strings"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
)

// remedyClock is what to do about two clocks that differ.
const remedyClock = "Compare the clock of this computer with the provider's, and have both set from a time server."

// readTime reads a time of SAML, which is in UTC whether or not it says so (SAML
// Core §1.3.3).
func readTime(text string) (time.Time, bool) {
	text = strings.TrimSpace(text)
	if t, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return t.UTC(), true
	}
	t, err := time.Parse("2006-01-02T15:04:05.999999999", text)
	return t, err == nil
}

// unreadable is the finding for what is no time.
func unreadable(what string) proof.Finding {
	return finding(signin.CodeResponseInvalid, "time",
		what+" is not a time such as 2026-11-22T10:00:00Z.",
		"Report it to the people who run the provider: the message breaks SAML Core §1.3.3.")
}

// stamp writes a time as SAML does, in seconds.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// span writes a duration for people: "4m10s". Parts of a second count as one
// whole, so that the number is always a tolerance that is enough.
func span(d time.Duration) string {
	if rest := d % time.Second; rest > 0 {
		d += time.Second - rest
	}
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

// early is how long a moment lies in the future, and late how long in the past.
func (c *checker) early(t time.Time) time.Duration { return t.Sub(c.now) }
func (c *checker) late(t time.Time) time.Duration  { return c.now.Sub(t) }

// tolerance says what would have passed.
func (c *checker) tolerance(off time.Duration) string {
	return "The smallest tolerance that would have passed is " + span(off) + "; it is " + span(c.Skew) + " now."
}

// delta says how far a moment is away.
func (c *checker) delta(t time.Time) string {
	switch off := t.Sub(c.now); {
	case off >= time.Second:
		return span(off) + " ahead of this computer's clock"
	case off <= -time.Second:
		return span(-off) + " behind this computer's clock"
	default:
		return "the same second as on this computer"
	}
}
