package imap

import (
	"context"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/conversation"
	"patchbay/backend/protocol/mailauth"
)

// loginCommand stands for the command LOGIN (RFC 9051 §6.2.3) among the names
// of mechanisms, where "LOGIN" is that of a mechanism.
const loginCommand = "LOGIN command"

// chooseMechanism says how to sign in, or why it must not be tried: that is
// known before anything secret is sent.
func (s *session) chooseMechanism(ctx context.Context) (string, *proof.Finding) {
	if f := s.InClearThroughProxy(); f != nil {
		return "", f
	}
	offered := s.offered.mechanisms()
	switch {
	case !s.MaySignIn():
		return "", s.loginDisabled(ctx)
	case s.settings.Auth == account.SignInOAuth2:
		if mechanism := mailauth.ChooseToken(offered); mechanism != "" {
			return mechanism, nil
		}
		return "", s.notOffered(conversation.NoTokens())
	}
	mechanism := mailauth.Choose(offered)
	if !s.Encrypted && s.offered.has("LOGINDISABLED") && showsPassword(mechanism) {
		mechanism = ""
	}
	switch {
	case mechanism != "":
		return mechanism, nil
	case !s.offered.has("LOGINDISABLED"):
		return loginCommand, nil
	case s.Encrypted:
		return "", s.notOffered(noPasswords(offered))
	default:
		return "", s.loginDisabled(ctx)
	}
}

// showsPassword tells the mechanisms that LOGINDISABLED is about in clear text.
func showsPassword(mechanism string) bool {
	return mechanism == mailauth.Plain || mechanism == mailauth.Login
}

// noPasswords explains a server that takes no password over TLS either.
func noPasswords(offered []string) proof.Finding {
	if mailauth.OnlyTokens(offered) {
		return mailauth.Offer{Mechanisms: offered, Encrypted: true}.Diagnose()
	}
	return proof.Finding{
		Code:   CodeLoginDisabled,
		Cause:  "The server has switched LOGIN off and offers no other way of signing in with a password that Patchbay speaks. The password was not sent.",
		Remedy: "Choose OAuth 2.0 if the provider offers it, or ask the server's administrator to offer PLAIN or SCRAM over TLS.",
		Fields: []string{"auth"},
	}
}

// loginDisabled explains a server that takes no password in clear text, and
// looks for the way in which it takes one.
func (s *session) loginDisabled(ctx context.Context) *proof.Finding {
	f := s.notOffered(proof.Finding{
		Code:   CodeLoginDisabled,
		Cause:  "The server takes no password on a connection in clear text (LOGINDISABLED). The password was not sent.",
		Remedy: "Choose implicit TLS with port 993 (Use secure connection), or STARTTLS with port 143.",
		Fields: []string{"security", "port"},
	})
	f.Alternative = s.encryptedWay(ctx)
	return f
}

// encryptedWay returns the first way with encryption that was seen to work.
func (s *session) encryptedWay(ctx context.Context) *proof.Alternative {
	if s.probe {
		return nil
	}
	ways := []conversation.Door{{Port: 993, Security: account.SecurityImplicitTLS}}
	if s.offered.has("STARTTLS") {
		ways = append([]conversation.Door{{Port: s.Port, Security: account.SecuritySTARTTLS}}, ways...)
	}
	for _, d := range ways {
		if ctx.Err() == nil && s.knockAt(ctx, d).Verdict != proof.Failed {
			return d.Alternative("Use " + d.Security.Words() + " with this server")
		}
	}
	return nil
}

// notOffered adds what the server offered to the explanation of it.
func (s *session) notOffered(f proof.Finding) *proof.Finding {
	f.Remote = &fault.Remote{Text: s.offered.String()}
	return &f
}
