package mailauth

import (
	"slices"

	"patchbay/backend/proof"
)

// imapGoogleAnywhereRows holds what Gmail may say to any command.
func imapGoogleAnywhereRows() []Row {
	return []Row{
		{Text: []string{"not enabled for imap use"}, Source: sourceCorpus, Finding: proof.Finding{
			Code: codeIMAPAccessDisabled, Reason: "gmail",
			Cause:  "Gmail: IMAP is switched off for this account.",
			Remedy: "Switch IMAP on in the settings of Gmail, under Forwarding and POP/IMAP; in Google Workspace an administrator can have forbidden it.",
			Fields: []string{"user"},
		}},
		{Text: []string{"imap access is disabled for your domain"}, Source: sourceCorpus, Finding: proof.Finding{
			Code: codeIMAPAccessDisabled, Reason: "gmail_domain",
			Cause:  "Google Workspace: IMAP is switched off for the whole domain.",
			Remedy: "Have an administrator allow IMAP in the Google Admin console: Apps > Google Workspace > Gmail > End User Access > POP and IMAP access.",
			Fields: []string{"user"},
		}},
		{Text: []string{"command or bandwidth limits"}, Source: sourceCorpus, Finding: gmailBandwidth()},
		{Text: []string{"too many simultaneous connections"}, Source: sourceThreads, Finding: proof.Finding{
			Code: codeIMAPConnectionLimit, Reason: "gmail",
			Cause:  "Gmail takes at most 15 connections of an account at the same time, and there are as many already. The password is not the problem.",
			Remedy: "Close other mail programs that use the account, and have the systems that read it keep fewer connections open; then try again.",
			Fields: []string{"user"},
		}},
	}
}

func gmailBandwidth() proof.Finding {
	return proof.Finding{
		Code: codeIMAPLimitExceeded, Reason: "gmail_bandwidth",
		Cause:  "Gmail takes no more commands of this account for now: it was used too much in a short time. The password is not the problem.",
		Remedy: "Wait, at most a day, and have the programs that read the account ask less often.",
		Fields: []string{"user"},
	}
}

// imapMicrosoftAnywhereRows holds what Microsoft 365 may say to the first
// command after a sign-in as well as to the sign-in.
func imapMicrosoftAnywhereRows() []Row {
	return []Row{{Text: []string{"authenticated but not connected"}, Source: sourceCorpus, Finding: proof.Finding{
		Code: codeIMAPAccessDisabled, Reason: "m365_not_connected",
		Cause: "Microsoft 365 accepted the sign-in and does not open the mailbox: IMAP is switched off for it, it has no licence, " +
			"or it is a shared mailbox that this user may not open.",
		Remedy: "Have an administrator run `Set-CASMailbox MAILBOX -ImapEnabled $true` in Exchange Online PowerShell and see that the mailbox has a licence. " +
			"A shared mailbox is opened with its own address as user name and an access token of somebody who may: " +
			"`Add-MailboxPermission MAILBOX -User USER -AccessRights FullAccess`. It can take an hour until that holds.",
		Fields: []string{"user", "mailbox"},
	}}}
}

// imapProviderRows holds the words with which providers refuse a sign-in.
func imapProviderRows() []Row {
	return slices.Concat(imapGoogleRows(), imapMicrosoftRows(), imapMailboxRows())
}

// imapGoogleRows are the words of Gmail; some are the same as for SMTP.
func imapGoogleRows() []Row {
	shared := slices.DeleteFunc(googleRows(), func(row Row) bool { return row.Finding.Reason == "gmail_credentials" })
	return append(shared,
		Row{Text: []string{"web login required"}, Source: sourceCorpus, Finding: browserFirst()},
		Row{Text: []string{"invalid credentials (failure)"}, Source: sourceCorpus, Finding: proof.Finding{
			Code: CodeRejected, Reason: "gmail_credentials",
			Cause:  "Bad username or password: Google refused them. The account's own password does not work for mail programs, in Google Workspace since 1 May 2025; an app password ends when the account's password is changed.",
			Remedy: "Enter the full address as user name and a current app password as password: 16 lower-case letters without blanks. Or choose OAuth 2.0 as sign-in.",
			Fields: []string{"user", "password"},
		}},
	)
}

func browserFirst() proof.Finding {
	return proof.Finding{
		Code: CodeRejected, Reason: "gmail_browser",
		Cause:  "The provider holds this sign-in for unusual and wants the account's owner to sign in with a browser first.",
		Remedy: "Sign in to the account with a browser, best from this network, then try again (support.google.com/mail/answer/78754).",
		Fields: []string{"user"},
	}
}

// imapMicrosoftRows are the words of Microsoft 365 for a password: a token that
// is refused is explained by [DiagnoseToken].
func imapMicrosoftRows() []Row {
	hosts := []string{"office365.com", "outlook.com", "outlook.office.com", "office365.us", "outlook.cn"}
	gone := proof.Finding{
		Code: CodeBasicDisabled, Reason: "m365_imap",
		Cause:  "Microsoft has ended signing in to IMAP with a password, in every organisation and at Outlook.com. An app password does not work either.",
		Remedy: "Choose OAuth 2.0 as sign-in for this account.",
		Fields: []string{"auth"},
	}
	return []Row{
		{Hosts: hosts, Codes: []string{"NO"}, Text: []string{"login failed"}, Source: sourceMicrosoftIMAP, Finding: gone},
		{Hosts: hosts, Codes: []string{"NO"}, Text: []string{"authenticate failed"}, Source: sourceMicrosoftIMAP, Finding: gone},
	}
}

// sourceMicrosoftIMAP tells of the end of passwords.
const sourceMicrosoftIMAP = "learn.microsoft.com, Deprecation of Basic authentication in Exchange Online"

// imapMailboxRows are the words of the other providers of mailboxes.
func imapMailboxRows() []Row {
	return []Row{
		{Hosts: []string{"yandex.com", "yandex.ru"}, Enhanced: []string{"AUTHENTICATIONFAILED"}, Source: sourceAutoconfig, Finding: yandexAppPassword()},
		{Text: []string{"login invalid credentials"}, Source: sourceYahoo, Finding: yahooAppPassword()},
		yandexRow(),
		{Text: []string{"login fail", "service is not open", "password is incorrect"}, Source: sourceThreads, Finding: proof.Finding{
			Code: CodeAppPasswordRequired, Reason: "qq",
			Cause:  "QQ Mail refused the sign-in, and says the same for five things: IMAP is switched off, the password is that of the web mail, the account is blocked, too many sign-ins, or a fault of its own.",
			Remedy: "Switch the IMAP service on in the settings of the mailbox, under Account, create an authorization code (授权码) there, and enter it as password. If it stays, wait an hour and try once.",
			Fields: []string{"password", "user"},
		}},
	}
}
