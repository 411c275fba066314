package oauth

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/refusal"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
)

// Answered is check O09: what came back is a code, and not an error. A code is
// protected from here on.
func (s *Session) Answered(a *Authorization, answer signin.Answer) (secret.Text, proof.Outcome) {
	values := answer.Values
	o := proof.Outcome{Where: "query of the redirect URI", Expected: "a code"}
	if answer.ByHand {
		o.Where = "pasted by hand"
	}
	o.Received = "parameters " + parameters(values)
	s.Recorder.Note("what came back has the " + o.Received)
	code := secret.FromString(values.Get("code"))
	if len(code.Reveal()) <= maxToken { // a longer one is told nowhere
		s.Protect(code)
	}
	switch {
	case values.Has("error"):
		s.Stop("the provider refused")
		said := refusal.Said{
			Place: refusal.Authorization, Type: s.Settings.Type, Preset: s.Settings.Preset,
			Code: clip(values.Get("error")), Description: clip(values.Get("error_description")), URI: clip(values.Get("error_uri")),
		}
		o.Received = "error " + values.Get("error")
		o.Failures = []proof.Finding{refusal.Explain(said, s.Settings, a.At)}
	case !code.IsSet() || len(code.Reveal()) > maxToken:
		s.Stop("no code came back")
		o.Failures = []proof.Finding{{
			Code: signin.CodeResponseInvalid, Reason: "no_code",
			Cause:  "What came back holds neither a code nor an error.",
			Remedy: "Check that the authorization URL is that of the provider, and that the client may use the authorization code flow.",
			Fields: []string{"authUrl", "clientId"},
		}}
	default:
		o.Detail = "a code came back"
		o.Received = "a code"
	}
	return code, o
}

// parameters names those of an answer.
func parameters(values url.Values) string {
	const most = 20
	all := slices.Sorted(maps.Keys(values))
	if len(all) > most {
		return strings.Join(all[:most], ", ") + ", ..."
	}
	return strings.Join(all, ", ")
}

// StateReturned is check O10.
func (s *Session) StateReturned(a *Authorization, answer signin.Answer) proof.Outcome {
	o := proof.Outcome{Expected: "the state of this attempt", Where: "parameter state of the answer"}
	switch {
	case a.Accepts(answer.Values):
		o.Received = "the same"
		return o
	case !answer.Values.Has("state") && answer.ByHand:
		o.Received = "none"
		o.Warnings = []proof.Finding{stateFinding("missing", "What was pasted holds no state, so that nobody can tell whether it belongs to this attempt.",
			"Paste the whole address of the browser's address bar.")}
		return o
	case !answer.Values.Has("state"):
		o.Received = "none"
		o.Failures = []proof.Finding{stateFinding("missing", "The answer holds no state.",
			"A provider has to return the state as it got it (RFC 6749 §4.1.2). Check that nothing between the provider and this machine rewrites addresses.")}
	default:
		o.Received = "another"
		o.Failures = []proof.Finding{stateFinding("", "The answer belongs to another attempt: its state is not the one that was sent.",
			"Start again, and use the browser tab that opens then. An answer of an old tab has the state of its own attempt.")}
	}
	s.Stop("the answer does not belong to this attempt")
	return o
}

func stateFinding(reason, cause, remedy string) proof.Finding {
	return proof.Finding{Code: signin.CodeStateMismatch, Reason: reason, Cause: cause, Remedy: remedy}
}

// IssuerOfAnswer is check O11 (RFC 9207 §2.4): an answer that names its issuer
// has to name this one, and one that was announced has to be there.
func (s *Session) IssuerOfAnswer(answer signin.Answer, issuer string, announced bool) proof.Outcome {
	named, given := answer.Values.Get("iss"), answer.Values.Has("iss")
	o := proof.Outcome{Expected: issuer, Received: named, Where: "parameter iss of the answer"}
	switch {
	case !given && !announced:
		return proof.Outcome{NotApplicable: "the provider does not announce that its answers name it (RFC 9207)"}
	case !given:
		o.Received = "none"
		o.Failures = []proof.Finding{{
			Code: signin.CodeIssuerMismatch, Reason: "answer_without_issuer",
			Cause:  "The provider announces that its answers name it, and this one does not. It may come from somebody else.",
			Remedy: "Have the provider's administrator look into it, or something in between that removes parameters from addresses.",
			Fields: []string{"issuer"},
		}}
	case issuer == "":
		return proof.Outcome{NotApplicable: "the settings name no issuer to compare with", Received: named}
	case named != issuer:
		o.Failures = []proof.Finding{{
			Code: signin.CodeIssuerMismatch, Reason: "answer_of_another_issuer",
			Cause:  fmt.Sprintf("The answer names another issuer than the one that was asked%s.", Difference(issuer, named)),
			Remedy: "Check the issuer in the settings. If it is right, someone may have mixed another provider's answer in: do not sign in again before that is understood.",
			Fields: []string{"issuer"},
			Remote: &fault.Remote{Text: named},
		}}
	}
	if len(o.Failures) > 0 {
		s.Stop("the answer does not come from the provider that was asked")
	}
	return o
}
