package mailauth

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
)

// DiagnoseToken explains a sign-in with an access token (XOAUTH2 or
// OAUTHBEARER, RFC 7628) that a server refused.
//
// Protocol is "smtp" or "imap"; user is the name that was sent; answer the
// server's final reply; refusal the decoded JSON of its error challenge, or "";
// token what is known of the token, or nil. The finding's remote holds the
// answer's words and the refusal.
func DiagnoseToken(protocol, user string, answer fault.Remote, refusal string, token *proof.Token) proof.Finding {
	r := tokenRefusal{protocol: protocol, user: user, answer: answer, token: token}
	if token == nil {
		r.token = &proof.Token{Opaque: true}
	}
	r.read(refusal)
	f := FillIn(r.finding(), user, user)
	remote := answer
	remote.Text = joinWords(answer.Text, refusal)
	f.Remote = &remote
	return f
}

// tokenRefusal is everything that is known of a refused token.
type tokenRefusal struct {
	protocol, user string
	answer         fault.Remote
	status, scope  string // of the error challenge, in lower case (RFC 7628 §3.2.2)
	token          *proof.Token
}

// read takes the members of the error challenge, whatever their types.
func (r *tokenRefusal) read(refusal string) {
	var members map[string]any
	if len(refusal) > maxEndpointBody || json.Unmarshal([]byte(refusal), &members) != nil {
		return
	}
	status, _ := members["status"].(string)
	scope, _ := members["scope"].(string)
	r.status, r.scope = strings.ToLower(status), strings.ToLower(scope)
}

// joinWords puts the decoded challenge behind the server's words, on a line of
// its own.
func joinWords(words, refusal string) string {
	var compact bytes.Buffer
	if len(refusal) <= maxEndpointBody && json.Compact(&compact, []byte(refusal)) == nil {
		refusal = compact.String()
	}
	if refusal == "" {
		return proof.Visible(words)
	}
	return strings.TrimPrefix(proof.Visible(words)+"\n"+bounded(refusal), "\n")
}

// finding asks from the surest to the least sure: what the server says in
// words, what is wrong with the token, what else is known to be the cause.
func (r tokenRefusal) finding() proof.Finding {
	if f, ok := r.matchAnswer(); ok {
		return f
	}
	if f, ok := r.judgeClaims(); ok {
		return f
	}
	if f, ok := r.judgeStatus(); ok {
		return f
	}
	if r.isMicrosoft() {
		return r.microsoftToken()
	}
	return r.anyToken()
}

// matchAnswer looks for what the words of the answer say by themselves.
func (r tokenRefusal) matchAnswer() (proof.Finding, bool) {
	if r.protocol == "imap" {
		return matchIMAP(imapTokenRows(), "", r.answer)
	}
	return Match(tokenAnswerRows(), r.answer)
}

// tokenAnswerRows are answers of SMTP that say the same to a token as to a
// password, and those that say something else.
func tokenAnswerRows() []Row {
	accountRows := slices.DeleteFunc(ProviderRows(), func(row Row) bool { return !concernsTokens(row.Finding) })
	return slices.Concat(smtpAuthDisabledRows(), accountRows, tooManyRows(), disabledRows(), []Row{
		{Codes: []string{"4"}, Source: sourceRFC, Finding: tokenUnchecked()},
	})
}

// concernsTokens tells what holds whichever way the account signs in.
func concernsTokens(f proof.Finding) bool {
	switch f.Code {
	case CodeAccountDisabled, CodeTooManyAttempts, CodeTemporarilyUnavailable, "smtp.temporary_failure", "smtp.sender_not_owned":
		return true
	default:
		return f.Reason == "m365_conditional_access" || f.Reason == "gmail_browser"
	}
}

// smtpAuthDisabledRows: the switch is said to be for passwords, but the server
// answers with its name to tokens as well.
func smtpAuthDisabledRows() []Row {
	row := func(text, remedy string) Row {
		return Row{Text: []string{text}, Source: sourceMicrosoft, Finding: proof.Finding{
			Code: CodeTokenRejected, Reason: "smtp_auth_disabled",
			Cause:      "Microsoft 365 says that SMTP AUTH is switched off. The switch may hold for access tokens as well as for passwords.",
			Remedy:     remedy,
			Fields:     []string{"auth", "user"},
			Unverified: true,
		}}
	}
	const mailbox = "`Set-CASMailbox USER -SmtpClientAuthenticationDisabled $false`"
	return []Row{
		row("smtpclientauthentication is disabled for the tenant", "Have an administrator allow SMTP AUTH for this mailbox in Exchange Online PowerShell: "+mailbox+"; it wins over the organisation's switch."),
		row("smtpclientauthentication is disabled for the mailbox", "Have an administrator allow SMTP AUTH for this mailbox in Exchange Online PowerShell: "+mailbox+"."),
	}
}

func tokenUnchecked() proof.Finding {
	return proof.Finding{
		Code:   CodeTemporarilyUnavailable,
		Cause:  "The server could not check the access token just now. This says nothing about the token.",
		Remedy: "Try again in a few minutes; if it stays, tell the server's administrator.",
	}
}
