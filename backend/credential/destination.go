package credential

import (
	"fmt"
	"strings"

	"patchbay/backend/protocol/account"
)

// tokenDestination identifies who gives tokens: the token endpoint, and the
// client that it knows.
func tokenDestination(s account.Settings) string {
	return account.Join("oauth2", s.OAuth2.TokenURL, s.OAuth2.ClientID)
}

// clientSecretDestination identifies where a client secret goes: to the token
// endpoint and the device authorization endpoint. The access token that it
// brings is as good as the secret itself, and goes to the mail server.
func clientSecretDestination(protocol string, s account.Settings) string {
	return account.Join("oauth2", s.OAuth2.TokenURL, s.OAuth2.ClientID, s.OAuth2.DeviceURL) + "|" + s.Destination(protocol)
}

// refreshTokenDestination identifies where a refresh token goes, and the access
// token that it brings.
func refreshTokenDestination(protocol string, s account.Settings) string {
	return tokenDestination(s) + "|" + s.Destination(protocol)
}

// Readable says in words what a destination stands for. One that it does not
// know stays as it is.
func Readable(destination string) string {
	parts := split(destination)
	if text, ok := readableServer(parts); ok {
		return text
	}
	if len(parts) < 3 || parts[0] != "oauth2" {
		return destination
	}
	text := fmt.Sprintf("%s as the client %s", parts[1], parts[2])
	if len(parts) > serverParts {
		if server, ok := readableServer(parts[len(parts)-serverParts:]); ok {
			text += ", for " + server
		}
	}
	return text
}

// serverParts is how many parts the destination of a password has.
const serverParts = 5

func readableServer(parts []string) (string, bool) {
	if len(parts) != serverParts || parts[0] != "smtp" && parts[0] != "imap" {
		return "", false
	}
	return fmt.Sprintf("%s on port %s (%s) as %s", parts[1], parts[2], parts[3], parts[4]), true
}

// split is the other way of [account.Join].
func split(destination string) []string {
	var parts []string
	var part strings.Builder
	escaped := false
	for _, b := range []byte(destination) {
		switch {
		case escaped:
			part.WriteByte(b)
			escaped = false
		case b == '\\':
			escaped = true
		case b == '|':
			parts = append(parts, part.String())
			part.Reset()
		default:
			part.WriteByte(b)
		}
	}
	return append(parts, part.String())
}
