package provider

func relays() []Provider {
	return []Provider{sendGrid(), mailgun(), postmark(), postmarkBroadcasts(), brevo(), mailjet()}
}

func sendGrid() Provider {
	const host = "smtp.sendgrid.net"
	return Provider{
		ID: "sendgrid", Name: "SendGrid",
		SMTP:          withUser(append(implicitTLS(host, 465), startTLS(host, 587, 2525, 25)...), UserFixed, "apikey"),
		SignIn:        []Method{MethodAPIKey},
		PasswordLabel: "API key",
		Advice: "Create an API key with the right to send mail and enter it as password; the user name is the word apikey for everyone. " +
			"Verify the sender address or authenticate its domain.",
		FromRule: "The From address belongs to a verified sender or an authenticated domain.",
		Region:   "global",
		Regions: []Region{
			{ID: "global", Name: "Global", SMTPHost: host},
			{ID: "eu", Name: "Europe", SMTPHost: "smtp.eu.sendgrid.net", Unverified: true},
		},
		Source: "twilio.com/docs/sendgrid", Verified: verified,
		Note: "The host of the European region is common knowledge.",
	}
}

func mailgun() Provider {
	const host = "smtp.mailgun.org"
	return Provider{
		ID: "mailgun", Name: "Mailgun",
		SMTP: withUser(append(implicitTLS(host, 465), startTLS(host, 587, 2525, 25)...), UserOther,
			"the SMTP login of the domain, such as postmaster@ and the domain"),
		SignIn:        []Method{MethodPassword},
		PasswordLabel: "SMTP password",
		Advice: "Create SMTP credentials for the domain and enter their login and password; an API key is not one of them. " +
			"A domain that was created in the European region works with the European host only.",
		Region: "us",
		Regions: []Region{
			{ID: "us", Name: "United States", SMTPHost: host},
			{ID: "eu", Name: "Europe", SMTPHost: "smtp.eu.mailgun.org"},
		},
		Source: "documentation.mailgun.com", Verified: verified,
	}
}

const postmarkUser = "the server token, the same as the password; or the access key of the SMTP token"

// postmark has no implicit TLS: port 465 hangs until the deadline.
func postmark() Provider {
	return Provider{
		ID: "postmark", Name: "Postmark (transactional)",
		SMTP:          withUser(startTLS("smtp.postmarkapp.com", 587, 2525, 25), UserOther, postmarkUser),
		SignIn:        []Method{MethodToken},
		PasswordLabel: "Server token",
		Advice: "Enter the server token both as user name and as password, or the access key and the secret key of an SMTP token. " +
			"Port 465 does not answer at Postmark: use 587 with STARTTLS.",
		Source: "postmarkapp.com/developer", Verified: verified,
	}
}

func postmarkBroadcasts() Provider {
	p := postmark()
	p.ID, p.Name = "postmark-broadcasts", "Postmark (broadcasts)"
	p.SMTP = withUser(startTLS("smtp-broadcasts.postmarkapp.com", 587, 2525, 25), UserOther, postmarkUser)
	return p
}

func brevo() Provider {
	const host = "smtp-relay.brevo.com"
	return Provider{
		ID: "brevo", Name: "Brevo",
		SMTP: withUser(append(implicitTLS(host, 465), startTLS(host, 587, 2525)...), UserOther,
			"the SMTP login that Brevo shows beside the SMTP keys"),
		SignIn:        []Method{MethodAPIKey},
		PasswordLabel: "SMTP key",
		Advice: "Create an SMTP key and enter it as password; it is another key than the one for the API. " +
			"Verify the sender address or its domain.",
		Source: sourceNodemailer, Verified: verified,
		Unverified: true,
		Note:       "The source confirms host and port 587; the other ports and the advice about senders are common knowledge.",
	}
}

func mailjet() Provider {
	const host = "in-v3.mailjet.com"
	return Provider{
		ID: "mailjet", Name: "Mailjet",
		SMTP:          withUser(append(implicitTLS(host, 465), startTLS(host, 587, 2525, 25)...), UserOther, "the API key"),
		SignIn:        []Method{MethodAPIKey},
		PasswordLabel: "Secret key",
		Advice:        "Enter the API key as user name and the secret key as password.",
		Source:        "mailjet.com documentation", Verified: verified,
	}
}
