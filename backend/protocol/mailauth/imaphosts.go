package mailauth

import (
	"slices"

	"patchbay/backend/proof"
)

// sourceAutoconfig is the collection of settings that mail programs use.
const sourceAutoconfig = "github.com/thunderbird/autoconfig, and help pages of the provider"

// imapHostRows hold refusals in words and codes that every server uses, which
// mean more where the host is known.
func imapHostRows() []Row {
	return slices.Concat(imapAppPasswordHostRows(), imapSwitchHostRows())
}

// imapAppPasswordHostRows are providers that do not take the account's own
// password.
func imapAppPasswordHostRows() []Row {
	refused := []string{"AUTHENTICATIONFAILED"}
	return []Row{
		{Hosts: []string{"mail.me.com", "mail.icloud.com"}, Enhanced: refused, Source: sourceCorpus, Finding: proof.Finding{
			Code: CodeAppPasswordRequired, Reason: "icloud",
			Cause:  "iCloud refused user name and password. It takes app-specific passwords only, not the password of the Apple account.",
			Remedy: "Create an app-specific password at account.apple.com under Sign-In and Security, and enter it. The user name for incoming mail is the part of the address before the @.",
			Fields: []string{"password", "user"},
		}},
		{Hosts: []string{"mail.yahoo.com", "mail.aol.com", "imap.aol.com"}, Enhanced: refused, Source: sourceYahoo, Finding: yahooAppPassword()},
		{Hosts: []string{"fastmail.com", "messagingengine.com"}, Enhanced: refused, Source: sourceCorpus, Finding: proof.Finding{
			Code: CodeAppPasswordRequired, Reason: "fastmail",
			Cause:  "Fastmail refused user name and password. It takes app passwords only, and only those that may use IMAP.",
			Remedy: "Create an app password under Settings > Privacy & Security with access to Mail (IMAP), and enter it; the user name is the full address.",
			Fields: []string{"password", "user"},
		}},
		{Hosts: []string{"163.com", "126.com", "yeah.net", "188.com"}, Codes: []string{"NO"}, Source: sourceThreads, Finding: proof.Finding{
			Code: CodeAppPasswordRequired, Reason: "netease",
			Cause:  "NetEase refused user name and password. It takes an authorization code (授权码), not the password of the web mail.",
			Remedy: "Switch IMAP on in the settings of the web mail, create an authorization code there, and enter it as password; the user name is the full address.",
			Fields: []string{"password", "user"},
		}},
	}
}

// imapSwitchHostRows are providers that say nothing else when IMAP is switched
// off, or when the account lives elsewhere.
func imapSwitchHostRows() []Row {
	return []Row{
		{Hosts: zohoHosts(), Enhanced: []string{"AUTHENTICATIONFAILED"}, Source: sourceCommon, Finding: proof.Finding{
			Code: CodeRejected, Reason: "zoho",
			Cause:      "Zoho refused the sign-in. It may say the same when the account lives in another data centre than the host, and when two-factor sign-in wants an app password.",
			Remedy:     "Take the host of the account's region (imap.zoho.com, .eu, .in, .com.au, .jp; for an organisation with its own domain imappro.zoho.com and so on), and with two-factor sign-in an app password.",
			Fields:     []string{"host", "password"},
			Unverified: true,
		}},
		{Hosts: []string{"gmx.net", "gmx.com", "web.de"}, Codes: []string{"NO"}, Source: sourceAutoconfig, Finding: proof.Finding{
			Code: CodeRejected, Reason: "gmx",
			Cause:      "Bad username or password, or IMAP is switched off: GMX and WEB.DE may say the same for both, and with two-factor sign-in they may want an app password.",
			Remedy:     "Allow POP3 and IMAP in the settings of the mailbox (hilfe.gmx.net/pop-imap/einschalten.html, hilfe.web.de/pop-imap/einschalten.html), then check both. At WEB.DE the user name is the part of the address before the @.",
			Fields:     []string{"user", "password"},
			Unverified: true,
		}},
	}
}
