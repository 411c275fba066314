package mailauth

import "patchbay/backend/proof"

// Where the rows are from, and how sure they are.
const (
	sourceMicrosoft = "learn.microsoft.com, NDR and SMTP AUTH pages"
	sourceCorpus    = "replies collected by users of the provider"
	sourceGoogle    = "support.google.com/a/answer/3726730"
	sourceThreads   = "issue threads that quote the reply"
	sourceAWS       = "docs.aws.amazon.com/ses, SMTP issues"
	sourceTwilio    = "twilio.com/docs/sendgrid"
	sourceRFC       = "RFC 4954 §6, RFC 5248, RFC 3463"
	sourcePostfix   = "postfix.org, SASL_README and TLS_README"
)

// oauth2Remedy is what every provider that ended passwords asks for.
const oauth2Remedy = "Use OAuth 2.0 for this account, or another server that takes a password."

// ProviderRows returns the exact words of large providers that mean the same at
// every step of a conversation.
func ProviderRows() []Row {
	var rows []Row
	rows = append(rows, microsoftRows()...)
	rows = append(rows, googleRows()...)
	return append(rows, otherProviderRows()...)
}

func microsoftRows() []Row {
	return []Row{
		{Text: []string{"smtpclientauthentication is disabled for the tenant"}, Source: sourceMicrosoft, Finding: proof.Finding{
			Code: CodeBasicDisabled, Reason: "m365_tenant",
			Cause:  "Microsoft 365: signing in to SMTP with a password is switched off for the whole organisation.",
			Remedy: "Use OAuth 2.0, or have an administrator allow it: Set-TransportConfig -SmtpClientAuthenticationDisabled $false, and for the mailbox Set-CASMailbox USER -SmtpClientAuthenticationDisabled $false.",
			Fields: []string{"auth"},
		}},
		{Text: []string{"smtpclientauthentication is disabled for the mailbox"}, Source: sourceMicrosoft, Finding: proof.Finding{
			Code: CodeBasicDisabled, Reason: "m365_mailbox",
			Cause:  "Microsoft 365: signing in to SMTP with a password is switched off for this mailbox.",
			Remedy: "Use OAuth 2.0, or have an administrator allow it: Set-CASMailbox USER -SmtpClientAuthenticationDisabled $false.",
			Fields: []string{"auth", "user"},
		}},
		{Text: []string{"security defaults policy"}, Source: sourceMicrosoft, Finding: proof.Finding{
			Code: CodeBasicDisabled, Reason: "m365_security_defaults",
			Cause:  "Microsoft 365: the organisation's security defaults do not let this account sign in with a password.",
			Remedy: oauth2Remedy, Fields: []string{"auth"},
		}},
		{Text: []string{"did not meet the criteria to be authenticated successfully"}, Source: sourceMicrosoft, Finding: proof.Finding{
			Code: CodeRejected, Reason: "m365_conditional_access",
			Cause:  "Microsoft 365: a conditional access policy of the organisation refused this sign-in.",
			Remedy: "Have an administrator look up the sign-in in the Entra sign-in log, and exempt the account or allow this network.",
			Fields: []string{"user"},
		}},
		{Text: []string{"basic authentication is disabled"}, Source: sourceCorpus, Finding: proof.Finding{
			Code: CodeBasicDisabled, Reason: "m365_basic",
			Cause:  "Microsoft no longer lets this account sign in with a password.",
			Remedy: oauth2Remedy, Fields: []string{"auth"},
		}},
		{Text: []string{"basic authentication is not supported"}, Source: sourceMicrosoft, Finding: proof.Finding{
			Code: CodeBasicDisabled, Reason: "m365_retired",
			Cause:  "Microsoft 365 has ended signing in to SMTP with a password.",
			Remedy: oauth2Remedy, Fields: []string{"auth"},
		}},
		{Enhanced: []string{"5.7.139"}, Text: []string{"locked"}, Source: sourceCorpus, Finding: proof.Finding{
			Code: CodeAccountDisabled, Reason: "m365_locked",
			Cause:  "Microsoft 365: the account is locked.",
			Remedy: "Have an administrator unlock the account, then try once.",
			Fields: []string{"user"},
		}},
		{Enhanced: []string{"5.7.139", "5.7.3"}, Source: sourceCorpus, Finding: proof.Finding{
			Code: CodeRejected, Reason: "m365_credentials",
			Cause:  "The Microsoft server refused user name and password. It says the same for an account with multi-factor sign-in, and for a shared mailbox as user name.",
			Remedy: "Sign in as a licensed user, and let that user send as the shared mailbox; with multi-factor sign-in use OAuth 2.0.",
			Fields: []string{"user", "password"},
		}},
		{Enhanced: []string{"5.7.4"}, Text: []string{"unrecognized authentication type"}, Source: sourceMicrosoft, Finding: proof.Finding{
			Code: CodeMechanismNotOffered, Reason: "m365_mechanism",
			Cause:  "The Microsoft server does not take this way of signing in on this connection.",
			Remedy: "Check that the security is STARTTLS on port 587; if it is, passwords are switched off for the account, and OAuth 2.0 is what is left.",
			Fields: []string{"auth", "security"},
		}},
	}
}

