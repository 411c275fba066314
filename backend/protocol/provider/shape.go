package provider

import (
	"strings"

	"patchbay/backend/secret"
)

// ShapeContext says where a secret is about to be entered.
type ShapeContext struct {
	Provider *Provider // nil: found by Host
	Host     string
	// Field is the secret's name in the configuration document: FieldPassword,
	// FieldClientSecret or FieldRefreshToken.
	Field string
	User  string // the user name beside it
}

// The fields that CheckSecret knows.
const (
	FieldPassword     = "password"
	FieldClientSecret = "oauth2.clientSecret"
	FieldRefreshToken = "oauth2.refreshToken"
)

// Codes of what a pasted secret can look like.
const (
	ShapeMask            = "secret.mask"
	ShapeBlanks          = "secret.blanks"
	ShapeSameAsUser      = "secret.same_as_user"
	ShapeAccessToken     = "secret.access_token"
	ShapeSecretID        = "secret.entra_secret_id"
	ShapeOtherProvider   = "secret.other_provider"
	ShapeAWSSecret       = "secret.aws_secret_access_key"
	ShapeAWSKeyID        = "secret.aws_access_key_id"
	ShapeWrongUser       = "secret.wrong_user"
	ShapeAPIKey          = "secret.api_key"
	ShapeAccountPassword = "secret.account_password"
	ShapeNotAPIKey       = "secret.not_api_key"
)

// Fix is what can be done about a shape with one click.
type Fix string

// The closed set of fixes.
const (
	FixNone        Fix = "none"
	FixStripBlanks Fix = "strip_blanks" // StripBlanks
	FixDeriveSES   Fix = "derive_ses"   // SESPassword for the region FixValue
	FixSetUser     Fix = "set_user"     // FixValue becomes the user name
)

// ShapeWarning says that a secret looks like something else than what belongs
// in its field. It is a guess by shape, worded as one; it never keeps anyone
// from saving, and it never holds a part of the secret.
type ShapeWarning struct {
	Code            string
	Message, Remedy string // plain sentences
	Fix             Fix
	FixValue        string // never a secret
}

// maxSecret bounds what is looked at, in bytes: tokens are of a few kilobytes.
const maxSecret = 64 << 10

// CheckSecret looks at the shape of a secret that was typed or pasted, and
// says what is probably wrong with it, false when nothing is.
func CheckSecret(c ShapeContext, value secret.Text) (ShapeWarning, bool) {
	raw := value.Reveal()
	if len(raw) == 0 || len(raw) > maxSecret {
		return ShapeWarning{}, false
	}
	p := look(c, raw)
	for _, check := range []func(pasted) (ShapeWarning, bool){
		mask, blanks, sameAsUser, accessToken, secretID, otherProvider, awsShapes, apiKeyShapes, fixedUser, expectedShape,
	} {
		if w, ok := check(p); ok {
			if w.Fix == "" {
				w.Fix = FixNone
			}
			return w, true
		}
	}
	return ShapeWarning{}, false
}

// StripBlanks applies FixStripBlanks: it drops line breaks, invisible
// characters and the blanks at both ends, and all blanks where that makes the
// value what the provider hands out. It returns a new secret.
func StripBlanks(c ShapeContext, value secret.Text) secret.Text {
	raw := value.Reveal()
	if compact := withoutBlanks(raw); look(c, raw).isExpected(compact) {
		return secret.New(compact)
	}
	return secret.New(tidy(raw))
}

// pasted is a secret in its place.
type pasted struct {
	field, user string
	provider    *Provider
	id          string // of the provider, "" when it is not known
	elsewhere   bool   // a server is named, so that a secret can be in the wrong place
	host        string
	value       []byte
}

func look(c ShapeContext, raw []byte) pasted {
	p := pasted{field: c.Field, user: strings.TrimSpace(c.User), host: c.Host, provider: c.Provider, value: raw}
	if p.provider == nil {
		if found, ok := ForHost(c.Host); ok {
			p.provider = &found
		}
	}
	if p.provider != nil {
		p.id = p.provider.ID
	}
	// A host with a placeholder can be anyone's.
	p.elsewhere = p.id != "" || c.Host != "" && !strings.Contains(c.Host, "%")
	return p
}

// is reports whether the secret is the password of one of these providers.
func (p pasted) is(ids ...string) bool {
	for _, id := range ids {
		if p.id == id {
			return p.field == FieldPassword
		}
	}
	return false
}
