package oauth

import (
	"fmt"
	"slices"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
)

// BearerType is check O13.
func (s *Session) BearerType(t Tokens) proof.Outcome {
	o := proof.Outcome{Expected: "Bearer", Received: t.Type, Where: "token_type of the answer", Detail: granted(s.Settings.Scopes, t)}
	switch {
	case strings.EqualFold(t.Type, "Bearer"):
	case t.Type == "":
		o.Received = "none"
		o.Warnings = []proof.Finding{{
			Code: signin.CodeResponseInvalid, Reason: "token_type",
			Cause:  "The answer does not say of which type the token is; RFC 6749 §5.1 requires it, and some systems refuse such an answer.",
			Remedy: "Have the provider's administrator look into it.",
		}}
	default:
		o.Failures = []proof.Finding{{
			Code: signin.CodeResponseInvalid, Reason: "token_type",
			Cause:  fmt.Sprintf("The provider issued a token of type %q; sign-ins use bearer tokens.", t.Type),
			Remedy: "Have the provider issue bearer tokens to this client. A client that is set up for DPoP gets tokens that are bound to a key.",
			Fields: []string{"clientId"}, Remote: &fault.Remote{Text: t.Type},
		}}
	}
	return o
}

// granted says what the token may do. An answer without a scope grants what was
// asked for (RFC 6749 §5.1); some providers grant less without a word, and some
// call a scope by another name.
func granted(asked []string, t Tokens) string {
	names := strings.FieldsFunc(t.Scope, func(r rune) bool { return r == ' ' || r == ',' })
	if len(names) == 0 {
		return ""
	}
	words := "granted: " + strings.Join(names, " ")
	var absent []string
	for _, scope := range asked {
		if !slices.Contains(names, scope) {
			absent = append(absent, scope)
		}
	}
	if len(absent) > 0 {
		words += "; not named: " + strings.Join(absent, " ")
	}
	return words
}
