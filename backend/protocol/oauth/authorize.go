package oauth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/oauth2"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/refusal"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
)

// Authorization is one authorization request (RFC 6749 §4.1.1) and what it is to
// be recognised by. Its state, nonce and verifier are of 128 bits and more, and
// of use once.
type Authorization struct {
	At       signin.Location
	Nonce    string // "" without one
	Verifier secret.Text
	opening  signin.Opening
	state    string
}

// Options of an authorization request.
type Options struct {
	Endpoint Endpoint
	// Pushed is where the request must be left before (RFC 9126), without a URL
	// when it need not be.
	Pushed Endpoint
	// Nonce asks for an ID token that holds one (OpenID Connect Core §3.1.2.1).
	Nonce bool
}

// Authorize makes the authorization request. Its finding says why a provider
// that wants the request in advance did not take it.
func (s *Session) Authorize(ctx context.Context, at signin.Location, o Options) (*Authorization, *proof.Finding) {
	a := &Authorization{At: at, state: rand.Text()}
	s.Redactor.Protect([]byte(a.state))
	values := url.Values{
		"response_type": {"code"}, "client_id": {s.Settings.ClientID}, "redirect_uri": {at.URL}, "state": {a.state},
	}
	if len(s.Settings.Scopes) > 0 {
		values.Set("scope", strings.Join(s.Settings.Scopes, " "))
	}
	if o.Nonce {
		a.Nonce = rand.Text()
		values.Set("nonce", a.Nonce)
	}
	if s.Settings.Prompt != "" {
		values.Set("prompt", s.Settings.Prompt)
	}
	if s.usesPKCE() {
		a.Verifier = secret.FromString(oauth2.GenerateVerifier())
		s.Protect(a.Verifier)
		values.Set("code_challenge", oauth2.S256ChallengeFromVerifier(string(a.Verifier.Reveal())))
		values.Set("code_challenge_method", "S256")
	}
	if o.Pushed.URL != "" {
		pushed, f := s.push(ctx, o.Pushed, values)
		if f != nil {
			return nil, f
		}
		values = pushed
	}
	a.opening.URL = withQuery(o.Endpoint.URL, values)
	return a, nil
}

func (s *Session) usesPKCE() bool { return s.Settings.PKCE == nil || *s.Settings.PKCE }

// push leaves the request with the provider, and gets a reference to it.
func (s *Session) push(ctx context.Context, to Endpoint, values url.Values) (url.Values, *proof.Finding) {
	form := maps.Clone(values)
	header := credentials(form, s.Auth, s.Settings.ClientID, s.Secrets.ClientSecret)
	reply, f := s.Send(ctx, Ask{To: to, Form: form, Header: header})
	if f != nil {
		return nil, f
	}
	members, _, err := ParseObject(reply.Body)
	if reference := members.Text("request_uri"); err == nil && reply.OK() && reference != "" {
		return url.Values{"client_id": {s.Settings.ClientID}, "request_uri": {reference}}, nil
	}
	found := s.Refused(refusal.Authorization, reply, signin.Location{URL: values.Get("redirect_uri")})
	return nil, &found
}

// withQuery adds parameters to an address and replaces those of the same name.
// Parameters of its own, such as a tenant, stay.
func withQuery(address string, values url.Values) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	query := u.Query()
	maps.Copy(query, values)
	u.RawQuery = query.Encode()
	return u.String()
}

// Opening is where the browser has to go.
func (a *Authorization) Opening() signin.Opening { return a.opening }

// Accepts reports whether an answer has the state of this request. It compares
// in constant time.
func (a *Authorization) Accepts(values url.Values) bool {
	return len(values["state"]) == 1 && subtle.ConstantTimeCompare([]byte(values.Get("state")), []byte(a.state)) == 1
}

// Refused explains an answer of an endpoint that is no success.
func (s *Session) Refused(place refusal.Place, reply Reply, at signin.Location) proof.Finding {
	body := s.Redactor.Redact(strings.ToValidUTF8(string(reply.Body), "\ufffd"))
	said := refusal.Said{Place: place, Type: s.Settings.Type, Preset: s.Settings.Preset, HTTPStatus: reply.Status, Body: body}
	if members, _, err := ParseObject([]byte(body)); err == nil {
		said.Code, _ = Word(members["error"])
		said.Description, said.URI = members.Text("error_description"), members.Text("error_uri")
	}
	if challenge := reply.Header.Get("WWW-Authenticate"); said.Code == "" && challenge != "" {
		said.Code, said.Description = bearerError(challenge), s.Redactor.Redact(challenge)
	}
	return refusal.Explain(said, s.Settings, at)
}

// bearerError reads the code out of a challenge (RFC 6750 §3).
func bearerError(challenge string) string {
	_, rest, found := strings.Cut(challenge, `error="`)
	if !found {
		return ""
	}
	code, _, _ := strings.Cut(rest, `"`)
	return code
}

