package response

import (
	"fmt"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
)

// failure is the finding of a check that has no code of its own.
func failure(reason, cause, remedy string, fields ...string) proof.Finding {
	return finding(signin.CodeCheckFailed, reason, cause, remedy, fields...)
}

func finding(code, reason, cause, remedy string, fields ...string) proof.Finding {
	return proof.Finding{Code: code, Reason: reason, Cause: cause, Remedy: remedy, Fields: fields}
}

// compared is an outcome that says what was expected, what was there, and where.
func compared(expected, received, where string) proof.Outcome {
	return proof.Outcome{Expected: shorten(expected), Received: shorten(received), Where: where}
}

// fail adds what failed.
func fail(o proof.Outcome, found ...proof.Finding) proof.Outcome {
	o.Failures = append(o.Failures, found...)
	return o
}

// warn adds what should be seen to.
func warn(o proof.Outcome, found ...proof.Finding) proof.Outcome {
	o.Warnings = append(o.Warnings, found...)
	return o
}

// notApplicable says that there is nothing to check.
func notApplicable(why string) proof.Outcome { return proof.Outcome{NotApplicable: why} }

// inAssertion names a place in the assertion, and says when no signature vouches
// for it.
func (c *checker) inAssertion(place string) string {
	return c.at(place, c.covered())
}

// inResponse names a place in the response element.
func (c *checker) inResponse(place string) string {
	if c.ofResponse == nil {
		return place // nobody expects the response to be signed as well
	}
	return c.at(place, c.ofResponse.holds())
}

func (c *checker) at(place string, covered bool) string {
	if covered {
		return place
	}
	return place + " (not covered by a valid signature)"
}

// most bounds what is shown of a value.
const most = 400

func shorten(text string) string { return cut(text, most) }

// cut leaves the beginning of a text, and says how long it was.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + fmt.Sprintf("… (%d bytes)", len(text))
}

// listed joins texts, and counts the rest when there are many.
func listed(texts []string) string {
	const shown = 12
	if len(texts) > shown {
		return shorten(strings.Join(texts[:shown], ", ")) + fmt.Sprintf(" and %d more", len(texts)-shown)
	}
	return shorten(strings.Join(texts, ", "))
}

// many writes a number with its noun.
func many(n int, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, several)
}
