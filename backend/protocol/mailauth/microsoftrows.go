package mailauth

import (
	"slices"

	"patchbay/backend/proof"
)

// microsoftRows holds the words of Microsoft 365, Outlook.com and Exchange.
func microsoftRows() []Row {
	return slices.Concat(outlookRows(), basicDisabledRows(), microsoftAccountRows())
}

// outlookRows come first: what an organisation can allow again is gone for
// good at Outlook.com.
func outlookRows() []Row {
	hosts := []string{"smtp-mail.outlook.com", "smtp.live.com"}
	gone := proof.Finding{
		Code: CodeBasicDisabled, Reason: "outlook_com",
		Cause:  "Outlook.com has taken no passwords since 16 September 2024, and no app passwords either.",
		Remedy: "Choose OAuth 2.0 as sign-in for this account, or use the server of another provider.",
		Fields: []string{"auth"},
	}
	return []Row{
		{Hosts: hosts, Text: []string{"basic authentication is disabled"}, Source: sourceCorpus, Finding: gone},
		{Hosts: hosts, Codes: []string{"535"}, Enhanced: []string{"5.7.3"}, Source: sourceCorpus, Finding: gone},
	}
}

// basicDisabledRows are the ways in which Microsoft 365 says that it takes no
// password.
func basicDisabledRows() []Row {
	return []Row{
		{Text: []string{"smtpclientauthentication is disabled for the tenant"}, Source: sourceMicrosoft, Finding: proof.Finding{
			Code: CodeBasicDisabled, Reason: "m365_tenant",
			Cause: "Microsoft 365: signing in to SMTP with a password is switched off for the whole organisation.",
			Remedy: "Choose OAuth 2.0 as sign-in, or have an administrator allow passwords in Exchange Online PowerShell: " +
				"`Set-TransportConfig -SmtpClientAuthenticationDisabled $false`, and for the mailbox " +
				"`Set-CASMailbox USER -SmtpClientAuthenticationDisabled $false` (aka.ms/smtp_auth_disabled). " +
				"A relay connector, High Volume Email or Azure Communication Services work without this switch.",
			Fields: []string{"auth"},
		}},
		{Text: []string{"smtpclientauthentication is disabled for the mailbox"}, Source: sourceMicrosoft, Finding: proof.Finding{
			Code: CodeBasicDisabled, Reason: "m365_mailbox",
			Cause: "Microsoft 365: signing in to SMTP with a password is switched off for this mailbox.",
			Remedy: "Choose OAuth 2.0 as sign-in, or have an administrator allow passwords in Exchange Online PowerShell: " +
				"`Set-CASMailbox USER -SmtpClientAuthenticationDisabled $false` (aka.ms/smtp_auth_disabled).",
			Fields: []string{"auth", "user"},
		}},
		{Text: []string{"security defaults policy"}, Source: sourceMicrosoft, Finding: proof.Finding{
			Code: CodeBasicDisabled, Reason: "m365_security_defaults",
			Cause:  "Microsoft 365: the organisation's security defaults do not let this account sign in with a password.",
			Remedy: "Choose OAuth 2.0 as sign-in. Switching the security defaults off would work too, but weakens every account of the organisation.",
			Fields: []string{"auth"},
		}},
		{Text: []string{"basic authentication is disabled"}, Source: sourceCorpus, Finding: proof.Finding{
			Code: CodeBasicDisabled, Reason: "m365_basic",
			Cause:  "Microsoft does not let this account sign in with a password: an authentication policy forbids it, or passwords were retired.",
			Remedy: oauth2Remedy, Fields: []string{"auth"},
		}},
		{Text: []string{"basic authentication is not supported"}, Source: sourceMicrosoft, Finding: proof.Finding{
			Code: CodeBasicDisabled, Reason: "m365_retired",
			Cause:  "Microsoft 365 no longer takes passwords for SMTP.",
			Remedy: oauth2Remedy, Fields: []string{"auth"},
		}},
	}
}

// microsoftAccountRows are about one account, and about how it signs in.
func microsoftAccountRows() []Row {
	return []Row{
		{Text: []string{"did not meet the criteria to be authenticated successfully"}, Source: sourceMicrosoft, Finding: proof.Finding{
			Code: CodeRejected, Reason: "m365_conditional_access",
			Cause:  "Microsoft 365: a conditional access policy of the organisation refused this sign-in. The password may be right.",
			Remedy: "Have an administrator look the sign-in up under Entra ID > Sign-in logs, and exempt the account or allow this network; with OAuth 2.0 sign in from an allowed network.",
			Fields: []string{"user"},
		}},
		{Enhanced: []string{"5.7.139"}, Text: []string{"locked"}, Source: sourceCorpus, Finding: proof.Finding{
			Code: CodeAccountDisabled, Reason: "m365_locked",
			Cause:  "Microsoft 365: the account is locked.",
			Remedy: "Have an administrator unlock the account, then try once.",
			Fields: []string{"user"},
		}},
		{Enhanced: []string{"5.7.139"}, Source: sourceCorpus, Finding: microsoftCredentials()},
		{Codes: []string{"535"}, Enhanced: []string{"5.7.3"}, Source: sourceCorpus, Finding: microsoftCredentials()},
		{Codes: []string{"504"}, Enhanced: []string{"5.7.4"}, Source: sourceMicrosoft, Finding: proof.Finding{
			Code: CodeMechanismNotOffered, Reason: "m365_mechanism",
			Cause:  "The Microsoft server does not take this way of signing in on this connection.",
			Remedy: "Check that the security is STARTTLS on port 587; if it is, passwords are switched off for the account, and OAuth 2.0 is what is left. On an Exchange server of one's own, allow basic authentication over TLS on the receive connector.",
			Fields: []string{"auth", "security"},
		}},
		{Text: []string{"sender thread limit exceeded"}, Source: sourceCommon, Finding: proof.Finding{
			Code: "smtp.temporary_failure", Reason: "m365_thread_limit",
			Cause:      "Microsoft 365 probably takes no more than three submissions of one mailbox at the same time, and there are more.",
			Remedy:     "Stop other programs that send with this account, or have them send one message after the other, then try again.",
			Fields:     []string{"user"},
			Unverified: true,
		}},
	}
}

func microsoftCredentials() proof.Finding {
	return proof.Finding{
		Code: CodeRejected, Reason: "m365_credentials",
		Cause: "The Microsoft server refused user name and password. It says the same for an account with multi-factor sign-in, and for a shared mailbox as user name.",
		Remedy: "Sign in as a licensed user, and let that user send as the shared mailbox: " +
			"`Add-RecipientPermission FROM -Trustee USER -AccessRights SendAs`. With multi-factor sign-in choose OAuth 2.0.",
		Fields: []string{"user", "password"},
	}
}
