package api_test

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSC14_AKeptSecretGoesNowhereElse changes each field that a destination is
// made of alone, and leaves the secret out: that is refused by name, noted once,
// and changes nothing.
func TestSC14_AKeptSecretGoesNowhereElse(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		path, secret string
		document     map[string]any
		moves        map[string]any
	}{
		"outgoing mail": {
			path: v1 + "/smtp", secret: "password",
			document: map[string]any{"host": "127.0.0.1", "port": 465, "security": "implicit-tls", "user": "u", "auth": "password", "from": "a@example.com", "password": "pw"},
			moves:    map[string]any{"host": "127.0.0.2", "port": 466, "security": "starttls", "user": "v"},
		},
		"the contract": {
			path: shift, secret: "password",
			document: map[string]any{"host": "127.0.0.1", "port": "587", "starttls": "true", "ssl": "false", "user": "u", "from": "a@example.com", "password": "pw"},
			moves:    map[string]any{"host": "127.0.0.2", "port": "588", "ssl": "true", "user": "v"},
		},
		"a mailbox": {
			path: v1 + "/mailboxes/desk@example.com", secret: "password",
			document: map[string]any{"host": "127.0.0.1", "port": 993, "security": "implicit-tls", "user": "u", "name": "D", "description": "D", "password": "pw"},
			moves:    map[string]any{"host": "127.0.0.2", "port": 994, "security": "starttls", "user": "v"},
		},
		"an identity provider": {
			path: v1 + "/identity-providers/Contoso", secret: "clientSecret",
			document: map[string]any{"type": "oauth2", "authUrl": "https://127.0.0.1:1/a", "tokenUrl": "https://127.0.0.1:1/t", "userInfoUrl": "https://127.0.0.1:1/u", "clientId": "c", "clientAuth": "client_secret_basic", "idPath": "id", "emailPath": "email", "callbackUrl": "https://acme.example.com/cb", "clientSecret": "cs"},
			moves:    map[string]any{"tokenUrl": "https://127.0.0.1:2/t", "clientId": "d"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			token := s.token(t, "installer")
			method := "PUT"
			if test.path == shift {
				method = "POST"
			}
			put := func(document map[string]any) answered {
				return s.send(t, s.ask(method, test.path).bearer(token).json(marshal(t, document)))
			}
			if got := put(test.document); got.status >= 300 {
				t.Fatalf("%d %s", got.status, got.body)
			}
			read := func() string {
				path := test.path
				if path == shift {
					path = v1 + "/smtp"
				}
				return s.send(t, s.ask("GET", path).bearer(token)).body
			}
			kept := maps.Clone(test.document)
			delete(kept, test.secret)
			if got := put(kept); got.status != 200 {
				t.Fatalf("unchanged: %d %s", got.status, got.body)
			}
			before := read()
			for field, value := range test.moves {
				moved := maps.Clone(kept)
				moved[field] = value
				got := put(moved)
				if got.status != 400 || !strings.Contains(got.body, test.secret) || strings.Contains(got.body, test.secret+" enter it") {
					t.Errorf("%s: %d %s", field, got.status, got.body)
				}
				if diff := cmp.Diff(before, read()); diff != "" {
					t.Errorf("%s: it changed: %s", field, diff)
				}
				s.noted(t, field)
			}
		})
	}
}

// noted wants both entries of the refusal: that of the call, and before it that
// of the secret.
func (s *scene) noted(t *testing.T, what string) {
	t.Helper()
	entries, err := s.bench.Audit.List(t.Context(), 2)
	if err != nil {
		t.Fatal(err)
	}
	if newest := entries[0]; !newest.Refused || !strings.HasSuffix(newest.Action, "saved") || newest.Via != "installer" {
		t.Errorf("%s: noted as %+v", what, newest)
	}
	if entries[1].Action == "api.refused" {
		t.Errorf("%s: noted twice: %+v", what, entries[1])
	}
}

// TestTheDocumentKnowsTheFieldsOfTheParsers: no field of a body is described
// that is not read, and none that is shown is missing.
func TestTheDocumentKnowsTheFieldsOfTheParsers(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	token := s.token(t, "installer")
	d := s.describe(t)
	for _, test := range []struct{ request, shown, method, path string }{
		{"MailConfigRequest", "SMTP", "POST", shift},
		{"SMTPRequest", "SMTP", "PUT", v1 + "/smtp"},
		{"MailboxRequest", "Mailbox", "POST", v1 + "/mailboxes"},
		{"IdentityProviderRequest", "IdentityProvider", "POST", v1 + "/identity-providers"},
		{"ProofRequest", "", "POST", v1 + "/proofs"},
		{"MessagesRequest", "", "POST", v1 + "/messages"},
	} {
		properties := at(d.schemas, test.request, "properties").(map[string]any)
		// All fields at once, each of a wrong type; and one that nobody knows.
		body := map[string]any{"nobodyKnowsThis": []any{}}
		for name := range properties {
			body[name] = []any{map[string]any{}}
		}
		got := s.send(t, s.ask(test.method, test.path).bearer(token).json(marshal(t, body)))
		// The contract answers first that there is no host.
		unknown := strings.Count(got.body, "is unknown")
		if test.path != shift && (got.status != 400 || unknown != 1 || !strings.Contains(got.body, "nobodyKnowsThis")) {
			t.Errorf("%s: %s", test.request, got.body)
		}
		shown, _ := at(d.schemas, test.shown, "properties").(map[string]any)
		for name := range shown {
			if name != "aliases" && name != "status" && properties[name] == nil {
				t.Errorf("%s is shown, but %s does not have it", name, test.request)
			}
		}
	}
	inner := at(d.schemas, "SMTPRequest", "properties", "oauth2", "properties").(map[string]any)
	for name := range at(d.schemas, "OAuth2Document", "properties").(map[string]any) {
		if inner[name] == nil {
			t.Errorf("oauth2.%s is shown, but not described", name)
		}
	}
	fields, err := json.Marshal(map[string]any{"oauth2": inner})
	if err != nil {
		t.Fatal(err)
	}
	if got := s.send(t, s.ask("PUT", v1+"/smtp").bearer(token).json(string(fields))); strings.Contains(got.body, "is unknown") {
		t.Errorf("oauth2: %s", got.body)
	}
}
