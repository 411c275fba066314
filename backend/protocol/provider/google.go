package provider

func google() []Provider {
	return []Provider{gmail(), gmailRelay()}
}

func gmail() Provider {
	return Provider{
		ID: "gmail", Name: "Gmail and Google Workspace",
		Domains:       []string{"gmail.com", "googlemail.com"},
		MX:            []string{"google.com", "googlemail.com"},
		SMTP:          submission("smtp.gmail.com"),
		IMAP:          imaps("imap.gmail.com"),
		SignIn:        []Method{MethodOAuth2, MethodAppPassword},
		PasswordLabel: "App password",
		Advice: "Switch 2-step verification on for the account, create an app password there and enter its 16 letters without blanks; or sign in with OAuth 2.0. " +
			"The account's own password does not work. An administrator of Google Workspace can have switched app passwords or IMAP off.",
		OAuth2:           googleOAuth2(),
		Warnings:         googleWarnings(),
		FromRule:         "The From address is the account's own address, or one of the addresses that are set up in Gmail as one to send from.",
		DecidesAfterData: true,
		AfterData:        "Gmail accepts another From address and then replaces it by the account's own: look at the message that arrives.",
		Links: []Link{
			{"App passwords", "https://support.google.com/accounts/answer/185833"},
			{"What Google's replies to a sign-in mean", "https://support.google.com/a/answer/3726730"},
		},
		Source: sourceISPDB, Verified: verified,
	}
}

// googleOAuth2 has no device code and no client credentials: Google hands the
// mail scope out to people only, and not by device code.
func googleOAuth2() *OAuth2 {
	scope := []string{"https://mail.google.com/"}
	return &OAuth2{
		AuthURL:         "https://accounts.google.com/o/oauth2/v2/auth",
		TokenURL:        "https://oauth2.googleapis.com/token",
		ScopesSMTP:      scope,
		ScopesIMAP:      scope,
		ExtraAuthParams: map[string]string{"access_type": "offline", "prompt": "consent"},
		RedirectHost:    "127.0.0.1",
		Note: "The scope is restricted. While the consent screen is in testing, a refresh token probably ends after 7 days. " +
			"A service account with domain-wide delegation takes a signed assertion instead of a client secret.",
	}
}

func googleWarnings() []Warning {
	passwords := []Method{MethodPassword}
	return []Warning{
		{
			From: "2022-05-30", Applies: passwords, Source: "support.google.com, less secure apps",
			Text: "Since 30 May 2022 Gmail takes no account password from mail programs. Use an app password or OAuth 2.0.",
		},
		{
			From: "2025-05-01", Applies: passwords, Source: "support.google.com, less secure apps",
			Text: "Since 1 May 2025 Google Workspace takes no account password from mail programs either. Use an app password or OAuth 2.0.",
		},
		{
			From: "2025-05-01", Applies: []Method{MethodAppPassword}, Source: "support.google.com, app passwords",
			Text: "App passwords work for accounts with 2-step verification only, and not with Advanced Protection, with security keys alone, or where an administrator switched them off. They end when the account's password is changed.",
		},
	}
}

func gmailRelay() Provider {
	return Provider{
		ID: "gmail-relay", Name: "Google Workspace SMTP relay",
		SMTP: append(implicitTLS("smtp-relay.gmail.com", 465), startTLS("smtp-relay.gmail.com", 587, 25)...),
		// IMAP is Gmail's.
		SignIn:        []Method{MethodNone, MethodAppPassword},
		PasswordLabel: "App password",
		Advice: "Have an administrator add this machine's public IP address to the SMTP relay service in the Google Admin console, or require SMTP authentication there and sign in with an app password. " +
			"Enter the sending domain as EHLO name: the relay refuses names such as localhost.",
		FromRule: "The From address belongs to a domain of the organisation, unless the relay service is set up to take others.",
		Source:   sourceNodemailer, Verified: verified,
		Unverified: true,
		Note:       "The rule about the From address is common knowledge.",
	}
}
