package smtp

import (
	"patchbay/backend/proof"
	"patchbay/backend/protocol/mailauth"
)

// policyRows are refusals for what receivers think of a sender's domain
// (RFC 7372); refused is the code of the finding.
func policyRows(refused string) []mailauth.Row {
	row := func(reason, cause, remedy, field string, enhanced ...string) mailauth.Row {
		return mailauth.Row{Enhanced: enhanced, Source: sourceRFC, Finding: proof.Finding{
			Code: refused, Reason: reason, Cause: cause, Remedy: remedy, Fields: []string{field},
		}}
	}
	return []mailauth.Row{
		row("dkim", "The message has no DKIM signature that the server accepts.",
			"Send through the domain's own server, or have this one sign with a DKIM key of the sender's domain.", "from", "5.7.20", "5.7.21", "5.7.22"),
		row("spf", "The sender's domain does not allow this server in its SPF record.",
			"Send through the domain's own server, or add this server to the SPF record of the sender's domain.", "from", "5.7.23", "5.7.24"),
		row("sender_unauthenticated", "The message failed the checks that prove a sender's domain (SPF, DKIM, DMARC).",
			"Send through the domain's own server, or publish SPF, DKIM and DMARC records that cover this one.", "from", "5.7.26"),
		row("no_reverse_dns", "The address that the mail comes from has no name in DNS (PTR record).",
			"Send through a provider's submission port instead of from this machine, or have the network's provider set a PTR record.", "host", "5.7.25"),
	}
}

// addressCodeRows are refusals of one address by its enhanced code.
func addressCodeRows() []mailauth.Row {
	row := func(f proof.Finding, enhanced ...string) mailauth.Row {
		return mailauth.Row{Codes: []string{"5"}, Enhanced: enhanced, Source: sourceRFC, Finding: f}
	}
	to := func(reason, cause, remedy string) proof.Finding {
		return proof.Finding{Code: CodeRecipientRefused, Reason: reason, Cause: cause, Remedy: remedy, Fields: []string{"to"}}
	}
	const another = "Check the recipient's address, or test with another one."
	return []mailauth.Row{
		row(senderAddress(), "5.1.8", "5.1.7", "5.7.27"),
		{Codes: []string{"4"}, Enhanced: []string{"4.1.8"}, Source: sourceRFC, Finding: proof.Finding{
			Code: CodeTemporaryFailure, Reason: "domain_not_found",
			Cause:  "The server does not find the domain of the sender's address in DNS just now.",
			Remedy: "Check the spelling of the domain, or have its MX or A record published.",
			Fields: []string{"from"},
		}},
		row(noSuchMailbox(), "5.1.1"),
		row(to("bad_domain", "The domain of the recipient's address does not exist or takes no mail.", another), "5.1.2"),
		row(nullMX(), "5.1.10"),
		row(to("mailbox_disabled", "The recipient's mailbox is switched off.", "Test with another recipient."), "5.2.1"),
		row(to("mailbox_full", "The recipient's mailbox is full.", "Test with another recipient."), "5.2.2"),
		row(to("no_route", "The server does not reach the recipient's mail server, or takes no mail for this recipient.", another), "5.4.1", "5.4.4"),
		row(proof.Finding{
			Code: CodeSenderRefused, Reason: "smtputf8_needed",
			Cause:  "An address has letters beyond ASCII, which the server does not take for this sender or recipient.",
			Remedy: "Use addresses with plain letters, or a server that offers SMTPUTF8.",
			Fields: []string{"from", "to"},
		}, "5.6.7"),
	}
}

func senderAddress() proof.Finding {
	return proof.Finding{
		Code: CodeSenderRefused, Reason: "sender_address",
		Cause:  "The server refused the sender's address: its domain does not exist, or takes no mail itself.",
		Remedy: "Check the spelling of the From address.",
		Fields: []string{"from"},
	}
}

func noSuchMailbox() proof.Finding {
	return proof.Finding{
		Code: CodeRecipientRefused, Reason: "no_such_mailbox",
		Cause:  "The server knows no such recipient.",
		Remedy: "Check the recipient's address, or test with another one.",
		Fields: []string{"to"},
	}
}

