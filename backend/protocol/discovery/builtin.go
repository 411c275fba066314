package discovery

import (
	"strings"

	"patchbay/backend/protocol/provider"
)

// forAddress and forMX are the default of Options: what package provider knows.
func forAddress(text string) []Candidate {
	p, ok := provider.ForAddress(text)
	if !ok {
		return nil
	}
	return listed(p, text)
}

func forMX(hosts []string, text string) []Candidate {
	p, ok := provider.ForMX(hosts)
	if !ok {
		return nil
	}
	return listed(p, text)
}

// listed turns a provider's servers into candidates for an address.
func listed(p provider.Provider, text string) []Candidate {
	var found []Candidate
	add := func(protocol Protocol, servers []provider.Server) {
		for _, server := range servers {
			found = append(found, Candidate{
				Protocol: protocol, Host: server.Host, Port: server.Port, Security: string(server.Security),
				User: listedUser(server, text), SignIn: listedSignIns(p.SignInWith(string(protocol))),
				Source: FromBuiltIn, Where: "Patchbay's own list, verified " + p.Verified, Provider: p.Name,
				Unverified: p.Unverified || server.Unverified,
			})
		}
	}
	add(SMTP, p.SMTP)
	add(IMAP, p.IMAP)
	return found
}

// listedUser is "" where the provider hands out a name of its own.
func listedUser(server provider.Server, text string) string {
	switch server.User {
	case provider.UserFixed:
		return server.FixedUser
	case provider.UserLocalPart:
		local, _, _ := strings.Cut(text, "@")
		return local
	case provider.UserAddress:
		return text
	default:
		return ""
	}
}

// listedSignIns calls everything a password that is one to the protocol.
func listedSignIns(methods []provider.Method) []string {
	var words []string
	for _, method := range methods {
		switch method {
		case provider.MethodOAuth2:
			words = appendNew(words, "oauth2")
		case provider.MethodNone:
			words = appendNew(words, "none")
		default:
			words = appendNew(words, "password")
		}
	}
	return words
}
