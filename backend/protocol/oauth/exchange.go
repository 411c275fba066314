package oauth

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/refusal"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
)

// Redeem is check O12: it exchanges the code, with the client authentication of
// the settings. Where the provider does not take the client, the other way is
// tried with the same code; tokens that come so are used for the checks that
// follow, and the check fails with the way as its alternative.
func (s *Session) Redeem(ctx context.Context, to signin.Endpoint, a *Authorization, code secret.Text) (Tokens, proof.Outcome) {
	o := proof.Outcome{Expected: "tokens, with " + string(s.Auth), Where: "answer of the token endpoint"}
	first := s.exchange(ctx, to, a, code, s.Auth)
	if first.finding == nil {
		o.Received = first.words()
		o.Detail = "the provider took " + string(s.Auth)
		return first.tokens, o
	}
	o.Received, o.Failures = first.words(), []proof.Finding{*first.finding}
	other, ok := otherAuth(s.Auth)
	if !ok || !first.clientNotTaken() || !s.Secrets.ClientSecret.IsSet() {
		s.Stop("the code was not exchanged")
		return Tokens{}, o
	}
	s.Recorder.Note(fmt.Sprintf("%s is not taken; the same code again with %s", s.Auth, other))
	second := s.exchange(ctx, to, a, code, other)
	if second.finding != nil {
		s.Stop("the code was not exchanged")
		o.Detail = fmt.Sprintf("with %s: %s", other, second.words())
		return Tokens{}, o
	}
	encoded := !bytes.Equal(formEncoded(s.Secrets.ClientSecret), s.Secrets.ClientSecret.Reveal())
	o.Failures = []proof.Finding{wrongMethod(s.Auth, other, encoded, first)}
	s.Auth = other
	return second.tokens, o
}

// wrongMethod explains a client that is known, and that proved itself in a way
// the provider does not take from it.
func wrongMethod(how, other signin.ClientAuth, encoded bool, first exchanged) proof.Finding {
	patch, _ := json.Marshal(map[string]string{"clientAuth": string(other)})
	cause := fmt.Sprintf("The provider knows the client ID and the secret, but does not take %s: with %s it does.", how, other)
	if how == signin.ClientSecretBasic && encoded {
		cause += " The secret holds characters that HTTP Basic has to encode (RFC 6749 §2.3.1), which some providers do not decode."
	}
	return proof.Finding{
		Code: signin.CodeClientRejected, Reason: "client_auth", Cause: cause,
		Remedy: fmt.Sprintf("Choose %s.", other),
		Fields: []string{"clientAuth"}, Remote: first.finding.Remote,
		Alternative: &proof.Alternative{Label: "Use " + string(other), Patch: patch},
	}
}

// exchanged is what one question to the token endpoint came to.
type exchanged struct {
	tokens  Tokens
	refused ErrorAnswer
	status  int // 0 without an answer
	finding *proof.Finding
}

// words says what was answered, without a token.
func (e exchanged) words() string {
	switch {
	case e.refused.Code != "":
		return strings.TrimSpace(fmt.Sprintf("HTTP %d, error %s. %s", e.status, e.refused.Code, e.refused.Description))
	case e.status == 0:
		return "no answer"
	case e.finding != nil:
		return fmt.Sprintf("HTTP %d", e.status)
	}
	kinds := []string{"an access token"}
	if e.tokens.ID.IsSet() {
		kinds = append(kinds, "an ID token")
	}
	if e.tokens.Refresh.IsSet() {
		kinds = append(kinds, "a refresh token")
	}
	form := ""
	if e.tokens.Form {
		form = ", as a form"
	}
	return strings.Join(kinds, ", ") + form
}

// clientNotTaken reports whether the endpoint does not know the client by the
// way it proved itself. Keycloak says unauthorized_client for a wrong secret.
func (e exchanged) clientNotTaken() bool {
	switch e.refused.Code {
	case "invalid_client", "unauthorized_client", "incorrect_client_credentials":
		return true
	case "":
		return e.status == http.StatusUnauthorized
	}
	return e.status == http.StatusUnauthorized
}

