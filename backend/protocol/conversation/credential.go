package conversation

import (
	"bytes"
	"errors"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/mailauth"
)

// MaySignIn is the one gate before a credential: the connection is encrypted
// and trusted, or the operator has allowed clear text.
func (c *Conversation) MaySignIn() bool {
	return c.Encrypted || c.Settings.Security == account.SecurityNone && c.Settings.InsecureAllowPlainPassword
}

// InClearThroughProxy explains that a proxy would read the credentials, nil
// when none would. Clear text was allowed for the way to the server, and a
// stored password is bound to the server: neither says anything of a proxy that
// was chosen since.
func (c *Conversation) InClearThroughProxy() *proof.Finding {
	proxy := c.Network.ProxyTo(c.Host, c.Port)
	if c.Encrypted || !proxy.IsSet() {
		return nil
	}
	return &proof.Finding{
		Code: mailauth.CodeNeedsTLS, Reason: "proxy",
		Cause:  "The password was not sent: the proxy " + proxy.Address + " on the way would read it.",
		Remedy: "Choose STARTTLS or implicit TLS, or have this machine reach the server without a proxy.",
		Fields: []string{"security"},
	}
}

// Protect has the redactor mask a response should the server echo it, whole or
// the digest or proof in it. The user name alone is no secret, and stands in
// much that is shown.
func (c *Conversation) Protect(response []byte) {
	if string(response) == c.Settings.User {
		return
	}
	c.Redactor.Protect(response)
	for part := range bytes.FieldsFuncSeq(response, func(r rune) bool { return r == ' ' || r == ',' || r == 0 }) {
		const digest = 20 // bytes; the shortest is one of MD5, 32 in hexadecimal
		if part = bytes.TrimPrefix(part, []byte("p=")); len(part) > digest && string(part) != c.Settings.User {
			c.Redactor.Protect(part)
		}
	}
}

// IsBadChallenge tells what a server has broken in a SASL exchange from an end
// of the connection.
func IsBadChallenge(err error) bool {
	for _, bad := range []error{mailauth.ErrChallenge, mailauth.ErrIterations, mailauth.ErrSignature, mailauth.ErrCredential} {
		if errors.Is(err, bad) {
			return true
		}
	}
	return false
}

// BadChallenge explains an exchange that was cancelled; code is the protocol's
// own for what does not follow it.
func BadChallenge(code string, err error) proof.Finding {
	f := proof.Finding{
		Code: code, Reason: "challenge",
		Cause:  "The sign-in was cancelled: " + err.Error() + ".",
		Remedy: "Tell the server's administrator. If you do not know this server, do not send it a password.",
		Fields: []string{"host"},
	}
	switch {
	case errors.Is(err, mailauth.ErrIterations):
		f.Reason = "scram_iterations"
	case errors.Is(err, mailauth.ErrSignature):
		f.Reason = "scram_signature"
	}
	return f
}
