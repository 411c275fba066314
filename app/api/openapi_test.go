package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"patchbay/app/api"
)

// description is the served OpenAPI document.
type description struct {
	whole    any // as the schema library wants it
	schemas  map[string]any
	compiler *jsonschema.Compiler
}

const descriptionURL = "https://patchbay.example/openapi.json"

func (s *scene) describe(t testing.TB) *description {
	t.Helper()
	got := s.send(t, s.ask("GET", "/openapi.json"))
	if got.status != 200 {
		t.Fatalf("%d %s", got.status, got.body)
	}
	whole, err := jsonschema.UnmarshalJSON(strings.NewReader(got.body))
	if err != nil {
		t.Fatal(err)
	}
	d := &description{whole: whole, compiler: jsonschema.NewCompiler()}
	d.compiler.DefaultDraft(jsonschema.Draft2020)
	d.compiler.AssertFormat()
	if err := d.compiler.AddResource(descriptionURL, whole); err != nil {
		t.Fatal(err)
	}
	d.schemas, _ = at(whole, "components", "schemas").(map[string]any)
	return d
}

// at follows names into a document; nil where there is nothing.
func at(v any, names ...string) any {
	for _, name := range names {
		object, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = object[name]
	}
	return v
}

// operations lists "METHOD /path" of every operation.
func (d *description) operations() []string {
	var all []string
	paths, _ := at(d.whole, "paths").(map[string]any)
	for path, item := range paths {
		for method := range item.(map[string]any) {
			all = append(all, strings.ToUpper(method)+" "+path)
		}
	}
	slices.Sort(all)
	return all
}

// schema compiles the schema at a place of the document.
func (d *description) schema(t testing.TB, names ...string) *jsonschema.Schema {
	t.Helper()
	pointer := ""
	for _, name := range names {
		pointer += "/" + strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(name)
	}
	compiled, err := d.compiler.Compile(descriptionURL + "#" + pointer)
	if err != nil {
		t.Fatalf("%v: %v", names, err)
	}
	return compiled
}

// accepts holds an answer against what the document says of its operation: its
// status, its headers, its body.
func (d *description) accepts(t testing.TB, method, path string, got answered) {
	t.Helper()
	status := http.StatusText(got.status)
	place := []string{"paths", path, strings.ToLower(method), "responses", itoa(got.status)}
	response := at(d.whole, place...)
	if response == nil {
		t.Errorf("%s %s: %d %s is not described: %s", method, path, got.status, status, got.body)
		return
	}
	if at(response, "content") == nil {
		if got.body != "" {
			t.Errorf("%s %s: a body with %d: %s", method, path, got.status, got.body)
		}
		return
	}
	body, err := jsonschema.UnmarshalJSON(strings.NewReader(got.body))
	if err != nil {
		t.Errorf("%s %s: %d %q: %v", method, path, got.status, got.body, err)
		return
	}
	if err := d.schema(t, append(place, "content", "application/json", "schema")...).Validate(body); err != nil {
		t.Errorf("%s %s: %d %s: %v", method, path, got.status, got.body, err)
	}
	headers, _ := at(response, "headers").(map[string]any)
	for name := range headers {
		if got.header.Get(name) == "" && name != "WWW-Authenticate" {
			t.Errorf("%s %s: %d without %s", method, path, got.status, name)
		}
	}
}

func itoa(n int) string {
	text, _ := json.Marshal(n)
	return string(text)
}

func TestRoutesAndDocumentAreTheSame(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	d := s.describe(t)
	if diff := cmp.Diff(api.Routes(), d.operations()); diff != "" {
		t.Errorf("routes and document differ: %s", diff)
	}
	// Every operation of the document is answered by something.
	token := s.token(t, "installer")
	for _, operation := range d.operations() {
		method, path, _ := strings.Cut(operation, " ")
		path = strings.NewReplacer("{id}", "acme", "{tenantId}", "acme", "{address}", "a@example.com", "{name}", "x").Replace(path)
		got := s.send(t, s.ask(method, path).bearer(token))
		if strings.Contains(got.body, "nothing at this address") || got.status == http.StatusMethodNotAllowed {
			t.Errorf("%s: %d %s", operation, got.status, got.body)
		}
	}
	// What the document does not have is not answered.
	for _, operation := range []string{"PUT /v1/deployments", "POST /v1/deployments/acme/smtp", "GET /v1", "GET /", "DELETE /openapi.json", "GET /v1/deployments/acme/messages"} {
		method, path, _ := strings.Cut(operation, " ")
		if got := s.send(t, s.ask(method, path).bearer(token)); got.status != 404 && got.status != 405 {
			t.Errorf("%s: %d %s", operation, got.status, got.body)
		}
	}
}

// The metaschema of OpenAPI is not at hand; what it refers to is held here.
func TestTheDocumentIsOpenAPI31(t *testing.T) {
	t.Parallel()
	d := newScene(t).describe(t)
	if version := at(d.whole, "openapi"); version != "3.1.0" {
		t.Errorf("version %v", version)
	}
	seen := map[string]bool{}
	for _, operation := range d.operations() {
		method, path, _ := strings.Cut(operation, " ")
		o := at(d.whole, "paths", path, strings.ToLower(method))
		id, _ := at(o, "operationId").(string)
		if id == "" || seen[id] || at(o, "summary") == nil {
			t.Errorf("%s: the ID %q", operation, id)
		}
		seen[id] = true
		for name := range at(o, "responses").(map[string]any) {
			if at(o, "responses", name, "content") != nil {
				d.schema(t, "paths", path, strings.ToLower(method), "responses", name, "content", "application/json", "schema")
			}
		}
		declared, _ := at(o, "parameters").([]any)
		for _, segment := range strings.Split(path, "/") {
			name, found := strings.CutPrefix(segment, "{")
			if found && !slices.ContainsFunc(declared, func(p any) bool { return at(p, "name") == strings.TrimSuffix(name, "}") }) {
				t.Errorf("%s: the parameter %s is not described", operation, segment)
			}
		}
	}
	for name := range d.schemas {
		d.schema(t, "components", "schemas", name)
	}
}

