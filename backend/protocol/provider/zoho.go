package provider

func zoho() []Provider {
	return []Provider{zohoPersonal(), zohoBusiness()}
}

// zohoAdvice is for both: an account lives in one data centre, and the others
// refuse its password.
const zohoAdvice = "Choose the region in which the account was opened: every other region refuses the password. " +
	"Switch IMAP on in the settings of the mailbox, and with two-factor sign-in create an app password there."

const zohoFrom = "The From address is the account's own address or one of its aliases."

func zohoLinks() []Link {
	return []Link{
		{"Switch IMAP on", "https://www.zoho.com/mail/help/imap-access.html#EnableIMAP"},
		{"SMTP settings", "https://www.zoho.com/mail/help/zoho-smtp.html"},
	}
}

func zohoPersonal() Provider {
	return Provider{
		ID: "zoho", Name: "Zoho Mail (personal)",
		SMTP:          submission("smtp.zoho.com"),
		IMAP:          imaps("imap.zoho.com"),
		SignIn:        []Method{MethodAppPassword, MethodPassword},
		PasswordLabel: "App password",
		Advice:        zohoAdvice,
		FromRule:      zohoFrom,
		Region:        "com",
		Regions: zohoRegions("smtp.", "imap.", []Region{
			{ID: "com", Name: "United States", Domains: []string{"zoho.com", "zohomail.com"}},
			{ID: "eu", Name: "Europe", Domains: []string{"zoho.eu", "zohomail.eu"}},
			{ID: "in", Name: "India"},
			{ID: "com.au", Name: "Australia"},
			{ID: "jp", Name: "Japan"},
			{ID: "ca", Name: "Canada"},
		}),
		Links:  zohoLinks(),
		Source: sourceISPDB, Verified: verified,
	}
}

// zohoBusiness is for domains of one's own, which is why the MX hosts lead here.
func zohoBusiness() Provider {
	return Provider{
		ID: "zoho-business", Name: "Zoho Mail (organisation, own domain)",
		SMTP:          submission("smtppro.zoho.com"),
		IMAP:          imaps("imappro.zoho.com"),
		SignIn:        []Method{MethodAppPassword, MethodPassword},
		PasswordLabel: "App password",
		Advice:        zohoAdvice,
		FromRule:      zohoFrom,
		Region:        "com",
		Regions: zohoRegions("smtppro.", "imappro.", []Region{
			{ID: "com", Name: "United States", MX: []string{"zoho.com"}},
			{ID: "eu", Name: "Europe", MX: []string{"zoho.eu"}},
			{ID: "in", Name: "India", MX: []string{"zoho.in"}},
			{ID: "com.au", Name: "Australia", MX: []string{"zoho.com.au"}},
			{ID: "jp", Name: "Japan", MX: []string{"zoho.jp"}},
			{ID: "ca", Name: "Canada", MX: []string{"zohocloud.ca"}},
			{ID: "sa", Name: "Saudi Arabia", MX: []string{"zoho.sa"}},
			{ID: "com.cn", Name: "China", MX: []string{"zoho.com.cn"}},
		}),
		Links:  zohoLinks(),
		Source: "zoho.com/mail/help", Verified: verified,
	}
}

// zohoRegions names the hosts: all regions but Canada differ in the ending.
func zohoRegions(smtp, imap string, regions []Region) []Region {
	for i := range regions {
		domain := "zoho." + regions[i].ID
		if regions[i].ID == "ca" {
			domain = "zohocloud.ca"
		}
		regions[i].SMTPHost, regions[i].IMAPHost = smtp+domain, imap+domain
	}
	return regions
}
