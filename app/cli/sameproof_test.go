package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/app"
	"patchbay/app/browser"
	"patchbay/backend/rehearsal/smtpd"
	"patchbay/backend/vault/kdf"
	"patchbay/backend/workbench"
)

// sameProofs are the configurations that every door is to prove alike.
func sameProofs(t *testing.T, server *smtpd.Server) map[string]map[string]any {
	t.Helper()
	endpoint := server.Endpoints()[0]
	document := func(change map[string]any) map[string]any {
		doc := map[string]any{
			"host": endpoint.Host, "port": strconv.Itoa(endpoint.Port), "security": "starttls", "auth": "password",
			"user": server.User(), "password": string(server.Password().Reveal()), "from": "portal@example.com",
			"caPem": server.CAPEM(), "timeoutSeconds": 3,
		}
		for name, value := range change {
			doc[name] = value
		}
		return doc
	}
	return map[string]map[string]any{
		"passes":            document(nil),
		"wrong password":    document(map[string]any{"password": "wrong-" + endpoint.Host}),
		"unknown authority": document(map[string]any{"caPem": ""}),
		"wrong security":    document(map[string]any{"security": "implicit-tls"}),
		"closed port":       document(map[string]any{"port": "1"}), // nobody is given it, ever
		"missing host":      document(map[string]any{"host": ""}),
		"bad port":          document(map[string]any{"port": "70000"}),
		"placeholder":       document(map[string]any{"host": "%nowhere%"}),
	}
}

// TestPageBrowserAndCommandLineProveTheSame runs one configuration through the
// bound method, the browser's door and the command line with and without a
// vault. The proofs differ in times and message IDs only.
func TestPageBrowserAndCommandLineProveTheSame(t *testing.T) {
	server, err := smtpd.Start(smtpd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	for name, document := range sameProofs(t, server) {
		t.Run(name, func(t *testing.T) {
			terminal := proveFromTerminal(t, document)
			doors := openDoors(t)
			for door, prove := range map[string]func(*testing.T, map[string]any) any{
				"page": doors.page, "browser": doors.browser, "command line with a vault": doors.commandLine,
			} {
				if diff := cmp.Diff(terminal, prove(t, document)); diff != "" {
					t.Errorf("%s (-command line without a vault +this door):\n%s", door, diff)
				}
			}
		})
	}
}

func proveFromTerminal(t *testing.T, document map[string]any) any {
	t.Helper()
	got := run(t, nil, marshal(t, document), "smtp", "prove", "--from", "-", "--level", "send", "--to", "ada@example.com", "--json")
	return normal(t, []byte(got.stdout))
}

// doors are the ways to the use cases of one vault.
type doors struct {
	dir        string
	deployment string
	bench      *workbench.Workbench
	app        *app.App
}

const doorsPassword = "correct horse battery staple"

func openDoors(t *testing.T) *doors {
	t.Helper()
	cost := kdf.ForTests()
	d := &doors{dir: filepath.Join(t.TempDir(), "vault")}
	d.bench = workbench.Open(workbench.Options{Dir: d.dir, Version: "1.2.3", Cost: &cost})
	d.app = app.New(d.bench, app.Options{Version: "1.2.3"})
	t.Cleanup(func() {
		_ = d.app.Close()
		if err := d.bench.Close(); err != nil {
			t.Error(err)
		}
	})
	form := app.NewVault{Name: "Ada", Email: "ada@example.com", Password: doorsPassword}
	if _, err := bound[app.Session](d).Create(form); err != nil {
		t.Fatal(err)
	}
	site, err := bound[app.Deployments](d).Save(app.Deployment{
		Name: "Portal", TenantID: "acme", Hostname: "portal.example.com", Environment: "test",
	})
	if err != nil {
		t.Fatal(err)
	}
	d.deployment = site.ID
	return d
}

// bound finds a struct that the pages call.
func bound[T any](d *doors) *T {
	for _, b := range d.app.Bound() {
		if found, ok := b.(*T); ok {
			return found
		}
	}
	panic("no such bound struct")
}

func (d *doors) request(t *testing.T, document map[string]any) app.OutgoingProof {
	t.Helper()
	draft := map[string]any{"deploymentId": d.deployment}
	for name, value := range document {
		draft[name] = value
	}
	draft["password"] = map[string]any{"change": "set", "value": document["password"]}
	request := app.OutgoingProof{RunID: "run", Level: "send", To: "ada@example.com"}
	if err := json.Unmarshal([]byte(marshal(t, draft)), &request.Draft); err != nil {
		t.Fatal(err)
	}
	return request
}

func (d *doors) page(t *testing.T, document map[string]any) any {
	t.Helper()
	proof, err := bound[app.Outgoing](d).Prove(d.request(t, document))
	if err != nil {
		t.Fatal(err)
	}
	return normal(t, []byte(marshal(t, proof)))
}

func (d *doors) browser(t *testing.T, document map[string]any) any {
	t.Helper()
	server, err := browser.Listen(browser.Options{Pages: pages(), Bound: d.app.Bound(), Subscribe: d.app.Subscribe})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx) }()
	defer func() {
		stop()
		if err := <-served; err != nil {
			t.Error(err)
		}
	}()
	link, err := url.Parse(server.Link())
	if err != nil {
		t.Fatal(err)
	}
	origin := "http://" + link.Host
	var session struct{ Token string }
	oneTime := marshal(t, map[string]string{"token": strings.TrimPrefix(link.Fragment, "token=")})
	if err := json.Unmarshal(post(t, origin+"/session", "", oneTime), &session); err != nil {
		t.Fatal(err)
	}
	arguments := marshal(t, []any{d.request(t, document)})
	return normal(t, post(t, origin+"/rpc/app.Outgoing.Prove", session.Token, arguments))
}

