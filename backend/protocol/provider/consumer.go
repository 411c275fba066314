package provider

import "slices"

func consumer() []Provider {
	return []Provider{yahoo(), aol(), icloud(), fastmail(), mailCom(), naver()}
}

// yahooAdvice is Yahoo's and AOL's, which are one company.
const yahooAdvice = "Create an app password in the security settings of the account and enter it as password: the account's own password does not work. " +
	"OAuth 2.0 probably needs a client that Yahoo has approved."

func yahoo() Provider {
	return Provider{
		ID: "yahoo", Name: "Yahoo Mail",
		Domains: slices.Concat(
			under("yahoo", "com", "de", "it", "fr", "es", "se", "co.in", "co.uk", "co.nz", "com.au", "com.ar", "com.br", "com.mx"),
			[]string{"ymail.com", "myyahoo.com", "rocketmail.com"},
		),
		MX:            []string{"am0.yahoodns.net"},
		SMTP:          submission("smtp.mail.yahoo.com"),
		IMAP:          imaps("imap.mail.yahoo.com"),
		SignIn:        []Method{MethodAppPassword, MethodOAuth2},
		PasswordLabel: "App password",
		Advice:        yahooAdvice,
		OAuth2:        yahooOAuth2("https://api.login.yahoo.com/oauth2/"),
		FromRule:      "The From address is the account's own address.",
		Links:         []Link{{"App passwords", "https://help.yahoo.com/kb/SLN15241.html"}},
		Source:        sourceISPDB, Verified: verified,
	}
}

func yahooOAuth2(base string) *OAuth2 {
	return &OAuth2{
		AuthURL: base + "request_auth", TokenURL: base + "get_token",
		ScopesSMTP: []string{"mail-w"}, ScopesIMAP: []string{"mail-w"},
		Unverified: true,
		Note:       "Registering a client for mail is probably closed to most; an app password works at once.",
	}
}

func aol() Provider {
	return Provider{
		ID: "aol", Name: "AOL Mail",
		Domains: slices.Concat(
			under("aol", "com", "de", "it", "fr", "es", "se", "co.uk", "co.nz", "com.au", "com.ar", "com.br", "com.mx"),
			[]string{"aim.com", "netscape.net", "netscape.com", "compuserve.com", "cs.com", "wmconnect.com"},
		),
		MX:            []string{"mail.gm0.yahoodns.net"},
		SMTP:          implicitTLS("smtp.aol.com", 465),
		IMAP:          imaps("imap.aol.com"),
		SignIn:        []Method{MethodAppPassword, MethodOAuth2},
		PasswordLabel: "App password",
		Advice:        yahooAdvice,
		OAuth2:        yahooOAuth2("https://api.login.aol.com/oauth2/"),
		FromRule:      "The From address is the account's own address.",
		Source:        sourceISPDB, Verified: verified,
	}
}

func icloud() Provider {
	return Provider{
		ID: "icloud", Name: "iCloud Mail",
		Domains:       []string{"icloud.com", "me.com", "mac.com"},
		SMTP:          startTLS("smtp.mail.me.com", 587),
		IMAP:          withUser(imaps("imap.mail.me.com"), UserLocalPart, ""),
		SignIn:        []Method{MethodAppPassword},
		PasswordLabel: "App-specific password",
		Advice: "Create an app-specific password in the Apple account and enter it as password: the password of the Apple account does not work. " +
			"The user name is the whole address for SMTP, and only what stands before the @ for IMAP.",
		Links:  []Link{{"Mail server settings for iCloud", "https://support.apple.com/HT202304"}},
		Source: sourceISPDB, Verified: verified,
	}
}

func fastmail() Provider {
	return Provider{
		ID: "fastmail", Name: "Fastmail",
		Domains:       []string{"fastmail.com", "fastmail.fm"},
		MX:            []string{"messagingengine.com"},
		SMTP:          submission("smtp.fastmail.com"),
		IMAP:          imaps("imap.fastmail.com"),
		SignIn:        []Method{MethodAppPassword, MethodOAuth2},
		PasswordLabel: "App password",
		Advice:        "Create an app password in the settings, with access to SMTP for sending and to IMAP for reading; or sign in with OAuth 2.0.",
		Links:         []Link{{"Server names and ports", "https://www.fastmail.com/help/technical/servernamesandports.html"}},
		Source:        sourceISPDB + "; " + sourceNodemailer, Verified: verified,
	}
}

func mailCom() Provider {
	return Provider{
		ID: "mail.com", Name: "mail.com",
		Domains:       []string{"mail.com", "email.com", "post.com", "usa.com", "europe.com", "london.com", "consultant.com", "engineer.com"},
		SMTP:          submission("smtp.mail.com"),
		IMAP:          append(imaps("imap.mail.com"), startTLS("imap.mail.com", 143)...),
		SignIn:        []Method{MethodPassword},
		PasswordLabel: "Password",
		Advice:        "Allow POP3 and IMAP in the settings of the mailbox, which probably stand under the same name as at GMX.",
		Source:        sourceISPDB, Verified: verified,
		Unverified: true,
		Note:       "That access has to be switched on is taken from GMX, which is the same company.",
	}
}

func naver() Provider {
	return Provider{
		ID: "naver", Name: "Naver Mail",
		Domains:       []string{"naver.com"},
		SMTP:          append(implicitTLS("smtp.naver.com", 465), startTLS("smtp.naver.com", 587)...),
		IMAP:          imaps("imap.naver.com"),
		SignIn:        []Method{MethodPassword},
		PasswordLabel: "Password",
		Advice:        "Switch IMAP and SMTP on in the settings of the mailbox before signing in.",
		Links:         []Link{{"IMAP and SMTP settings", "https://help.naver.com/service/30029/contents/21342?osType=PC&lang=ko"}},
		Source:        sourceISPDB + "; " + sourceNodemailer, Verified: verified,
		Unverified: true,
		Note:       "Whether the account's own password or one for programs is asked for is not confirmed.",
	}
}
