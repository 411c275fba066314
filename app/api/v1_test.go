package api_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/apiclient"
	"patchbay/backend/audit"
	"patchbay/backend/idp"
	"patchbay/backend/mailbox"
	"patchbay/backend/operator"
	"patchbay/backend/outgoing"
	"patchbay/backend/secret"
)

const (
	v1      = "/v1/deployments/acme"
	desk    = `{"mailbox":"desk@example.com","host":"127.0.0.1","name":"Desk","description":"Of the desk","password":"pw"}`
	contoso = `{"name":"Contoso","type":"oidc","issuer":"https://127.0.0.1:1","clientId":"c","clientSecret":"cs","callbackUrl":"https://acme.example.com/cb"}`
	mail    = `{"host":"127.0.0.1","from":"a@example.com","password":"pw"}`
)

// step is a call and what it is answered with.
type step struct {
	method, path, body string
	match              string // If-Match
	status             int
	code               string // of the fault; "" for none
	has                string // in the body
}

func (s *scene) walk(t *testing.T, token string, steps []step) answered {
	t.Helper()
	d := s.describe(t)
	var got answered
	for _, step := range steps {
		ask := s.ask(step.method, step.path).bearer(token)
		if step.body != "" {
			ask = ask.json(step.body)
		}
		if step.match != "" {
			ask = ask.with("If-Match", step.match)
		}
		got = s.send(t, ask)
		if got.status != step.status || !strings.Contains(got.body, step.has) {
			t.Errorf("%s %s: %d instead of %d: %s", step.method, step.path, got.status, step.status, got.body)
		}
		if step.code != "" && !strings.Contains(got.body, `"code":"`+step.code+`"`) {
			t.Errorf("%s %s: not %s: %s", step.method, step.path, step.code, got.body)
		}
		if pattern := d.patternOf(step.path); pattern != "" && step.method != "HEAD" {
			d.accepts(t, step.method, pattern, got)
		}
	}
	return got
}

// patternOf finds the path of the document that a real path belongs to.
func (d *description) patternOf(path string) string {
	for _, operation := range d.operations() {
		_, pattern, _ := strings.Cut(operation, " ")
		real, wanted := strings.Split(path, "/"), strings.Split(pattern, "/")
		if len(real) != len(wanted) {
			continue
		}
		same := true
		for i := range wanted {
			same = same && (strings.HasPrefix(wanted[i], "{") || wanted[i] == real[i])
		}
		if same {
			return pattern
		}
	}
	return ""
}

func TestOutgoingMailIsReadAndReplaced(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	token := s.token(t, "installer")
	first := s.walk(t, token, []step{
		{method: "GET", path: v1 + "/smtp", status: 404, code: outgoing.CodeNotConfigured, has: `"hint":"PUT /v1/deployments/acme/smtp keeps one"`},
		{method: "GET", path: v1 + "/mailboxes/a@example.com", status: 404, code: mailbox.CodeNotFound, has: `"hint":"GET /v1/deployments/acme/mailboxes lists them"`},
		{method: "GET", path: v1 + "/identity-providers/a", status: 404, code: idp.CodeNotFound, has: `"hint":"GET /v1/deployments/acme/identity-providers lists them"`},
		{method: "PUT", path: v1 + "/smtp", body: `{"from":"a@example.com"}`, status: 400, code: "settings.invalid", has: `"hint":"correct what fields names`},
		{method: "PUT", path: v1 + "/smtp", body: mail, match: `"1"`, status: 412, code: "api.precondition_failed"},
		{method: "PUT", path: v1 + "/smtp", body: mail, match: `*`, status: 412, code: "api.precondition_failed"},
		{method: "PUT", path: v1 + "/smtp", body: mail, status: 201, has: `"password":{"set":true,"changedAt":`},
		{method: "GET", path: v1 + "/smtp", status: 200},
	})
	tag := first.header.Get("ETag")
	s.walk(t, token, []step{
		{method: "GET", path: "/v1/deployments/" + s.acme.ID + "/smtp", status: 200, has: first.body},
		{method: "HEAD", path: v1 + "/smtp", status: 200},
		// Left out, the password stays: it goes where it went.
		{method: "PUT", path: v1 + "/smtp", body: `{"host":"127.0.0.1","from":"a@example.com","auth":"password","replyTo":"b@example.com"}`, match: `"0", ` + tag, status: 200, has: `"password":{"set":true`},
		{method: "PUT", path: v1 + "/smtp", body: mail, match: tag, status: 412, code: "api.precondition_failed"},
		{method: "PUT", path: v1 + "/smtp", body: `{"host":"127.0.0.2","from":"a@example.com","auth":"password"}`, status: 400, code: outgoing.CodeBoundElsewhere, has: `"name":"password"`},
		{method: "PUT", path: v1 + "/smtp", body: `{"host":"127.0.0.1"}`, status: 400, code: "settings.invalid", has: `"name":"from"`},
		{method: "PUT", path: v1 + "/smtp", body: `{"host":"127.0.0.1","from":"a@example.com","password":""}`, status: 200},
		{method: "GET", path: v1 + "/smtp", status: 200},
	})
	if s.kept(t).Password.Set {
		t.Error("an empty password did not remove it")
	}
}

