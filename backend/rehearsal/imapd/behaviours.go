package imapd

import (
	"strings"

	"patchbay/backend/rehearsal/authority"
	"patchbay/backend/rehearsal/repertoire"
)

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
		{name: "silence", label: "Accepts the connection and says nothing", wire: repertoire.Silence},
		{name: "closes-at-once", label: "Closes the connection without a greeting", wire: repertoire.HangUp},
		{
			name: "greeting-refused", label: "Greets with a refusal (BYE)",
			wire: repertoire.SayAndHangUp("* BYE [UNAVAILABLE] This server takes no connections at the moment.\r\n"),
		},
		{
			name: "endless-line", label: "Never ends the line of its greeting",
			wire: repertoire.NeverEnd("* OK ", strings.Repeat("welcome ", 4096)),
		},
		{name: "answers-slowly", label: "Pauses before each answer", slow: true},
	}
}

func encryptionBehaviours() []behaviour {
	return []behaviour{
		{name: "starttls-missing", label: "Does not offer STARTTLS (STARTTLS port)", noSTARTTLS: true},
		{name: "starttls-injection", label: "Sends bytes in clear behind STARTTLS (STARTTLS port)", inject: true},
		{name: "preauth", label: "Greets as if the client had signed in (PREAUTH)", preauth: true},
		{name: "plaintext-refused", label: "Refuses passwords in clear, and says so late (STARTTLS port)", plain: true},
		{name: "certificate-expired", label: "Shows an expired certificate", certificate: authority.Expired},
		{name: "certificate-wrong-name", label: "Shows a certificate for another name", certificate: authority.WrongName},
		{name: "certificate-unknown-authority", label: "Shows a certificate of an unknown authority", certificate: authority.Foreign},
		{name: "certificate-self-signed", label: "Shows a self-signed certificate", certificate: authority.SelfSigned},
	}
}

func signInBehaviours() []behaviour {
	return []behaviour{
		{name: "sign-in-disabled", label: "Takes no sign-in, even encrypted (LOGINDISABLED)", noSignIn: true},
		{
			name: "alert-before-sign-in", label: "Has a word for the person before the sign-in (ALERT)",
			alert: "* OK [ALERT] This server is shut down for maintenance on Sunday at 22:00",
		},
		{
			name: "password-refused", label: "Refuses the password (AUTHENTICATIONFAILED)",
			refusal: refusal{answer: "NO [AUTHENTICATIONFAILED] Authentication failed."},
		},
		{
			name: "app-password-required", label: "Asks for an app password, as Gmail does",
			refusal: refusal{answer: "NO [ALERT] Application-specific password required: https://support.google.com/accounts/answer/185833 (Failure)"},
		},
		{
			name: "access-disabled", label: "Has IMAP switched off for this mailbox, as Gmail does",
			refusal: refusal{answer: "NO [ALERT] Your account is not enabled for IMAP use. Please visit your Gmail settings page and enable your account for IMAP access. (Failure)"},
		},
		{
			name: "browser-required", label: "Asks for a sign-in in the browser, as Gmail does (WEBALERT)",
			refusal: refusal{
				before: "* NO [WEBALERT https://accounts.google.com/signin/continue] Web login required.",
				answer: "NO [ALERT] Please log in via your web browser: https://support.google.com/mail/accounts/answer/78754 (Failure)",
			},
		},
		{
			name: "login-failed", label: "Refuses the sign-in in the words of Microsoft 365 (LOGIN failed)",
			onlyCommand: true, refusal: refusal{answer: "NO LOGIN failed."},
		},
		{
			name: "unavailable", label: "Cannot check passwords at the moment (UNAVAILABLE)",
			refusal: refusal{answer: "NO [UNAVAILABLE] Temporary authentication failure. [localhost:2026-01-01 00:00:00]"},
		},
		{
			name: "too-many-connections", label: "Has too many connections of this user (LIMIT)",
			refusal: refusal{answer: "NO [LIMIT] Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)"},
		},
		{name: "password-echoed", label: "Refuses the password and repeats it", echo: true},
		{name: "closes-at-sign-in", label: "Ends the connection at the sign-in (BYE)", bye: "* BYE Server shutting down."},
	}
}

// unsafeLogin is what NetEase answers to a client that has not said who it is,
// and to some that have.
const unsafeLogin = "NO SELECT Unsafe Login. Please contact kefu@188.com for help"

func folderBehaviours() []behaviour {
	return []behaviour{
		{
			name: "not-connected", label: "Signs in and opens no folder, as Microsoft 365",
			examine: &refusal{answer: "BAD User is authenticated but not connected."},
		},
		{name: "id-required", label: "Opens no folder to clients that do not say who they are (ID)", needsID: true},
		{
			name: "unsafe-login", label: "Opens no folder and speaks of an unsafe login, as NetEase",
			examine: &refusal{answer: unsafeLogin},
		},
		{name: "delivers-to-junk", label: "Puts what was caught into Junk", junk: true},
		{name: "from-rewritten", label: "Shows another sender than the message was sent with", rewrite: true},
	}
}
