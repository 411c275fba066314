package mailauth

import "patchbay/backend/proof"

// serverRows holds the words of server software and of many providers alike.
func serverRows() []Row {
	credentials := []string{"user", "password"}
	disabled := proof.Finding{
		Code:   CodeAccountDisabled,
		Cause:  "The server says that the account is locked or switched off.",
		Remedy: "Ask the server's administrator or the provider to open the account.",
		Fields: []string{"user"},
	}
	tooMany := proof.Finding{
		Code:   CodeTooManyAttempts,
		Cause:  "The server takes no further sign-ins for now: there were too many.",
		Remedy: "Wait, correct the password, and try once.",
		Fields: credentials,
	}
	needsTLS := proof.Finding{
		Code:   CodeNeedsTLS,
		Cause:  "The server takes a sign-in only over TLS.",
		Remedy: "Choose STARTTLS or implicit TLS with its port.",
		Fields: []string{"security", "port"},
	}
	mechanism := proof.Finding{
		Code:   CodeMechanismNotOffered,
		Cause:  "The server does not take this way of signing in, although it offered it.",
		Remedy: "Ask the server's administrator which mechanisms work for this account.",
		Fields: []string{"auth"},
	}
	return []Row{
		{Codes: []string{"5"}, Text: []string{"account disabled"}, Finding: disabled, Source: sourceCorpus},
		{Codes: []string{"5"}, Text: []string{"account locked"}, Finding: disabled, Source: sourceCorpus},
		{Codes: []string{"5"}, Text: []string{"account is disabled"}, Finding: disabled, Source: sourceCorpus},
		{Codes: []string{"5"}, Text: []string{"account has been"}, Finding: disabled, Source: sourceCorpus},
		{Codes: []string{"5"}, Text: []string{"suspended"}, Finding: disabled, Source: sourceCorpus},
		{Text: []string{"too many", "attempt"}, Finding: tooMany, Source: sourceCorpus},
		{Text: []string{"too many", "authentication"}, Finding: tooMany, Source: sourceCorpus},
		{Text: []string{"too many errors"}, Finding: tooMany, Source: sourcePostfix},
		{Codes: []string{"5"}, Text: []string{"must issue a starttls"}, Finding: needsTLS, Source: sourcePostfix},
		{Text: []string{"invalid authentication mechanism"}, Finding: mechanism, Source: sourcePostfix},
		{Text: []string{"authentication not enabled"}, Source: sourcePostfix, Finding: proof.Finding{
			Code:   CodeNotOffered,
			Cause:  "The server takes no sign-in here. Many take one only after STARTTLS, and none on port 25.",
			Remedy: "Choose STARTTLS with port 587, or implicit TLS with port 465.",
			Fields: []string{"security", "port"},
		}},
		{Text: []string{"application", "password", "required"}, Source: sourceCorpus, Finding: proof.Finding{
			Code:   CodeAppPasswordRequired,
			Cause:  "The account's own password does not work here: the provider wants an app password.",
			Remedy: "Create an app password in the account's security settings and enter it.",
			Fields: []string{"password"},
		}},
	}
}

// codeRows holds what the codes alone say.
func codeRows() []Row {
	return []Row{
		{Codes: []string{"538"}, Source: sourceRFC, Finding: encryptionNeeded()},
		{Enhanced: []string{"5.7.11", "5.7.10"}, Source: sourceRFC, Finding: encryptionNeeded()},
		{Codes: []string{"432"}, Source: sourceRFC, Finding: passwordTransition()},
		{Enhanced: []string{"4.7.12"}, Source: sourceRFC, Finding: passwordTransition()},
		{Codes: []string{"4"}, Source: sourceRFC, Finding: proof.Finding{
			Code:   CodeTemporarilyUnavailable,
			Cause:  "The server could not check the sign-in just now. This says nothing about the password.",
			Remedy: "Try again in a few minutes; if it stays, tell the server's administrator.",
		}},
		{Codes: []string{"534"}, Source: sourceRFC, Finding: proof.Finding{
			Code: CodeMechanismNotOffered, Reason: "too_weak",
			Cause:  "The server holds this way of signing in for too weak for the account.",
			Remedy: "Ask the server's administrator which mechanisms the account may use; many providers want an app password or OAuth 2.0.",
			Fields: []string{"auth", "password"},
		}},
		{Codes: []string{"500", "501", "502", "503", "504"}, Source: sourceRFC, Finding: proof.Finding{
			Code:   CodeMechanismNotOffered,
			Cause:  "The server did not understand this way of signing in, although it offered it.",
			Remedy: "Ask the server's administrator which mechanisms work.",
			Fields: []string{"auth"},
		}},
		{Codes: []string{"535"}, Source: sourceRFC, Finding: wrongCredentials()},
		{Enhanced: []string{"5.7.8"}, Source: sourceRFC, Finding: wrongCredentials()},
	}
}

func wrongCredentials() proof.Finding {
	return proof.Finding{
		Code:   CodeRejected,
		Cause:  "The server refused user name and password.",
		Remedy: "Check both. Many servers want the full address as user name; many providers want an app password instead of the account's own.",
		Fields: []string{"user", "password"},
	}
}

func encryptionNeeded() proof.Finding {
	return proof.Finding{
		Code:   CodeNeedsTLS,
		Cause:  "The server takes this way of signing in only over TLS.",
		Remedy: "Choose STARTTLS or implicit TLS with its port.",
		Fields: []string{"security", "port"},
	}
}

func passwordTransition() proof.Finding {
	return proof.Finding{
		Code: CodeRejected, Reason: "password_transition",
		Cause:  "The server wants the account's owner to sign in once in another way, before this mechanism works.",
		Remedy: "Sign in to the account as its provider describes, or change its password, then try again.",
		Fields: []string{"password"},
	}
}
