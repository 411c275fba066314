package mailauth

import (
	"slices"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
)

// Codes of findings about signing in.
const (
	CodeNotOffered             = "auth.not_offered"
	CodeMechanismNotOffered    = "auth.mechanism_not_offered"
	CodeNeedsTLS               = "auth.needs_tls"
	CodeRejected               = "auth.rejected"
	CodeAppPasswordRequired    = "auth.app_password_required"
	CodeBasicDisabled          = "auth.basic_disabled"
	CodeTokenRejected          = "auth.token_rejected"
	CodeTemporarilyUnavailable = "auth.temporarily_unavailable"
	CodeTooManyAttempts        = "auth.too_many_attempts"
	CodeAccountDisabled        = "auth.account_disabled"
)

// SignInRows returns everything that is known of replies to AUTH: the exact
// words of providers, the words of server software, then what codes alone say.
func SignInRows() []Row {
	return slices.Concat(ProviderRows(), hostRows(), serverRows(), codeRows())
}

// DiagnoseSMTP explains a reply to AUTH of a host that is not a success. Some
// providers refuse in words that everyone uses; their name is then what tells
// the cause.
func DiagnoseSMTP(host string, answer fault.Remote) proof.Finding {
	if f, ok := MatchAt(SignInRows(), host, answer); ok {
		return f
	}
	f := refused()
	f.Remote = &answer
	return f
}

// refused is what is left of a refusal in words that nobody has heard of.
func refused() proof.Finding {
	return proof.Finding{
		Code:   CodeRejected,
		Cause:  "The server refused the sign-in.",
		Remedy: "Read the server's words and check user name and password.",
		Fields: []string{"user", "password"},
	}
}
