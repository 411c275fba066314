package imapd

import "patchbay/backend/rehearsal/authority"

// behaviours lists every fault in the order in which a conversation meets
// them. The words of the refusals are those of servers that are widely used.
func behaviours() []behaviour {
	list := connectionBehaviours()
	list = append(list, encryptionBehaviours()...)
	list = append(list, signInBehaviours()...)
	return append(list, folderBehaviours()...)
}

func connectionBehaviours() []behaviour {
	return []behaviour{
		{Fault: Fault{"silence", "Accepts the connection and says nothing"}, wire: (*wire).silence},
		{Fault: Fault{"closes-at-once", "Closes the connection without a greeting"}, wire: (*wire).hangUp},
		{Fault: Fault{"greeting-refused", "Greets with a refusal (BYE)"}, wire: (*wire).refuseGreeting},
		{Fault: Fault{"endless-line", "Never ends the line of its greeting"}, wire: (*wire).endlessLine},
		{Fault: Fault{"answers-slowly", "Pauses before each answer"}, slow: true},
	}
}

func encryptionBehaviours() []behaviour {
	return []behaviour{
		{Fault: Fault{"starttls-missing", "Does not offer STARTTLS (STARTTLS port)"}, noSTARTTLS: true},
		{Fault: Fault{"starttls-injection", "Sends bytes in clear behind STARTTLS (STARTTLS port)"}, inject: true},
		{Fault: Fault{"preauth", "Greets as if the client had signed in (PREAUTH)"}, preauth: true},
		{Fault: Fault{"plaintext-refused", "Refuses passwords in clear, and says so late (STARTTLS port)"}, plain: true},
		{Fault: Fault{"certificate-expired", "Shows an expired certificate"}, certificate: authority.Expired},
		{Fault: Fault{"certificate-wrong-name", "Shows a certificate for another name"}, certificate: authority.WrongName},
		{Fault: Fault{"certificate-unknown-authority", "Shows a certificate of an unknown authority"}, certificate: authority.Foreign},
		{Fault: Fault{"certificate-self-signed", "Shows a self-signed certificate"}, certificate: authority.SelfSigned},
	}
}

func signInBehaviours() []behaviour {
	return []behaviour{
		{Fault: Fault{"sign-in-disabled", "Takes no sign-in, even encrypted (LOGINDISABLED)"}, noSignIn: true},
		{
			Fault: Fault{"alert-before-sign-in", "Has a word for the person before the sign-in (ALERT)"},
			alert: "* OK [ALERT] This server is shut down for maintenance on Sunday at 22:00",
		},
		{
			Fault:   Fault{"password-refused", "Refuses the password (AUTHENTICATIONFAILED)"},
			refusal: refusal{answer: "NO [AUTHENTICATIONFAILED] Authentication failed."},
		},
		{
			Fault:   Fault{"app-password-required", "Asks for an app password, as Gmail does"},
			refusal: refusal{answer: "NO [ALERT] Application-specific password required: https://support.google.com/accounts/answer/185833 (Failure)"},
		},
		{
			Fault:   Fault{"access-disabled", "Has IMAP switched off for this mailbox, as Gmail does"},
			refusal: refusal{answer: "NO [ALERT] Your account is not enabled for IMAP use. Please visit your Gmail settings page and enable your account for IMAP access. (Failure)"},
		},
		{
			Fault: Fault{"browser-required", "Asks for a sign-in in the browser, as Gmail does (WEBALERT)"},
			refusal: refusal{
				before: "* NO [WEBALERT https://accounts.google.com/signin/continue] Web login required.",
				answer: "NO [ALERT] Please log in via your web browser: https://support.google.com/mail/accounts/answer/78754 (Failure)",
			},
		},
		{
			Fault:       Fault{"login-failed", "Refuses the sign-in in the words of Microsoft 365 (LOGIN failed)"},
			onlyCommand: true, refusal: refusal{answer: "NO LOGIN failed."},
		},
		{
			Fault:   Fault{"unavailable", "Cannot check passwords at the moment (UNAVAILABLE)"},
			refusal: refusal{answer: "NO [UNAVAILABLE] Temporary authentication failure. [localhost:2026-01-01 00:00:00]"},
		},
		{
			Fault:   Fault{"too-many-connections", "Has too many connections of this user (LIMIT)"},
			refusal: refusal{answer: "NO [LIMIT] Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)"},
		},
		{Fault: Fault{"password-echoed", "Refuses the password and repeats it"}, echo: true},
		{Fault: Fault{"closes-at-sign-in", "Ends the connection at the sign-in (BYE)"}, bye: "* BYE Server shutting down."},
	}
}

// unsafeLogin is what NetEase answers to a client that has not said who it is,
// and to some that have.
const unsafeLogin = "NO SELECT Unsafe Login. Please contact kefu@188.com for help"

func folderBehaviours() []behaviour {
	return []behaviour{
		{
			Fault:   Fault{"not-connected", "Signs in and opens no folder, as Microsoft 365"},
			examine: &refusal{answer: "BAD User is authenticated but not connected."},
		},
		{Fault: Fault{"id-required", "Opens no folder to clients that do not say who they are (ID)"}, needsID: true},
		{
			Fault:   Fault{"unsafe-login", "Opens no folder and speaks of an unsafe login, as NetEase"},
			examine: &refusal{answer: unsafeLogin},
		},
		{Fault: Fault{"delivers-to-junk", "Puts what was caught into Junk"}, junk: true},
		{Fault: Fault{"from-rewritten", "Shows another sender than the message was sent with"}, rewrite: true},
	}
}
