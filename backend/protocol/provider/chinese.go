package provider

// Huawei's Petal Mail is left out: no reliable source names its hosts, and a
// preset that fills in nothing would only look like knowledge. Its operator
// enters host and port, and the authorization code as password.
func chinese() []Provider {
	return []Provider{
		netEase("163", "163 Mail (NetEase)", "163.com", sourceISPDB),
		netEase("126", "126 Mail (NetEase)", "126.com", sourceISPDB),
		yeah(), qq(), exmail(), feishu(),
	}
}

const authorizationCodeAdvice = "Switch IMAP and SMTP on in the settings of the web mail, which asks for a confirmation by SMS, and create an authorization code there. " +
	"Enter the code as password: the password of the web mail never works in programs."

const fromIsLogin = "The From address is the address that signs in."

func netEase(id, name, domain, source string) Provider {
	return Provider{
		ID: id, Name: name,
		Domains:       []string{domain},
		SMTP:          implicitTLS("smtp."+domain, 465),
		IMAP:          imaps("imap." + domain),
		SignIn:        []Method{MethodAuthorizationCode},
		PasswordLabel: "Authorization code",
		Advice:        authorizationCodeAdvice + " The IMAP server opens no folder for a program that has not named itself (the ID command, RFC 2971).",
		FromRule:      fromIsLogin,
		Source:        source, Verified: verified,
	}
}

func yeah() Provider {
	p := netEase("yeah", "yeah.net (NetEase)", "yeah.net", "public configurations that use it")
	p.SMTP, p.IMAP = unverified(p.SMTP), unverified(p.IMAP)
	p.Unverified = true
	p.Note = "The hosts are those that public configurations use; they follow the pattern of 163.com and 126.com."
	return p
}

func qq() Provider {
	return Provider{
		ID: "qq", Name: "QQ Mail (personal)",
		Domains:       []string{"qq.com"},
		SMTP:          implicitTLS("smtp.qq.com", 465),
		IMAP:          imaps("imap.qq.com"),
		SignIn:        []Method{MethodAuthorizationCode},
		PasswordLabel: "Authorization code",
		Advice:        authorizationCodeAdvice + " Changing the password of the account ends the code.",
		FromRule:      fromIsLogin,
		Source:        sourceISPDB, Verified: verified,
	}
}

func exmail() Provider {
	return Provider{
		ID: "qq-exmail", Name: "Tencent Exmail (QQ Mail for organisations)",
		Domains:       []string{"exmail.qq.com"},
		MX:            []string{"mxbiz1.qq.com", "mxbiz2.qq.com"},
		SMTP:          implicitTLS("smtp.exmail.qq.com", 465),
		IMAP:          unverified(imaps("imap.exmail.qq.com")),
		SignIn:        []Method{MethodAppPassword, MethodPassword},
		PasswordLabel: "Client-specific password",
		Advice: "Switch IMAP and SMTP on in the settings of the mailbox; where secure sign-in is on, create a client-specific password there. " +
			"Enter it as password.",
		Source: sourceNodemailer, Verified: verified,
		Unverified: true,
		Note:       "The source confirms SMTP; the IMAP host is common knowledge.",
	}
}

func feishu() Provider {
	return Provider{
		ID: "feishu", Name: "Feishu Mail",
		SMTP:          implicitTLS("smtp.feishu.cn", 465),
		IMAP:          unverified(imaps("imap.feishu.cn")),
		SignIn:        []Method{MethodAppPassword},
		PasswordLabel: "Public mailbox password",
		Advice: "Have an administrator create a public mailbox with a password of its own and allow IMAP and SMTP for it. " +
			"Enter the address of that mailbox and its password.",
		Source: sourceNodemailer, Verified: verified,
		Unverified: true,
		Note:       "The source confirms SMTP; the IMAP host is common knowledge.",
	}
}
