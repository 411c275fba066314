package mailauth

import "patchbay/backend/proof"

// imapCodeRows holds what the response codes of RFC 5530 say of a sign-in, for
// servers whose words are not known.
func imapCodeRows() []Row {
	row := func(code string, f proof.Finding) Row {
		return Row{Enhanced: []string{code}, Source: sourceRFC5530, Finding: f}
	}
	return []Row{
		row("AUTHENTICATIONFAILED", badCredentials()),
		row("AUTHORIZATIONFAILED", proof.Finding{
			Code: CodeRejected, Reason: "not_authorized",
			Cause:  "The password was accepted, but this account may not act as the user whose mailbox is to be opened.",
			Remedy: "Enter the user name of the mailbox itself, or have the server's administrator give this account access to the shared mailbox.",
			Fields: []string{"user", "mailbox"},
		}),
		row("EXPIRED", proof.Finding{
			Code: CodeRejected, Reason: "expired",
			Cause:  "The password was right and has expired, or the access it stands for has.",
			Remedy: "Set a new password at the provider, then enter it with Change password.",
			Fields: []string{"password"},
		}),
		row("PRIVACYREQUIRED", imapNeedsTLS()),
		row("CONTACTADMIN", proof.Finding{
			Code: CodeAccountDisabled, Reason: "contact_admin",
			Cause:  "The server wants the account's owner to speak to its administrator: this state of the account cannot be changed from here.",
			Remedy: "Give the server's administrator the server's words, and ask for the account to be opened.",
			Fields: []string{"user"},
		}),
		row("UNAVAILABLE", proof.Finding{
			Code:   CodeTemporarilyUnavailable,
			Cause:  "A part of the server that is needed for signing in does not answer it just now. This says nothing about the password.",
			Remedy: "Try again in a few minutes; if it stays, tell the server's administrator.",
		}),
		row("SERVERBUG", proof.Finding{
			Code: CodeTemporarilyUnavailable, Reason: "server_bug",
			Cause:  "The server met a fault of its own while signing in. This says nothing about the password.",
			Remedy: "Try again once; if it stays, give the server's administrator its words.",
		}),
		row("CLIENTBUG", IMAPClientBug()),
		row("LIMIT", proof.Finding{
			Code: codeIMAPLimitExceeded, Reason: "limit",
			Cause:  "The server says that a limit is reached, and takes no sign-in until there is room. The password is not the problem.",
			Remedy: "Read the server's words for the limit. Close other mail programs that use the account, wait a few minutes and try again.",
			Fields: []string{"user"},
		}),
		row("OVERQUOTA", proof.Finding{
			Code: codeIMAPLimitExceeded, Reason: "over_quota",
			Cause:  "The account has used up what it may use, of space or of traffic. The password is not the problem.",
			Remedy: "Make room in the mailbox, or wait until the server counts anew, then try again.",
			Fields: []string{"user"},
		}),
		row("INUSE", proof.Finding{
			Code: codeIMAPMailboxUnavailable, Reason: "in_use",
			Cause:  "Another program has the mailbox to itself just now.",
			Remedy: "End other programs that read this mailbox, among them such as use POP3, and try again.",
			Fields: []string{"user"},
		}),
		row("NOPERM", proof.Finding{
			Code: CodeRejected, Reason: "not_authorized",
			Cause:  "The account may not do this at the server.",
			Remedy: "Have the server's administrator allow the account to use IMAP and to open this mailbox.",
			Fields: []string{"user"},
		}),
	}
}

// IMAPClientBug explains the response code CLIENTBUG, which means the same at
// every step of a conversation.
func IMAPClientBug() proof.Finding {
	return proof.Finding{
		Code: codeIMAPProtocolViolation, Reason: "client_bug",
		Cause:  "The server holds what it was sent for a fault of the client.",
		Remedy: "Check that the host is that of an IMAP server, and give its administrator this proof's transcript: it shows what was sent.",
		Fields: []string{"host"},
	}
}

// badCredentials is [wrongCredentials] in the words that people know from other
// systems that read mailboxes.
func badCredentials() proof.Finding {
	f := wrongCredentials()
	f.Cause = "Bad username or password: the server refused them."
	return f
}

// imapStatusRows say what is left when only the status is known.
func imapStatusRows() []Row {
	const source = "RFC 9051 §7.1"
	return []Row{
		{Codes: []string{"BAD"}, Source: source, Finding: proof.Finding{
			Code:   CodeMechanismNotOffered,
			Cause:  "The server did not understand this way of signing in.",
			Remedy: "Ask the server's administrator which mechanisms work for this account.",
			Fields: []string{"auth"},
		}},
		{Codes: []string{"BYE"}, Source: source, Finding: proof.Finding{
			Code: "net.closed", Reason: "bye",
			Cause:  "The server ended the connection instead of answering the sign-in. This says nothing about the password.",
			Remedy: "Read the server's words. Wait a few minutes and try once; if it stays, ask the server's administrator.",
			Fields: []string{"host"},
		}},
	}
}
