package provider

func alibaba() []Provider {
	return []Provider{aliyun(), aliyunEnterprise(), directMail()}
}

func aliyun() Provider {
	return Provider{
		ID: "aliyun", Name: "Alibaba Mail (personal)",
		Domains:       []string{"aliyun.com"},
		SMTP:          implicitTLS("smtp.aliyun.com", 465),
		SignIn:        []Method{MethodAppPassword},
		PasswordLabel: "Client password",
		Advice:        "Create a client password in the settings of the web mail and enter it as password.",
		Source:        sourceNodemailer, Verified: verified,
		Unverified: true,
		Note:       "The source confirms the SMTP host; no source names an IMAP host.",
	}
}

func aliyunEnterprise() Provider {
	return Provider{
		ID: "aliyun-enterprise", Name: "Alibaba Mail (organisation)",
		MX:            []string{"qiye.aliyun.com", "mxhichina.com"},
		SMTP:          append(implicitTLS("smtp.qiye.aliyun.com", 465), implicitTLS("smtp.mxhichina.com", 465)...),
		IMAP:          unverified(imaps("imap.qiye.aliyun.com")),
		SignIn:        []Method{MethodAppPassword, MethodPassword},
		PasswordLabel: "Client password",
		Advice: "Allow programs for the mailbox; where client passwords are required, create one in the web mail and enter it as password. " +
			"smtp.mxhichina.com is the host of older installations.",
		Source: sourceNodemailer, Verified: verified,
		Unverified: true,
		Note:       "The source confirms the SMTP hosts; the IMAP host is common knowledge.",
	}
}

func directMail() Provider {
	return Provider{
		ID: "aliyun-directmail", Name: "Alibaba Cloud DirectMail",
		SMTP: append(withUser(implicitTLS("smtpdm.aliyun.com", 465), UserOther, directMailUser),
			withUser(servers(NoSecurity, "smtpdm.aliyun.com", []uint16{80}), UserOther, directMailUser)...),
		SignIn:        []Method{MethodPassword},
		PasswordLabel: "SMTP password",
		Advice: "Verify the domain, create a sender address in the DirectMail console and set its SMTP password. " +
			"Port 80 carries the password without encryption: use it only where 465 is blocked.",
		FromRule: "The From address is the sender address that signs in.",
		Source:   "Alibaba Cloud DirectMail documentation", Verified: verified,
		Unverified: true,
		Note:       "Security of port 80 and the rule about the From address are common knowledge.",
	}
}

const directMailUser = "the sender address of the DirectMail console"
