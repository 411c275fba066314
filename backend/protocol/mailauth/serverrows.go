package mailauth

import (
	"slices"

	"patchbay/backend/proof"
)

// serverRows holds the words of server software and of many providers alike.
func serverRows() []Row {
	return slices.Concat(disabledRows(), tooManyRows(), notHereRows(), softwareRows())
}

func disabledRows() []Row {
	row := func(text string) Row {
		return Row{Codes: []string{"5"}, Text: []string{text}, Finding: accountDisabled(), Source: sourceCorpus}
	}
	return []Row{
		row("account disabled"),
		row("account locked"),
		row("account is disabled"),
		row("account has been"),
		row("suspended"),
		{Codes: []string{"5"}, Enhanced: []string{"5.7.13"}, Finding: accountDisabled(), Source: sourceRFC},
	}
}

func accountDisabled() proof.Finding {
	return proof.Finding{
		Code:   CodeAccountDisabled,
		Cause:  "The server says that the account is locked or switched off.",
		Remedy: "Ask the server's administrator or the provider to open the account.",
		Fields: []string{"user"},
	}
}

func tooManyRows() []Row {
	return []Row{
		{Text: []string{"too many", "attempt"}, Finding: tooManyAttempts(), Source: sourceCorpus},
		{Text: []string{"too many", "authentication"}, Finding: tooManyAttempts(), Source: sourceCorpus},
		{Text: []string{"too many errors"}, Finding: tooManyAttempts(), Source: sourcePostfix},
	}
}

func tooManyAttempts() proof.Finding {
	return proof.Finding{
		Code:   CodeTooManyAttempts,
		Cause:  "The server takes no further sign-ins for now: there were too many.",
		Remedy: "Wait, correct the password, and try once.",
		Fields: []string{"user", "password"},
	}
}

// notHereRows say that this connection, and not the account, is the problem.
func notHereRows() []Row {
	return []Row{
		{Codes: []string{"5"}, Text: []string{"must issue a starttls"}, Source: sourcePostfix, Finding: proof.Finding{
			Code:   CodeNeedsTLS,
			Cause:  "The server takes a sign-in only over TLS.",
			Remedy: "Choose STARTTLS with port 587, or implicit TLS with port 465.",
			Fields: []string{"security", "port"},
		}},
		{Codes: []string{"503"}, Text: []string{"authentication not enabled"}, Source: sourcePostfix, Finding: proof.Finding{
			Code:   CodeNotOffered,
			Cause:  "The server takes no sign-in here. Many take one only after STARTTLS, and none on port 25.",
			Remedy: "Choose STARTTLS with port 587, or implicit TLS with port 465.",
			Fields: []string{"security", "port"},
		}},
		{Codes: []string{"503"}, Text: []string{"auth command used when not advertised"}, Source: sourceCommon, Finding: proof.Finding{
			Code: CodeNotOffered, Reason: "not_advertised",
			Cause:      "The server takes no sign-in here, probably because the connection is not encrypted.",
			Remedy:     "Choose STARTTLS with port 587, or implicit TLS with port 465.",
			Fields:     []string{"security", "port"},
			Unverified: true,
		}},
	}
}

func softwareRows() []Row {
	return []Row{
		{Text: []string{"invalid authentication mechanism"}, Source: sourcePostfix, Finding: proof.Finding{
			Code:   CodeMechanismNotOffered,
			Cause:  "The server does not take this way of signing in, although it offered it.",
			Remedy: "Ask the server's administrator which mechanisms work for this account.",
			Fields: []string{"auth"},
		}},
		appPasswordRow(),
		{Codes: []string{"535"}, Text: []string{"incorrect authentication data"}, Source: sourceExim, Finding: wrongCredentials()},
		{Codes: []string{"4"}, Text: []string{"temporary authentication failure"}, Source: sourceDovecot, Finding: proof.Finding{
			Code:   CodeTemporarilyUnavailable,
			Cause:  "The server cannot reach what it checks passwords with. This says nothing about the password.",
			Remedy: "Try again in a few minutes; if it stays, have the server's administrator look at the authentication service (with Exchange: the receive connector's authentication and the domain controller).",
		}},
	}
}

// appPasswordRow holds the words of servers that want an app password, whichever
// protocol they speak.
func appPasswordRow() Row {
	return Row{Text: []string{"application", "password", "required"}, Source: sourceCorpus, Finding: proof.Finding{
		Code:   CodeAppPasswordRequired,
		Cause:  "The account's own password does not work here: the provider wants an app password.",
		Remedy: "Create an app password in the account's security settings and enter it.",
		Fields: []string{"password"},
	}}
}
