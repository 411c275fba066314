package mailauth

import "patchbay/backend/proof"

// sendingRows holds the words of providers that send for applications.
func sendingRows() []Row {
	return []Row{
		{Text: []string{"envelope from address", "not authorized"}, Source: sourceThreads, Finding: proof.Finding{
			Code: "smtp.sender_not_owned", Reason: "oci_approved_sender",
			Cause:  "The From address is not an approved sender at the provider. User name and password are not the problem.",
			Remedy: "Add the address as approved sender in the provider's console (Oracle Cloud: Email Delivery > Approved senders), in the region that the host names.",
			Fields: []string{"from"},
		}},
		{Text: []string{"authentication credentials invalid"}, Source: sourceAWS, Finding: proof.Finding{
			Code: CodeRejected, Reason: "ses",
			Cause:  "Amazon SES refused the credentials. They belong to one region, and the SMTP password is not the secret access key.",
			Remedy: "Create SMTP credentials in the SES console, under SMTP settings, of the region that the host names, or derive the SMTP password of that region from the secret access key.",
			Fields: []string{"user", "password", "host"},
		}},
		{Text: []string{"authorization grant is invalid, expired, or revoked"}, Source: sourceTwilio, Finding: proof.Finding{
			Code: CodeRejected, Reason: "sendgrid",
			Cause:  "SendGrid refused the API key, or the user name is not the word apikey.",
			Remedy: "Enter the word apikey as user name, and as password a current API key with the right Mail Send (Settings > API Keys).",
			Fields: []string{"user", "password"},
		}},
		{Text: []string{"maximum credits exceeded"}, Source: sourceTwilio, Finding: proof.Finding{
			Code: CodeTemporarilyUnavailable, Reason: "quota",
			Cause:  "The provider takes no more mail: the plan's volume is used up.",
			Remedy: "Wait for the next period, or change the plan.",
			Fields: []string{"user"},
		}},
		{Codes: []string{"454"}, Text: []string{"throttling failure", "daily message quota"}, Source: sourceAWS, Finding: proof.Finding{
			Code: "smtp.temporary_failure", Reason: "quota",
			Cause:  "Amazon SES takes no more mail of this account today: its quota for 24 hours is used up.",
			Remedy: "Wait, or ask for a higher sending quota in the SES console of this region (Account dashboard).",
			Fields: []string{"user"},
		}},
		{Codes: []string{"454"}, Text: []string{"throttling failure"}, Source: sourceAWS, Finding: proof.Finding{
			Code: "smtp.temporary_failure", Reason: "throttled",
			Cause:  "Amazon SES slows this account down: it sends more mail in a second than it may.",
			Remedy: "Have the programs that use the account send more slowly, or ask for a higher sending rate in the SES console of this region, then try again.",
			Fields: []string{"user"},
		}},
	}
}