func TestMailboxesAreReadAndWritten(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	token := s.token(t, "installer")
	list, one := v1+"/mailboxes", v1+"/mailboxes/desk@example.com"
	s.walk(t, token, []step{
		{method: "GET", path: list, status: 200, has: `[]`},
		{method: "GET", path: one, status: 404, code: mailbox.CodeNotFound},
		{method: "DELETE", path: one, status: 404, code: mailbox.CodeNotFound},
		{method: "POST", path: list, body: `{"host":"127.0.0.1"}`, status: 400, code: "settings.invalid", has: `"name":"mailbox"`},
	})
	made := s.walk(t, token, []step{{method: "POST", path: list, body: desk, status: 201, has: `"aliases":[],"status":{"light":"never"`}})
	if at := made.header.Get("Location"); at != one {
		t.Errorf("it lies at %q", at)
	}
	s.walk(t, token, []step{
		{method: "GET", path: made.header.Get("Location"), status: 200, has: made.body},
		{method: "GET", path: v1 + "/mailboxes/DESK%40example.com", status: 200, has: made.body},
		{method: "GET", path: list, status: 200, has: `"aliases":0`},
		{method: "POST", path: list, body: desk, status: 409, code: mailbox.CodeExists},
		{method: "PUT", path: one, body: `{"mailbox":"other@example.com","host":"127.0.0.1","name":"D","description":"D"}`, status: 400, code: "api.name_differs", has: `"name":"mailbox"`},
		{method: "PUT", path: one, body: `{"host":"127.0.0.1","name":"New","description":"D"}`, match: made.header.Get("ETag"), status: 200, has: `"name":"New"`},
		{method: "PUT", path: one, body: `{"host":"127.0.0.1","name":"Newer","description":"D"}`, match: made.header.Get("ETag"), status: 412, code: "api.precondition_failed"},
		{method: "DELETE", path: one, match: made.header.Get("ETag"), status: 412, code: "api.precondition_failed"},
		{method: "PUT", path: one, body: `{"host":"127.0.0.2","name":"N","description":"D"}`, status: 400, code: outgoing.CodeBoundElsewhere},
		{method: "PUT", path: v1 + "/mailboxes/second@example.com", body: `{"host":"127.0.0.1","name":"S","description":"S","password":"pw"}`, status: 201},
	})
	s.alias(t, "desk@example.com")
	s.walk(t, token, []step{
		{method: "GET", path: one, status: 200, has: `"aliases":[{"address":"help@example.com"`},
		{method: "DELETE", path: one, status: 409, code: mailbox.CodeHasAliases, has: "help@example.com"},
		{method: "DELETE", path: v1 + "/mailboxes/second@example.com", match: "*", status: 204},
		{method: "GET", path: v1 + "/mailboxes/second@example.com", status: 404},
	})
}

func (s *scene) alias(t *testing.T, address string) {
	t.Helper()
	m, err := s.bench.Mailboxes.ByAddress(t.Context(), s.acme.ID, address)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.bench.Mailboxes.SaveAlias(t.Context(), s.acme.ID, mailbox.Alias{MailboxID: m.ID, Address: "help@example.com", Workspace: "Support"}); err != nil {
		t.Fatal(err)
	}
}

