package apiclient

import (
	"slices"
	"strconv"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/clientgrant"
	"patchbay/backend/secret"
)

// Bounds of a client; lengths are in bytes.
const (
	maxClientID = 128
	maxScopes   = 50
	maxScope    = 128
	maxAllScope = 1000
	minSecret   = 8
	maxSecret   = 256
	// weakSecret is the length below which an entered secret is remarked upon.
	weakSecret = 20
)

// timeoutSeconds bounds each step of a proof.
const timeoutSeconds = 10

// fieldSecret is the document's field that is a secret.
const fieldSecret = "secret"

// trimmed returns the settings without blanks around one-line fields, and with
// what "" means.
func (s Settings) trimmed() Settings {
	for _, field := range []*string{&s.ClientID, &s.Description, &s.TokenURL, &s.ClientAuth} {
		*field = strings.TrimSpace(*field)
	}
	if s.ClientAuth == "" {
		s.ClientAuth = ClientSecretBasic
	}
	scopes := []string{}
	for _, scope := range s.Scopes {
		if !slices.Contains(scopes, scope) {
			scopes = append(scopes, scope)
		}
	}
	s.Scopes = scopes
	return s
}

// check says what is wrong with trimmed settings.
func (s Settings) check() []fault.Field {
	c := account.Checker{Resolved: true}
	c.Required("clientId", s.ClientID)
	c.Text("clientId", s.ClientID, checkClientID)
	c.Text("description", s.Description, nil)
	c.Choice("clientAuth", s.ClientAuth, ClientSecretBasic, ClientSecretPost)
	c.Text("tokenUrl", s.TokenURL, clientgrant.CheckAddress)
	c.Bounds(timeoutSeconds, s.CAPEM)
	if message := checkScopes(s.Scopes); message != "" {
		c.Blame("scopes", message)
	}
	return slices.Concat(c.Missing, c.Invalid)
}

func checkClientID(id string) string {
	switch {
	case len(id) > maxClientID:
		return "is longer than " + strconv.Itoa(maxClientID) + " characters"
	case strings.ContainsFunc(id, func(r rune) bool { return r <= ' ' || r > '~' }):
		return "must be letters, digits and signs of ASCII, without blanks"
	}
	return ""
}

func checkScopes(scopes []string) string {
	if len(scopes) > maxScopes || len(strings.Join(scopes, " ")) > maxAllScope {
		return "must be at most " + strconv.Itoa(maxScopes) + ", of " + strconv.Itoa(maxAllScope) + " characters together"
	}
	for i, scope := range scopes {
		if len(scope) > maxScope || !isScopeToken(scope) {
			return "must be scopes of at most " + strconv.Itoa(maxScope) +
				" ASCII characters, without blanks, quotes and backslashes; number " + strconv.Itoa(i+1) + " is not"
		}
	}
	return ""
}

// secretFaults are those of a secret that was typed (RFC 6749 appendix A.2).
func secretFaults(input secret.Input) []fault.Field {
	value := input.Value.Reveal()
	message := ""
	switch {
	case input.Change == secret.Clear, input.Change == secret.Set && len(value) == 0:
		message = "is required: enter one, or have one generated"
	case input.Change != secret.Set:
	case secret.IsMask(string(value)):
		message = "is a mask, not the secret itself"
	case slices.ContainsFunc(value, func(b byte) bool { return b < ' ' || b > '~' }):
		message = "must consist of printable characters of ASCII"
	case len(value) < minSecret, len(value) > maxSecret:
		message = "must have from " + strconv.Itoa(minSecret) + " to " + strconv.Itoa(maxSecret) + " characters"
	case isMistyped(value):
		message = "is mistyped: it begins as a generated one does, and its checksum is wrong"
	}
	if message == "" {
		return nil
	}
	return []fault.Field{{Name: fieldSecret, Message: message}}
}
