package mailauth

import "patchbay/backend/proof"

// hostRows hold refusals in words that every server uses, which mean more
// where the host is known. They are replies to AUTH.
func hostRows() []Row {
	return []Row{
		{Hosts: []string{"mail.me.com", "mail.icloud.com"}, Codes: []string{"535"}, Source: sourceCorpus, Finding: proof.Finding{
			Code: CodeAppPasswordRequired, Reason: "icloud",
			Cause:  "iCloud refused user name and password. It takes app-specific passwords only, not the password of the Apple account.",
			Remedy: "Create an app-specific password at account.apple.com under Sign-In and Security, and enter it. The user name for outgoing mail is the full address.",
			Fields: []string{"password", "user"},
		}},
		{Hosts: []string{"mail.yahoo.com", "mail.aol.com", "smtp.aol.com"}, Codes: []string{"535"}, Source: sourceYahoo, Finding: yahooAppPassword()},
		{Hosts: zohoHosts(), Codes: []string{"535"}, Source: sourceCorpus, Finding: proof.Finding{
			Code: CodeRejected, Reason: "zoho",
			Cause:  "Zoho refused the sign-in. It says the same when the account lives in another data centre than the host, and when two-factor sign-in wants an app password.",
			Remedy: "Take the host of the account's region (smtp.zoho.com, .eu, .in, .com.au, .jp; for an organisation with its own domain smtppro.zoho.com and so on), and with two-factor sign-in an app password.",
			Fields: []string{"host", "password"},
		}},
		{Hosts: []string{"secureserver.net"}, Codes: []string{"535"}, Text: []string{"account disabled"}, Source: sourceCorpus, Finding: proof.Finding{
			Code: CodeAccountDisabled, Reason: "godaddy",
			Cause:  "GoDaddy has locked sending by SMTP for this account.",
			Remedy: "Ask GoDaddy's support to open SMTP relay for the account.",
			Fields: []string{"user"},
		}},
		{Hosts: []string{"smtp.mailgun.org"}, Codes: []string{"535"}, Source: sourceCommon, Finding: proof.Finding{
			Code: CodeRejected, Reason: "mailgun",
			Cause:      "Mailgun refused the sign-in. A domain of its EU region is probably not known on this host.",
			Remedy:     "For a domain of the EU region enter smtp.eu.mailgun.org as host; otherwise check user name and password under Sending > Domain settings > SMTP credentials.",
			Fields:     []string{"host", "user", "password"},
			Unverified: true,
		}},
	}
}

// zohoHosts lists the domains of Zoho's data centres.
func zohoHosts() []string {
	return []string{"zoho.com", "zoho.eu", "zoho.in", "zoho.com.au", "zoho.jp", "zoho.sa", "zoho.com.cn", "zohocloud.ca"}
}