// TestSC15_NoAnswerHasAPlaceForASecret walks every schema that an answer can
// lead to: what goes one way only, or is called like a secret and is text, is
// not among them. The token endpoint's own answer is the exception.
func TestSC15_NoAnswerHasAPlaceForASecret(t *testing.T) {
	t.Parallel()
	d := newScene(t).describe(t)
	walked := 0
	for _, operation := range d.operations() {
		method, path, _ := strings.Cut(operation, " ")
		responses := at(d.whole, "paths", path, strings.ToLower(method), "responses")
		if operation == "POST /oauth2/token" {
			delete(responses.(map[string]any), "200")
		}
		d.walk(responses, map[string]bool{}, func(name string, schema map[string]any) {
			walked++
			if schema["writeOnly"] == true || schema["format"] == "password" {
				t.Errorf("%s answers with %s", operation, name)
			}
			if isSecretName(name) && schema["type"] == "string" {
				t.Errorf("%s answers with the text %s", operation, name)
			}
		})
	}
	if walked < 200 {
		t.Errorf("only %d schemas were seen", walked)
	}
}

func isSecretName(name string) bool {
	for _, word := range []string{"password", "secret", "token", "spkeypem", "spnextkeypem"} {
		lower := strings.ToLower(name)
		if strings.HasSuffix(lower, word) {
			return true
		}
	}
	return false
}

// walk visits every schema below v, with the name of its property.
func (d *description) walk(v any, seen map[string]bool, visit func(name string, schema map[string]any)) {
	switch v := v.(type) {
	case []any:
		for _, inner := range v {
			d.walk(inner, seen, visit)
		}
	case map[string]any:
		if ref, ok := v["$ref"].(string); ok {
			name := strings.TrimPrefix(ref, "#/components/schemas/")
			if !seen[name] {
				seen[name] = true
				d.walk(d.schemas[name], seen, visit)
			}
			return
		}
		for name, inner := range v {
			if schema, ok := inner.(map[string]any); ok {
				visit(name, schema)
			}
			d.walk(inner, seen, visit)
		}
	}
}

func TestSC15_NoRealAnswerHoldsASecret(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	const canary = "canary-4711-of-a-secret"
	seen := s.fillWithSecrets(t, canary)
	for _, got := range seen {
		if strings.Contains(got.body, canary) || strings.Contains(got.header.Get("Location"), canary) {
			t.Errorf("%d %s", got.status, got.body)
		}
		for _, value := range s.secrets {
			if strings.Contains(got.body, value) {
				t.Errorf("a client's secret: %s", got.body)
			}
		}
	}
	entries, err := s.bench.Audit.List(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	calls, _ := s.bench.LocalAPI.Calls()
	known, err := json.Marshal([]any{entries, calls})
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(known, []byte(canary)) {
		t.Errorf("the journal or the calls have it: %s", known)
	}
}

// fillWithSecrets writes one thing of each kind with a secret in it, well and
// badly, and reads all of it back.
func (s *scene) fillWithSecrets(t *testing.T, canary string) []answered {
	t.Helper()
	token := s.token(t, "installer")
	v1 := "/v1/deployments/acme"
	var all []answered
	for _, call := range []struct {
		method, path, body string
		status             int
	}{
		{"PUT", v1 + "/smtp", `{"host":"127.0.0.1","from":"a@example.com","password":"` + canary + `"}`, 201},
		{"POST", v1 + "/mailboxes", `{"mailbox":"d@example.com","host":"127.0.0.1","name":"D","description":"D","password":"` + canary + `"}`, 201},
		{"POST", v1 + "/identity-providers", `{"name":"P","type":"oidc","issuer":"https://127.0.0.1:1","clientId":"c","clientSecret":"` + canary + `","callbackUrl":"https://acme.example.com/cb"}`, 201},
		{"PUT", v1 + "/smtp", `{"host":"127.0.0.1","from":"a@example.com","password":"` + canary + `","x":1}`, 400},
		{"PUT", v1 + "/smtp", `{"host":"127.0.0.1","from":"a@example.com","user":["` + canary + `"]}`, 400},
		{"PUT", v1 + "/smtp", `{"host":"127.0.0.1","from":"a@example.com","password":"` + canary + `\n"}`, 400},
		{"PUT", v1 + "/smtp", `{"password":"` + canary, 400},
		{"POST", "/auth/realms/acme/mail/setup", `{"host":"h","from":"","password":"` + canary + `"}`, 400},
		{"GET", v1 + "/smtp", "", 200},
		{"GET", v1 + "/mailboxes", "", 200},
		{"GET", v1 + "/mailboxes/d@example.com", "", 200},
		{"GET", v1 + "/identity-providers", "", 200},
		{"GET", v1 + "/identity-providers/P", "", 200},
		{"GET", "/v1/deployments", "", 200},
	} {
		got := s.send(t, s.ask(call.method, call.path).bearer(token).json(call.body))
		if got.status != call.status {
			t.Errorf("%s %s: %d %s", call.method, call.path, got.status, got.body)
		}
		all = append(all, got)
	}
	all = append(all, s.send(t, s.ask("POST", "/oauth2/token").form("client_id="+canary+"&client_secret="+canary)))
	all = append(all, s.send(t, s.ask("GET", "/v1/deployments").bearer(canary)))
	return all
}

func marshal(t testing.TB, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
