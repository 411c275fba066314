package smtp

import (
	"slices"

	"patchbay/backend/protocol/mailauth"
)

// Where the meanings are known from.
const (
	sourcePostfix   = "postfix.org, postconf(5), restrictions of smtpd"
	sourceMicrosoft = "learn.microsoft.com, NDR pages"
	sourceExchange  = "learn.microsoft.com, receive connectors of Exchange Server"
	sourceGoogle    = "support.google.com/a/answer/3726730"
	sourceCorpus    = "replies collected by users of the provider"
	sourceThreads   = "issue threads and help pages that quote the reply"
	sourceAWS       = "docs.aws.amazon.com/ses, SMTP issues"
	sourceTwilio    = "twilio.com/docs/sendgrid"
	sourceCommon    = "common knowledge"
	sourceRFC       = "RFC 5321 §4.2, RFC 3463, RFC 5248, RFC 7372, RFC 7504, RFC 7505"
)

// greetingRows explain a greeting that is not 220.
func greetingRows() []mailauth.Row {
	return slices.Concat(mailauth.ProviderRows(), tryLaterRows(CodeGreetingRefused), clientRows(CodeGreetingRefused), greetingCodeRows())
}

// ehloRows explain a refusal of EHLO.
func ehloRows() []mailauth.Row {
	return slices.Concat(mailauth.ProviderRows(), tryLaterRows(CodeEHLORefused), ehloNameRows(), clientRows(CodeEHLORefused), ehloCodeRows())
}

// envelopeRows explain a refusal of MAIL or RCPT. Postfix and others judge
// everything at RCPT, so both share the rows.
func envelopeRows() []mailauth.Row {
	return refusalRows(CodeSenderRefused)
}

// messageRows explain a refusal of DATA or of the message: some servers judge
// sender and recipient only now.
func messageRows() []mailauth.Row {
	return refusalRows(CodeMessageRefused)
}

// refusalRows are what a refusal after the sign-in may mean, from the exact
// words to the codes; refused is the code of those for which there is no finer
// one. What is in none of them is told by the step alone.
func refusalRows(refused string) []mailauth.Row {
	return slices.Concat(
		mailauth.ProviderRows(),
		notOwnedByProviderRows(), relayByProviderRows(), limitRows(),
		tryLaterRows(CodeEHLORefused), ehloNameRows(), clientRows(CodeRelayDenied),
		signInRows(), notOwnedRows(), relayRows(), temporaryTextRows(), addressTextRows(),
		policyRows(refused), addressCodeRows(), sizeRows(), commandRows(refused), replyCodeRows(),
	)
}