func nullMX() proof.Finding {
	return proof.Finding{
		Code: CodeRecipientRefused, Reason: "null_mx",
		Cause:  "The domain of the recipient's address takes no mail and says so (null MX).",
		Remedy: "Check the recipient's address, or test with another one.",
		Fields: []string{"to"},
	}
}

func sizeRows() []mailauth.Row {
	exceeded := proof.Finding{
		Code:   CodeSizeExceeded,
		Cause:  "The message is larger than the server takes, although a test message is very small.",
		Remedy: "Have the server's administrator raise the limit.",
		Fields: []string{"host"},
	}
	quota := exceeded
	quota.Reason = "quota"
	quota.Cause = "The server has no room for the message: a quota is used up, or the message is too large."
	quota.Remedy = "Free space in the account's or the recipient's mailbox, or have the server's administrator raise the limit."
	quota.Fields = []string{"user", "to"}
	return []mailauth.Row{
		{Enhanced: []string{"5.3.4", "5.2.3"}, Source: sourceRFC, Finding: exceeded},
		{Codes: []string{"552"}, Text: []string{"size"}, Source: sourceRFC, Finding: exceeded},
		{Codes: []string{"552"}, Text: []string{"too large"}, Source: sourceRFC, Finding: exceeded},
		{Codes: []string{"552"}, Source: sourceRFC, Finding: quota},
	}
}

// commandRows are refusals of the command itself; refused is the code of the
// finding.
func commandRows(refused string) []mailauth.Row {
	row := func(reason, cause string, codes, enhanced []string) mailauth.Row {
		return mailauth.Row{Codes: codes, Enhanced: enhanced, Source: sourceRFC, Finding: proof.Finding{
			Code: refused, Reason: reason, Cause: cause,
			Remedy: "Show the transcript to the server's administrator; check that host and port are those for outgoing mail.",
			Fields: []string{"host", "port"},
		}}
	}
	const parameters = "The server does not take the parameters of the command, although it offers them."
	const command = "The server does not take this command at this point."
	return []mailauth.Row{
		row("parameters", parameters, []string{"5"}, []string{"5.5.4"}),
		row("command", command, []string{"5"}, []string{"5.5.1", "5.5.2"}),
		row("parameters", parameters, []string{"555"}, nil),
		row("command", command, []string{"500", "502", "503", "504"}, nil),
	}
}

// replyCodeRows are what a reply code alone says; the rest is the step's.
func replyCodeRows() []mailauth.Row {
	later := func(reason, cause string, codes ...string) mailauth.Row {
		return mailauth.Row{Codes: codes, Source: sourceRFC, Finding: proof.Finding{
			Code: CodeTemporaryFailure, Reason: reason, Cause: cause,
			Remedy: "Try again in a few minutes; if it stays, show the server's words to its administrator.",
			Fields: []string{"host"},
		}}
	}
	return []mailauth.Row{
		{Codes: []string{"521"}, Source: sourceRFC, Finding: proof.Finding{
			Code: CodeRelayDenied, Reason: "no_service",
			Cause:  "This host takes no mail at all.",
			Remedy: "Enter the server for outgoing mail that the provider or its administrator names.",
			Fields: []string{"host"},
		}},
		{Codes: []string{"551"}, Source: sourceRFC, Finding: proof.Finding{
			Code: CodeRecipientRefused, Reason: "not_local",
			Cause:  "The recipient is not on this server, and the server does not pass the mail on.",
			Remedy: "Test with another recipient, or sign in so that the server passes mail on.",
			Fields: []string{"to", "auth"},
		}},
		{Codes: []string{"556"}, Source: sourceRFC, Finding: nullMX()},
		later("closing", "The server ended the connection: it is busy, or closes down.", "421"),
		later("storage", "The server has too little room just now, or takes no more recipients in one go.", "452"),
		later("", "The server cannot take the mail just now.", "4"),
	}
}
