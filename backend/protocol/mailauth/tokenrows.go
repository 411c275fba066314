package mailauth

import (
	"patchbay/backend/fault"
	"patchbay/backend/proof"
)

// DiagnoseToken explains a sign-in with an access token (XOAUTH2 or
// OAUTHBEARER) that a server refused.
func DiagnoseToken(protocol, user string, answer fault.Remote, refusal string, token *proof.Token) proof.Finding {
	return proof.Finding{
		Code: CodeTokenRejected, Remote: &answer,
		Cause:  "The server refused the access token.",
		Remedy: "Check user name, scope and client.",
		Fields: []string{"user", "oauth2.scope"},
	}
}
