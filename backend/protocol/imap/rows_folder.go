package imap

import (
	"patchbay/backend/proof"
	"patchbay/backend/protocol/mailauth"
)

// neteaseRows hold what the servers of 163, 126, yeah and 188 say when a folder
// is opened by a client that did not name itself (RFC 2971).
func neteaseRows() []mailauth.Row {
	return []mailauth.Row{{Text: []string{"unsafe login"}, Source: sourceThreads, Finding: proof.Finding{
		Code: CodeAccessDisabled, Reason: "unsafe_login",
		Cause: "NetEase (163, 126, yeah, 188) accepted the sign-in and lets this client open no folder: it wants a client to name itself with ID after signing in. " +
			"Patchbay does so, and was refused all the same.",
		Remedy: "Sign in to the web mail, confirm what it asks for, and see that IMAP is switched on there and that the password is an authorization code (授权码). " +
			"The system that will read this mailbox has to send ID as well.",
		Fields: []string{"user", "password"},
	}}}
}

// folderCodeRows holds what the response codes of RFC 5530 say of listing and
// opening folders. Who comes so far is signed in.
func folderCodeRows() []mailauth.Row {
	row := func(code, reason, cause, remedy string, fields ...string) mailauth.Row {
		return mailauth.Row{Enhanced: []string{code}, Source: sourceRFC5530, Finding: proof.Finding{
			Code: CodeMailboxUnavailable, Reason: reason, Cause: cause, Remedy: remedy, Fields: fields,
		}}
	}
	const again = "Try again in a few minutes; if it stays, give the server's administrator its words."
	return []mailauth.Row{
		row("UNAVAILABLE", "unavailable", "The sign-in was accepted, but what the mail is kept in does not answer the server just now.", again),
		row("NOPERM", "no_permission", "The sign-in was accepted, but this account may not open the folder.",
			"Have the server's administrator, or the owner of the shared mailbox, give the account the right to read it.", "user"),
		row("AUTHORIZATIONFAILED", "not_authorized", "The sign-in was accepted, but this account may not act as the user whose mailbox is to be opened.",
			"Enter the user name of the mailbox itself, or have the server's administrator give this account access to the shared mailbox.", "user", "mailbox"),
		row("PRIVACYREQUIRED", "needs_tls", "The server opens the mailbox only over TLS.",
			"Choose implicit TLS with port 993 (Use secure connection), or STARTTLS with port 143.", "security", "port"),
		row("CONTACTADMIN", "contact_admin", "The sign-in was accepted, but the server wants the account's owner to speak to its administrator before it opens the mailbox.",
			"Give the server's administrator the server's words.", "user"),
		row("INUSE", "in_use", "The sign-in was accepted, but another program has the mailbox to itself just now.",
			"End other programs that read this mailbox, among them such as use POP3, and try again.", "user"),
		row("NONEXISTENT", "nonexistent", "The sign-in was accepted, but the account has no such folder: nothing was ever delivered to it, or it is no mailbox.",
			"Send a message to the address, or have the server's administrator create the mailbox; then try again.", "mailbox", "user"),
		row("EXPIRED", "expired", "The sign-in was accepted, but the access of this account has expired.",
			"Have the server's administrator renew it.", "user"),
		row("CORRUPTION", "corruption", "The sign-in was accepted, but the server finds what it keeps of the mailbox damaged.",
			"Give the server's administrator its words: the mailbox has to be repaired there."),
		row("SERVERBUG", "server_bug", "The sign-in was accepted, but the server met a fault of its own.", again),
		row("EXPUNGEISSUED", "expunge_issued", "Another program removed messages while the folder was being read.", "Try again."),
		row("ALREADYEXISTS", "already_exists", "The server holds the question for a wish to create a folder that is there already.", again),
		row("CANNOT", "cannot", "The server can never do this with a folder of this name.", again),
		{Enhanced: []string{"LIMIT"}, Source: sourceRFC5530, Finding: limitReached()},
		{Enhanced: []string{"OVERQUOTA"}, Source: sourceRFC5530, Finding: proof.Finding{
			Code: CodeLimitExceeded, Reason: "over_quota",
			Cause:  "The sign-in was accepted, but the account has used up what it may use, of space or of traffic.",
			Remedy: "Make room in the mailbox, or wait until the server counts anew, then try again.",
			Fields: []string{"user"},
		}},
		{Enhanced: []string{"CLIENTBUG"}, Source: sourceRFC5530, Finding: mailauth.IMAPClientBug()},
	}
}
