package smtp

import (
	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/mailauth"
)

// maySignIn is the one gate before a credential: the connection is encrypted
// and trusted, or the operator has allowed clear text.
func (s *session) maySignIn() bool {
	return s.encrypted || s.settings.Security == SecurityNone && s.settings.InsecureAllowPlainPassword
}

func (s *session) chooseMechanism() (string, *proof.Finding) {
	offered := s.offered.mechanisms()
	offer := mailauth.Offer{
		Mechanisms: offered, Port: s.port, Encrypted: s.encrypted, STARTTLS: s.offered.has("STARTTLS"),
	}
	switch {
	case s.passesProxyInClear():
		return "", s.inClearThroughProxy()
	case !s.maySignIn():
		return "", s.notOffered(mailauth.Offer{STARTTLS: true}.Diagnose())
	case len(offered) == 0:
		return "", s.notOffered(offer.Diagnose())
	case s.settings.Auth == SignInOAuth2:
		return s.chooseTokenMechanism(offered)
	}
	if mechanism := mailauth.Choose(offered); mechanism != "" {
		return mechanism, nil
	}
	return "", s.notOffered(offer.Diagnose())
}

// passesProxyInClear reports whether a proxy would read the credentials. Clear
// text was allowed for the way to the server, and a stored password is bound to
// the server: neither says anything of a proxy that was chosen since.
func (s *session) passesProxyInClear() bool {
	return !s.encrypted && s.request.Network.ProxyTo(s.host, s.port).IsSet()
}

func (s *session) inClearThroughProxy() *proof.Finding {
	return &proof.Finding{
		Code: mailauth.CodeNeedsTLS, Reason: "proxy",
		Cause:  "The password was not sent: the proxy " + s.request.Network.ProxyTo(s.host, s.port).Address + " on the way would read it.",
		Remedy: "Choose STARTTLS or implicit TLS, or have this machine reach the server without a proxy.",
		Fields: []string{"security"},
	}
}

// notOffered adds what the server offered to the explanation of it.
func (s *session) notOffered(f proof.Finding) *proof.Finding {
	f.Remote = &fault.Remote{Text: s.offered.String()}
	return &f
}
