package mailtoken

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/callback"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/mailauth"
)

// A person's sign-in ends in one of three ways that are no token: it was
// cancelled here, nobody answered in time, or the provider said no.

// noAnswer explains a wait that ended without an answer. That is also all one
// sees of errors that a provider shows in the browser only, because it must
// not send them to an address it does not know (RFC 6749 §4.1.2.1).
func (c *client) noAnswer(err error, redirectURI string) *proof.Finding {
	var f proof.Finding
	switch {
	case errors.Is(err, errBrowser):
		f = proof.Finding{
			Code: dial.CodeClosed, Reason: "browser",
			Cause:  "The browser could not be opened.",
			Remedy: "Start again, and open the address that is shown in a browser of this machine.",
		}
	case dial.IsTimeout(err):
		f = proof.Finding{
			Code: dial.CodeTimeout, Reason: "sign_in",
			Cause: "Nobody came back from the provider in time.",
			Remedy: "Look at what the browser shows. Where the provider does not know the client or the redirect URI it says so there and sends nothing back: " +
				"register exactly " + redirectURI + " and check the client ID.",
			Fields: []string{"oauth2.clientId", "oauth2.authUrl"},
		}
	default:
		f = cancelled()
	}
	return &f
}

// refused explains an error that the provider sent through the browser
// (RFC 6749 §4.1.2.1) or while it waited for the person (RFC 8628 §3.5).
func (c *client) refused(code, description string) *proof.Finding {
	code, description = c.mask([]byte(code)), c.mask([]byte(description))
	f := proof.Finding{
		Cause:  "The provider refused: the person or an administrator did not agree.",
		Remedy: "Sign in again and agree to what is asked for. Where only an administrator may agree, have one grant the client its permissions first.",
		Fields: []string{"oauth2.clientId", "oauth2.scope"},
		Remote: &fault.Remote{Code: code, Text: description},
	}
	if code != "access_denied" || strings.Contains(description, "AADSTS") {
		body, _ := json.Marshal(map[string]string{"error": code, "error_description": description})
		f = mailauth.DiagnoseTokenEndpoint(http.StatusBadRequest, body)
	}
	f.Code = mailauth.CodeTokenRejected
	if f.Reason == "" {
		f.Reason = "refused"
	}
	f = c.clean(f)
	return &f
}

func (c *client) wrongIssuer(issuer string) *proof.Finding {
	f := c.clean(proof.Finding{
		Code: mailauth.CodeTokenRejected, Reason: "issuer_mismatch",
		Cause:  "The answer names another provider than the one that was asked.",
		Remedy: "Check the address of the authorization endpoint. If it is right, someone may have mixed another provider's answer in: do not sign in again before that is understood.",
		Fields: []string{"oauth2.authUrl"},
		Remote: &fault.Remote{Text: issuer},
	})
	return &f
}

// codeRefused words invalid_grant, which covers every grant, for a code.
func codeRefused(f *proof.Finding) *proof.Finding {
	if f.Reason != "invalid_grant" {
		return f
	}
	f.Reason, f.Unverified, f.Source = "code", false, "RFC 6749 §5.2"
	f.Cause = "The provider signed the person in but does not take the code that it gave: codes end within minutes, and can be used once, by the client they were made for."
	f.Remedy = "Sign in again. If it stays, check that the client ID is that of the application, and that the token endpoint belongs to the same provider."
	f.Fields = []string{"oauth2.clientId", "oauth2.tokenUrl"}
	return f
}

func (c *client) noRefreshToken() *proof.Finding {
	remedy := "Add the provider's scope for offline access, often offline_access, and allow the client refresh tokens. " +
		"Some providers give one only when they ask for consent: add ?prompt=consent to the authorization URL."
	if providerOf(c.config.AuthURL) == google || providerOf(c.config.TokenURL) == google {
		remedy = "Remove Patchbay's access in the person's Google account, then sign in again: Google gives a refresh token with the first consent only."
	}
	return &proof.Finding{
		Code: mailauth.CodeTokenRejected, Reason: "no_refresh_token",
		Cause:  "The provider signed the person in but gave no refresh token, so that nothing would be left once the access token ends.",
		Remedy: remedy,
		Fields: []string{"oauth2.scope", "oauth2.authUrl"},
	}
}

func cannotListen(err error) *proof.Finding {
	f := proof.Finding{
		Code: "settings.invalid", Reason: "callback",
		Cause:  "The address for the answer cannot be listened on: the port is in use, or this machine has no such address.",
		Remedy: "Choose another port for the answer, or 0 for a free one, and register it with the provider.",
	}
	switch {
	case errors.Is(err, callback.ErrOptions):
		f.Cause = "The path for the answer does not begin with a slash."
		f.Remedy = "Enter a path such as /callback."
	case errors.Is(err, context.Canceled):
		f = cancelled()
	}
	return &f
}
