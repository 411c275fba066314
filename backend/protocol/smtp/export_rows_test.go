package smtp

import "patchbay/backend/protocol/mailauth"

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
