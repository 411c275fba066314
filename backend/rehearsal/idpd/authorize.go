package idpd

import (
	"crypto/rand"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// grant is what a person has allowed a client.
type grant struct {
	client      string
	redirectURI string
	scopes      []string
	nonce       string
	challenge   string // of PKCE, S256; "" is none
	person      Person
	signedInAt  time.Time
	until       time.Time
}

func (g grant) allows(scope string) bool { return slices.Contains(g.scopes, scope) }

// codeValidity leaves time to paste an answer by hand.
const codeValidity = 10 * time.Minute

// authorize is the authorization endpoint (RFC 6749 §4.1.1, OpenID Connect Core
// §3.1.2.1): first the page, then the answer to whoever was chosen there.
func (s *Server) authorize(x *exchange) {
	if refused := s.unanswerable(x); refused != nil {
		x.refuse(*refused)
		return
	}
	if e := s.badRequest(x); e != nil {
		s.redirect(x, url.Values{"error": {e.code}, "error_description": {e.description}})
		return
	}
	chosen := x.form(fieldPerson)
	person, known := personOf(chosen)
	switch {
	case chosen == personNobody:
		s.redirect(x, denial())
	case !known:
		x.page(people(), x.form("login_hint"), pathAuthorize, authorizeFields(x.r.Form), x.form("redirect_uri"))
	case x.acted.silent:
		x.nothing()
	case x.acted.denied:
		s.redirect(x, denial())
	default:
		s.redirect(x, url.Values{"code": {s.grant(x, person)}})
	}
}

func denial() url.Values {
	return url.Values{"error": {"access_denied"}, "error_description": {"The sign-in was refused"}}
}

// unanswerable is what must not be sent back (RFC 6749 §4.1.2.1).
func (s *Server) unanswerable(x *exchange) *refusal {
	switch client, address := x.form("client_id"), x.form("redirect_uri"); {
	case x.acted.page != nil:
		return x.acted.page
	case client != confidentialClient && client != publicClient:
		return &refusal{http.StatusUnauthorized, "invalid_client", "There is no client " + client + "."}
	case !registered(address):
		return &refusal{
			http.StatusBadRequest, "redirect_uri_mismatch",
			"The redirect URI " + address + " is not registered: take one on this machine, or under an example domain.",
		}
	}
	return nil
}

// badRequest is what can be sent back.
func (s *Server) badRequest(x *exchange) *oauthError {
	switch method := x.form("code_challenge_method"); {
	case x.form("response_type") != "code":
		return &oauthError{code: "unsupported_response_type", description: "only the response type code is supported"}
	case x.form("code_challenge") != "" && method != "S256":
		return &oauthError{code: "invalid_request", description: "only the code challenge method S256 is supported"}
	case x.form("client_id") == publicClient && x.form("code_challenge") == "":
		return &oauthError{code: "invalid_request", description: "a public client must use PKCE"}
	case x.form("prompt") == "none":
		return &oauthError{code: "login_required", description: "nobody is signed in"}
	}
	return nil
}

// grant hands out a code (RFC 6749 §4.1.2).
func (s *Server) grant(x *exchange, person Person) (code string) {
	now := s.options.Now()
	code = rand.Text()
	s.codes.keep(code, grant{
		client: x.form("client_id"), redirectURI: x.form("redirect_uri"), scopes: strings.Fields(x.form("scope")),
		nonce: x.form("nonce"), challenge: x.form("code_challenge"),
		person: person, signedInAt: now, until: now.Add(codeValidity),
	})
	return code
}

// redirect sends the browser back, with the issuer (RFC 9207 §2).
func (s *Server) redirect(x *exchange, values url.Values) {
	values.Set("iss", s.Issuer())
	if state := x.form("state"); state != "" {
		values.Set("state", state)
	}
	if x.acted.answer != nil {
		x.acted.answer(values)
	}
	http.Redirect(x.w, x.r, withQuery(x.form("redirect_uri"), values), http.StatusSeeOther)
}

// authorizeFields are what the page sends along with the choice.
func authorizeFields(form url.Values) url.Values {
	fields := maps.Clone(form)
	delete(fields, fieldPerson)
	return fields
}