// Answered is check O09: what came back is a code, and not an error. A code is
// protected from here on.
func (s *Session) Answered(a *Authorization, answer signin.Answer) (secret.Text, proof.Outcome) {
	values := answer.Values
	o := proof.Outcome{Where: "query of the redirect URI", Expected: "a code"}
	if answer.ByHand {
		o.Where = "pasted by hand"
	}
	o.Received = "parameters " + strings.Join(slices.Sorted(maps.Keys(values)), ", ")
	code := secret.FromString(values.Get("code"))
	s.Protect(code)
	switch {
	case values.Has("error"):
		s.Stop("the provider refused")
		said := refusal.Said{
			Place: refusal.Authorization, Type: s.Settings.Type, Preset: s.Settings.Preset,
			Code: values.Get("error"), Description: values.Get("error_description"), URI: values.Get("error_uri"),
		}
		o.Received = "error " + values.Get("error")
		o.Failures = []proof.Finding{refusal.Explain(said, s.Settings, a.At)}
	case !code.IsSet() || len(code.Reveal()) > maxToken:
		s.Stop("no code came back")
		o.Failures = []proof.Finding{{
			Code: signin.CodeResponseInvalid, Reason: "no_code",
			Cause:  "What came back holds neither a code nor an error.",
			Remedy: "Check that the authorization URL is that of the provider, and that the client may use the authorization code flow.",
			Fields: []string{"authUrl", "clientId"},
		}}
	default:
		o.Detail = "a code came back"
		o.Received = "a code"
	}
	return code, o
}

// StateReturned is check O10.
func (s *Session) StateReturned(a *Authorization, answer signin.Answer) proof.Outcome {
	o := proof.Outcome{Expected: "the state of this attempt", Where: "parameter state of the answer"}
	switch {
	case a.Accepts(answer.Values):
		o.Received = "the same"
		return o
	case !answer.Values.Has("state") && answer.ByHand:
		o.Received = "none"
		o.Warnings = []proof.Finding{stateFinding("missing", "What was pasted holds no state, so that nobody can tell whether it belongs to this attempt.",
			"Paste the whole address of the browser's address bar.")}
		return o
	case !answer.Values.Has("state"):
		o.Received = "none"
		o.Failures = []proof.Finding{stateFinding("missing", "The answer holds no state.",
			"A provider has to return the state as it got it (RFC 6749 §4.1.2). Check that nothing between the provider and this machine rewrites addresses.")}
	default:
		o.Received = "another"
		o.Failures = []proof.Finding{stateFinding("", "The answer belongs to another attempt: its state is not the one that was sent.",
			"Start again, and use the browser tab that opens then. An answer of an old tab has the state of its own attempt.")}
	}
	s.Stop("the answer does not belong to this attempt")
	return o
}

func stateFinding(reason, cause, remedy string) proof.Finding {
	return proof.Finding{Code: signin.CodeStateMismatch, Reason: reason, Cause: cause, Remedy: remedy}
}

// IssuerOfAnswer is check O11 (RFC 9207 §2.4): an answer that names its issuer
// has to name this one, and one that was announced has to be there.
func (s *Session) IssuerOfAnswer(answer signin.Answer, issuer string, announced bool) proof.Outcome {
	named, given := answer.Values.Get("iss"), answer.Values.Has("iss")
	o := proof.Outcome{Expected: issuer, Received: named, Where: "parameter iss of the answer"}
	switch {
	case !given && !announced:
		return proof.Outcome{NotApplicable: "the provider does not announce that its answers name it (RFC 9207)"}
	case !given:
		o.Received = "none"
		o.Failures = []proof.Finding{{
			Code: signin.CodeIssuerMismatch, Reason: "answer_without_issuer",
			Cause:  "The provider announces that its answers name it, and this one does not. It may come from somebody else.",
			Remedy: "Have the provider's administrator look into it, or something in between that removes parameters from addresses.",
			Fields: []string{"issuer"},
		}}
	case issuer == "":
		return proof.Outcome{NotApplicable: "the settings name no issuer to compare with", Received: named}
	case named != issuer:
		o.Failures = []proof.Finding{{
			Code: signin.CodeIssuerMismatch, Reason: "answer_of_another_issuer",
			Cause:  fmt.Sprintf("The answer names another issuer than the one that was asked%s.", Difference(issuer, named)),
			Remedy: "Check the issuer in the settings. If it is right, someone may have mixed another provider's answer in: do not sign in again before that is understood.",
			Fields: []string{"issuer"},
			Remote: &fault.Remote{Text: named},
		}}
	}
	if len(o.Failures) > 0 {
		s.Stop("the answer does not come from the provider that was asked")
	}
	return o
}
