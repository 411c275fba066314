package smtp

import (
	"patchbay/backend/proof"
	"patchbay/backend/protocol/mailauth"
)

// signInRows say that sign-in or TLS is missing.
func signInRows() []mailauth.Row {
	return []mailauth.Row{
		{Codes: []string{"5"}, Text: []string{"must issue a starttls"}, Source: sourcePostfix, Finding: tlsNeeded()},
		{Codes: []string{"530"}, Text: []string{"starttls"}, Source: sourceThreads, Finding: tlsNeeded()},
		{Enhanced: []string{"5.7.10"}, Source: sourceRFC, Finding: tlsNeeded()},
		{Enhanced: []string{"5.7.57"}, Source: sourceMicrosoft, Finding: signInNeeded()},
		{Codes: []string{"5"}, Text: []string{"authentication required"}, Source: sourceGoogle, Finding: signInNeeded()},
		{Codes: []string{"530"}, Source: sourceRFC, Finding: signInNeeded()},
	}
}

func tlsNeeded() proof.Finding {
	return proof.Finding{
		Code:   mailauth.CodeNeedsTLS,
		Cause:  "The server takes mail only over TLS.",
		Remedy: "Choose STARTTLS for this port, or implicit TLS with port 465.",
		Fields: []string{"security", "port"},
	}
}

func signInNeeded() proof.Finding {
	return proof.Finding{
		Code: CodeSenderRefused, Reason: "sign_in_required",
		Cause:  "The server takes mail only from who has signed in.",
		Remedy: "Choose password or OAuth 2.0 as sign-in, and enter user name and password or the client.",
		Fields: []string{"auth"},
	}
}

// notOwnedRows are the words of server software for a sender that the account
// may not use.
func notOwnedRows() []mailauth.Row {
	f := notOwned("",
		"The account that signed in may not send from this address.",
		"Use the account's own address, or have the server's administrator allow the account to send as this address (Postfix: smtpd_sender_login_maps).")
	return []mailauth.Row{
		{Codes: []string{"5"}, Text: []string{"not owned by"}, Source: sourcePostfix, Finding: f},
		{Codes: []string{"5"}, Text: []string{"sender address rejected", "not logged in"}, Source: sourcePostfix, Finding: f},
	}
}

// relayRows are the words of server software for a recipient that it does not
// pass mail on to.
func relayRows() []mailauth.Row {
	denied := proof.Finding{
		Code:   CodeRelayDenied,
		Cause:  "The server does not pass mail on to this recipient for anyone who has not signed in, or not for this account.",
		Remedy: "Sign in on the submission port (587 with STARTTLS, 465 with implicit TLS). Where the sign-in was accepted, try another recipient, or have the server's administrator allow this one for the account.",
		Fields: []string{"auth", "port"},
	}
	exim := denied
	exim.Reason = "exim"
	exim.Cause = "The server probably does not pass mail on for anyone who has not signed in."
	exim.Unverified = true
	exchange := denied
	exchange.Reason = "exchange"
	exchange.Cause = "The Exchange server does not pass mail on to other domains over this receive connector without a sign-in."
	exchange.Remedy = "Sign in on the submission port (587 with STARTTLS), or have the server's administrator allow relaying for this machine on a receive connector of its own."
	row := func(source string, f proof.Finding, text string) mailauth.Row {
		return mailauth.Row{Text: []string{text}, Source: source, Finding: f}
	}
	return []mailauth.Row{
		row(sourcePostfix, denied, "relay access denied"),
		row(sourceThreads, denied, "relaying denied"),
		row(sourceCommon, exim, "relay not permitted"),
		row(sourceCommon, exim, "turn on smtp authentication"),
		row(sourceExchange, exchange, "unable to relay"),
	}
}

