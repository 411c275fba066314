package provider

// Where the state of password sign-in at Microsoft is known from.
const sourceSMTPAuth = "techcommunity.microsoft.com, Exchange Online SMTP AUTH, 2026-01-27, post 4489835"

// retirement are the days around which Exchange Online ends passwords.
const (
	basicLastDay   = "2026-12-31"
	basicOffSince  = "2027-01-01"
	outlookCOMOnly = "2024-09-16"
	basicIMAPGone  = "2023-01-01"
)

func microsoft() []Provider {
	return []Provider{microsoft365(), outlookCOM(), highVolumeEmail(), communicationServices()}
}

func microsoft365() Provider {
	return Provider{
		ID: "microsoft365", Name: "Microsoft 365",
		Domains:       []string{"office365.com"},
		MX:            []string{"mail.protection.outlook.com"},
		SMTP:          startTLS("smtp.office365.com", 587),
		IMAP:          imaps("outlook.office365.com"),
		SignIn:        []Method{MethodOAuth2, MethodPassword},
		IMAPSignIn:    []Method{MethodOAuth2},
		PasswordLabel: "Password",
		Advice: "Register an application in Entra, give it the right to send mail or to read mailboxes, and sign in with OAuth 2.0. " +
			"SMTP sign-in must be switched on for the mailbox, with OAuth 2.0 too. " +
			"For as long as passwords work they do so for SMTP only, with security defaults switched off.",
		OAuth2:           microsoftOAuth2(),
		Warnings:         microsoft365Warnings(),
		FromRule:         "The From address is the address that signs in, or one that it may send as (the Send As right).",
		DecidesAfterData: true,
		AfterData:        "Microsoft 365 accepts any From address at first and decides after the message whether the account may send as it: only a message that is really sent shows the right.",
		Links: []Link{
			{"Switch SMTP sign-in on", "https://aka.ms/smtp_auth_disabled"},
			{"OAuth 2.0 for IMAP and SMTP", "https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth"},
		},
		Source: sourceISPDB, Verified: verified,
	}
}

func microsoftOAuth2() *OAuth2 {
	const authority = "https://login.microsoftonline.com/" + tenantGap + "/oauth2/v2.0/"
	return &OAuth2{
		AuthURL:      authority + "authorize",
		TokenURL:     authority + "token",
		DeviceURL:    authority + "devicecode",
		ScopesSMTP:   []string{"https://outlook.office.com/SMTP.Send", "offline_access"},
		ScopesIMAP:   []string{"https://outlook.office.com/IMAP.AccessAsUser.All", "offline_access"},
		AppScope:     "https://outlook.office365.com/.default",
		RedirectHost: "localhost",
		Note:         "National clouds sign in elsewhere: login.microsoftonline.us and partner.microsoftonline.cn.",
	}
}

func microsoft365Warnings() []Warning {
	passwords := []Method{MethodPassword, MethodAppPassword}
	return []Warning{
		{
			Until: basicLastDay, Protocol: "smtp", Applies: passwords, Source: sourceSMTPAuth,
			Text: "Signing in to SMTP with a password stays as it is until the end of December 2026. " +
				"Then Microsoft 365 switches it off by default: an administrator of an existing organisation can switch it on again, " +
				"an organisation created later has OAuth 2.0 only. Change to OAuth 2.0 before that.",
		},
		{
			From: basicOffSince, Protocol: "smtp", Applies: passwords, Source: sourceSMTPAuth,
			Text: "As announced in January 2026, signing in to SMTP with a password is off by default in Microsoft 365 since the end of December 2026. " +
				"An administrator can switch it on again, except in an organisation created since then. " +
				"The day on which it ends for good is to be announced in the second half of 2027. Change to OAuth 2.0.",
		},
		{
			From: basicIMAPGone, Protocol: "imap", Applies: passwords, Source: sourceSMTPAuth,
			Text: "Microsoft 365 takes no passwords for IMAP and POP: they ended in 2022 and 2023, in every organisation. Use OAuth 2.0 for mailboxes.",
		},
	}
}

func outlookCOM() Provider {
	o := microsoftOAuth2().ForTenant("common")
	o.AppScope = "" // an application has no rights of its own in a personal account
	o.Note = ""
	return Provider{
		ID: "outlook.com", Name: "Outlook.com, Hotmail and Live (personal)",
		Domains:       outlookDomains(),
		MX:            []string{"olc.protection.outlook.com"},
		SMTP:          startTLS("smtp-mail.outlook.com", 587),
		IMAP:          imaps("outlook.office365.com"),
		SignIn:        []Method{MethodOAuth2},
		PasswordLabel: "Password",
		Advice: "Sign in with OAuth 2.0: personal accounts take neither their password nor an app password. " +
			"POP and IMAP may have to be switched on in the settings of the mailbox.",
		OAuth2: &o,
		Warnings: []Warning{{
			From: outlookCOMOnly, Applies: []Method{MethodPassword, MethodAppPassword},
			Source: "support.microsoft.com, Outlook.com and modern authentication",
			Text:   "Since 16 September 2024 Outlook.com takes OAuth 2.0 only; app passwords ended with it.",
		}},
		Source: sourceISPDB, Verified: verified,
	}
}

func highVolumeEmail() Provider {
	return Provider{
		ID: "microsoft-hve", Name: "Microsoft 365 High Volume Email",
		SMTP:          unverified(withUser(startTLS("smtp-hve.office365.com", 587), UserOther, "the address of the high volume e-mail account")),
		SignIn:        []Method{MethodPassword, MethodOAuth2},
		PasswordLabel: "Password",
		Advice: "Have an administrator create a high volume e-mail account in the Exchange admin center, and sign in with that account. " +
			"It reaches recipients inside the organisation only.",
		OAuth2: hveOAuth2(),
		Warnings: []Warning{{
			Applies: []Method{MethodPassword}, Source: "common knowledge",
			Text: "Passwords for High Volume Email probably end on a day of their own. Look it up at Microsoft before building on it.",
		}},
		Source: "common knowledge", Verified: verified,
		Unverified: true,
		Note:       "Host, port and dates of this preset could not be confirmed.",
	}
}

func hveOAuth2() *OAuth2 {
	o := microsoftOAuth2()
	o.ScopesIMAP = nil
	o.Unverified = true
	return o
}

func communicationServices() Provider {
	return Provider{
		ID: "azure-acs", Name: "Azure Communication Services",
		SMTP: withUser(startTLS("smtp.azurecomm.net", 587), UserOther,
			"the SMTP user name of the resource; in the older form the resource's name, the application ID and the tenant ID, joined by dots"),
		SignIn:        []Method{MethodPassword},
		PasswordLabel: "Client secret",
		Advice: "Connect an e-mail domain to the Communication Services resource and give an Entra application the right to send with it. " +
			"The password is the value of that application's client secret.",
		Source: sourceNodemailer, Verified: verified,
		Unverified: true,
		Note:       "The source confirms host and port; the form of the user name is common knowledge.",
	}
}
