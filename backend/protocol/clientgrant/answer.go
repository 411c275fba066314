package clientgrant

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/httppost"
	"patchbay/backend/protocol/mailtoken"
	"patchbay/backend/protocol/oauth"
	"patchbay/backend/protocol/refusal"
	"patchbay/backend/protocol/signin"
)

// judge reads an answer: a token with its outcome, or why there is none.
func (g grant) judge(a httppost.Answer) (Token, proof.Outcome) {
	unsafe := oauth.ProtectIssued(g.redactor, a.Body)
	kind := a.Header.Get("Content-Type")
	g.recorder.Server(fmt.Sprintf("HTTP %d, %d bytes of %s", a.Status, len(a.Body), cmp.Or(kind, "an unnamed type")))
	told := "an answer that is not shown because it may hold tokens"
	if !unsafe && !a.Cut {
		told = signin.Beginning(g.redactor, a.Body)
	}
	if a.IsRedirect() {
		return Token{}, proof.Fail(g.redirected(a))
	}
	if a.Cut {
		return Token{}, proof.Fail(g.mistaken("too_large", fmt.Sprintf("has more than %d KiB", httppost.MaxAnswer>>10), nil))
	}
	tokens, refused, err := oauth.ParseTokens(kind, a.Body)
	switch {
	case err == nil && refused.Code != "":
		g.recorder.Server(told)
		return Token{}, proof.Fail(g.refused(a.Status, refused))
	case !a.OK():
		tokens.Wipe()
		g.recorder.Server(told)
		return Token{}, proof.Fail(g.turnedAway(a, &fault.Remote{Code: fmt.Sprint(a.Status), Text: told}))
	case err != nil:
		return Token{}, proof.Fail(g.unreadable(a, err, told))
	}
	return g.issued(tokens)
}

// unreadable explains a success that is no JSON. A page is shown, because it
// says who answered instead; what was meant to be a token is not.
func (g grant) unreadable(a httppost.Answer, err error, told string) proof.Finding {
	reason, because := "not_json", "is not JSON"
	var malformed *oauth.MalformedError
	switch {
	case refusal.IsHTML(a.Header.Get("Content-Type"), string(a.Body)):
		reason, because = "html", "is a web page"
	case errors.As(err, &malformed):
		reason, because = malformed.Reason, strings.TrimPrefix(malformed.Error(), "the answer ")
	}
	if reason != "html" {
		return g.mistaken(reason, because, nil)
	}
	return g.mistaken(reason, because, &fault.Remote{Code: fmt.Sprint(a.Status), Text: told})
}

// issued looks at what was issued (RFC 6749 §5.1).
func (g grant) issued(tokens oauth.Tokens) (Token, proof.Outcome) {
	g.redactor.Protect(tokens.Access.Reveal())
	tokens.Refresh.Wipe() // not given for this grant (RFC 6749 §4.4.3), and not wanted
	tokens.ID.Wipe()
	if f := g.unusable(tokens); f != nil {
		tokens.Access.Wipe()
		return Token{}, proof.Fail(*f)
	}
	token := Token{Value: tokens.Access, Scope: cmp.Or(tokens.Scope, g.Scope)}
	o := proof.Outcome{Token: g.evidence(tokens, token.Scope), Warnings: g.shortcomings(tokens)}
	o.Detail = "a bearer token"
	if tokens.Expires > 0 {
		token.ExpiresAt = g.now().Add(tokens.Expires)
		o.Detail += fmt.Sprintf(" for %d s", int(tokens.Expires/time.Second))
	}
	if token.Scope != "" {
		o.Detail += ", scope " + clip(token.Scope)
	}
	return token, o
}

// evidence is what is known of the token, without it.
func (g grant) evidence(tokens oauth.Tokens, scope string) *proof.Token {
	info := mailtoken.Inspect(tokens.Access)
	info.Grant = "client_credentials"
	if info.ExpiresAt == nil && tokens.Expires > 0 {
		at := g.now().Add(tokens.Expires).UTC().Truncate(time.Second)
		info.ExpiresAt = &at
	}
	if names := strings.Fields(scope); len(names) > 0 {
		info.Scopes = names[:min(len(names), maxScopes)]
	}
	for _, text := range []*string{&info.Issuer, &info.User, &info.Tenant, &info.Client} {
		*text = g.shown(*text)
	}
	for _, list := range [][]string{info.Audience, info.Scopes, info.Roles} {
		for i := range list {
			list[i] = g.shown(list[i])
		}
	}
	return &info
}

func (g grant) shown(text string) string { return proof.Visible(clip(g.redactor.Redact(text))) }

// missingScopes lists what was asked for and not granted. An answer without a
// scope grants all of it (RFC 6749 §5.1).
func (g grant) missingScopes(granted string) []string {
	if granted == "" {
		return nil
	}
	names := strings.Fields(granted)
	return slices.DeleteFunc(strings.Fields(g.Scope), func(name string) bool { return slices.Contains(names, name) })
}

// Bounds of what is kept of an endpoint's words.
const (
	maxText   = 2 << 10 // bytes
	maxScopes = 100     // names
)

func clip(text string) string {
	if len(text) <= maxText {
		return text
	}
	return strings.ToValidUTF8(text[:maxText], "") + " ..."
}
