package oauth

import (
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
)

// RepeatedNames explains an object that has a name more than once.
func RepeatedNames(at signin.Endpoint, names []string) proof.Finding {
	const most = 8
	return proof.Finding{
		Code: signin.CodeResponseInvalid, Reason: "repeated_names",
		Cause: "The answer of the " + at.Name + " has names more than once: " + strings.Join(names[:min(len(names), most)], ", ") +
			". Which of the values counts differs from system to system.",
		Remedy: "Have the provider's administrator look into it: each name may be there once.",
		Fields: []string{at.Field},
	}
}
