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
	switch {
	case !s.maySignIn(), len(offered) == 0 && !s.encrypted && s.offered.has("STARTTLS"):
		return "", s.notOffered(mailauth.CodeNeedsTLS,
			"The server takes a sign-in only over TLS.",
			"Choose STARTTLS for this port, or implicit TLS with port 465.", "security", "port")
	case len(offered) == 0:
		return "", s.notOffered(mailauth.CodeNotOffered,
			"The server offers no sign-in here. Port 25 is mostly for mail between servers.",
			"Use the submission port (587 with STARTTLS, 465 with implicit TLS). If the server takes mail from this network without a sign-in, choose none.", "port", "auth")
	}
	if s.settings.Auth == SignInOAuth2 {
		return s.chooseTokenMechanism(offered)
	}
	if mechanism := mailauth.Choose(offered); mechanism != "" {
		return mechanism, nil
	}
	f := s.notOffered(mailauth.CodeMechanismNotOffered,
		"The server offers no way of signing in with a password that Patchbay speaks.",
		"Ask the server's administrator to offer PLAIN, LOGIN, CRAM-MD5 or SCRAM over TLS.", "auth")
	if mailauth.OnlyTokens(offered) {
		f.Reason = "tokens_only"
		f.Cause = "The server no longer takes passwords: it offers OAuth 2.0 only."
		f.Remedy = "Use OAuth 2.0 for this account."
	}
	return "", f
}

func (s *session) notOffered(code, cause, remedy string, fields ...string) *proof.Finding {
	return &proof.Finding{
		Code: code, Cause: cause, Remedy: remedy, Fields: fields,
		Remote: &fault.Remote{Text: s.offered.String()},
	}
}