func TestIdentityProvidersAreReadAndWritten(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	token := s.token(t, "installer")
	list, one := v1+"/identity-providers", v1+"/identity-providers/Contoso"
	made := s.walk(t, token, []step{
		{method: "GET", path: list, status: 200, has: `[]`},
		{method: "GET", path: one, status: 404, code: "idp.not_found"},
		{method: "POST", path: list, body: `{"name":"X"}`, status: 400, code: "settings.invalid", has: `"name":"type"`},
		{method: "POST", path: list, body: contoso, status: 201, has: `"clientSecret":{"set":true`},
	})
	s.walk(t, token, []step{
		{method: "GET", path: made.header.Get("Location"), status: 200, has: made.body},
		{method: "GET", path: v1 + "/identity-providers/CONTOSO", status: 200, has: made.body},
		{method: "GET", path: list, status: 200, has: `"name":"Contoso"`},
		{method: "POST", path: list, body: contoso, status: 409, code: "idp.exists"},
		{method: "PUT", path: one, body: strings.ReplaceAll(contoso, `"name":"Contoso",`, ""), match: made.header.Get("ETag"), status: 200},
		{method: "PUT", path: one, body: contoso, match: made.header.Get("ETag"), status: 412, code: "api.precondition_failed"},
		{method: "PUT", path: one, body: strings.ReplaceAll(contoso, "Contoso", "Other"), status: 400, code: "api.name_differs"},
		{method: "PUT", path: v1 + "/identity-providers/Second%20one", body: strings.ReplaceAll(contoso, `"name":"Contoso",`, ""), status: 201, has: `"name":"Second one"`},
		{method: "DELETE", path: v1 + "/identity-providers/Second%20one", status: 204},
		{method: "DELETE", path: one, match: `"1"`, status: 412},
		{method: "DELETE", path: one, status: 204},
		{method: "DELETE", path: one, status: 404, code: "idp.not_found"},
	})
	// Its metadata may be larger than other documents.
	large := `{"name":"Large","type":"saml","callbackUrl":"https://acme.example.com/cb","metadataXml":"` + strings.Repeat("x", 100<<10) + `"}`
	s.walk(t, token, []step{
		{method: "POST", path: list, body: large, status: 400, code: "settings.invalid"},
		{method: "POST", path: list, body: strings.Repeat(" ", 4<<20) + contoso, status: 413, code: "api.too_large"},
		{method: "PUT", path: v1 + "/smtp", body: strings.Repeat(" ", 64<<10) + mail, status: 413, code: "api.too_large"},
	})
}

func TestProofsAreOfWhatIsSaved(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	token := s.token(t, "installer")
	at := v1 + "/proofs"
	// Nothing listens on port 1 of this machine.
	s.walk(t, token, []step{
		{method: "POST", path: at, body: `{"integration":"smtp"}`, status: 404, code: outgoing.CodeNotConfigured},
		{method: "PUT", path: v1 + "/smtp", body: `{"host":"127.0.0.1","port":1,"from":"a@example.com","password":"pw"}`, status: 201},
		{method: "POST", path: v1 + "/mailboxes", body: strings.Replace(desk, `"host"`, `"port":1,"host"`, 1), status: 201},
		{method: "POST", path: v1 + "/identity-providers", body: contoso, status: 201},
		{method: "POST", path: at, body: `{"integration":"smtp"}`, status: 200, has: `"code":"net.refused"`},
		{method: "POST", path: at, body: `{"integration":"smtp","level":"send","to":"b@example.com"}`, status: 200, has: `"verdict":"failed"`},
		{method: "POST", path: at, body: `{"integration":"smtp","level":"roundtrip","mailbox":"desk@example.com"}`, status: 200, has: `"verdict":"failed"`},
		{method: "POST", path: at, body: `{"integration":"mailbox","mailbox":"desk@example.com"}`, status: 200, has: `"subject":"imap"`},
		{method: "POST", path: at, body: `{"integration":"idp","provider":"Contoso"}`, status: 200, has: `"verdict":"failed"`},
		{method: "POST", path: at, body: `{"integration":"mailbox","mailbox":"nobody@example.com"}`, status: 404, code: mailbox.CodeNotFound},
		{method: "POST", path: at, body: `{"integration":"idp","provider":"Nobody"}`, status: 404, code: "idp.not_found"},
		{method: "POST", path: at, body: `{"integration":"fax"}`, status: 400, has: `"name":"integration"`},
		{method: "POST", path: at, body: `{}`, status: 400, has: `"name":"integration"`},
		{method: "POST", path: at, body: `{"integration":"smtp","level":"all"}`, status: 400, has: `"name":"level"`},
		{method: "POST", path: at, body: `{"integration":"smtp","level":"roundtrip"}`, status: 400, has: `"name":"mailbox"`},
		{method: "POST", path: at, body: `{"integration":"smtp","level":"roundtrip","mailbox":"desk@example.com","to":"x@example.com"}`, status: 400, has: `"name":"to"`},
		{method: "POST", path: at, body: `{"integration":"smtp","mailbox":"desk@example.com"}`, status: 400, has: `"name":"mailbox"`},
		{method: "POST", path: at, body: `{"integration":"mailbox"}`, status: 400, has: `"name":"mailbox"`},
		{method: "POST", path: at, body: `{"integration":"idp","provider":"Contoso","level":"check"}`, status: 400, has: `"name":"level"`},
		{method: "POST", path: at, body: `{"integration":"smtp","host":"x"}`, status: 400, has: `"name":"host"`},
	})
}

