package preset

import (
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
)

// CallbackOutcome holds the callback URL of the target, which must be there,
// against what providers take: traps that can be seen without asking the
// provider, which compares it character by character (RFC 9700 §2.1). Its
// findings have a code of the protocol.
func CallbackOutcome(s signin.Settings, code string) proof.Outcome {
	o := proof.Outcome{Received: s.CallbackURL, Where: "settings, callbackUrl"}
	var hints []string
	for _, remark := range sorted(callbackRemarks(s)) {
		finding := proof.Finding{
			Code: code, Reason: remark.Code, Cause: remark.Message, Remedy: remark.Remedy,
			Fields: []string{remark.Field}, Unverified: remark.Unverified,
		}
		switch remark.Severity {
		case Error:
			o.Failures = append(o.Failures, finding)
		case Warning:
			o.Warnings = append(o.Warnings, finding)
		case Hint:
			hints = append(hints, remark.Message)
		}
	}
	o.Detail = strings.Join(hints, " ")
	return o
}
