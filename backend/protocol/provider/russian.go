package provider

func russian() []Provider {
	return []Provider{yandex(), mailRu()}
}

func yandex() Provider {
	return Provider{
		ID: "yandex", Name: "Yandex Mail",
		Domains:       append(under("yandex", "ru", "com", "net", "by", "kz", "ua"), "ya.ru", "narod.ru"),
		MX:            []string{"mx.yandex.net"},
		SMTP:          implicitTLS("smtp.yandex.com", 465),
		IMAP:          imaps("imap.yandex.com"),
		SignIn:        []Method{MethodAppPassword, MethodOAuth2},
		PasswordLabel: "App password",
		Advice:        "Allow mail programs (IMAP) in the settings of the mailbox, then create an app password for mail and enter it as password.",
		OAuth2: &OAuth2{
			AuthURL: "https://oauth.yandex.com/authorize", TokenURL: "https://oauth.yandex.com/token",
			ScopesSMTP: []string{"mail:smtp"}, ScopesIMAP: []string{"mail:imap_full"},
		},
		FromRule: "The From address belongs to the account that signs in.",
		Source:   sourceISPDB, Verified: verified,
	}
}

func mailRu() Provider {
	return Provider{
		ID: "mail.ru", Name: "Mail.ru",
		Domains:       []string{"mail.ru", "inbox.ru", "list.ru", "bk.ru"},
		SMTP:          submission("smtp.mail.ru"),
		IMAP:          append(imaps("imap.mail.ru"), startTLS("imap.mail.ru", 143)...),
		SignIn:        []Method{MethodAppPassword},
		IMAPSignIn:    []Method{MethodAppPassword, MethodOAuth2},
		PasswordLabel: "App password",
		Advice:        "Create an app password in the security settings of the account and enter it as password: the account's own password does not work.",
		OAuth2: &OAuth2{
			AuthURL: "https://o2.mail.ru/login", TokenURL: "https://o2.mail.ru/token",
			ScopesIMAP: []string{"mail.imap"},
			Note:       "The scope is for IMAP only.",
		},
		Source: sourceISPDB, Verified: verified,
	}
}