func TestATokenSeesItsOwnDeploymentAlone(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	token := s.token(t, "stranger")
	got := s.walk(t, token, []step{{method: "GET", path: "/v1/deployments", status: 200}})
	want := `[{"id":"` + s.globex.ID + `","name":"Globex","tenantId":"globex","hostname":"globex.example.com","environment":"test"}]`
	if diff := cmp.Diff(want, got.body); diff != "" {
		t.Error(diff)
	}
	for _, path := range []string{"/smtp", "/mailboxes", "/mailboxes/desk@example.com", "/identity-providers", "/identity-providers/Contoso"} {
		s.walk(t, token, []step{
			{method: "GET", path: v1 + path, status: 403, code: "api.other_tenant"},
			{method: "GET", path: "/v1/deployments/nobody" + path, status: 404, code: "api.unknown_tenant"},
		})
	}
}

func TestScopesHoldForEveryRoute(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	scopes := map[string]string{
		"GET /smtp": "mail:read", "PUT /smtp": "mail:write",
		"GET /mailboxes": "mail:read", "POST /mailboxes": "mail:write",
		"GET /mailboxes/a@example.com": "mail:read", "PUT /mailboxes/a@example.com": "mail:write", "DELETE /mailboxes/a@example.com": "mail:write",
		"GET /identity-providers": "idp:read", "POST /identity-providers": "idp:write",
		"GET /identity-providers/x": "idp:read", "PUT /identity-providers/x": "idp:write", "DELETE /identity-providers/x": "idp:write",
		"POST /proofs": "proof:run", "POST /messages": "notify:send",
	}
	tokens := map[string]string{}
	for _, scope := range everyScope() {
		id := strings.ReplaceAll(scope, ":", "-")
		s.addClient(t, s.acme.ID, id, scope)
		tokens[scope] = s.token(t, id)
	}
	for route, needed := range scopes {
		method, path, _ := strings.Cut(route, " ")
		for scope, token := range tokens {
			got := s.send(t, s.ask(method, v1+path).bearer(token).json(`{`))
			if refused := got.status == 403; refused == (scope == needed) {
				t.Errorf("%s with %s: %d %s", route, scope, got.status, got.body)
			}
			if got.status == 403 && !strings.Contains(got.header.Get("WWW-Authenticate"), `scope="`+needed+`"`) {
				t.Errorf("%s with %s: %v", route, scope, got.header)
			}
		}
	}
}

func TestAViewerAtWorkLetsNobodyWrite(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	settle := s.letViewerIn(t)
	if got := s.send(t, s.ask("GET", "/openapi.json")); got.status != 423 {
		t.Errorf("with a first password: %d %s", got.status, got.body)
	}
	settle()
	s.walk(t, s.token(t, "installer"), []step{
		{method: "GET", path: v1 + "/mailboxes", status: 200},
		{method: "PUT", path: v1 + "/smtp", body: mail, status: 403, code: operator.CodeNotAllowed},
		{method: "POST", path: v1 + "/mailboxes", body: desk, status: 403, code: operator.CodeNotAllowed},
		{method: "POST", path: v1 + "/identity-providers", body: contoso, status: 403, code: operator.CodeNotAllowed},
	})
	got := s.send(t, s.ask("POST", shift).bearer(s.token(t, "installer")).json(sample))
	if got.status != 403 || !strings.Contains(got.body, `"status":"FORBIDDEN"`) {
		t.Errorf("%d %s", got.status, got.body)
	}
	want := []refusedEntry{
		{"outgoing.server.saved", "installer"}, {"idp.saved", "installer"}, {"mailbox.saved", "installer"}, {"outgoing.server.saved", "installer"},
	}
	if diff := cmp.Diff(want, s.refusals(t)); diff != "" {
		t.Error(diff)
	}
}

