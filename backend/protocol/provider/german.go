package provider

func german() []Provider {
	return []Provider{gmxDE(), gmxInternational(), webDE(), tOnline(), strato(), einsUndEins()}
}

const gmxAdvice = "Allow access by POP3 and IMAP once in the e-mail settings of the web mail: until then the servers may refuse the password. " +
	"With two-factor sign-in an app password is probably needed."

const gmxNote = "The app password with two-factor sign-in is common knowledge."

func gmxDE() Provider {
	return Provider{
		ID: "gmx", Name: "GMX (Germany, Austria, Switzerland)",
		Domains:       append(under("gmx", "net", "de", "at", "ch", "eu", "biz", "org", "info"), "mein.gmx", "mail.gmx", "email.gmx"),
		MX:            []string{"gmx.net"},
		SMTP:          submission("mail.gmx.net"),
		IMAP:          append(imaps("imap.gmx.net"), startTLS("imap.gmx.net", 143)...),
		SignIn:        []Method{MethodPassword, MethodAppPassword},
		PasswordLabel: "Password",
		Advice:        gmxAdvice,
		Links: []Link{
			{"Allow POP3 and IMAP", "https://hilfe.gmx.net/pop-imap/einschalten.html"},
			{"Server settings", "https://hilfe.gmx.net/pop-imap/imap/imap-serverdaten.html"},
		},
		Source: sourceISPDB, Verified: verified,
		Unverified: true, Note: gmxNote,
	}
}

func gmxInternational() Provider {
	return Provider{
		ID: "gmx-international", Name: "GMX (international)",
		Domains: under("gmx", "com", "tm", "us", "co.uk", "es", "fr", "ca", "cn", "co.in", "com.br", "com.my", "hk", "ie",
			"ph", "pt", "ru", "se", "sg", "tw", "com.tr", "it", "li"),
		SMTP:          submission("mail.gmx.com"),
		IMAP:          append(imaps("imap.gmx.com"), startTLS("imap.gmx.com", 143)...),
		SignIn:        []Method{MethodPassword, MethodAppPassword},
		PasswordLabel: "Password",
		Advice:        gmxAdvice,
		Source:        sourceISPDB, Verified: verified,
		Unverified: true, Note: gmxNote,
	}
}

func webDE() Provider {
	return Provider{
		ID: "web.de", Name: "WEB.DE",
		Domains:       []string{"web.de"},
		SMTP:          withUser(submission("smtp.web.de"), UserLocalPart, ""),
		IMAP:          withUser(append(imaps("imap.web.de"), startTLS("imap.web.de", 143)...), UserLocalPart, ""),
		SignIn:        []Method{MethodPassword, MethodAppPassword},
		PasswordLabel: "Password",
		Advice: "Allow access by POP3 and IMAP once in the e-mail settings of the web mail: until then the servers may refuse the password. " +
			"The user name is what stands before the @.",
		Links: []Link{
			{"Allow POP3 and IMAP", "https://hilfe.web.de/pop-imap/einschalten.html"},
			{"Server settings", "https://hilfe.web.de/pop-imap/imap/imap-serverdaten.html"},
		},
		Source: sourceISPDB, Verified: verified,
	}
}

func tOnline() Provider {
	return Provider{
		ID: "t-online", Name: "T-Online (Telekom)",
		Domains:       []string{"t-online.de", "magenta.de"},
		SMTP:          submission("securesmtp.t-online.de"),
		IMAP:          imaps("secureimap.t-online.de"),
		SignIn:        []Method{MethodAppPassword},
		PasswordLabel: "E-mail password",
		Advice:        "Set an e-mail password in the settings of the account: the password of the web site does not work in programs.",
		Links:         []Link{{"Set an e-mail password", "https://www.telekom.de/hilfe/apps-dienste/e-mail/programme/passwort-verwalten"}},
		Source:        "ispdb 8ed02129", Verified: verified,
	}
}

func strato() Provider {
	return Provider{
		ID: "strato", Name: "Strato",
		MX:            []string{"rzone.de"},
		SMTP:          submission("smtp.strato.de"),
		IMAP:          imaps("imap.strato.de"),
		SignIn:        []Method{MethodPassword},
		PasswordLabel: "Mailbox password",
		Advice:        "Set the password of the mailbox in the customer area: it is not the password of the customer account.",
		Links:         []Link{{"Use a mail program", "https://www.strato.de/faq/mail/externes-e-mail-programm-mit-strato-e-mail-adresse-nutzen/"}},
		Source:        "ispdb 78908efa", Verified: verified,
		Unverified: true,
		Note:       "That the mailbox has a password of its own is common knowledge.",
	}
}

func einsUndEins() Provider {
	return Provider{
		ID: "1und1", Name: "1&1",
		Domains:       []string{"online.de", "onlinehome.de", "sofortstart.de", "sofort-start.de", "sofortsurf.de", "sofort-surf.de", "go4more.de"},
		MX:            []string{"kundenserver.de", "schlund.de"},
		SMTP:          submission("smtp.1und1.de"),
		IMAP:          append(imaps("imap.1und1.de"), startTLS("imap.1und1.de", 143)...),
		SignIn:        []Method{MethodPassword},
		PasswordLabel: "Mailbox password",
		Advice:        "Set the password of the mailbox in the customer area: it is not the password of the customer account.",
		Source:        "ispdb 73d2443d; " + sourceNodemailer, Verified: verified,
		Unverified: true,
		Note:       "That the mailbox has a password of its own is common knowledge; hosting customers may have been moved to hosts of IONOS.",
	}
}
