package smtp

import (
	"patchbay/backend/proof"
	"patchbay/backend/protocol/mailauth"
)

// greetingCodeRows are what the code of a greeting says.
func greetingCodeRows() []mailauth.Row {
	return []mailauth.Row{
		{Codes: []string{"5"}, Text: []string{"no smtp service"}, Source: sourcePostfix, Finding: noService()},
		{Codes: []string{"521"}, Source: sourceRFC, Finding: noService()},
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

func noService() proof.Finding {
	return proof.Finding{
		Code: CodeGreetingRefused, Reason: "no_service",
		Cause:  "The server takes no mail on this port from this machine. It often says so to addresses of home and mobile connections, and to those on a block list.",
		Remedy: "Use the submission port (587 with STARTTLS, 465 with implicit TLS), or connect from a network that the server's administrator allows.",
		Fields: []string{"host", "port"},
	}
}

// tryLaterRows: the relay of Google Workspace hangs up on names such as
// localhost.
func tryLaterRows(code string) []mailauth.Row {
	return []mailauth.Row{{Codes: []string{"421"}, Text: []string{"try again later, closing connection"}, Source: sourceGoogle, Finding: proof.Finding{
		Code: code, Reason: "ehlo_name",
		Cause:  "The server ended the connection. Google's relay does so when the EHLO name is no real one, such as localhost.",
		Remedy: "Enter a full host name of the sender's domain as EHLO name under Advanced, then try again.",
		Fields: []string{"ehloName"},
	}}}
}

// ehloCodeRows are what the code of an answer to EHLO says.
func ehloCodeRows() []mailauth.Row {
	temporary := ehloRefused()
	temporary.Reason = "temporary"
	temporary.Cause = "The server closed the connection when Patchbay introduced itself. Some servers do so when they dislike the EHLO name."
	unknown := ehloRefused()
	unknown.Reason = "unknown_command"
	unknown.Cause = "The server does not know EHLO. A firewall in between may inspect SMTP and hide it; without EHLO there is neither TLS nor a sign-in."
	unknown.Remedy = "Use implicit TLS with port 465, which a firewall cannot look into, or have the inspection of SMTP (fixup, ESMTP inspection) switched off."
	unknown.Fields = []string{"security", "port"}
	return []mailauth.Row{
		{Codes: []string{"4"}, Source: sourceRFC, Finding: temporary},
		{Codes: []string{"500", "502"}, Source: sourceRFC, Finding: unknown},
	}
}

// startTLSRows explain a refusal of STARTTLS.
func startTLSRows() []mailauth.Row {
	local := startTLSRefused()
	local.Reason = "local_problem"
	local.Cause = "The server offers STARTTLS but cannot begin it: its certificate or key is not set up."
	local.Remedy = "Have the server's administrator repair certificate and key (Postfix: smtpd_tls_cert_file, smtpd_tls_key_file, and the log), or try implicit TLS with port 465."
	pipelined := startTLSRefused()
	pipelined.Reason = "pipelining"
	pipelined.Cause = "The server says that more arrived behind STARTTLS before TLS began. Patchbay sends nothing there, so something in between adds to the connection."
	pipelined.Remedy = "Use implicit TLS with port 465, and find out what stands between this machine and the server."
	temporary := startTLSRefused()
	temporary.Reason = "temporary"
	temporary.Cause = "The server offers STARTTLS but cannot begin it just now."
	temporary.Remedy = "Try again in a few minutes; if it stays, tell the server's administrator, or try implicit TLS with port 465."
	return []mailauth.Row{
		{Text: []string{"tls not available", "local problem"}, Source: sourcePostfix, Finding: local},
		{Text: []string{"pipelin"}, Source: sourceThreads, Finding: pipelined},
		{Codes: []string{"4"}, Source: sourceRFC, Finding: temporary},
	}
}