// letViewerIn has somebody at work who may look only, with a first password;
// settle gives her one of her own.
func (s *scene) letViewerIn(t *testing.T) (settle func()) {
	t.Helper()
	password, next := secret.FromString("another long password of Vera"), secret.FromString("a password of Vera's own choice")
	vera, err := s.bench.Operators.Add(t.Context(), operator.NewOperator{
		Name: "Vera", Email: "vera@example.com", Role: operator.Viewer, Password: password, Confirm: password,
	})
	if err != nil {
		t.Fatal(err)
	}
	s.lock(t)
	if _, err := s.bench.Operators.Unlock(t.Context(), vera.Name, password); err != nil {
		t.Fatal(err)
	}
	return func() {
		t.Helper()
		if err := s.bench.Operators.ChangePassword(t.Context(), operator.PasswordChange{Current: password, Next: next, Confirm: next}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestEveryWriteAndRefusalIsInTheJournal(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	token := s.token(t, "installer")
	s.walk(t, token, []step{
		{method: "PUT", path: v1 + "/smtp", body: mail, status: 201},
		{method: "POST", path: v1 + "/mailboxes", body: desk, status: 201},
		{method: "DELETE", path: v1 + "/mailboxes/desk@example.com", status: 204},
		{method: "POST", path: v1 + "/identity-providers", body: contoso, status: 201},
		{method: "PUT", path: v1 + "/smtp", body: `{"unknown":1}`, status: 400},
		{method: "GET", path: "/v1/deployments/globex/smtp", status: 403},
	})
	s.send(t, s.ask("GET", v1+"/smtp?token=in-the-address"))
	s.send(t, s.ask("POST", "/oauth2/token").form(grant+"&client_id=installer&client_secret=wrong"))
	entries, err := s.bench.Audit.List(t.Context(), 8)
	if err != nil {
		t.Fatal(err)
	}
	var got []audit.Entry
	for _, e := range entries {
		got = append(got, audit.Entry{Operator: e.Operator, Via: e.Via, Action: e.Action, Deployment: e.Deployment, Subject: e.Subject, Detail: e.Detail, Refused: e.Refused})
	}
	refused := func(via, deployment, subject, detail string) audit.Entry {
		return audit.Entry{Operator: "Ada", Via: via, Action: "api.refused", Deployment: deployment, Subject: subject, Detail: detail, Refused: true}
	}
	done := func(action, subject string) audit.Entry {
		return audit.Entry{Operator: "Ada", Via: "installer", Action: action, Deployment: s.acme.ID, Subject: subject}
	}
	want := []audit.Entry{
		refused("", "", "POST /oauth2/token", apiclient.CodeInvalidClient),
		refused("", "", "GET /v1/deployments/acme/smtp", "api.unauthorized"),
		refused("installer", s.acme.ID, "GET /v1/deployments/globex/smtp", "api.other_tenant"),
		refused("installer", s.acme.ID, "PUT /v1/deployments/acme/smtp", "settings.invalid: unknown"),
		done("idp.saved", "Contoso"),
		done("mailbox.removed", "desk@example.com"),
		done("mailbox.saved", "desk@example.com"),
		done("outgoing.server.saved", "127.0.0.1"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestEveryCallIsListedWithoutItsContents(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	token := s.token(t, "installer")
	_, before := s.bench.LocalAPI.Calls()
	s.send(t, s.ask("PUT", v1+"/smtp?x=1").bearer(token).json(mail))
	s.send(t, s.ask("PUT", v1+"/smtp").bearer(token).json(`{"host":"127.0.0.1","from":"a@example.com","port":"value"}`))
	s.send(t, s.ask("GET", v1+"/mailboxes/value@example.com").bearer(token))
	s.send(t, s.ask("GET", v1+"/smtp").bearer("pbat_wrong"))
	s.send(t, s.ask("GET", "/nothing/"+strings.Repeat("x", 500)))
	calls, total := s.bench.LocalAPI.Calls()
	if total-before != 5 {
		t.Fatalf("%d calls", total-before)
	}
	for i, want := range []struct {
		status         int
		client, detail string
	}{
		{404, "", "there is nothing at this address"},
		{401, "", "the access token is unknown or has expired"},
		{404, "installer", "this deployment has no such mailbox"},
		{400, "installer", "not valid: port"},
		{201, "installer", ""},
	} {
		got := calls[i]
		if got.Status != want.status || got.Client != want.client || got.Detail != want.detail {
			t.Errorf("%+v", got)
		}
		if strings.Contains(got.Path, "?") || len(got.Path) > 300 {
			t.Errorf("the address %q", got.Path)
		}
	}
}
