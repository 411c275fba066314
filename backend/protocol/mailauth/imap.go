package mailauth

import (
	"slices"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
)

// Codes of what an IMAP server may find fault with when somebody signs in,
// beside those of signing in. Package imap exports them.
const (
	codeIMAPAccessDisabled     = "imap.access_disabled"
	codeIMAPConnectionLimit    = "imap.connection_limit"
	codeIMAPLimitExceeded      = "imap.limit_exceeded"
	codeIMAPMailboxUnavailable = "imap.mailbox_unavailable"
	codeIMAPProtocolViolation  = "imap.protocol_violation"
)

// sourceRFC5530 is where the meanings of response codes are known from.
const sourceRFC5530 = "RFC 5530 §3"

// DiagnoseIMAP explains an answer to LOGIN or AUTHENTICATE of a host that is
// not a success. The answer's Code is its status (NO, BAD or BYE), Enhanced its
// response code without brackets, such as AUTHENTICATIONFAILED, and Text what
// follows them.
func DiagnoseIMAP(host string, answer fault.Remote) proof.Finding {
	return ExplainIMAP(IMAPSignInRows(), host, answer, refused())
}

// ExplainIMAP returns the finding of the first row that matches an answer, or
// fallback, with the answer's own words in it. Status and response code are
// compared without regard to case (RFC 9051 §2.2).
func ExplainIMAP(rows []Row, host string, answer fault.Remote, fallback proof.Finding) proof.Finding {
	f, ok := matchIMAP(rows, host, answer)
	if !ok {
		f = fallback
		f.Fields = slices.Clone(f.Fields)
	}
	f.Remote = &answer
	return f
}

func matchIMAP(rows []Row, host string, answer fault.Remote) (proof.Finding, bool) {
	answer.Code, answer.Enhanced = strings.ToUpper(answer.Code), strings.ToUpper(answer.Enhanced)
	return MatchAt(rows, host, answer)
}

// IMAPSignInRows returns everything that is known of refusals to sign in: the
// exact words of providers, the words of server software, what is said in words
// that everyone uses by a provider that is known, then what the response codes
// and the status alone say.
func IMAPSignInRows() []Row {
	return slices.Concat(IMAPAnywhereRows(), imapProviderRows(), imapServerRows(), imapHostRows(), imapCodeRows(), imapStatusRows())
}

// IMAPAnywhereRows returns the words that mean the same at every step of a
// conversation: servers differ in when they look at connections and switches.
func IMAPAnywhereRows() []Row {
	return slices.Concat(imapGoogleAnywhereRows(), imapMicrosoftAnywhereRows(), imapConnectionRows(), imapSwitchRows())
}

// imapTokenRows are the words that say the same to an access token as to a
// password.
func imapTokenRows() []Row {
	unchecked := []Row{{Enhanced: []string{"UNAVAILABLE"}, Source: sourceRFC5530, Finding: tokenUnchecked()}}
	rows := slices.Concat(IMAPAnywhereRows(), unchecked, imapProviderRows(), imapServerRows(), imapCodeRows())
	return slices.DeleteFunc(rows, func(row Row) bool { return !concernsIMAPTokens(row.Finding) })
}

// concernsIMAPTokens tells what holds whichever way the account signs in.
func concernsIMAPTokens(f proof.Finding) bool {
	switch f.Code {
	case CodeAccountDisabled, CodeTooManyAttempts, CodeTemporarilyUnavailable, CodeNeedsTLS,
		codeIMAPAccessDisabled, codeIMAPConnectionLimit, codeIMAPLimitExceeded, codeIMAPMailboxUnavailable:
		return true
	default:
		return f.Reason == "gmail_browser" || f.Reason == "not_authorized"
	}
}

// FillInMailbox is [FillIn] for the commands of a mailbox, which name its
// address beside the user.
func FillInMailbox(f proof.Finding, user, mailbox string) proof.Finding {
	return fillIn(f, map[string]string{wordUser: user, wordMailbox: mailbox})
}
