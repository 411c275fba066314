package mailauth

import (
	"slices"
	"strings"

	"patchbay/backend/proof"
)

// portMTA is where mail servers talk to each other (RFC 5321 §2.3.1); most take
// no sign-in there (RFC 6409 §3.1).
const portMTA = 25

// Offer is what a server offers to who wants to sign in.
type Offer struct {
	Mechanisms []string // of AUTH, in any case
	Port       uint16
	Encrypted  bool // over TLS
	STARTTLS   bool // offered, and not begun
}

// Diagnose explains an offer without a mechanism that takes a password and
// that Patchbay speaks. The words of the server are the caller's to add.
func (o Offer) Diagnose() proof.Finding {
	switch {
	case len(o.Mechanisms) == 0:
		return o.nothing()
	case OnlyTokens(o.Mechanisms):
		return onlyTokens()
	case onlyWindows(o.Mechanisms):
		return windowsOnly()
	default:
		return proof.Finding{
			Code:   CodeMechanismNotOffered,
			Cause:  "The server offers no way of signing in with a password that Patchbay speaks.",
			Remedy: "Ask the server's administrator to offer PLAIN, LOGIN, CRAM-MD5 or SCRAM over TLS.",
			Fields: []string{"auth"},
		}
	}
}

// nothing explains that AUTH is not offered at all. Before STARTTLS that is
// what a good server does.
func (o Offer) nothing() proof.Finding {
	switch {
	case !o.Encrypted && o.STARTTLS:
		return proof.Finding{
			Code:   CodeNeedsTLS,
			Cause:  "The server takes a sign-in only over TLS.",
			Remedy: "Choose STARTTLS for this port, or implicit TLS with port 465.",
			Fields: []string{"security", "port"},
		}
	case o.Port == portMTA:
		return proof.Finding{
			Code: CodeNotOffered, Reason: "mta_port",
			Cause:  "The server offers no sign-in on port 25: this is the port for mail between servers.",
			Remedy: "Use the submission port: 587 with STARTTLS, or 465 with implicit TLS. If the server takes mail from this network without a sign-in, choose none as sign-in.",
			Fields: []string{"port", "auth"},
		}
	default:
		return proof.Finding{
			Code:   CodeNotOffered,
			Cause:  "The server offers no sign-in here.",
			Remedy: "Use the submission port (587 with STARTTLS, 465 with implicit TLS). If the server takes mail from this network without a sign-in, choose none as sign-in.",
			Fields: []string{"port", "auth"},
		}
	}
}

func onlyTokens() proof.Finding {
	return proof.Finding{
		Code: CodeMechanismNotOffered, Reason: "tokens_only",
		Cause:  "The server no longer takes passwords: it offers OAuth 2.0 only.",
		Remedy: "Choose OAuth 2.0 as sign-in for this account.",
		Fields: []string{"auth"},
	}
}

func windowsOnly() proof.Finding {
	return proof.Finding{
		Code: CodeMechanismNotOffered, Reason: "windows_only",
		Cause:  "The server offers Windows sign-ins only (NTLM or GSSAPI), which Patchbay and most systems that send mail do not speak.",
		Remedy: "Have the administrator of the Exchange server allow basic authentication over TLS on the receive connector, so that it offers LOGIN.",
		Fields: []string{"auth"},
	}
}

func onlyWindows(offered []string) bool {
	return !slices.ContainsFunc(offered, func(name string) bool {
		return !strings.EqualFold(name, "NTLM") && !strings.EqualFold(name, "GSSAPI") && !strings.EqualFold(name, "GSS-SPNEGO")
	})
}
