package conversation

import (
	"slices"
	"strings"

	"patchbay/backend/protocol/dial"
)

// Bounds of what is shown of the mechanisms that a server lists.
const (
	maxMechanisms = 16
	maxMechanism  = 20 // bytes of a name (RFC 4422 §3.1)
)

// Mechanisms returns what may be shown of the mechanisms that a server lists:
// the valid names in upper case and sorted, each once, at most 16.
func Mechanisms(offered []string) []string {
	shown := []string{}
	for _, name := range offered {
		name = strings.ToUpper(name)
		if len(shown) < maxMechanisms && isMechanism(name) && !slices.Contains(shown, name) {
			shown = append(shown, name)
		}
	}
	slices.Sort(shown)
	return shown
}

// isMechanism applies RFC 4422 §3.1 to a name in upper case.
func isMechanism(name string) bool {
	return name != "" && len(name) <= maxMechanism && strings.IndexFunc(name, func(r rune) bool {
		return (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_'
	}) < 0
}

// ReasonWords says in a few words what a way into a host came to, where the
// reason of its finding alone decides that; "" where it does not.
func ReasonWords(reason string) string {
	return map[string]string{
		"cancelled":         "cancelled",
		"http":              "is a web server",
		"imap":              "is an IMAP server",
		"pop3":              "is a POP3 server",
		"smtp":              "is a server for outgoing mail",
		"ssh":               "is an SSH server",
		"authority_expired": "the certificate's authority has expired",
		"tls_inspection":    "certificate is probably from a product that opens encrypted traffic",
		"proxy":             "the proxy cannot be used",
		"proxy_auth":        "the proxy refuses the sign-in",
		"proxy_refused":     "the proxy does not connect to it",
	}[reason]
}

// CodeWords says the same where the code of the network or of TLS decides it.
func CodeWords(code string) string {
	return map[string]string{
		dial.CodeRefused:          "refused",
		dial.CodeUnreachable:      "cannot be reached from this machine",
		dial.CodeClosed:           "closes the connection",
		dial.CodeExpectedTLS:      "speaks TLS from the first byte",
		dial.CodeNotTLS:           "does not speak TLS from the first byte",
		dial.CodeUnknownAuthority: "certificate is from an authority that is not trusted",
		dial.CodeSelfSigned:       "certificate is self-signed",
		dial.CodeHostnameMismatch: "certificate is made out to another name",
		dial.CodeExpired:          "certificate has expired",
		dial.CodeNotYetValid:      "certificate is not valid yet",
		dial.CodeProtocolTooOld:   "speaks only old versions of TLS",
		dial.CodeHandshakeFailed:  "ends the TLS handshake",
	}[code]
}
