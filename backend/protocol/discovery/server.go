package discovery

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"patchbay/backend/proof"
)

// maxUser bounds a user name, in bytes.
const maxUser = 320

// offers turns the servers of a provider into candidates, and says of the
// others why they are not among them.
func (p emailProvider) offers(a address) (found []Candidate, ignored []string) {
	name := excerpt(strings.TrimSpace(p.Name), 100)
	servers := slices.Concat(p.Outgoing, p.Incoming)
	if len(servers) > maxServers {
		ignored = append(ignored, fmt.Sprintf("%d more servers", len(servers)-maxServers))
		servers = servers[:maxServers]
	}
	for _, server := range servers {
		candidate, problem := server.candidate(a)
		if problem != "" {
			ignored = append(ignored, problem)
			continue
		}
		candidate.Provider = name
		found = append(found, candidate)
	}
	return found, ignored
}

// candidate checks every value of a server. A problem is "" or says what is
// wrong with it.
func (s serverConfig) candidate(a address) (c Candidate, problem string) {
	switch s.Type {
	case "smtp":
		c.Protocol = SMTP
	case "imap":
		c.Protocol = IMAP
	default:
		return c, "a server of type " + quote(s.Type)
	}
	host, ok := a.expand(strings.TrimSpace(s.Hostname))
	if ok {
		c.Host, ok = asciiHost(host)
	}
	if !ok {
		return c, "a host " + quote(s.Hostname)
	}
	port, err := strconv.ParseUint(strings.TrimSpace(s.Port), 10, 16)
	if err != nil || port == 0 {
		return c, "a port " + quote(s.Port)
	}
	c.Port = uint16(port)
	if c.Security, ok = securityOf(s.SocketType); !ok {
		return c, "a socket type " + quote(s.SocketType)
	}
	if c.User, ok = a.expand(strings.TrimSpace(s.Username)); !ok || len(c.User) > maxUser || proof.Visible(c.User) != c.User {
		return c, "a user name " + quote(s.Username)
	}
	c.SignIn = signIns(s.Authentication)
	return c, ""
}

func securityOf(socketType string) (string, bool) {
	switch strings.ToUpper(strings.TrimSpace(socketType)) {
	case "SSL":
		return ImplicitTLS, true
	case "STARTTLS":
		return STARTTLS, true
	case "PLAIN":
		return ClearText, true
	default:
		return "", false
	}
}

// signIns translates the ways to sign in that Patchbay knows of, and keeps
// the names of the standard ones that it does not do.
func signIns(methods []string) []string {
	var out []string
	for _, method := range methods {
		var word string
		switch strings.ToLower(strings.TrimSpace(method)) {
		case "password-cleartext", "password-encrypted", "plain", "secure": // the last two are those of version 1.0
			word = "password"
		case "oauth2":
			word = "oauth2"
		case "none", "client-ip-address":
			word = "none"
		case "ntlm":
			word = "ntlm"
		case "gssapi":
			word = "gssapi"
		case "tls-client-cert":
			word = "tls-client-cert"
		}
		if word != "" {
			out = appendNew(out, word)
		}
	}
	return out
}

func appendNew(list []string, word string) []string {
	if slices.Contains(list, word) {
		return list
	}
	return append(list, word)
}

// quote shows a stranger's value.
func quote(text string) string {
	return `"` + excerpt(strings.TrimSpace(text), 60) + `"`
}

// excerpt makes a stranger's text visible, and cuts it at a length in runes.
func excerpt(text string, most int) string {
	if len(text) > 4*most { // bytes first: Visible may be given much
		text = strings.ToValidUTF8(text[:4*most], "")
	}
	runes := []rune(strings.Join(strings.Fields(proof.Visible(text)), " "))
	if len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return string(runes)
}
