package imap

import (
	"slices"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/conversation"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/mailauth"
)

// waysIn lists the mechanisms of a server, and LOGIN where the command is
// allowed.
func waysIn(offered capabilities) []string {
	names := conversation.Mechanisms(offered.mechanisms())
	if !offered.has("LOGINDISABLED") && !slices.Contains(names, mailauth.Login) {
		names = append(names, mailauth.Login)
	}
	slices.Sort(names)
	return names
}

// offer says what a way that works has to offer.
func (sc *scan) offer(t account.Tried) string {
	switch {
	case t.Security == account.SecurityNone:
		return "works, but in clear text"
	case len(t.Mechanisms) == 0:
		return "works, but takes no sign-in"
	}
	text := "works and offers " + strings.Join(t.Mechanisms, ", ")
	switch {
	case sc.fits(t.Mechanisms):
		return text
	case sc.visit.signIn == account.SignInOAuth2:
		return text + ", but takes no access token"
	case mailauth.OnlyTokens(t.Mechanisms):
		return text + ", but takes no password"
	default:
		return text + ", none of which Patchbay speaks"
	}
}

// detail says in a few words why a knock failed.
func (a answer) detail(f *proof.Finding) string {
	if text := conversation.ReasonWords(f.Reason); text != "" {
		return text
	}
	switch {
	case f.Code == dial.CodeTimeout && a.late:
		return "not tried, because the time was up"
	case f.Code == dial.CodeTimeout:
		return "does not answer"
	}
	if text := map[string]string{
		CodeGreetingBye:        "refuses this machine",
		CodePreauth:            "asks for no sign-in",
		CodeSTARTTLSNotOffered: "does not offer STARTTLS",
		CodeSTARTTLSRefused:    "refuses STARTTLS",
		CodeSTARTTLSInjection:  "something in between adds to what the server says",
		CodeProtocolViolation:  "does not speak IMAP",
		CodeLimitExceeded:      "does not speak IMAP",
	}[f.Code]; text != "" {
		return text
	}
	if text := conversation.CodeWords(f.Code); text != "" {
		return text
	}
	return f.Cause
}
