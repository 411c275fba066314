package smtp

import (
	"patchbay/backend/proof"
	"patchbay/backend/protocol/mailauth"
)

// notOwned is a sender that the account may not use, with a finer reason and
// the remedy of one provider.
func notOwned(reason, cause, remedy string) proof.Finding {
	return proof.Finding{Code: CodeSenderNotOwned, Reason: reason, Cause: cause, Remedy: remedy, Fields: []string{"from"}}
}

// notOwnedByProviderRows are the words of providers for a sender that the
// account may not use.
func notOwnedByProviderRows() []mailauth.Row {
	sendAs := notOwned("m365_send_as",
		"The Microsoft server does not let the account that signed in send from this address.",
		"Use the account's own address, or give it the right in Exchange Online PowerShell: `Add-RecipientPermission FROM -Trustee USER -AccessRights SendAs`.")
	yahoo := notOwned("yahoo",
		"Yahoo takes mail only from the address of the account that signed in.",
		"Enter the account's address as From.")
	zoho := notOwned("zoho",
		"Zoho takes mail only from the address of the account that signed in, or from one of its aliases.",
		"Enter the account's address as From, or add the address as alias under Settings > Mail > Send mail as.")
	yandex := notOwned("yandex",
		"Yandex takes mail only from the address of the account that signed in.",
		"Enter the account's address as From.")
	netease := notOwned("same_as_user",
		"The provider probably takes mail only from the address of the account that signed in, as QQ Mail and NetEase (163, 126) do.",
		"Enter the account's address as From.")
	netease.Unverified = true
	ses := notOwned("unverified_identity",
		"Amazon SES has not verified this address in the region of the host, or the account is in the sandbox, where recipients must be verified too.",
		"Verify the address or its domain in the SES console under Identities, in the region that the host names, and request production access to leave the sandbox.")
	sendgrid := notOwned("unverified_identity",
		"SendGrid has not verified this sender.",
		"Verify the address (Single Sender Verification) or its domain under Settings > Sender Authentication, or enter a verified address as From.")
	return []mailauth.Row{
		{Enhanced: []string{"5.7.60", "5.2.252"}, Source: sourceMicrosoft, Finding: sendAs},
		{Codes: []string{"5"}, Text: []string{"permissions to send as this sender"}, Source: sourceMicrosoft, Finding: sendAs},
		{Codes: []string{"5"}, Text: []string{"sendasdenied"}, Source: sourceMicrosoft, Finding: sendAs},
		{Codes: []string{"550"}, Text: []string{"request failed; mailbox unavailable"}, Source: sourceCorpus, Finding: yahoo},
		{Codes: []string{"5"}, Text: []string{"relaying disallowed as"}, Source: sourceCorpus, Finding: zoho},
		{Codes: []string{"5"}, Text: []string{"not owned by auth user"}, Source: sourceCorpus, Finding: yandex},
		{Codes: []string{"5"}, Text: []string{"must be same as authorization user"}, Source: sourceCommon, Finding: netease},
		{Codes: []string{"5"}, Text: []string{"mail from must equal authorized user"}, Source: sourceCommon, Finding: netease},
		{Codes: []string{"5"}, Text: []string{"email address is not verified"}, Source: sourceAWS, Finding: ses},
		{Codes: []string{"5"}, Text: []string{"does not match a verified sender identity"}, Source: sourceTwilio, Finding: sendgrid},
	}
}

// relayByProviderRows are the words of providers for a connection that they do
// not take mail from.
func relayByProviderRows() []mailauth.Row {
	return []mailauth.Row{
		{Enhanced: []string{"5.7.54"}, Source: sourceMicrosoft, Finding: proof.Finding{
			Code: CodeRelayDenied, Reason: "m365_external_recipient",
			Cause:  "Microsoft 365 takes mail on this host for its own recipients only.",
			Remedy: "Use smtp.office365.com with port 587, STARTTLS and a sign-in; or have an administrator set up a connector for this machine.",
			Fields: []string{"host", "auth"},
		}},
		{Enhanced: []string{"5.7.64"}, Source: sourceMicrosoft, Finding: proof.Finding{
			Code: CodeRelayDenied, Reason: "m365_connector",
			Cause:  "Microsoft 365 finds no connector that fits: neither this machine's address nor a certificate matches one.",
			Remedy: "Use smtp.office365.com with port 587, STARTTLS and a sign-in; or have the connector's address or certificate corrected in the Exchange admin center under Mail flow > Connectors.",
			Fields: []string{"host", "auth"},
		}},
		{Codes: []string{"5"}, Text: []string{"invalid credentials for relay"}, Source: sourceCommon, Finding: proof.Finding{
			Code: CodeRelayDenied, Reason: "gmail_relay",
			Cause:      "Google's relay probably does not know this machine's address or the sender's domain.",
			Remedy:     "Register the address in the Admin console under Apps > Google Workspace > Gmail > Routing > SMTP relay service, or choose password as sign-in.",
			Fields:     []string{"auth"},
			Unverified: true,
		}},
	}
}

// limitRows are the words of providers for too much mail.
func limitRows() []mailauth.Row {
	return []mailauth.Row{
		{Text: []string{"sending limit exceeded"}, Source: sourceGoogle, Finding: proof.Finding{
			Code: CodeMessageRefused, Reason: "quota",
			Cause:  "The account has sent as much as the provider allows for a day.",
			Remedy: "Try again tomorrow, or use an account with a higher limit.",
			Fields: []string{"user"},
		}},
	}
}
