package api_test

import (
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/apiclient"
	"patchbay/backend/secret"
)

// answerInvalidClient is the same whatever is wrong with a client.
const answerInvalidClient = `{"error":"invalid_client","error_description":"The client ID or the client secret is not right."}`

const grant = "grant_type=client_credentials"

func basicOf(id, value string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(id+":"+value))
}

func TestATokenIsGivenAsRFC6749Says(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	const odd = `p%41+q: ü&=` // what form encoding and Basic treat in their own ways
	entered := strings.ReplaceAll(odd, "ü", "u")
	s.enter(t, "odd+id", entered)
	post := s.ask("POST", "/oauth2/token")
	inBody := func(more string) asking {
		return post.form(grant + "&client_id=installer&client_secret=" + s.secrets["installer"] + more)
	}
	all := strings.Join(everyScope(), " ")
	for name, test := range map[string]struct {
		ask   asking
		scope string
	}{
		"in the body":                 {inBody(""), all},
		"a charset":                   {inBody("").with("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8"), all},
		"by Basic":                    {post.form(grant).with("Authorization", basicOf("installer", s.secrets["installer"])), all},
		"a scheme in small letters":   {post.form(grant).with("Authorization", "b"+basicOf("installer", s.secrets["installer"])[1:]), all},
		"by Basic with its ID twice":  {post.form(grant+"&client_id=installer").with("Authorization", basicOf("installer", s.secrets["installer"])), all},
		"by Basic, encoded":           {post.form(grant).with("Authorization", basicOf(url.QueryEscape("odd+id"), url.QueryEscape(entered))), "mail:read"},
		"by Basic, as it stands":      {post.form(grant).with("Authorization", basicOf("odd+id", entered)), "mail:read"},
		"in the body, encoded":        {post.form(grant + "&client_id=odd%2Bid&client_secret=" + url.QueryEscape(entered)), "mail:read"},
		"below the tenant":            {s.ask("POST", s.tenantBase("acme")+"/oauth2/token").form(inBody("").body), all},
		"one scope":                   {inBody("&scope=mail:read"), "mail:read"},
		"several scopes":              {inBody("&scope=idp:read+mail:read"), "idp:read mail:read"},
		"an empty scope is none":      {inBody("&scope="), all},
		"what is not known":           {inBody("&resource=x&audience=y"), all},
		"a semicolon is no ampersand": {inBody("&x=1;scope=mail:read"), all},
	} {
		got := s.send(t, test.ask)
		var document struct {
			AccessToken string `json:"access_token"`
			TokenType   string `json:"token_type"`
			ExpiresIn   int    `json:"expires_in"`
			Scope       string
		}
		got.decode(t, &document)
		if got.status != 200 || document.TokenType != "Bearer" || document.ExpiresIn != 3600 || document.Scope != test.scope {
			t.Errorf("%s: %d, %d seconds, %q", name, got.status, document.ExpiresIn, document.Scope)
		}
		if got.header.Get("Cache-Control") != "no-store" || got.header.Get("Pragma") != "no-cache" {
			t.Errorf("%s: %v", name, got.header)
		}
		if got := s.send(t, s.ask("GET", "/v1/deployments").bearer(document.AccessToken)); got.status != 200 {
			t.Errorf("%s: the token is not taken: %d %s", name, got.status, got.body)
		}
	}
}

