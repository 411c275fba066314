package smtp

import (
	"slices"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/mailauth"
)

// Where the rows are from.
const (
	sourcePostfix   = "postfix.org, postconf(5), restrictions of smtpd"
	sourceMicrosoft = "learn.microsoft.com, NDR pages"
	sourceGoogle    = "support.google.com/a/answer/3726730"
	sourceThreads   = "issue threads and help pages that quote the reply"
	sourceRFC       = "RFC 5321 §4.2, RFC 3463, RFC 5248, RFC 7372"
)

// greetingRows explain a greeting that is not 220.
func greetingRows() []mailauth.Row {
	return []mailauth.Row{
		{Codes: []string{"4"}, Text: []string{"too many"}, Source: sourceThreads, Finding: proof.Finding{
			Code: CodeGreetingRefused, Reason: "too_many_connections",
			Cause:  "The server holds too many connections, or too many from this machine.",
			Remedy: "Wait a few minutes and try again.",
			Fields: []string{"host"},
		}},
		{Codes: []string{"4"}, Source: sourceRFC, Finding: proof.Finding{
			Code: CodeGreetingRefused, Reason: "temporary",
			Cause:  "The server takes no connections from here just now.",
			Remedy: "Try again in a few minutes; if it stays, ask the server's administrator.",
			Fields: []string{"host"},
		}},
	}
}

// ehloRows explain a refusal of EHLO.
func ehloRows() []mailauth.Row {
	temporary := ehloRefused()
	temporary.Reason = "temporary"
	temporary.Cause = "The server closed the connection when Patchbay introduced itself. Some servers do so when they dislike the EHLO name."
	return []mailauth.Row{{Codes: []string{"4"}, Source: sourceGoogle, Finding: temporary}}
}

// envelopeRows explain a refusal of MAIL or RCPT. Postfix and others judge
// everything at RCPT, so both share the rows.
func envelopeRows() []mailauth.Row {
	return slices.Concat(securityRows(), notOwnedRows(), relayRows(), clientRows(), sizeRows(), temporaryRows(), addressRows())
}

// messageRows explain a refusal of DATA or of the message.
func messageRows() []mailauth.Row {
	return slices.Concat(notOwnedRows(), policyRows(), sizeRows(), temporaryRows())
}

func securityRows() []mailauth.Row {
	signInNeeded := proof.Finding{
		Code: CodeSenderRefused, Reason: "sign_in_required",
		Cause:  "The server takes mail only from who has signed in.",
		Remedy: "Choose password as sign-in, and enter user name and password.",
		Fields: []string{"auth"},
	}
	return []mailauth.Row{
		{Codes: []string{"530"}, Text: []string{"starttls"}, Source: sourcePostfix, Finding: proof.Finding{
			Code:   mailauth.CodeNeedsTLS,
			Cause:  "The server takes mail only over TLS.",
			Remedy: "Choose STARTTLS for this port, or implicit TLS with port 465.",
			Fields: []string{"security", "port"},
		}},
		{Codes: []string{"530"}, Source: sourceRFC, Finding: signInNeeded},
		{Enhanced: []string{"5.7.57"}, Source: sourceMicrosoft, Finding: signInNeeded},
		{Codes: []string{"5"}, Text: []string{"authentication required"}, Source: sourceThreads, Finding: signInNeeded},
	}
}

// notOwnedRows are the words for a sender that the account may not use.
func notOwnedRows() []mailauth.Row {
	notOwned := proof.Finding{
		Code:   CodeSenderNotOwned,
		Cause:  "The account that signed in may not send from this address. The sign-in itself is right.",
		Remedy: "Use the account's own address, or have the server's administrator allow the account to send as this address.",
		Fields: []string{"from"},
	}
	unverified := notOwned
	unverified.Reason = "unverified_identity"
	unverified.Cause = "The provider has not verified this sender. The sign-in itself is right."
	unverified.Remedy = "Verify the address or its domain with the provider, in the region that the host names."
	row := func(source string, text ...string) mailauth.Row {
		return mailauth.Row{Codes: []string{"5"}, Text: text, Source: source, Finding: notOwned}
	}
	return []mailauth.Row{
		row(sourcePostfix, "not owned by"),
		row(sourcePostfix, "sender address rejected", "not logged in"),
		row(sourceMicrosoft, "send as this sender"),
		row(sourceMicrosoft, "sendasdenied"),
		{Enhanced: []string{"5.7.60", "5.2.252"}, Source: sourceMicrosoft, Finding: notOwned},
		row(sourceThreads, "relaying disallowed as"),
		row(sourceThreads, "must be same as authorization user"),
		{Codes: []string{"5"}, Text: []string{"does not match a verified sender identity"}, Source: sourceThreads, Finding: unverified},
		{Codes: []string{"5"}, Text: []string{"email address is not verified"}, Source: sourceThreads, Finding: unverified},
	}
}

func relayRows() []mailauth.Row {
	denied := proof.Finding{
		Code:   CodeRelayDenied,
		Cause:  "The server does not pass mail on to this recipient for who has not signed in, or for this account.",
		Remedy: "Sign in on the submission port (587 with STARTTLS, 465 with implicit TLS), or have the server's administrator allow this machine.",
		Fields: []string{"auth", "port"},
	}
	connector := denied
	connector.Reason = "m365_connector"
	connector.Cause = "Microsoft 365 takes mail on this host only for its own recipients, or from a connector that fits."
	connector.Remedy = "Use smtp.office365.com with port 587 and a sign-in, or have the connector's certificate or addresses corrected."
	connector.Fields = []string{"host", "auth"}
	row := func(source string, text ...string) mailauth.Row {
		return mailauth.Row{Text: text, Source: source, Finding: denied}
	}
	return []mailauth.Row{
		{Enhanced: []string{"5.7.54", "5.7.64"}, Source: sourceMicrosoft, Finding: connector},
		row(sourcePostfix, "relay access denied"),
		row(sourceThreads, "relay not permitted"),
		row(sourceThreads, "relaying denied"),
		row(sourceMicrosoft, "unable to relay"),
	}
}

