package provider

// smallerRelays are, but for Resend, confirmed in host and port only.
func smallerRelays() []Provider {
	return []Provider{mandrill(), resend(), smtp2go(), mailerSend(), sparkPost()}
}

const relayNote = "The source confirms host and port; the way to sign in is common knowledge."

func mandrill() Provider {
	return Provider{
		ID: "mandrill", Name: "Mandrill (Mailchimp Transactional)",
		SMTP:          withUser(startTLS("smtp.mandrillapp.com", 587), UserOther, "the primary address of the Mailchimp account; any text is probably accepted"),
		SignIn:        []Method{MethodAPIKey},
		PasswordLabel: "API key",
		Advice:        "Create an API key in Mandrill and enter it as password: the password of the Mailchimp account does not work.",
		Source:        sourceNodemailer, Verified: verified,
		Unverified: true, Note: relayNote,
	}
}

func resend() Provider {
	const host = "smtp.resend.com"
	return Provider{
		ID: "resend", Name: "Resend",
		SMTP:          withUser(append(implicitTLS(host, 465, 2465), startTLS(host, 587, 2587)...), UserFixed, "resend"),
		SignIn:        []Method{MethodAPIKey},
		PasswordLabel: "API key",
		Advice:        "Create an API key with the right to send and enter it as password; the user name is the word resend for everyone. Verify the domain of the sender.",
		Source:        sourceNodemailer, Verified: verified,
	}
}

func smtp2go() Provider {
	const host = "mail.smtp2go.com"
	return Provider{
		ID: "smtp2go", Name: "SMTP2GO",
		SMTP:          withUser(append(implicitTLS(host, 465), startTLS(host, 587, 2525)...), UserOther, "the name of the SMTP user"),
		SignIn:        []Method{MethodPassword},
		PasswordLabel: "SMTP user's password",
		Advice:        "Create an SMTP user in SMTP2GO and enter its name and password: those of the account do not work. Verify the sender address or its domain.",
		Source:        sourceNodemailer, Verified: verified,
		Unverified: true, Note: relayNote,
	}
}

func mailerSend() Provider {
	return Provider{
		ID: "mailersend", Name: "MailerSend",
		SMTP:          withUser(startTLS("smtp.mailersend.net", 587), UserOther, "the user name of the domain's SMTP user"),
		SignIn:        []Method{MethodPassword},
		PasswordLabel: "SMTP user's password",
		Advice:        "Verify the domain, create an SMTP user for it and enter its user name and password.",
		Source:        sourceNodemailer, Verified: verified,
		Unverified: true, Note: relayNote,
	}
}

func sparkPost() Provider {
	return Provider{
		ID: "sparkpost", Name: "SparkPost",
		SMTP:          withUser(startTLS("smtp.sparkpostmail.com", 587), UserOther, "probably the word SMTP_Injection, which is the same for everyone"),
		SignIn:        []Method{MethodAPIKey},
		PasswordLabel: "API key",
		Advice:        "Create an API key with the right to send by SMTP and enter it as password. Verify the sending domain.",
		Source:        sourceNodemailer, Verified: verified,
		Unverified: true, Note: relayNote,
	}
}
