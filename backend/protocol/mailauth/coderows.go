package mailauth

import "patchbay/backend/proof"

// codeRows holds what the codes alone say of a sign-in: the finer enhanced
// ones (RFC 3463, RFC 5248) before the reply codes (RFC 4954 §6).
func codeRows() []Row {
	return []Row{
		{Enhanced: []string{"5.7.11", "5.7.10"}, Source: sourceRFC, Finding: encryptionNeeded()},
		{Enhanced: []string{"4.7.12"}, Source: sourceRFC, Finding: passwordTransition()},
		{Enhanced: []string{"5.5.6"}, Source: sourceRFC, Finding: proof.Finding{
			Code: CodeMechanismNotOffered, Reason: "line_too_long",
			Cause:  "The server does not take a sign-in of this length.",
			Remedy: "Use a shorter password; a long access token needs a server that takes long lines, so tell the server's administrator.",
			Fields: []string{"password", "auth"},
		}},
		{Enhanced: []string{"5.7.9"}, Source: sourceRFC, Finding: tooWeak()},
		{Enhanced: []string{"5.7.8"}, Source: sourceRFC, Finding: wrongCredentials()},
		{Codes: []string{"538"}, Source: sourceRFC, Finding: encryptionNeeded()},
		{Codes: []string{"432"}, Source: sourceRFC, Finding: passwordTransition()},
		{Codes: []string{"4"}, Source: sourceRFC, Finding: proof.Finding{
			Code:   CodeTemporarilyUnavailable,
			Cause:  "The server could not check the sign-in just now. This says nothing about the password.",
			Remedy: "Try again in a few minutes; if it stays, tell the server's administrator.",
		}},
		{Codes: []string{"534"}, Source: sourceRFC, Finding: tooWeak()},
		{Codes: []string{"530"}, Source: sourceRFC, Finding: proof.Finding{
			Code: CodeMechanismNotOffered, Reason: "sign_in_required",
			Cause:  "The server wants another sign-in before this one.",
			Remedy: "Ask the server's administrator which mechanisms work for this account, and with which security.",
			Fields: []string{"auth", "security"},
		}},
		{Codes: []string{"500", "501", "502", "503", "504"}, Source: sourceRFC, Finding: proof.Finding{
			Code:   CodeMechanismNotOffered,
			Cause:  "The server did not understand this way of signing in, although it offered it.",
			Remedy: "Ask the server's administrator which mechanisms work.",
			Fields: []string{"auth"},
		}},
		{Codes: []string{"535"}, Source: sourceRFC, Finding: wrongCredentials()},
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
		Remedy: "Choose STARTTLS with port 587, or implicit TLS with port 465.",
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

func tooWeak() proof.Finding {
	return proof.Finding{
		Code: CodeMechanismNotOffered, Reason: "too_weak",
		Cause:  "The server holds this way of signing in for too weak for the account.",
		Remedy: "Ask the server's administrator which mechanisms the account may use; many providers want an app password or OAuth 2.0.",
		Fields: []string{"auth", "password"},
	}
}