func googleRows() []Row {
	return []Row{
		{Text: []string{"application-specific password required"}, Source: sourceGoogle, Finding: proof.Finding{
			Code: CodeAppPasswordRequired, Reason: "gmail",
			Cause:  "The Google account uses 2-step verification, so its own password does not work here.",
			Remedy: "Create an app password in the Google account and enter its 16 letters without blanks, or use OAuth 2.0.",
			Fields: []string{"password"},
		}},
		{Text: []string{"username and password not accepted"}, Source: sourceGoogle, Finding: proof.Finding{
			Code: CodeRejected, Reason: "gmail_credentials",
			Cause:  "Google refused user name and password. The account's own password does not work for mail programs; an app password ends when the account's password is changed.",
			Remedy: "Enter the full address as user name and a current app password (16 letters, without blanks), or use OAuth 2.0.",
			Fields: []string{"user", "password"},
		}},
		{Text: []string{"log in via your web browser"}, Source: sourceGoogle, Finding: proof.Finding{
			Code: CodeRejected, Reason: "gmail_browser",
			Cause:  "Google holds this sign-in for unusual and wants the account's owner to sign in with a browser first.",
			Remedy: "Sign in to the account with a browser, best from this network, then try again.",
			Fields: []string{"user"},
		}},
		{Text: []string{"too many login attempts"}, Source: sourceGoogle, Finding: proof.Finding{
			Code: CodeTooManyAttempts, Reason: "gmail",
			Cause:  "Google takes no further sign-ins of this account for now: there were too many.",
			Remedy: "Wait an hour, and stop other programs that sign in with an old password.",
			Fields: []string{"user"},
		}},
	}
}

func otherProviderRows() []Row {
	return []Row{
		{Text: []string{"too many bad auth attempts"}, Source: sourceCorpus, Finding: proof.Finding{
			Code: CodeTooManyAttempts, Reason: "yahoo",
			Cause:  "The server takes no sign-ins of this account for now: too many have failed. Yahoo and AOL take app passwords only.",
			Remedy: "Wait, create an app password in the account's security settings, and try once.",
			Fields: []string{"password"},
		}},
		{Text: []string{"does not have access rights to this service"}, Source: sourceCorpus, Finding: proof.Finding{
			Code: CodeAppPasswordRequired, Reason: "yandex",
			Cause:  "Yandex: mail programs are not allowed for this account, or it needs an app password.",
			Remedy: "Allow mail programs in the mailbox's settings and create an app password for mail.",
			Fields: []string{"password"},
		}},
		{Text: []string{"enter your authorization code"}, Source: sourceThreads, Finding: proof.Finding{
			Code: CodeAppPasswordRequired, Reason: "qq",
			Cause:  "QQ Mail wants the authorization code, not the password of the web mail.",
			Remedy: "Create an authorization code in the mailbox's settings and enter it as password.",
			Fields: []string{"password"},
		}},
		{Text: []string{"envelope from address", "not authorized"}, Source: sourceThreads, Finding: proof.Finding{
			Code: "smtp.sender_not_owned", Reason: "oci_approved_sender",
			Cause:  "The From address is not an approved sender at the provider. User name and password are not the problem.",
			Remedy: "Add the address as approved sender in the provider's console.",
			Fields: []string{"from"},
		}},
		{Text: []string{"authentication credentials invalid"}, Source: sourceAWS, Finding: proof.Finding{
			Code: CodeRejected, Reason: "ses",
			Cause:  "Amazon SES refused the credentials. They belong to one region, and the SMTP password is not the secret access key.",
			Remedy: "Create SMTP credentials in the SES console of the region that the host names.",
			Fields: []string{"user", "password", "host"},
		}},
		{Text: []string{"authorization grant is invalid, expired, or revoked"}, Source: sourceTwilio, Finding: proof.Finding{
			Code: CodeRejected, Reason: "sendgrid",
			Cause:  "SendGrid refused the API key.",
			Remedy: "Enter the word apikey as user name and a current API key with the right to send as password.",
			Fields: []string{"user", "password"},
		}},
		{Text: []string{"maximum credits exceeded"}, Source: sourceTwilio, Finding: proof.Finding{
			Code: CodeTemporarilyUnavailable, Reason: "quota",
			Cause:  "The provider takes no more mail: the plan's volume is used up.",
			Remedy: "Wait for the next period, or change the plan.",
			Fields: []string{"user"},
		}},
	}
}

// hostRows hold words that everyone uses, for hosts whose meaning is known.
func hostRows() []Row { return nil }