// clientRows are refusals for what Patchbay is or says, not for an address.
func clientRows() []mailauth.Row {
	return []mailauth.Row{
		{Text: []string{"helo command rejected"}, Source: sourcePostfix, Finding: proof.Finding{
			Code: CodeSenderRefused, Reason: "ehlo_name",
			Cause:  "The server dislikes the name that Patchbay introduced itself with.",
			Remedy: "Enter a full host name that exists in DNS as EHLO name, best one of the sender's domain.",
			Fields: []string{"ehloName"},
		}},
		{Codes: []string{"5"}, Text: []string{"client host rejected"}, Source: sourcePostfix, Finding: proof.Finding{
			Code: CodeRelayDenied, Reason: "client_rejected",
			Cause:  "The server refuses mail from this machine's address.",
			Remedy: "Sign in on the submission port, or have the server's administrator allow this address.",
			Fields: []string{"host", "auth"},
		}},
	}
}

func sizeRows() []mailauth.Row {
	exceeded := proof.Finding{
		Code:   CodeSizeExceeded,
		Cause:  "The message is larger than the server takes, although a test message is very small.",
		Remedy: "Have the server's administrator raise the limit, or free space in the mailbox.",
		Fields: []string{"host"},
	}
	return []mailauth.Row{
		{Enhanced: []string{"5.3.4", "5.2.3", "4.3.1"}, Source: sourceRFC, Finding: exceeded},
		{Codes: []string{"552"}, Text: []string{"size"}, Source: sourceRFC, Finding: exceeded},
		{Codes: []string{"552"}, Text: []string{"too large"}, Source: sourceRFC, Finding: exceeded},
	}
}

func temporaryRows() []mailauth.Row {
	greylisted := proof.Finding{
		Code: CodeTemporaryFailure, Reason: "greylisted",
		Cause:  "The server asks unknown senders to come back later (greylisting).",
		Remedy: "Try again in five to fifteen minutes. Mail servers do so by themselves; your system must do it too.",
		Fields: []string{"from", "to"},
	}
	return []mailauth.Row{
		{Codes: []string{"4"}, Text: []string{"greylist"}, Source: sourcePostfix, Finding: greylisted},
		{Codes: []string{"4"}, Text: []string{"graylist"}, Source: sourcePostfix, Finding: greylisted},
		{Codes: []string{"4"}, Enhanced: []string{"4.1.8"}, Source: sourcePostfix, Finding: proof.Finding{
			Code: CodeTemporaryFailure, Reason: "domain_not_found",
			Cause:  "The server cannot find the domain of the sender's address in DNS.",
			Remedy: "Check the spelling of the domain, or have its records published.",
			Fields: []string{"from"},
		}},
		{Codes: []string{"4"}, Source: sourceRFC, Finding: proof.Finding{
			Code:   CodeTemporaryFailure,
			Cause:  "The server cannot take the mail just now.",
			Remedy: "Try again in a few minutes; if it stays, show the server's words to its administrator.",
			Fields: []string{"host"},
		}},
	}
}

// addressRows are refusals of one address.
func addressRows() []mailauth.Row {
	return []mailauth.Row{
		{Codes: []string{"5"}, Enhanced: []string{"5.1.8", "5.1.7", "5.7.27"}, Source: sourceRFC, Finding: proof.Finding{
			Code: CodeSenderRefused, Reason: "sender_address",
			Cause:  "The server refused the sender's address: its domain does not exist, or takes no mail itself.",
			Remedy: "Check the spelling of the From address.",
			Fields: []string{"from"},
		}},
		{Codes: []string{"5"}, Text: []string{"sender address rejected"}, Source: sourcePostfix, Finding: senderRefused()},
		{Codes: []string{"5"}, Enhanced: []string{"5.2.2"}, Source: sourceRFC, Finding: proof.Finding{
			Code: CodeRecipientRefused, Reason: "mailbox_full",
			Cause:  "The recipient's mailbox is full.",
			Remedy: "Test with another recipient.",
			Fields: []string{"to"},
		}},
		{Codes: []string{"5"}, Enhanced: []string{"5.1.1", "5.1.10", "5.1.2"}, Source: sourceRFC, Finding: proof.Finding{
			Code: CodeRecipientRefused, Reason: "no_such_mailbox",
			Cause:  "The server knows no such recipient.",
			Remedy: "Check the recipient's address, or test with another one.",
			Fields: []string{"to"},
		}},
	}
}

// policyRows are refusals of a message for what receivers think of its sender.
func policyRows() []mailauth.Row {
	return []mailauth.Row{
		{Enhanced: []string{"5.7.20", "5.7.21", "5.7.22", "5.7.23", "5.7.24", "5.7.26"}, Source: sourceRFC, Finding: proof.Finding{
			Code: CodeMessageRefused, Reason: "sender_unauthenticated",
			Cause:  "The message failed the checks that prove a sender's domain (SPF, DKIM, DMARC).",
			Remedy: "Send through the domain's own server, or publish SPF and DKIM records that cover this one.",
			Fields: []string{"from"},
		}},
		{Codes: []string{"5"}, Text: []string{"sending limit exceeded"}, Source: sourceGoogle, Finding: proof.Finding{
			Code: CodeMessageRefused, Reason: "quota",
			Cause:  "The account has sent as much as the provider allows for a day.",
			Remedy: "Try again tomorrow, or use an account with a higher limit.",
			Fields: []string{"user"},
		}},
	}
}
