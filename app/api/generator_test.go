package api_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
)

// generator makes requests out of the OpenAPI document: the examples of a body,
// with values of its schema beside and instead of theirs, and broken ones.
type generator struct {
	*rand.Rand
	document *description
	tokens   []string // the first is the one that may do everything
	ids      []string // of deployments; the first is the token's own
	tags     []string // that were answered with, for If-Match
}

func (g *generator) one(n int) bool { return g.IntN(n) == 0 }

func pick[T any](g *generator, from ...T) T { return from[g.IntN(len(from))] }

// request makes one for an operation.
func (g *generator) request(s *scene, method, path string) asking {
	ask := s.ask(method, g.address(path))
	if path == ssms && !g.one(10) {
		ask = s.ask(method, s.tenantBase(pick(g, "acme", "acme", "acme", "globex"))+path)
	}
	if token := g.token(); token != "" {
		ask = ask.bearer(token)
	}
	if g.one(4) {
		ask = ask.with("If-Match", pick(g, append(g.tags, "*", `"1"`, `W/"1"`, "", `", ,"`, "x")...))
	}
	content, _ := at(g.document.whole, "paths", path, strings.ToLower(method), "requestBody", "content").(map[string]any)
	for media, body := range content {
		schema := at(body, "schema").(map[string]any)
		if media == "application/json" {
			ask = ask.json(g.json(schema))
		} else {
			ask = g.client(s, ask.form(g.form(schema)))
		}
		if g.one(25) {
			ask = ask.with("Content-Type", pick(g, "", "text/plain", "application/json", "application/json;charset=utf-16", "multipart/form-data", "/"))
		}
	}
	return ask
}

// client signs an API client in, well or badly.
func (g *generator) client(s *scene, ask asking) asking {
	switch g.IntN(4) {
	case 0:
		return ask
	case 1:
		return ask.with("Authorization", pick(g, basicOf("installer", "wrong"), "Basic", "Basic =", "basic "+url.PathEscape(g.text()), basicOf("", "")))
	default:
		return ask.with("Authorization", basicOf("installer", s.secrets["installer"]))
	}
}

func (g *generator) token() string {
	if g.one(12) {
		return pick(g, append(g.tokens[1:], "", "pbat_wrong", "a b", `"`)...)
	}
	return g.tokens[0]
}

// address fills the parameters of a path in.
func (g *generator) address(path string) string {
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		switch segment {
		case "{id}":
			segments[i] = g.ids[0]
			if g.one(12) {
				segments[i] = pick(g, append(g.ids, "nobody", g.odd())...)
			}
		case "{tenantId}":
			segments[i] = pick(g, "acme", "acme", "acme", "acme", "globex", "nobody", g.odd())
		case "{address}":
			segments[i] = pick(g, "desk@example.com", "desk@example.com", "DESK@EXAMPLE.COM", "second@example.com", g.odd())
		case "{name}":
			segments[i] = pick(g, "Example", "Example", "example", "Second", g.odd())
		}
	}
	return strings.Join(segments, "/")
}

// odd is a segment of a path that hardly anything has.
func (g *generator) odd() string { return url.PathEscape("x" + g.text()) }

