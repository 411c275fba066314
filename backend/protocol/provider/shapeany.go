package provider

import (
	"bytes"
	"slices"
	"strings"

	"patchbay/backend/secret"
)

// mask recognises what a page shows instead of a secret.
func mask(p pasted) (ShapeWarning, bool) {
	// Nothing with a letter or a digit is copied into a string.
	if slices.ContainsFunc(p.value, isAlphanumeric) || !secret.IsMask(string(bytes.TrimSpace(p.value))) {
		return ShapeWarning{}, false
	}
	return ShapeWarning{
		Code:    ShapeMask,
		Message: "This consists of asterisks or dots: it is what a page shows instead of a secret.",
		Remedy:  "Copy the secret itself from where it was created, or create a new one.",
	}, true
}

// blanks recognises what came along when a value was copied. Blanks inside a
// value can belong to it, so they count only where they are shown for reading.
func blanks(p pasted) (ShapeWarning, bool) {
	compact := withoutBlanks(p.value)
	defer clear(compact)
	if len(compact) == len(p.value) {
		return ShapeWarning{}, false
	}
	if p.isExpected(compact) {
		return ShapeWarning{
			Code:    ShapeBlanks,
			Message: "This contains the blanks with which " + p.provider.Name + " shows it for easier reading; they do not belong to it.",
			Remedy:  "Remove the blanks.",
			Fix:     FixStripBlanks,
		}, true
	}
	clean := tidy(p.value)
	defer clear(clean)
	if len(clean) == len(p.value) {
		return ShapeWarning{}, false
	}
	return ShapeWarning{
		Code:    ShapeBlanks,
		Message: "This begins or ends with a blank, or contains a line break or an invisible character.",
		Remedy:  "Remove what was copied along, unless it belongs to the secret.",
		Fix:     FixStripBlanks,
	}, true
}

func sameAsUser(p pasted) (ShapeWarning, bool) {
	if p.user == "" || p.is("postmark", "postmark-broadcasts") || !bytes.EqualFold(p.value, []byte(p.user)) {
		return ShapeWarning{}, false
	}
	return ShapeWarning{
		Code:    ShapeSameAsUser,
		Message: "This is the same as the user name.",
		Remedy:  "Enter the secret that belongs to the user.",
	}, true
}

// accessToken recognises a signed JWT (RFC 7519 §3, RFC 7515 §7.1).
func accessToken(p pasted) (ShapeWarning, bool) {
	if !isSignedJWT(p.value) {
		return ShapeWarning{}, false
	}
	w := ShapeWarning{Code: ShapeAccessToken}
	switch p.field {
	case FieldRefreshToken:
		w.Message = "This looks like an access token, not like a refresh token."
		w.Remedy = "Sign in again to obtain a refresh token, or copy the value of refresh_token from the answer of the token endpoint."
	case FieldClientSecret:
		w.Message = "This looks like an access token, not like a client secret."
		w.Remedy = "Copy the client secret that the provider showed when it was created."
	default:
		w.Message = "This looks like an access token, which ends soon, often after an hour."
		w.Remedy = "Choose OAuth 2.0 as the way to sign in: the tokens are then obtained when they are needed."
	}
	return w, true
}

// secretID recognises the ID that Entra lists beside the value of a client
// secret. Secrets of other providers can have that form.
func secretID(p pasted) (ShapeWarning, bool) {
	microsoft := p.id == "" || strings.HasPrefix(p.id, "microsoft") || p.id == "outlook.com"
	inPlace := p.field == FieldClientSecret && microsoft || p.is("azure-acs")
	if !inPlace || !isUUID(p.value) {
		return ShapeWarning{}, false
	}
	return ShapeWarning{
		Code:    ShapeSecretID,
		Message: "This has the form of the secret ID that Entra lists beside a client secret, not of its value.",
		Remedy:  "Copy the column Value instead of Secret ID; if the value is no longer shown, create a new client secret.",
	}, true
}
