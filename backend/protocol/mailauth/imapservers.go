package mailauth

import (
	"slices"

	"patchbay/backend/proof"
)

// imapConnectionRows say that there are too many connections. They come in
// the greeting, as an answer to a sign-in, or when a folder is opened.
func imapConnectionRows() []Row {
	tooMany := proof.Finding{
		Code:   codeIMAPConnectionLimit,
		Cause:  "The server takes no further connection of this user or from this address: as many as it allows are open. The password is not the problem.",
		Remedy: "Close other mail programs that use the account, wait a few minutes until the server has forgotten old connections, and test fewer mailboxes at once. The server's administrator can raise the limit (Dovecot: mail_max_userip_connections).",
		Fields: []string{"user"},
	}
	return []Row{
		{Text: []string{"maximum number of connections"}, Source: sourceThreads, Finding: tooMany},
		{Text: []string{"too many", "connection"}, Source: sourceThreads, Finding: tooMany},
		{Text: []string{"too many", "session"}, Source: sourceThreads, Finding: tooMany},
	}
}

// imapSwitchRows say that IMAP is switched off for the account.
func imapSwitchRows() []Row {
	return []Row{
		{Text: []string{"yet to enable imap"}, Source: sourceCorpus, Finding: proof.Finding{
			Code: codeIMAPAccessDisabled, Reason: "zoho",
			Cause:  "Zoho: IMAP is switched off for this account.",
			Remedy: "Switch IMAP on in the settings of Zoho Mail, under Mail Accounts > IMAP; in an organisation an administrator has to allow it first.",
			Fields: []string{"user"},
		}},
		{Text: []string{"enable imap"}, Source: sourceThreads, Finding: accessDisabled()},
		{Text: []string{"imap access", "disabled"}, Source: sourceCorpus, Finding: accessDisabled()},
		{Text: []string{"imap is disabled"}, Source: sourceCorpus, Finding: accessDisabled()},
	}
}

func accessDisabled() proof.Finding {
	return proof.Finding{
		Code:   codeIMAPAccessDisabled,
		Cause:  "The provider says that IMAP is switched off for this account.",
		Remedy: "Switch IMAP on in the settings of the account at the provider, or have its administrator do so; then try again.",
		Fields: []string{"user"},
	}
}

// imapServerRows holds the words of server software and of many providers
// alike.
func imapServerRows() []Row {
	return slices.Concat(imapDisabledRows(), imapTooManyRows(), imapSoftwareRows())
}

func imapDisabledRows() []Row {
	row := func(text string) Row {
		return Row{Text: []string{text}, Source: sourceCorpus, Finding: accountDisabled()}
	}
	return []Row{
		row("account disabled"), row("account is disabled"), row("user disabled"),
		row("account locked"), row("account is locked"), row("account has been"), row("suspended"),
	}
}

func imapTooManyRows() []Row {
	row := func(what string) Row {
		return Row{Text: []string{"too many", what}, Source: sourceCorpus, Finding: tooManyAttempts()}
	}
	return []Row{row("attempt"), row("login"), row("authentication"), row("invalid")}
}

// imapSoftwareRows are the words of Dovecot, then those of others, which use no
// response codes.
func imapSoftwareRows() []Row {
	return []Row{
		appPasswordRow(),
		{Text: []string{"plaintext authentication disallowed"}, Source: sourceDovecot, Finding: imapNeedsTLS()},
		{Text: []string{"cleartext authentication disallowed"}, Source: sourceDovecot, Finding: imapNeedsTLS()},
		{Text: []string{"temporary authentication failure"}, Source: sourceDovecot, Finding: proof.Finding{
			Code:   CodeTemporarilyUnavailable,
			Cause:  "The server cannot reach what it checks passwords with. This says nothing about the password.",
			Remedy: "Try again in a few minutes; if it stays, give the server's administrator its words: they name the machine and the time, at which its log says more.",
		}},
		{Codes: []string{"NO"}, Text: []string{"login failed: authentication failure"}, Source: sourceCommon, Finding: probablyCredentials("Cyrus")},
		{Codes: []string{"NO"}, Text: []string{"invalid user name or password"}, Source: sourceCommon, Finding: probablyCredentials("hMailServer")},
		{Codes: []string{"NO"}, Text: []string{"login failed"}, Source: sourceCommon, Finding: probablyCredentials("a server such as Courier or Exchange")},
	}
}

func imapNeedsTLS() proof.Finding {
	return proof.Finding{
		Code:   CodeNeedsTLS,
		Cause:  "The server takes a password only over TLS, and this connection is not secure.",
		Remedy: "Choose implicit TLS with port 993 (Use secure connection), or STARTTLS with port 143.",
		Fields: []string{"security", "port"},
	}
}

func probablyCredentials(software string) proof.Finding {
	f := badCredentials()
	f.Cause = "Bad username or password, probably: " + software + ", which answers in these words, gives no other reason."
	f.Unverified = true
	return f
}
