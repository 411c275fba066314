package imap

import (
	"slices"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/mailauth"
)

// Where the meanings are known from.
const (
	sourceRFC5530 = "RFC 5530 §3"
	sourceRFC9051 = "RFC 9051 §7.1"
	sourceThreads = "issue threads and help pages that quote the reply"
)

// rowsAt returns what is known of refusals at a step, from the exact words to
// the status alone.
func rowsAt(step string) []mailauth.Row {
	switch step {
	case stepGreeting:
		return slices.Concat(mailauth.IMAPAnywhereRows(), greetingRows())
	case stepAuthenticate:
		return mailauth.IMAPSignInRows()
	case stepFolders, stepExamine:
		return slices.Concat(mailauth.IMAPAnywhereRows(), neteaseRows(), byeRows(), folderCodeRows())
	default:
		return slices.Concat(mailauth.IMAPAnywhereRows(), byeRows(), commandRows())
	}
}

// Names of the steps at which a server's refusal means different things.
const (
	stepGreeting     = "greeting"
	stepStartTLS     = "starttls"
	stepAuthenticate = "authenticate"
	stepFolders      = "folders"
	stepExamine      = "examine"
)

// greetingRows explain a greeting that is a farewell.
func greetingRows() []mailauth.Row {
	bye := []string{"BYE"}
	return []mailauth.Row{
		{Codes: bye, Enhanced: []string{"UNAVAILABLE"}, Source: sourceRFC5530, Finding: proof.Finding{
			Code: CodeGreetingBye, Reason: "unavailable",
			Cause:  "The server takes no connection just now, because a part of it does not work.",
			Remedy: "Try again in a few minutes; if it stays, tell the server's administrator.",
			Fields: []string{"host"},
		}},
		{Codes: bye, Source: sourceRFC9051, Finding: proof.Finding{
			Code:   CodeGreetingBye,
			Cause:  "The server greeted with a farewell: it takes no connection from here, or none just now.",
			Remedy: "Read the server's words. Try again in a few minutes; if it stays, ask the server's administrator whether this network may connect.",
			Fields: []string{"host", "port"},
		}},
	}
}

// byeRows explain a farewell in the middle of a conversation.
func byeRows() []mailauth.Row {
	bye := []string{"BYE"}
	return []mailauth.Row{
		{Codes: bye, Enhanced: []string{"UNAVAILABLE"}, Source: sourceRFC5530, Finding: proof.Finding{
			Code: dial.CodeClosed, Reason: "unavailable",
			Cause:  "The server ended the connection, because a part of it does not work just now.",
			Remedy: "Try again in a few minutes; if it stays, tell the server's administrator.",
			Fields: []string{"host"},
		}},
		{Codes: bye, Source: sourceRFC9051, Finding: proof.Finding{
			Code: dial.CodeClosed, Reason: "bye",
			Cause:  "The server ended the connection with a farewell instead of an answer.",
			Remedy: "Read the server's words and try again; if it stays, ask the server's administrator why it ends this connection.",
			Fields: []string{"host"},
		}},
	}
}

// commandRows explain a refusal of what every client may ask.
func commandRows() []mailauth.Row {
	return []mailauth.Row{
		{Enhanced: []string{"UNAVAILABLE"}, Source: sourceRFC5530, Finding: proof.Finding{
			Code: CodeMailboxUnavailable, Reason: "unavailable",
			Cause:  "A part of the server that is needed does not answer it just now.",
			Remedy: "Try again in a few minutes; if it stays, tell the server's administrator.",
		}},
		{Enhanced: []string{"LIMIT"}, Source: sourceRFC5530, Finding: limitReached()},
		{Enhanced: []string{"CLIENTBUG"}, Source: sourceRFC5530, Finding: mailauth.IMAPClientBug()},
		{Codes: []string{"BAD"}, Source: sourceRFC9051, Finding: proof.Finding{
			Code: CodeProtocolViolation, Reason: "bad",
			Cause:  "The server did not understand what every IMAP server has to understand.",
			Remedy: "Check that host and port belong to an IMAP server, and read its words in the transcript.",
			Fields: []string{"host", "port"},
		}},
	}
}

func limitReached() proof.Finding {
	return proof.Finding{
		Code: CodeLimitExceeded, Reason: "limit",
		Cause:  "The server says that a limit is reached, and goes on when there is room again.",
		Remedy: "Read the server's words for the limit. Close other mail programs that use the account, wait a few minutes and try again.",
		Fields: []string{"user"},
	}
}
