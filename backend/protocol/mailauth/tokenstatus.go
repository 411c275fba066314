package mailauth

import (
	"strings"

	"patchbay/backend/proof"
)

// judgeStatus reads the status of the error challenge: a word of RFC 6750 §3.1
// as RFC 7628 §3.2.2 wants it, or an HTTP status as Google sends it.
func (r tokenRefusal) judgeStatus() (proof.Finding, bool) {
	revoked := strings.Contains(strings.ToLower(r.answer.Text), "revoked")
	if r.status != "invalid_token" && r.status != "401" && !revoked {
		return proof.Finding{}, false
	}
	return proof.Finding{
		Code: CodeTokenRejected, Reason: "revoked", Source: "RFC 6750 §3.1, RFC 7628 §3.2.2",
		Cause:  "The server holds the access token for expired, revoked or malformed.",
		Remedy: "Try again, which obtains a new one. If it stays, sign in again to obtain a new refresh token, or check that token URL and server belong to the same provider.",
		Fields: []string{"oauth2.refreshToken", "oauth2.tokenUrl"},
	}, true
}

// microsoftToken names what Microsoft's servers refuse in the same words.
func (r tokenRefusal) microsoftToken() proof.Finding {
	want := r.wanted()
	return proof.Finding{
		Code: CodeTokenRejected, Reason: "m365", Source: sourceClaims,
		Cause: "The Microsoft server refused the access token. It says the same when the token is of another account than the user name, when it lacks " +
			want.delegated + " (a person) or " + want.app + " (an application), and when the application is not registered in Exchange Online.",
		Remedy: "Enter as user name the account that signed in, and as scope " + r.wantedScope() +
			". An application must be registered with `New-ServicePrincipal` and given the mailbox with `Add-MailboxPermission`.",
		Fields: []string{"user", "oauth2.scope", "oauth2.clientId"},
	}
}

// anyToken is what is left when nothing more is known.
func (r tokenRefusal) anyToken() proof.Finding {
	f := proof.Finding{
		Code:   CodeTokenRejected,
		Cause:  "The server refused the access token: it may be of another account than the user name, or lack the scope for mail.",
		Remedy: "Enter the account that signed in as user name, and the scope that the provider names for mail, then sign in again.",
		Fields: []string{"user", "oauth2.scope"},
	}
	if strings.Contains(r.scope, "mail.google.com") {
		f.Reason, f.Source = "gmail", "developers.google.com/workspace/gmail/imap/xoauth2-protocol"
		f.Remedy = "Enter the account that signed in as user name and https://mail.google.com/ as scope, then sign in again with that account. A service account needs domain-wide delegation for this scope."
	}
	return f
}

// quoted shows a value that came from outside, bounded and on one line.
func quoted(text string) string {
	const most = 256
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return `"` + strings.Join(strings.Fields(proof.Visible(text)), " ") + `"`
}