// ehloNameRows are Postfix's judgements of the EHLO name, which it gives at
// EHLO, MAIL or RCPT as its administrator chose.
func ehloNameRows() []mailauth.Row {
	row := func(reason, text, cause string) mailauth.Row {
		return mailauth.Row{Text: []string{"helo command rejected", text}, Source: sourcePostfix, Finding: proof.Finding{
			Code: CodeEHLORefused, Reason: reason, Cause: cause,
			Remedy: "Enter a full host name that exists in DNS as EHLO name under Advanced, best one of the sender's domain. Where there is none, an address in brackets such as [192.0.2.1] passes many servers.",
			Fields: []string{"ehloName"},
		}}
	}
	return []mailauth.Row{
		row("ehlo_name_not_qualified", "fully-qualified", "The server wants a full host name, and the EHLO name has no dot."),
		row("ehlo_name_not_found", "host not found", "The server does not find the EHLO name in DNS."),
		row("ehlo_name_invalid", "invalid name", "The EHLO name is not a host name."),
		row("ehlo_name", "", "The server dislikes the name that Patchbay introduced itself with."),
	}
}

// clientRows are refusals of this machine's address.
func clientRows(code string) []mailauth.Row {
	return []mailauth.Row{
		{Text: []string{"client host rejected", "cannot find your"}, Source: sourcePostfix, Finding: proof.Finding{
			Code: code, Reason: "no_reverse_dns",
			Cause:  "The server refuses this machine because its address has no name in DNS (PTR record).",
			Remedy: "Sign in on the submission port (587 with STARTTLS, 465 with implicit TLS), or have the network's provider set a PTR record for this address.",
			Fields: []string{"host", "auth"},
		}},
		{Codes: []string{"5"}, Text: []string{"client host rejected"}, Source: sourcePostfix, Finding: proof.Finding{
			Code: code, Reason: "client_rejected",
			Cause:  "The server refuses mail from this machine's address.",
			Remedy: "Sign in on the submission port (587 with STARTTLS, 465 with implicit TLS), connect from another network, or have the server's administrator allow this address.",
			Fields: []string{"host", "auth"},
		}},
	}
}

// temporaryTextRows are the words for "later".
func temporaryTextRows() []mailauth.Row {
	greylisted := proof.Finding{
		Code: CodeTemporaryFailure, Reason: "greylisted",
		Cause:  "The server asks unknown senders to come back later (greylisting).",
		Remedy: "Try again in five to fifteen minutes. Mail servers do so by themselves; your system must do it too.",
		Fields: []string{"from", "to"},
	}
	return []mailauth.Row{
		{Codes: []string{"4"}, Text: []string{"greylist"}, Source: sourcePostfix, Finding: greylisted},
		{Codes: []string{"4"}, Text: []string{"graylist"}, Source: sourceThreads, Finding: greylisted},
		{Codes: []string{"421"}, Text: []string{"connection timed out"}, Source: sourceExchange, Finding: proof.Finding{
			Code: CodeTemporaryFailure, Reason: "server_timeout",
			Cause:  "The server ended the connection, because it waited too long for something.",
			Remedy: "Try again; if it stays, have the server's administrator look at what the server waits for, such as a virus scanner.",
			Fields: []string{"host"},
		}},
	}
}

// addressTextRows are the words for one address.
func addressTextRows() []mailauth.Row {
	notFound := proof.Finding{
		Code: CodeSenderRefused, Reason: "domain_not_found",
		Cause:  "The server does not find the domain of the sender's address in DNS.",
		Remedy: "Check the spelling of the domain, or have its MX or A record published.",
		Fields: []string{"from"},
	}
	later := notFound
	later.Code = CodeTemporaryFailure
	text := []string{"sender address rejected", "domain not found"}
	return []mailauth.Row{
		{Codes: []string{"4"}, Text: text, Source: sourcePostfix, Finding: later},
		{Codes: []string{"5"}, Text: text, Source: sourcePostfix, Finding: notFound},
		{Codes: []string{"5"}, Text: []string{"sender address rejected"}, Source: sourcePostfix, Finding: senderRefused()},
		{Codes: []string{"504"}, Text: []string{"recipient address rejected"}, Source: sourcePostfix, Finding: recipientRefused()},
		{Codes: []string{"5"}, Text: []string{"user unknown"}, Source: sourcePostfix, Finding: noSuchMailbox()},
	}
}
