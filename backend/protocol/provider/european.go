package provider

func european() []Provider {
	return []Provider{proton(), protonBridge(), infomaniak(), gandi(), mailboxOrg(), posteo()}
}

func proton() Provider {
	return Provider{
		ID: "proton", Name: "Proton Mail (SMTP submission)",
		MX:            []string{"protonmail.ch"},
		SMTP:          withUser(startTLS("smtp.protonmail.ch", 587), UserOther, "the address that the SMTP token was created for"),
		SignIn:        []Method{MethodToken},
		PasswordLabel: "SMTP token",
		Advice: "Create an SMTP token for an address of a domain of your own; this needs a paid plan. " +
			"Mailboxes can be read through Proton Mail Bridge only, which has a preset of its own.",
		FromRule: "The From address is the address that the SMTP token was created for.",
		Source:   sourceNodemailer, Verified: verified,
		Unverified: true,
		Note:       "Plan, token and the rule about the From address are common knowledge.",
	}
}

func protonBridge() Provider {
	user := "the user name that Bridge shows for the mailbox"
	return Provider{
		ID: "proton-bridge", Name: "Proton Mail Bridge (this machine)",
		SMTP:          withUser(startTLS("127.0.0.1", 1025), UserOther, user),
		IMAP:          withUser(startTLS("127.0.0.1", 1143), UserOther, user),
		SignIn:        []Method{MethodPassword},
		PasswordLabel: "Bridge password",
		Advice: "Install Proton Mail Bridge on the machine that sends, and enter the user name and the password that Bridge shows, which are not those of the account. " +
			"Its certificate is signed by itself: export it from Bridge and enter it as trusted authority.",
		Source: "proton.me, Proton Mail Bridge", Verified: verified,
		Unverified: true,
		Note:       "Bridge can be set to implicit TLS and to other ports; what it shows counts.",
	}
}

func infomaniak() Provider {
	return Provider{
		ID: "infomaniak", Name: "Infomaniak",
		Domains:       []string{"ik.me", "ikmail.com", "etik.com"},
		SMTP:          submission("mail.infomaniak.com"),
		IMAP:          unverified(imaps("mail.infomaniak.com")),
		SignIn:        []Method{MethodPassword},
		PasswordLabel: "Mailbox password",
		Advice:        "Enter the password of the mailbox, or one that was created there for this system.",
		Source:        sourceNodemailer, Verified: verified,
		Unverified: true,
		Note:       "The source confirms SMTP; that the same host serves IMAP is common knowledge.",
	}
}

func gandi() Provider {
	return Provider{
		ID: "gandi", Name: "Gandi Mail",
		MX:            []string{"mail.gandi.net"},
		SMTP:          startTLS("mail.gandi.net", 587),
		IMAP:          unverified(imaps("mail.gandi.net")),
		SignIn:        []Method{MethodPassword},
		PasswordLabel: "Mailbox password",
		Advice:        "Enter the password of the mailbox: it is not the password of the customer account.",
		Source:        sourceNodemailer, Verified: verified,
		Unverified: true,
		Note:       "The source confirms SMTP; that the same host serves IMAP is common knowledge.",
	}
}

func mailboxOrg() Provider {
	return Provider{
		ID: "mailbox.org", Name: "mailbox.org",
		Domains:       []string{"mailbox.org"},
		SMTP:          submission("smtp.mailbox.org"),
		IMAP:          imaps("imap.mailbox.org"),
		SignIn:        []Method{MethodPassword, MethodAppPassword},
		PasswordLabel: "Password",
		Advice:        "Enter the primary address as user name and the password of the mailbox; with two-factor sign-in create an application password.",
		Links:         []Link{{"Application passwords", "https://kb.mailbox.org/de/privat/sicherheit-und-privatsphaere/applikationspasswoerter-fuer-externe-programme/"}},
		Source:        "ispdb 40169f0b", Verified: verified,
	}
}

func posteo() Provider {
	return Provider{
		ID: "posteo", Name: "Posteo",
		Domains: under("posteo", "de", "at", "be", "ca", "ch", "cl", "co", "co.uk", "com", "com.br", "cr", "cz", "dk", "ee", "es",
			"eu", "fi", "gl", "gr", "hn", "hr", "hu", "ie", "in", "is", "it", "jp", "la", "li", "lt", "lu", "me", "mx", "my", "net",
			"nl", "no", "nz", "org", "pe", "pl", "pm", "pt", "ro", "se", "sg", "si", "tn", "uk", "us"),
		SMTP:          submission("posteo.de"),
		IMAP:          append(imaps("posteo.de"), startTLS("posteo.de", 143)...),
		SignIn:        []Method{MethodPassword},
		PasswordLabel: "Password",
		Advice:        "Enter the whole address as user name and the password of the mailbox.",
		Links:         []Link{{"Set up a mail program", "https://posteo.de/hilfe/wie-richte-ich-posteo-in-einem-mailprogramm-ein-pop3-imap-und-smtp"}},
		Source:        "ispdb 310447e6", Verified: verified,
	}
}
