package provider

// expectation is the one form in which a provider hands its secrets out.
type expectation struct {
	matches func([]byte) bool
	warning ShapeWarning
}

// isExpected reports whether value has the form that the provider hands out.
// It is false where no form is known.
func (p pasted) isExpected(value []byte) bool {
	e, ok := p.expectation()
	return ok && e.matches(value)
}

// expectedShape is the last check: it knows what the value is not.
func expectedShape(p pasted) (ShapeWarning, bool) {
	e, ok := p.expectation()
	if !ok || e.matches(p.value) {
		return ShapeWarning{}, false
	}
	return e.warning, true
}

func (p pasted) expectation() (expectation, bool) {
	if p.field != FieldPassword {
		return expectation{}, false
	}
	switch p.id {
	case "gmail", "gmail-relay":
		return expectation{is16Letters, ShapeWarning{
			Code:    ShapeAccountPassword,
			Message: "An app password of Google has 16 letters; this is probably the account's own password, which does not work here.",
			Remedy:  "Create an app password in the Google account and enter it, or use OAuth 2.0.",
		}}, true
	case "yahoo", "aol":
		return expectation{is16Letters, appPassword(p.provider.Name, "16 letters")}, true
	case "icloud":
		return expectation{isApplePassword, appPassword(p.provider.Name, "four groups of four letters, joined by hyphens")}, true
	case "qq":
		return expectation{is16Letters, authorizationCode("16 letters")}, true
	case "163", "126", "yeah":
		return expectation{is16LettersOrDigits, authorizationCode("16 letters or digits")}, true
	case "sendgrid":
		return expectation{isSendGridKey, apiKey("An API key of SendGrid begins with SG.")}, true
	case "brevo":
		return expectation{isBrevoKey, apiKey("An SMTP key of Brevo begins with xsmtpsib-")}, true
	case "resend":
		return expectation{isResendKey, apiKey("An API key of Resend begins with re_")}, true
	}
	return expectation{}, false
}

func appPassword(name, form string) ShapeWarning {
	return ShapeWarning{
		Code:    ShapeAccountPassword,
		Message: "An app password of " + name + " has " + form + "; this is probably the account's own password, which does not work here.",
		Remedy:  "Create an app password in the settings of the account and enter it.",
	}
}

func authorizationCode(form string) ShapeWarning {
	return ShapeWarning{
		Code:    ShapeAccountPassword,
		Message: "An authorization code probably has " + form + "; this may be the password of the web mail, which never works in programs.",
		Remedy:  "Create an authorization code in the settings of the web mail and enter it.",
	}
}

func apiKey(form string) ShapeWarning {
	return ShapeWarning{
		Code:    ShapeNotAPIKey,
		Message: form + " as far as is known; this may be something else, such as the password of the account.",
		Remedy:  "Create a key at the provider and enter it whole.",
	}
}
