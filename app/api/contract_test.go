package api_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/smtp"
)

// sample is the sample request of the source, with values in the place of its
// asterisks.
const sample = `{
"replyToDisplayName": "Receiver",
"starttls": "true",
"port": "587",
"host": "smtp.gmail.com",
"replyTo": "desk@example.com",
"from": "kc-test@example.com",
"fromDisplayName": "From KC Test team",
"envelopeFrom": "",
"ssl": "false",
"user": "kc-test@example.com",
"password": "canary-of-the-sample"
}`

// The answers of the source, byte for byte.
const (
	answerUpdated      = `{"message":"Successfully updated SMTP Details","status":"OK","subSystem":8}`
	answerMandatory    = `{"message":"Host and From is mandatory to update Email Configuration.","status":"BAD_REQUEST","subSystem":8}`
	answerUnauthorized = `{"message":"HTTP 401 Unauthorized.","status":"Unauthorized","subSystem":8}`
)

const (
	ssms  = "/digitanium/v4/mail/config"
	shift = "/auth/realms/acme/mail/setup"
)

func TestAcceptance1_TheSampleRequestByCurlIsSavedAndTold(t *testing.T) {
	t.Parallel()
	curl, err := exec.LookPath("curl")
	if err != nil {
		t.Skip("curl is not installed")
	}
	s := newScene(t)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, []byte(s.authority(t)), 0o600); err != nil {
		t.Fatal(err)
	}
	for form, address := range map[string]string{
		"SSMS":  s.tenantBase("acme") + ssms,
		"SHIFT": s.base + shift,
	} {
		before := s.happened("outgoing.server.saved")
		command := exec.CommandContext(t.Context(), curl, "--silent", "--show-error", "--cacert", ca, "--noproxy", "*",
			"--resolve", "acme.localhost:"+s.port+":127.0.0.1", "--write-out", "\n%{http_code} %{content_type}",
			"--header", "Authorization: Bearer "+s.token(t, "installer"), "--header", "Content-Type: application/json",
			"--data-binary", "@-", address)
		command.Stdin = strings.NewReader(sample)
		out, err := command.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v: %s", form, err, out)
		}
		if diff := cmp.Diff(answerUpdated+"\n200 application/json", string(out)); diff != "" {
			t.Errorf("%s: %s", form, diff)
		}
		if got := s.happened("outgoing.server.saved") - before; got != 1 {
			t.Errorf("%s: the open page was told %d times", form, got)
		}
	}
	got := s.kept(t)
	want := smtp.Settings{
		Host: "smtp.gmail.com", Port: "587", Security: smtp.SecuritySTARTTLS, Auth: smtp.SignInPassword, User: "kc-test@example.com",
		From: "kc-test@example.com", FromName: "From KC Test team", ReplyTo: "desk@example.com", ReplyToName: "Receiver",
	}
	got.Settings.Enabled = nil
	if diff := cmp.Diff(want, got.Settings); diff != "" {
		t.Error(diff)
	}
	if !got.Password.Set {
		t.Error("the password is not kept")
	}
}

