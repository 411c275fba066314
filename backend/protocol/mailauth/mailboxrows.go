package mailauth

import "patchbay/backend/proof"

// mailboxRows holds the words of the other providers of mailboxes.
func mailboxRows() []Row {
	return []Row{
		{Text: []string{"too many bad auth attempts"}, Source: sourceCorpus, Finding: proof.Finding{
			Code: CodeTooManyAttempts, Reason: "yahoo",
			Cause:  "The server takes no sign-ins of this account for now: too many have failed. Yahoo and AOL take app passwords only.",
			Remedy: "Wait, create an app password under Account security (help.yahoo.com/kb/SLN15241), and try once.",
			Fields: []string{"password"},
		}},
		{Codes: []string{"535"}, Text: []string{"(#auth", "bad credentials"}, Source: sourceYahoo, Finding: yahooAppPassword()},
		yandexRow(),
		{Text: []string{"enter your authorization code"}, Source: sourceThreads, Finding: proof.Finding{
			Code: CodeAppPasswordRequired, Reason: "qq",
			Cause:  "QQ Mail wants the authorization code (授权码), not the password of the web mail.",
			Remedy: "Create an authorization code in the settings of the mailbox, under Account, and enter it as password.",
			Fields: []string{"password"},
		}},
		{Codes: []string{"526"}, Text: []string{"authentication failure"}, Source: sourceCommon, Finding: proof.Finding{
			Code: CodeAppPasswordRequired, Reason: "aliyun",
			Cause:      "The server refused the sign-in. Aliyun, which answers so, probably wants a client password.",
			Remedy:     "Switch client passwords on in the settings of the mailbox, create one, and enter it as password.",
			Fields:     []string{"password"},
			Unverified: true,
		}},
		{Text: []string{"mail account doubtful"}, Source: sourceCommon, Finding: proof.Finding{
			Code: CodeAccountDisabled, Reason: "aliyun",
			Cause:      "Aliyun has probably blocked the account, because it holds its mail for suspicious.",
			Remedy:     "Sign in to the web mail and follow what it asks for; afterwards create a client password and enter it.",
			Fields:     []string{"password"},
			Unverified: true,
		}},
	}
}

func yahooAppPassword() proof.Finding {
	return proof.Finding{
		Code: CodeAppPasswordRequired, Reason: "yahoo",
		Cause:  "The server refused user name and password. Yahoo and AOL take app passwords only, not the account's own.",
		Remedy: "Create an app password under Account security (help.yahoo.com/kb/SLN15241) and enter it; the user name is the full address.",
		Fields: []string{"password"},
	}
}

// yandexRow holds the words with which Yandex refuses whichever protocol a
// program speaks.
func yandexRow() Row {
	return Row{Text: []string{"does not have access rights to this service"}, Source: sourceCorpus, Finding: yandexAppPassword()}
}

func yandexAppPassword() proof.Finding {
	return proof.Finding{
		Code: CodeAppPasswordRequired, Reason: "yandex",
		Cause:  "Yandex: mail programs are not allowed for this account, or it needs an app password.",
		Remedy: "Allow mail programs (IMAP) in the settings of the mailbox, create an app password for mail, and enter that.",
		Fields: []string{"password"},
	}
}
