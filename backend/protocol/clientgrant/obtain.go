package clientgrant

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/httppost"
	"patchbay/backend/protocol/oauth"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
)

// Token is what an endpoint issued. The caller wipes its value.
type Token struct {
	Value     secret.Text
	ExpiresAt time.Time // zero when the endpoint does not say
	Scope     string    // that was granted
}

// Obtain records the one step "token" and returns what was issued; ok is false
// when the step failed or was skipped. The redactor is the recorder's: it learns
// the secret and the token. The settings must have passed [Settings.Check].
func Obtain(ctx context.Context, recorder *proof.Recorder, redactor *proof.Redactor, r Request) (token Token, ok bool) {
	recorder.Step("token", func() proof.Outcome {
		g := grant{Request: r, recorder: recorder, redactor: redactor}
		var o proof.Outcome
		token, o = g.obtain(ctx)
		ok = len(o.Failures) == 0
		return o
	})
	return token, ok
}

// grant is one question to the token endpoint.
type grant struct {
	Request
	recorder *proof.Recorder
	redactor *proof.Redactor
}

func (g grant) obtain(ctx context.Context) (Token, proof.Outcome) {
	g.redactor.Protect(g.Secret.Reveal())
	// As it stands in HTTP Basic (RFC 6749 §2.3.1), to be found in its base64.
	g.redactor.Protect([]byte(url.QueryEscape(string(g.Secret.Reveal()))))
	header, body := g.question()
	defer clear(body)
	answer, err := g.target().Post(ctx, header, body)
	if err != nil {
		return Token{}, proof.Fail(g.target().Explain(ctx, err))
	}
	return g.judge(answer)
}

// question is the request of RFC 6749 §4.4.2.
func (g grant) question() (http.Header, []byte) {
	form := url.Values{"grant_type": {"client_credentials"}}
	fields := "grant_type"
	if g.Scope != "" {
		form.Set("scope", g.Scope)
		fields += ", scope"
	}
	how := g.WithDefaults().ClientAuth
	header := oauth.Credentials(form, signin.ClientAuth(how), g.ClientID, g.Secret)
	header.Set("Content-Type", "application/x-www-form-urlencoded")
	header.Set("Accept", "application/json")
	header.Set("User-Agent", "Patchbay")
	g.recorder.Client("POST " + signin.WithoutQuery(g.TokenURL) + " with " + fields + "; the client by " + how)
	return header, []byte(form.Encode())
}

func (r Request) target() httppost.Target {
	s := r.WithDefaults()
	authorities, _ := dial.NewAuthorities(s.CAPEM) // was checked
	return httppost.Target{
		Endpoint: signin.Endpoint{URL: s.TokenURL, Field: "tokenUrl", Name: "token endpoint", Owner: "target"},
		Network:  r.Network, Authorities: authorities,
		Timeout: time.Duration(s.TimeoutSeconds) * time.Second, Mistaken: CodeInvalidAnswer,
	}
}

func (r Request) now() time.Time {
	if r.Now == nil {
		return time.Now()
	}
	return r.Now()
}

// field is what the document calls a field.
func (r Request) field(name string) string {
	switch name {
	case fieldSecret:
		return cmp.Or(r.SecretField, name)
	case fieldScope:
		return cmp.Or(r.ScopeField, name)
	}
	return name
}
