package account

import (
	"strconv"
	"strings"
)

// Destination identifies where a password of expanded settings with their
// defaults would go: "smtp|host|port|security|user" for the protocol smtp, the
// host in lower-case ASCII. A stored secret is used only for the destination it
// was saved with.
func (s Settings) Destination(protocol string) string {
	host, err := ASCIIHost(s.Host)
	if err != nil {
		host = strings.ToLower(s.Host)
	}
	return Join(protocol, host, canonicalPort(s.Port), string(s.Security), s.User)
}

// Join joins the parts of a destination so that two different ones never have
// the same text.
func Join(parts ...string) string {
	escape := strings.NewReplacer(`\`, `\\`, `|`, `\|`)
	escaped := make([]string, len(parts))
	for i, part := range parts {
		escaped[i] = escape.Replace(part)
	}
	return strings.Join(escaped, "|")
}

func canonicalPort(port string) string {
	if n, err := strconv.ParseUint(port, 10, 16); err == nil {
		return strconv.FormatUint(n, 10)
	}
	return port
}
