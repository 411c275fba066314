package cli_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAPIServeTellsOfCalls: with --events the address comes first, then every
// call, without its body and its credentials, and an end.
func TestAPIServeTellsOfCalls(t *testing.T) {
	p := newPatchbay(t, "Ada", "acme")
	clientSecret := p.client("installer", "acme")
	m := newMain("api", "serve", "--events")
	m.Getenv = p.env.get
	program := start(t, m)
	var started struct{ Event, Address, CAFile string }
	program.document(&started)
	if started.Event != "listening" {
		t.Fatalf("it began with %+v", started)
	}
	authority, err := os.ReadFile(started.CAFile)
	if err != nil {
		t.Fatal(err)
	}
	api := p.at(started.Address, string(authority), "installer", clientSecret)
	type told struct {
		Event, Method, Path, Client, Detail string
		Status                              int
	}
	api.token()
	var right told
	program.document(&right)
	want := told{Event: "call", Method: "POST", Path: "/oauth2/token", Client: "installer", Status: 200}
	if diff := cmp.Diff(want, right); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, started.Address+"/v1/deployments?secret=x", nil)
	if err != nil {
		t.Fatal(err)
	}
	api.answer(request)
	var refused told
	program.document(&refused)
	if refused.Path != "/v1/deployments" || refused.Status != 401 || refused.Detail == "" {
		t.Errorf("the refused call is %+v", refused)
	}
	if rest := strings.TrimSpace(program.end()); rest != `{"event":"result"}` {
		t.Errorf("it ended with %s", rest)
	}
	if _, err := os.Stat(filepath.Dir(started.CAFile)); !os.IsNotExist(err) {
		t.Errorf("the folder of the authority is left behind: %v", err)
	}
}

// TestAPIServeSaysWhyItDoesNotRun: a port that is taken, a vault that is open
// elsewhere, an operator who may only read.
func TestAPIServeSaysWhyItDoesNotRun(t *testing.T) {
	there := newPatchbay(t, "Grace", "acme")
	api := there.serve("", "")
	here := newPatchbay(t, "Ada", "acme")
	here.do("operator", "add", "Vera", "--email", "vera@example.com", "--role", "viewer",
		"--new-password-file", here.file("first.txt", patchbayPassword+"-first"))
	vera := []string{"--operator", "vera", "--password-file"}
	own := here.file("own.txt", patchbayPassword+"-own")
	here.do(append(vera, here.file("first.txt", patchbayPassword+"-first"), "operator", "password", "--new-password-file", own)...)
	for name, c := range map[string]struct {
		of     *patchbay
		status int
		code   string
		args   []string
	}{
		"port taken":      {here, 3, "localapi.port_taken", []string{"--operator", "ada", "api", "serve", "--listen", api.address.Host}},
		"vault in use":    {there, 3, "vault.in_use", []string{"api", "serve"}},
		"a viewer starts": {here, 5, "operator.not_allowed", append(vera, own, "api", "serve")},
		"a viewer sets":   {here, 5, "operator.not_allowed", append(vera, own, "api", "set", "--port", "0")},
	} {
		t.Run(name, func(t *testing.T) {
			got := run(t, c.of.env, "", append(c.args, "--json")...)
			var f struct{ Code, Hint string }
			if err := json.Unmarshal([]byte(got.stdout), &f); err != nil {
				t.Fatalf("%v: %s", err, got.stdout)
			}
			if got.status != c.status || f.Code != c.code {
				t.Errorf("it ended with status %d: %s", got.status, got.stdout)
			}
		})
	}
}
