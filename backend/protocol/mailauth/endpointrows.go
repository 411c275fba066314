package mailauth

import (
	"strconv"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
)

// DiagnoseTokenEndpoint explains the answer of a token endpoint that is not a
// token (RFC 6749 §5.2).
func DiagnoseTokenEndpoint(status int, body []byte) proof.Finding {
	return proof.Finding{
		Code: CodeTokenRejected, Remote: &fault.Remote{Code: strconv.Itoa(status)},
		Cause:  "The token endpoint refused the request.",
		Remedy: "Check client, secret and scope.",
		Fields: []string{"oauth2.clientId", "oauth2.clientSecret"},
	}
}
