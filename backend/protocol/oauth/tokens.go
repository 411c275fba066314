package oauth

import (
	"math"
	"mime"
	"net/url"
	"strconv"
	"strings"
	"time"

	"patchbay/backend/secret"
)

// maxToken bounds a token, in bytes. Those with a few hundred groups have ten
// thousand.
const maxToken = 64 << 10

// Tokens are what a token endpoint issued (RFC 6749 §5.1).
type Tokens struct {
	Access, Refresh secret.Text
	ID              secret.Text // OpenID Connect Core §3.1.3.3
	Type            string
	Scope           string // "" when it is the one that was asked for
	Expires         time.Duration
	// Form: the answer was a form and not JSON, as GitHub's is.
	Form bool
}

// Wipe forgets them.
func (t Tokens) Wipe() {
	t.Access.Wipe()
	t.Refresh.Wipe()
	t.ID.Wipe()
}

// ErrorAnswer is a refusal of a token endpoint (RFC 6749 §5.2).
type ErrorAnswer struct{ Code, Description, URI string }

// ParseTokens reads the answer of a token endpoint, which is JSON, or a form
// with some providers. An answer that holds an error is one whatever its status.
// The error is a [*MalformedError].
func ParseTokens(contentType string, body []byte) (Tokens, ErrorAnswer, error) {
	members, form, err := tokenMembers(contentType, body)
	if err != nil {
		return Tokens{}, ErrorAnswer{}, err
	}
	if code, ok := Word(members["error"]); ok {
		return Tokens{}, ErrorAnswer{Code: code, Description: members.Text("error_description"), URI: members.Text("error_uri")}, nil
	}
	for _, name := range []string{"access_token", "refresh_token", "id_token"} {
		if len(members.Text(name)) > maxToken {
			return Tokens{}, ErrorAnswer{}, &MalformedError{"too_much", "holds a token of more than 64 KiB"}
		}
	}
	return Tokens{
		Access:  secret.FromString(members.Text("access_token")),
		Refresh: secret.FromString(members.Text("refresh_token")),
		ID:      secret.FromString(members.Text("id_token")),
		Type:    members.Text("token_type"), Scope: members.Text("scope"),
		Expires: expires(members["expires_in"]), Form: form,
	}, ErrorAnswer{}, nil
}

func tokenMembers(contentType string, body []byte) (members Object, form bool, err error) {
	kind, _, _ := mime.ParseMediaType(contentType)
	if kind != "application/x-www-form-urlencoded" && kind != "text/plain" {
		members, _, err = ParseObject(body)
		return members, false, err
	}
	if members, _, err = ParseObject(body); err == nil {
		return members, false, nil
	}
	const most = 64 // members of such a form
	values, parseErr := url.ParseQuery(strings.TrimSpace(string(body)))
	if parseErr != nil || len(values) > most || values.Get("access_token") == "" && values.Get("error") == "" {
		return nil, false, err
	}
	members = Object{}
	for name := range values {
		members[name] = values.Get(name)
	}
	return members, true, nil
}

// expires reads expires_in, which some write as text. It is zero when the
// answer does not say.
func expires(value any) time.Duration {
	word, _ := Word(value)
	seconds, err := strconv.ParseFloat(word, 64)
	if err != nil || !(seconds > 0) { // NaN too
		return 0
	}
	const most = 100 * 365 * 24 * 3600
	return time.Duration(math.Min(seconds, most)) * time.Second
}
