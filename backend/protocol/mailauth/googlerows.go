package mailauth

import "patchbay/backend/proof"

// googleRows holds the words of Gmail and Google Workspace.
func googleRows() []Row {
	return []Row{
		{Text: []string{"application-specific password required"}, Source: sourceGoogle, Finding: proof.Finding{
			Code: CodeAppPasswordRequired, Reason: "gmail",
			Cause:  "The Google account uses 2-step verification, so its own password does not work here.",
			Remedy: "Create an app password in the Google account (support.google.com/accounts/answer/185833) and enter its 16 letters without blanks, or choose OAuth 2.0 as sign-in.",
			Fields: []string{"password"},
		}},
		{Text: []string{"username and password not accepted"}, Source: sourceGoogle, Finding: proof.Finding{
			Code: CodeRejected, Reason: "gmail_credentials",
			Cause:  "Google refused user name and password. The account's own password does not work for mail programs, in Google Workspace since 1 May 2025; an app password ends when the account's password is changed.",
			Remedy: "Enter the full address as user name and a current app password as password: 16 lower-case letters without blanks. Or choose OAuth 2.0 as sign-in.",
			Fields: []string{"user", "password"},
		}},
		{Text: []string{"log in via your web browser"}, Source: sourceGoogle, Finding: proof.Finding{
			Code: CodeRejected, Reason: "gmail_browser",
			Cause:  "Google holds this sign-in for unusual and wants the account's owner to sign in with a browser first.",
			Remedy: "Sign in to the account with a browser, best from this network, then try again (support.google.com/mail/answer/78754).",
			Fields: []string{"user"},
		}},
		{Text: []string{"too many login attempts"}, Source: sourceGoogle, Finding: proof.Finding{
			Code: CodeTooManyAttempts, Reason: "gmail",
			Cause:  "Google takes no further sign-ins of this account for now: there were too many.",
			Remedy: "Wait an hour, and stop other programs that sign in with an old password (support.google.com/mail/answer/7126229).",
			Fields: []string{"user"},
		}},
	}
}