func (s *Session) exchange(ctx context.Context, to signin.Endpoint, a *Authorization, code secret.Text, how signin.ClientAuth) exchanged {
	form := url.Values{
		"grant_type": {"authorization_code"}, "code": {string(code.Reveal())}, "redirect_uri": {a.At.URL},
	}
	if a.Verifier.IsSet() {
		form.Set("code_verifier", string(a.Verifier.Reveal()))
	}
	return s.redeem(ctx, to, form, how, a.At)
}

// redeem posts a form to the token endpoint and reads the answer.
func (s *Session) redeem(ctx context.Context, to signin.Endpoint, form url.Values, how signin.ClientAuth, at signin.Location) exchanged {
	header := Credentials(form, how, s.Settings.ClientID, s.Secrets.ClientSecret)
	reply, f := s.Send(ctx, Ask{To: to, Form: form, Header: header, Private: true})
	if f != nil {
		return exchanged{finding: f}
	}
	e := exchanged{status: reply.Status}
	if reply.IsRedirect() {
		e.finding = Redirected(reply, to, "to another address. Secrets are sent to the configured one only")
		return e
	}
	tokens, refused, err := ParseTokens(reply.Type, reply.Body)
	e.tokens, e.refused = tokens, refused
	s.protectTokens(tokens)
	switch {
	case err == nil && refused.Code == "" && tokens.Access.IsSet() && reply.OK():
		return e
	case err != nil && reply.OK():
		unreadable := s.Unreadable(err, reply, to)
		e.finding = &unreadable
	case err == nil && refused.Code == "" && reply.OK():
		e.finding = noAccessToken(to)
	default:
		found := s.refusedExchange(reply, refused, at)
		if how == signin.ClientNone && e.clientNotTaken() {
			found = s.withoutSecret(found)
		}
		e.finding = &found
	}
	return e
}

// protectTokens has the redactor know what is of use to a thief: of an ID token
// that is its signature.
func (s *Session) protectTokens(t Tokens) {
	s.Protect(t.Access)
	s.Protect(t.Refresh)
	if at := strings.LastIndexByte(string(t.ID.Reveal()), '.'); at >= 0 {
		s.Redactor.Protect(t.ID.Reveal()[at+1:])
	}
}

func (s *Session) refusedExchange(reply Reply, refused ErrorAnswer, at signin.Location) proof.Finding {
	body := s.Redactor.Redact(strings.ToValidUTF8(string(reply.Body), "\ufffd"))
	if reply.unsafe {
		body = reply.withheld()
	}
	return refusal.Explain(refusal.Said{
		Place: refusal.TokenEndpoint, Type: s.Settings.Type, Preset: s.Settings.Preset,
		Code: refused.Code, Description: s.Redactor.Redact(refused.Description), URI: refused.URI,
		HTTPStatus: reply.Status, Body: body,
	}, s.Settings, at)
}

// withoutSecret explains a client that is not taken because it sent no secret:
// what providers say of that, they say of a wrong one.
func (s *Session) withoutSecret(found proof.Finding) proof.Finding {
	found.Code, found.Reason, found.Unverified, found.Source = signin.CodeClientRejected, "secret_missing", false, ""
	found.Cause = fmt.Sprintf("The provider does not take the client ID %s without a client secret, and none was sent.", s.Settings.ClientID)
	found.Remedy = "Enter the client secret, or have the provider register the client as a public one."
	found.Fields = []string{signin.FieldClientSecret, "clientAuth"}
	if s.Secrets.ClientSecret.IsSet() {
		found.Remedy = "Choose client_secret_basic or client_secret_post, or have the provider register the client as a public one."
		found.Fields = []string{"clientAuth"}
	}
	return found
}

func noAccessToken(to signin.Endpoint) *proof.Finding {
	return &proof.Finding{
		Code: signin.CodeResponseInvalid, Reason: "no_access_token",
		Cause:  "The answer of the token endpoint is no error, and holds no access token (RFC 6749 §5.1).",
		Remedy: "Check the address of the token endpoint.",
		Fields: []string{to.Field},
	}
}
