package oauth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"maps"
	"net/url"
	"strings"

	"golang.org/x/oauth2"

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
	Endpoint signin.Endpoint
	// Pushed is where the request must be left before (RFC 9126), without a URL
	// when it need not be.
	Pushed signin.Endpoint
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
	s.Recorder.Note("the browser is to open " + signin.WithoutQuery(a.opening.URL))
	return a, nil
}

// Wipe forgets the verifier.
func (a *Authorization) Wipe() { a.Verifier.Wipe() }

func (s *Session) usesPKCE() bool { return s.Settings.PKCE == nil || *s.Settings.PKCE }

// push leaves the request with the provider, and gets a reference to it.
func (s *Session) push(ctx context.Context, to signin.Endpoint, values url.Values) (url.Values, *proof.Finding) {
	form := maps.Clone(values)
	header := Credentials(form, s.Auth, s.Settings.ClientID, s.Secrets.ClientSecret)
	reply, f := s.Send(ctx, Ask{To: to, Form: form, Header: header, Private: true})
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
	if reply.unsafe {
		said.Body = reply.withheld()
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