// text is a value that any field of text may be given. None of them is a name
// that could be looked up.
func (g *generator) text() string {
	return pick(g, "", " ", "a b", "%name%", "%%", "100%", "ü@ß", "\u0000", "a\r\nb", "\u202e", "*****", "••••", "a@b@c", "<script>",
		`"`, `\`, "/../", "�", "😀", strings.Repeat("x ", 600), strings.Repeat("é ", 40), "-1", "0", "true", "null")
}

// plausible is a value that a field of this name may well have. All servers are
// ports of this machine at which nobody listens.
func (g *generator) plausible(name string) (any, bool) {
	switch {
	case name == "host":
		return pick[any](g, "127.0.0.1", "[::1]", "::1", "a b", "http://127.0.0.1", ""), true
	case name == "port":
		return pick[any](g, 1, "1", 0, 65536, -1, 1.5, "one", "%port%"), true
	case strings.HasSuffix(name, "Url"), name == "issuer":
		return pick[any](g, "https://127.0.0.1:1", "https://127.0.0.1:1/x", "http://127.0.0.1:1/", "https://[::1]:1", "ftp://127.0.0.1/", "not a URL", "//", "https://127.0.0.1:1/?q#f"), true
	case name == "timeoutSeconds":
		return pick[any](g, 1, "1", 0, 301, -1, "x"), true
	case name == "from", name == "to", name == "mailbox", name == "replyTo", name == "envelopeFrom", name == "user":
		return pick[any](g, "desk@example.com", "second@example.com", "DESK@example.com", "nobody", "a@127.0.0.1", ""), true
	case name == "name", name == "provider":
		return pick[any](g, "Example", "Second", "Desk", "%name%", ""), true
	case name == "clientSecretExpires":
		return pick[any](g, "2030-01-31", "2030-02-31", "soon"), true
	case strings.HasSuffix(name, "Pem"), strings.HasSuffix(name, "Xml"):
		return pick[any](g, "", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "<EntityDescriptor/>", "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///\">]><a>&b;</a>"), true
	}
	return nil, false
}

// value makes one of a schema.
func (g *generator) value(name string, schema map[string]any) any {
	if _, composed := schema["properties"]; !composed && !g.one(4) {
		if v, ok := g.plausible(name); ok {
			return v
		}
	}
	if all, ok := schema["oneOf"].([]any); ok {
		return g.value(name, pick(g, all...).(map[string]any))
	}
	if all, ok := schema["enum"].([]any); ok {
		return pick(g, append(slices.Clone(all), "another")...)
	}
	switch schema["type"] {
	case "boolean":
		return g.one(2)
	case "integer":
		return pick[any](g, 0, 1, -1, 300, 65535, 65536, 1<<40, 1.5, json.Number("1e400"), json.Number("99999999999999999999"))
	case "array":
		list := []any{}
		for range g.IntN(4) {
			list = append(list, g.value("", schema["items"].(map[string]any)))
		}
		return list
	case "object":
		return g.object(schema, 4)
	default:
		return g.text()
	}
}

// object is the example of a schema with some properties of its own, one of so
// many.
func (g *generator) object(schema map[string]any, oneOf int) map[string]any {
	made := map[string]any{}
	if given, ok := schema["examples"].([]any); ok {
		maps.Copy(made, given[0].(map[string]any))
	}
	properties, _ := schema["properties"].(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if g.one(oneOf) {
			made[name] = g.value(name, properties[name].(map[string]any))
		}
	}
	// An example names servers; a request of this test must not ask for them.
	for name, harmless := range map[string]any{"host": "127.0.0.1", "issuer": "https://127.0.0.1:1", "port": 1} {
		text, _ := made[name].(string)
		if _, has := properties[name]; has && (made[name] == nil || strings.Contains(text, "example.com")) {
			made[name] = harmless
		}
	}
	return made
}

// resolve follows a reference.
func (g *generator) resolve(schema map[string]any) map[string]any {
	if ref, ok := schema["$ref"].(string); ok {
		return g.document.schemas[strings.TrimPrefix(ref, "#/components/schemas/")].(map[string]any)
	}
	return schema
}

// json is a body: half of them hardly differ from the example.
func (g *generator) json(schema map[string]any) string {
	schema = g.resolve(schema)
	made := g.object(schema, pick(g, 60, 60, 30, 4))
	if _, proof := made["integration"]; proof {
		g.aim(made)
	}
	if g.one(3) {
		g.spoil(made)
	}
	text, err := json.Marshal(made)
	if err != nil {
		panic(fmt.Sprintf("%v: %v", made, err))
	}
	if g.one(8) {
		return g.damage(string(text))
	}
	return string(text)
}

// aim makes most requests for a proof such that something is proved.
func (g *generator) aim(made map[string]any) {
	switch g.IntN(4) {
	case 0:
		clear(made)
		made["integration"], made["mailbox"] = "mailbox", "desk@example.com"
	case 1:
		clear(made)
		made["integration"], made["provider"] = "idp", "Example"
	}
}

// spoil changes a property or two into what does not fit.
func (g *generator) spoil(made map[string]any) {
	names := slices.Sorted(maps.Keys(made))
	for range 1 + g.IntN(2) {
		name := pick(g, append(names, "unknown", "", "__proto__", "ho\u0000st")...)
		if g.one(4) {
			delete(made, name)
			continue
		}
		made[name] = pick[any](g, nil, 0, -1, true, "", g.text(), []any{}, []any{nil}, map[string]any{}, map[string]any{"a": map[string]any{}})
	}
}

// damage makes of a document what is none, or another one.
func (g *generator) damage(text string) string {
	switch g.IntN(7) {
	case 0:
		return text[:g.IntN(len(text))]
	case 1:
		return text + text
	case 2:
		return strings.Replace(text, "{", `{"host":"127.0.0.1",`, 1) // perhaps twice
	case 3:
		return "[" + text + "]"
	case 4:
		return strings.Repeat(`{"oauth2":`, 2000)
	case 5:
		at := g.IntN(len(text))
		return text[:at] + string([]byte{byte(g.IntN(256))}) + text[at:]
	default:
		return strings.Repeat(" ", 66<<10) + text
	}
}

// form is the body of a request to the token endpoint.
func (g *generator) form(schema map[string]any) string {
	values := url.Values{}
	for name, value := range g.object(g.resolve(schema), 30) {
		if !strings.HasPrefix(name, "client_") || g.one(5) {
			values.Set(name, fmt.Sprint(value))
		}
	}
	text := values.Encode()
	if g.one(6) {
		return pick(g, text+"&"+text, text+"&%", text+"=&&=", "%00", text+strings.Repeat("&a=b", 50), strings.Repeat("x", 70<<10), text+"&scope=all")
	}
	return text
}