// enter keeps a client with a secret that somebody chose.
func (s *scene) enter(t *testing.T, id, value string) {
	t.Helper()
	_, _, err := s.bench.Clients.Save(t.Context(), s.acme.ID, apiclient.Draft{
		Settings: apiclient.Settings{ClientID: id, Scopes: []string{"mail:read"}},
		Secret:   secret.Input{Change: secret.Set, Value: secret.FromString(value)},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.secrets[id] = value
}

func TestTheTokenEndpointRefusesAsRFC6749Says(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	post := s.ask("POST", "/oauth2/token")
	right := "&client_id=installer&client_secret=" + s.secrets["installer"]
	by := func(body, authorization string) asking { return post.form(body).with("Authorization", authorization) }
	described := map[string]string{
		"no secret":                "client_secret is empty. Send it in the body, or by HTTP Basic.",
		"an empty secret":          "client_secret is empty. Send it in the body, or by HTTP Basic.",
		"an empty secret by Basic": "client_secret is empty. Send it in the body, or by HTTP Basic.",
		"a scope it does not have": "The client does not have the scope mail:write. Ask for scopes of the client, or give it others on the page API clients.",
		"no grant":                 "grant_type is missing. Send grant_type=client_credentials.",
		"another grant":            "The only grant is client_credentials. Send grant_type=client_credentials.",
	}
	for name, test := range map[string]struct {
		ask    asking
		status int
		word   string
	}{
		"no client":                {post.form(grant), 401, "invalid_client"},
		"an unknown one":           {post.form(grant + "&client_id=nobody&client_secret=x"), 401, "invalid_client"},
		"a wrong secret":           {post.form(grant + "&client_id=installer&client_secret=x"), 401, "invalid_client"},
		"no secret":                {post.form(grant + "&client_id=installer"), 401, "invalid_client"},
		"an empty secret":          {post.form(grant + "&client_id=installer&client_secret="), 401, "invalid_client"},
		"Basic without a colon":    {by(grant, "Basic aW5zdGFsbGVy"), 401, "invalid_client"},
		"Basic that is none":       {by(grant, "Basic !!!"), 401, "invalid_client"},
		"a wrong secret by Basic":  {by(grant, basicOf("installer", "x")), 401, "invalid_client"},
		"an empty secret by Basic": {by(grant, basicOf("installer", "")), 401, "invalid_client"},
		"another scheme":           {by(grant, "Bearer x"), 401, "invalid_client"},
		"two headers":              {post.form(grant).with("Authorization", basicOf("a", "b"), basicOf("c", "d")), 401, "invalid_client"},
		"two headers and a body":   {post.form(grant+right).with("Authorization", basicOf("a", "b"), basicOf("c", "d")), 401, "invalid_client"},
		"a token and a body":       {by(grant+right, "Bearer x"), 401, "invalid_client"},
		"another tenant's":         {s.ask("POST", s.tenantBase("globex")+"/oauth2/token").form(grant + right), 401, "invalid_client"},
		"both ways":                {by(grant+right, basicOf("installer", s.secrets["installer"])), 400, "invalid_request"},
		"two IDs":                  {by(grant+"&client_id=other", basicOf("installer", s.secrets["installer"])), 400, "invalid_request"},
		"a secret without ID":      {post.form(grant + "&client_secret=x"), 400, "invalid_request"},
		"a parameter twice":        {post.form(grant + right + "&" + grant), 400, "invalid_request"},
		"an unknown one twice":     {post.form(grant + right + "&a=1&a=2"), 400, "invalid_request"},
		"an empty one twice":       {post.form(grant + right + "&scope=&scope=mail:read"), 400, "invalid_request"},
		"an odd percent sign":      {post.form(grant + right + "&a=%zz"), 400, "invalid_request"},
		"a cut percent sign":       {post.form(grant + right + "&a=%4"), 400, "invalid_request"},
		"no text":                  {post.form(grant + right + "&a=%ff"), 400, "invalid_request"},
		"in the address":           {s.ask("POST", "/oauth2/token?"+grant).form(grant + right), 400, "invalid_request"},
		"a secret in the address":  {s.ask("POST", "/oauth2/token?client_secret=x").form(grant + right), 400, "invalid_request"},
		"no grant":                 {post.form(right[1:]), 400, "invalid_request"},
		"JSON":                     {post.json(`{"grant_type":"client_credentials"}`), 400, "invalid_request"},
		"another grant":            {post.form("grant_type=password" + right), 400, "unsupported_grant_type"},
		"a refresh token":          {post.form("grant_type=refresh_token&refresh_token=x" + right), 400, "unsupported_grant_type"},
		"a scope it does not have": {post.form(grant + "&scope=mail:write&client_id=reader&client_secret=" + s.secrets["reader"]), 400, "invalid_scope"},
		"an unknown scope":         {post.form(grant + right + "&scope=all"), 400, "invalid_scope"},
		"no scope's form":          {post.form(grant + right + "&scope=a%22b"), 400, "invalid_scope"},
		"GET":                      {s.ask("GET", "/oauth2/token?"+grant), 405, "invalid_request"},
		"too much":                 {post.form(grant + right + "&x=" + strings.Repeat("x", 64<<10)), 413, "invalid_request"},
		"nothing there":            {s.ask("POST", "/oauth2/tokens").form(grant), 404, "invalid_request"},
	} {
		got := s.send(t, test.ask)
		var document struct{ Error string }
		got.decode(t, &document)
		if got.status != test.status || document.Error != test.word {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
		challenge := got.header.Get("WWW-Authenticate")
		if (test.status == 401) != strings.HasPrefix(challenge, "Basic realm=") {
			t.Errorf("%s: %q", name, challenge)
		}
		says, special := described[name]
		switch {
		case special && !strings.Contains(got.body, `"error_description":"`+says+`"`):
			t.Errorf("%s: %s", name, got.body)
		case !special && test.word == "invalid_client":
			if diff := cmp.Diff(answerInvalidClient, got.body); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
		if strings.Contains(got.body, "access_token") || got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %v %s", name, got.header, got.body)
		}
		s.now.forward(time.Minute) // none of these is about how many there were
	}
	if s.bench.Clients.TokenCount() != 0 {
		t.Error("a refused request was given a token")
	}
}

func TestTheTokenEndpointAloneIsLimited(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	token := s.token(t, "installer")
	wrong := s.ask("POST", "/oauth2/token").form(grant + "&client_id=installer&client_secret=x")
	got := s.send(t, wrong)
	for n := 0; got.status == 401; n++ {
		if n > 1000 {
			t.Fatal("nobody is ever told to wait")
		}
		got = s.send(t, wrong)
	}
	wait, err := strconv.Atoi(got.header.Get("Retry-After"))
	if got.status != 429 || err != nil || wait < 1 || !strings.Contains(got.body, "Try again in "+strconv.Itoa(wait)+" seconds.") {
		t.Fatalf("%d %v %s", got.status, got.header, got.body)
	}
	right := s.ask("POST", "/oauth2/token").form(grant + "&client_id=installer&client_secret=" + s.secrets["installer"])
	if got := s.send(t, right); got.status != 429 {
		t.Errorf("guessing would pay: %d", got.status)
	}
	s.token(t, "reader") // another client is not held up
	for range 100 {
		if got := s.send(t, s.ask("GET", "/v1/deployments").bearer(token)); got.status != 200 {
			t.Fatalf("a call is limited: %d %s", got.status, got.body)
		}
	}
	s.now.forward(time.Duration(wait) * time.Second)
	if got := s.send(t, right); got.status != 200 {
		t.Errorf("after %d seconds: %d %s", wait, got.status, got.body)
	}
}

func TestTokensAreRevokedAsRFC7009Says(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	token, other := s.token(t, "installer"), s.token(t, "reader")
	revoke := func(client, more string) answered {
		return s.send(t, s.ask("POST", "/oauth2/revoke").form("client_id="+client+"&client_secret="+s.secrets[client]+more))
	}
	for name, got := range map[string]answered{
		"another client's": revoke("reader", "&token="+token),
		"an unknown one":   revoke("reader", "&token=pbat_unknown&token_type_hint=refresh_token"),
	} {
		if got.status != 200 || got.body != "" {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
	if got := s.send(t, s.ask("GET", "/v1/deployments").bearer(token)); got.status != 200 {
		t.Fatalf("another client ended it: %d", got.status)
	}
	if got := revoke("installer", "&token="+token); got.status != 200 {
		t.Errorf("%d %s", got.status, got.body)
	}
	if got := s.send(t, s.ask("GET", "/v1/deployments").bearer(token)); got.status != 401 {
		t.Errorf("it is still taken: %d", got.status)
	}
	if got := s.send(t, s.ask("GET", "/v1/deployments").bearer(other)); got.status != 200 {
		t.Errorf("another one was ended: %d", got.status)
	}
	if got := revoke("installer", ""); got.status != 400 {
		t.Errorf("without a token: %d %s", got.status, got.body)
	}
	if got := s.send(t, s.ask("POST", "/oauth2/revoke").form("token="+other)); got.status != 401 || got.body != answerInvalidClient {
		t.Errorf("without a client: %d %s", got.status, got.body)
	}
}