func post(t *testing.T, address, token, body string) []byte {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var content bytes.Buffer
	if _, err := content.ReadFrom(response.Body); err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s, %v: %s", address, response.Status, err, content.String())
	}
	return content.Bytes()
}

// commandLine saves what can be saved and proves it with the stored password;
// what cannot be saved is proved as a draft, which needs a vault all the same.
func (d *doors) commandLine(t *testing.T, document map[string]any) any {
	t.Helper()
	if err := d.bench.Operators.Close(); err != nil {
		t.Fatal(err)
	}
	env := environment{"PATCHBAY_VAULT": d.dir, "PATCHBAY_PASSWORD": doorsPassword}
	arguments := []string{"smtp", "prove", "--level", "send", "--to", "ada@example.com", "--json"}
	stdin := ""
	if saved := run(t, env, marshal(t, document), "smtp", "set", "--from", "-"); saved.status != 0 {
		arguments, stdin = append(arguments, "--from", "-"), marshal(t, document)
	}
	got := run(t, env, stdin, arguments...)
	unlock := app.Unlock{Password: doorsPassword}
	if _, err := bound[app.Session](d).Unlock(unlock); err != nil {
		t.Fatal(err)
	}
	return normal(t, []byte(got.stdout))
}

func marshal(t *testing.T, value any) string {
	t.Helper()
	doc, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(doc)
}

// normal reads a proof without its times and message IDs, and without what is
// empty: a view says "" and null where the document leaves a field out.
func normal(t *testing.T, doc []byte) any {
	t.Helper()
	var proof map[string]any
	if err := json.Unmarshal(doc, &proof); err != nil {
		t.Fatalf("%v: %s", err, doc)
	}
	if proof["steps"] == nil {
		t.Fatalf("no proof: %s", doc)
	}
	return settle("", proof)
}

var messageID = regexp.MustCompile(`<[a-z0-9]{10,}@[^>]*>|Date: .*|Message-ID: .*`)

func settle(name string, value any) any {
	switch v := value.(type) {
	case map[string]any:
		out := map[string]any{}
		for key, inner := range v {
			if settled := settle(key, inner); settled != nil {
				out[key] = settled
			}
		}
		return out
	case []any:
		var out []any
		for _, inner := range v {
			out = append(out, settle(name, inner))
		}
		if out == nil {
			return nil
		}
		return out
	case string:
		return settleText(name, v)
	case bool:
		if !v {
			return nil
		}
	case float64:
		if name == "at" || name == "durationMs" {
			return nil
		}
	}
	return value
}

func settleText(name, text string) any {
	if text == "" || name == "startedAt" {
		return nil
	}
	if name == "patch" { // JSON text in a view
		var patch any
		if json.Unmarshal([]byte(text), &patch) == nil {
			return settle("", patch)
		}
	}
	return messageID.ReplaceAllString(text, "…")
}