func TestAcceptance1_WhatTheContractTakes(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	token := s.token(t, "installer")
	base := `"host":"mail.example.com","from":"a@example.com"`
	for name, test := range map[string]struct {
		body           string
		security, port string
	}{
		"text":                 {`{` + base + `,"starttls":"true","ssl":"false","port":"2525"}`, "starttls", "2525"},
		"native":               {`{` + base + `,"starttls":true,"ssl":false,"port":2525}`, "starttls", "2525"},
		"ssl as text":          {`{` + base + `,"ssl":"true"}`, "implicit-tls", ""},
		"ssl natively":         {`{` + base + `,"ssl":true,"starttls":true}`, "implicit-tls", ""},
		"neither":              {`{` + base + `}`, "implicit-tls", ""},
		"both off":             {`{` + base + `,"ssl":false,"starttls":"false"}`, "none", ""},
		"64 KiB":               {`{` + base + strings.Repeat(" ", 64<<10-len(base)-2) + `}`, "implicit-tls", ""},
		"Patchbay's own words": {`{` + base + `,"security":"starttls","ssl":"true"}`, "starttls", ""},
	} {
		got := s.send(t, s.ask("POST", shift).bearer(token).json(test.body))
		if got.status != 200 || got.body != answerUpdated {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
		kept := s.kept(t).Settings
		if string(kept.Security) != test.security || kept.Port != test.port {
			t.Errorf("%s: %s on %q", name, kept.Security, kept.Port)
		}
	}
}

// refusedCall is a call of the contract that changes nothing.
type refusedCall struct {
	name   string
	ask    asking
	status int
	body   string // exact; "" is of the form below
	word   string // the status of the document
	names  string // what the message has in it
	header [2]string
}

func TestAcceptance1_WhatTheContractRefusesChangesNothing(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	token := s.token(t, "installer")
	if got := s.send(t, s.ask("POST", shift).bearer(token).json(sample)); got.status != 200 {
		t.Fatalf("%d %s", got.status, got.body)
	}
	expired := s.token(t, "installer")
	s.now.forward(3601 * time.Second)
	token = s.token(t, "installer")
	tests := append(malformed(s, token), unauthorized(s, expired)...)
	tests = append(tests, forbidden(s, token)...)
	before := s.kept(t)
	saved := s.happened("outgoing.server.saved")
	for _, test := range tests {
		got := s.send(t, test.ask)
		test.check(t, got)
		if diff := cmp.Diff(before, s.kept(t)); diff != "" {
			t.Errorf("%s: it changed: %s", test.name, diff)
		}
	}
	if s.happened("outgoing.server.saved") != saved {
		t.Error("a refused call told of a change")
	}
}

func (r refusedCall) check(t *testing.T, got answered) {
	t.Helper()
	var document struct {
		Message, Status string
		SubSystem       int
	}
	got.decode(t, &document)
	switch {
	case got.status != r.status:
		t.Errorf("%s: %d instead of %d: %s", r.name, got.status, r.status, got.body)
	case r.body != "" && got.body != r.body:
		t.Errorf("%s: %s", r.name, cmp.Diff(r.body, got.body))
	case r.body == "" && (document.Status != r.word || document.SubSystem != 8 || !strings.Contains(document.Message, r.names)):
		t.Errorf("%s: %s", r.name, got.body)
	case r.header[0] != "" && got.header.Get(r.header[0]) != r.header[1]:
		t.Errorf("%s: %s: %q", r.name, r.header[0], got.header.Get(r.header[0]))
	case got.header.Get("Content-Type") != "application/json" || got.header.Get("Cache-Control") != "no-store":
		t.Errorf("%s: headers %v", r.name, got.header)
	}
}

func malformed(s *scene, token string) []refusedCall {
	post := func(body string) asking { return s.ask("POST", shift).bearer(token).json(body) }
	from, host := `"from":"a@example.com"`, `"host":"mail.example.com"`
	var all []refusedCall
	for name, body := range map[string]string{
		"no host":       `{` + from + `}`,
		"no from":       `{` + host + `}`,
		"neither":       `{}`,
		"empty host":    `{"host":"",` + from + `}`,
		"empty from":    `{` + host + `,"from":""}`,
		"blank host":    `{"host":" \t ",` + from + `}`,
		"blank from":    `{` + host + `,"from":"  "}`,
		"null host":     `{"host":null,` + from + `}`,
		"null from":     `{` + host + `,"from":null}`,
		"and much else": `{"host":"",` + from + `,"unknown":1,"port":"x"}`,
	} {
		all = append(all, refusedCall{name: name, ask: post(body), status: 400, body: answerMandatory})
	}
	for body, names := range map[string]string{
		`{` + host + `,` + from + `,"colour":"red"}`:                    "colour",
		`{` + host + `,` + from + `,"port":"ninety"}`:                   "port",
		`{` + host + `,` + from + `,"port":[587]}`:                      "port",
		`{` + host + `,` + from + `,"port":70000}`:                      "port",
		`{` + host + `,` + from + `,"port":5.5}`:                        "port",
		`{` + host + `,` + from + `,"starttls":"yes"}`:                  "starttls",
		`{` + host + `,` + from + `,"starttls":1}`:                      "starttls",
		`{` + host + `,` + from + `,"ssl":null}`:                        "ssl",
		`{"host":5,` + from + `}`:                                       "host",
		`{"host":"a b",` + from + `}`:                                   "host",
		`{` + host + `,"from":{}}`:                                      "from",
		`{` + host + `,"from":"nobody"}`:                                "from",
		`{` + host + `,` + from + `,"password":"*****"}`:                "password",
		`{` + host + `,` + from + `,"user":"a","user":"b"}`:             "user",
		`{` + host + `,"host":"b.example.com",` + from + `}`:            "host",
		`{` + host + `,` + from + `,"oauth2":{"scope":"a","scope":""}}`: "oauth2.scope",
		`{` + host + `,` + from + `,"replyTo":"x\r\nBcc: y"}`:           "replyTo",
		// The password is kept for smtp.gmail.com.
		`{` + host + `,` + from + `,"auth":"password"}`: "The field password must be entered again: host, port, security or user name have changed",
		`[]`:                             "not one JSON object",
		`null`:                           "not one JSON object",
		``:                               "not one JSON object",
		`{"host"`:                        "not one JSON object",
		`{` + host + `,` + from + `} {}`: "not one JSON object",
		"{\"host\":\"\xff\"}":            "not UTF-8",
	} {
		all = append(all, refusedCall{name: body, ask: post(body), status: 400, word: "BAD_REQUEST", names: names})
	}
	large := `{` + host + `,` + from + `,"fromDisplayName":"` + strings.Repeat("x", 65<<10) + `"}`
	all = append(all, refusedCall{name: "65 KiB", ask: post(large), status: 413, word: "REQUEST_ENTITY_TOO_LARGE", names: "64 KiB"})
	for _, media := range [][]string{nil, {"text/plain"}, {"application/x-www-form-urlencoded"}, {"application/json; charset=latin1"}, {"application/json", "application/json"}} {
		all = append(all, refusedCall{
			name: fmt.Sprint(media), ask: post(sample).with("Content-Type", media...),
			status: 415, word: "UNSUPPORTED_MEDIA_TYPE", names: "application/json",
		})
	}
	return append(all, refusedCall{
		name: "packed", ask: post(sample).with("Content-Encoding", "gzip"),
		status: 415, word: "UNSUPPORTED_MEDIA_TYPE", names: "content encoding",
	})
}

func unauthorized(s *scene, expired string) []refusedCall {
	post := s.ask("POST", shift).json(sample)
	var all []refusedCall
	for name, test := range map[string]struct {
		values    []string
		challenge string
	}{
		"no token":        {nil, "Bearer"},
		"an empty header": {[]string{""}, "Bearer"},
		"another scheme":  {[]string{"Basic aW5zdGFsbGVyOng="}, "Bearer"},
		"a scheme alone":  {[]string{"Bearer"}, `Bearer error="invalid_token"`},
		"a wrong token":   {[]string{"Bearer pbat_wrong"}, `Bearer error="invalid_token"`},
		"no token at all": {[]string{`Bearer "quoted"`}, `Bearer error="invalid_token"`},
		"an expired one":  {[]string{"Bearer " + expired}, `Bearer error="invalid_token"`},
		"a secret":        {[]string{"Bearer " + s.secrets["installer"]}, `Bearer error="invalid_token"`},
		"two":             {[]string{"Bearer a", "Bearer b"}, `Bearer error="invalid_token"`},
	} {
		all = append(all, refusedCall{
			name: name, ask: post.with("Authorization", test.values...), status: 401, body: answerUnauthorized,
			header: [2]string{"WWW-Authenticate", test.challenge},
		})
	}
	// Who has no token is told nothing about what else is wrong.
	all = append(all, refusedCall{
		name: "nor a body", ask: s.ask("POST", "/auth/realms/nobody/mail/setup"), status: 401, body: answerUnauthorized,
	})
	return all
}

func forbidden(s *scene, token string) []refusedCall {
	post := func(path, as string) asking { return s.ask("POST", path).bearer(as).json(sample) }
	return []refusedCall{
		{name: "another tenant's path", ask: post("/auth/realms/globex/mail/setup", token), status: 403, word: "FORBIDDEN", names: "another tenant"},
		{name: "another tenant's host", ask: post(s.tenantBase("globex")+ssms, token), status: 403, word: "FORBIDDEN", names: "another tenant"},
		{name: "an unknown tenant", ask: post("/auth/realms/nobody/mail/setup", token), status: 404, word: "NOT_FOUND", names: "tenant"},
		{name: "no tenant", ask: post(ssms, token), status: 404, word: "NOT_FOUND", names: "names no tenant: call it as {tenantId}.localhost"},
		{name: "a blank tenant", ask: post("/auth/realms/%20/mail/setup", token), status: 404, word: "NOT_FOUND", names: "tenant"},
		{name: "GET", ask: s.ask("GET", shift).bearer(token), status: 405, word: "METHOD_NOT_ALLOWED", names: "This address takes POST only.", header: [2]string{"Allow", "POST"}},
		{name: "PUT", ask: s.ask("PUT", shift).bearer(token).json(sample), status: 405, word: "METHOD_NOT_ALLOWED", names: "This address takes POST only.", header: [2]string{"Allow", "POST"}},
		{name: "near by", ask: post("/auth/realms/acme/mail/setup/x", token), status: 404, word: "NOT_FOUND"},
		{name: "written in another way", ask: post("/auth/realms/acme/mail//setup", token), status: 404, word: "NOT_FOUND"},
	}
}

func TestAcceptance1_ForeignTokensAndScopes(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	for _, test := range []refusedCall{
		{
			name: "of another tenant", ask: s.ask("POST", shift).bearer(s.token(t, "stranger")).json(sample),
			status: 403, word: "FORBIDDEN", names: "another tenant",
		},
		{
			name: "without the scope", ask: s.ask("POST", shift).bearer(s.token(t, "reader")).json(sample),
			status: 403, word: "FORBIDDEN", names: "mail:write",
			header: [2]string{"WWW-Authenticate", `Bearer error="insufficient_scope", scope="mail:write"`},
		},
	} {
		test.check(t, s.send(t, test.ask))
	}
	if s.kept(t).Configured() {
		t.Error("something was saved")
	}
}

func TestALockedVaultIsToldBeforeAnythingElse(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	token := s.token(t, "installer")
	s.send(t, s.ask("POST", s.tenantBase("acme")+ssms)) // a certificate is made while that can be
	if err := s.bench.Operators.Lock(); err != nil {
		t.Fatal(err)
	}
	for name, ask := range map[string]asking{
		"the contract":       s.ask("POST", shift).bearer(token).json(sample),
		"without a token":    s.ask("POST", shift),
		"by host":            s.ask("POST", s.tenantBase("acme")+ssms),
		"a wrong method":     s.ask("GET", shift),
		"the token endpoint": s.ask("POST", "/oauth2/token").form("grant_type=client_credentials"),
		"revocation":         s.ask("POST", "/oauth2/revoke"),
		"the document":       s.ask("GET", "/openapi.json"),
		"deployments":        s.ask("GET", "/v1/deployments"),
		"nothing":            s.ask("GET", "/nothing"),
	} {
		got := s.send(t, ask)
		if got.status != 423 {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
	got := s.send(t, s.ask("POST", shift).bearer(token).json(sample))
	if want := `{"message":"The vault is locked. Unlock it in Patchbay first.","status":"LOCKED","subSystem":8}`; got.body != want {
		t.Error(cmp.Diff(want, got.body))
	}
}
