package mailauth

import "slices"

// Where the meanings are known from.
const (
	sourceMicrosoft = "learn.microsoft.com, NDR and SMTP AUTH pages"
	sourceCorpus    = "replies collected by users of the provider"
	sourceGoogle    = "support.google.com/a/answer/3726730"
	sourceYahoo     = "help.yahoo.com/kb/SLN15241"
	sourceThreads   = "issue threads that quote the reply"
	sourceAWS       = "docs.aws.amazon.com/ses, SMTP issues"
	sourceTwilio    = "twilio.com/docs/sendgrid"
	sourceCommon    = "common knowledge"
	sourceRFC       = "RFC 4954 §6, RFC 5248, RFC 3463"
	sourcePostfix   = "postfix.org, SASL_README and TLS_README"
	sourceExim      = "exim.org, specification of the authenticators"
	sourceDovecot   = "replies of Dovecot's authentication service"
)

// oauth2Remedy is what every provider that ended passwords asks for.
const oauth2Remedy = "Choose OAuth 2.0 as sign-in for this account, or use another server that takes a password."

// ProviderRows returns the exact words of large providers that mean the same
// at every step of a conversation.
func ProviderRows() []Row {
	return slices.Concat(microsoftRows(), googleRows(), mailboxRows(), sendingRows())
}
