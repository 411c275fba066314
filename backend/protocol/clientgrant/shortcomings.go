package clientgrant

import (
	"bytes"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/oauth"
)

// maxToken bounds a token, in bytes: servers take less than this in a header.
const maxToken = 16 << 10

// unusable says why what was issued cannot be used; nil when it can.
func (g grant) unusable(tokens oauth.Tokens) *proof.Finding {
	value := tokens.Access.Reveal()
	reason, because := "", ""
	switch {
	case len(value) == 0:
		reason, because = "no_access_token", "is no error, and holds no access token"
	case !strings.EqualFold(tokens.Type, "Bearer"):
		reason, because = "token_type", "does not say that its token is a bearer token"
		if tokens.Type != "" {
			because = "holds a token of another type than Bearer"
		}
	case len(value) > maxToken:
		reason, because = "token_length", "holds a token that is too long for a header"
	case bytes.ContainsFunc(value, notTokenRune):
		reason, because = "token_characters", "holds a token with characters that no header can carry (RFC 6750 §2.1)"
	default:
		return nil
	}
	var said *fault.Remote
	if reason == "token_type" {
		said = &fault.Remote{Text: g.shown(tokens.Type)}
	}
	f := g.mistaken(reason, because, said)
	f.Source = "RFC 6749 §5.1"
	return &f
}

// notTokenRune leaves the printable ASCII without the blank.
func notTokenRune(r rune) bool { return r <= ' ' || r > '~' }

// shortcomings warn of an answer that serves, and that not every client copes
// with.
func (g grant) shortcomings(tokens oauth.Tokens) []proof.Finding {
	var warnings []proof.Finding
	if missing := g.missingScopes(tokens.Scope); len(missing) > 0 {
		warnings = append(warnings, proof.Finding{
			Code: CodeScopeRefused, Reason: "granted_less", Source: "RFC 6749 §5.1",
			Cause:  "The token was granted with less than was asked for. What is missing: " + clip(strings.Join(missing, " ")) + ".",
			Remedy: "Assign these scopes to the client at the target, or take them out here.",
			Fields: []string{g.field(fieldScope)},
			Remote: &fault.Remote{Text: clip(g.redactor.Redact(tokens.Scope))},
		})
	}
	if tokens.Expires == 0 {
		warnings = append(warnings, proof.Finding{
			Code: CodeInvalidAnswer, Reason: "expires_in", Source: "RFC 6749 §5.1",
			Cause:  "The answer does not say how long the token lives (expires_in), so that clients have to guess when to ask for the next one.",
			Remedy: "Have the target's administrator see to it that the token endpoint says so.",
			Fields: []string{"tokenUrl"},
		})
	}
	if tokens.Form {
		warnings = append(warnings, proof.Finding{
			Code: CodeInvalidAnswer, Reason: "form", Source: "RFC 6749 §5.1",
			Cause:  "The token was answered as a form and not as JSON, which many clients cannot read.",
			Remedy: "Have the target's administrator see to it that the token endpoint answers in JSON.",
			Fields: []string{"tokenUrl"},
		})
	}
	return warnings
}
