package smtp

import (
	"patchbay/backend/proof"
	"patchbay/backend/protocol/conversation"
	"patchbay/backend/protocol/mailauth"
)

// RowsAt returns the rows that explain a refusal of a verb, for the test that
// none of them is hidden by another.
func RowsAt(verb string) []mailauth.Row {
	switch verb {
	case "GREETING":
		return greetingRows()
	case "EHLO":
		return ehloRows()
	case "STARTTLS":
		return startTLSRows()
	case "MAIL", "RCPT":
		return envelopeRows()
	default:
		return messageRows()
	}
}

// ExplainPort lets a test name hosts that it does not connect to.
func ExplainPort(host string, port uint16, f proof.Finding) proof.Finding {
	return explainPort(host, port, f)
}

// StartTLSNotOffered lets a test name a port that it cannot listen on.
func StartTLSNotOffered(port uint16) proof.Finding {
	return (&session{Conversation: &conversation.Conversation{Port: port}}).startTLSNotOffered()
}
