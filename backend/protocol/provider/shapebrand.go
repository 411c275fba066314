package provider

import (
	"bytes"
	"slices"
)

// brand is a kind of secret that only one provider hands out.
type brand struct {
	name    string // "a SendGrid API key"
	ids     []string
	matches func([]byte) bool
}

func brands() []brand {
	return []brand{
		{"a SendGrid API key", []string{"sendgrid"}, isSendGridKey},
		{"a Brevo SMTP key", []string{"brevo"}, isBrevoKey},
		{"a Resend API key", []string{"resend"}, isResendKey},
		{"a Mailgun key", []string{"mailgun"}, isMailgunKey},
		{"an SMTP password of Amazon SES", []string{"ses"}, isSESPassword},
	}
}

// otherProvider recognises a secret that is meant for another server.
func otherProvider(p pasted) (ShapeWarning, bool) {
	if p.field != FieldPassword || !p.elsewhere {
		return ShapeWarning{}, false
	}
	for _, b := range brands() {
		if b.matches(p.value) && !slices.Contains(b.ids, p.id) {
			return ShapeWarning{
				Code:    ShapeOtherProvider,
				Message: "This looks like " + b.name + ", but the server is not that provider's.",
				Remedy:  "Enter the password for this server, or change the host to that of the provider.",
			}, true
		}
	}
	return ShapeWarning{}, false
}

func awsShapes(p pasted) (ShapeWarning, bool) {
	switch {
	case !p.is("ses"):
	case isAWSSecret(p.value):
		region, ok := SESRegion(p.host)
		if !ok {
			region = p.provider.Region
		}
		return ShapeWarning{
			Code:    ShapeAWSSecret,
			Message: "This looks like a secret access key of AWS, which is not the SMTP password.",
			Remedy:  "Derive the SMTP password for " + region + " from it; the user name is the access key ID that belongs to it.",
			Fix:     FixDeriveSES, FixValue: region,
		}, true
	case isAWSKeyID(p.value):
		return ShapeWarning{
			Code:    ShapeAWSKeyID,
			Message: "This looks like an access key ID of AWS, which is the user name.",
			Remedy:  "Enter it as user name, and the SMTP password here.",
		}, true
	}
	return ShapeWarning{}, false
}

// apiKeyShapes recognises keys that are right for the provider but not for the
// user name beside them, or not for SMTP.
func apiKeyShapes(p pasted) (ShapeWarning, bool) {
	switch {
	case p.is("postmark", "postmark-broadcasts") && isUUID(p.value) && !bytes.EqualFold(p.value, []byte(p.user)):
		return ShapeWarning{
			Code:    ShapeWrongUser,
			Message: "This looks like a server token of Postmark, which has to be the user name as well.",
			Remedy:  "Enter the server token as user name too, or use the access key and the secret key of an SMTP token.",
		}, true
	case p.is("mailgun") && bytes.HasPrefix(p.value, []byte("key-")):
		return ShapeWarning{
			Code:    ShapeAPIKey,
			Message: "This looks like an API key of Mailgun, which is probably not the SMTP password.",
			Remedy:  "Enter the password of the domain's SMTP credentials.",
		}, true
	case p.id == "" && p.field == FieldPassword && isSendGridKey(p.value) && p.user != "apikey":
		return wrongUser("apikey", "SendGrid"), true
	}
	return ShapeWarning{}, false
}

// fixedUser is for providers that have one user name for everyone.
func fixedUser(p pasted) (ShapeWarning, bool) {
	if p.field != FieldPassword || p.provider == nil || len(p.provider.SMTP) == 0 {
		return ShapeWarning{}, false
	}
	s := p.provider.SMTP[0]
	if s.User != UserFixed || s.FixedUser == p.user {
		return ShapeWarning{}, false
	}
	return wrongUser(s.FixedUser, p.provider.Name), true
}

func wrongUser(user, name string) ShapeWarning {
	return ShapeWarning{
		Code:    ShapeWrongUser,
		Message: name + " knows its customers by the key alone: the user name is the word " + user + " for everyone.",
		Remedy:  "Enter " + user + " as user name.",
		Fix:     FixSetUser, FixValue: user,
	}
}
