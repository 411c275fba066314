package localapi_test

import (
	"go/format"
	"go/parser"
	"go/token"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/localapi"
)

func example() localapi.Example {
	return localapi.Example{
		Address: "https://127.0.0.1:8443", TenantID: "acme", DeploymentID: "0123", ClientID: "installer",
	}
}

func TestExamples(t *testing.T) {
	api, _ := bare()
	var languages []string
	for _, text := range api.Examples(example()) {
		languages = append(languages, text.Language)
		for _, part := range []string{
			"https://127.0.0.1:8443/oauth2/token", "https://127.0.0.1:8443/v1/deployments/0123/smtp",
			"https://127.0.0.1:8443/auth/realms/acme/mail/setup", "https://acme.localhost:8443/digitanium/v4/mail/config", "PATCHBAY_CLIENT_SECRET", "installer",
			localapi.DefaultCAFile, "smtp.json",
		} {
			if !strings.Contains(text.Text, part) {
				t.Errorf("%s lacks %s", text.Language, part)
			}
		}
		for _, part := range []string{"{{", "<no value>", "--insecure", "InsecureSkipVerify", "-SkipCertificateCheck"} {
			if strings.Contains(text.Text, part) {
				t.Errorf("%s has %s", text.Language, part)
			}
		}
	}
	if diff := cmp.Diff([]string{"curl", "Go", "PowerShell"}, languages); diff != "" {
		t.Error(diff)
	}
}

// TestValuesAreQuoted: a client ID may hold any character that can be printed,
// and a file any at all.
func TestValuesAreQuoted(t *testing.T) {
	api, _ := bare()
	for _, value := range []string{
		`it's`, `"quoted"`, "`backquoted`", "$HOME", "$(touch x)", `back\slash`, "a;b", "a&&b", "{{.CAFile}}", "%s", "'; rm -rf /; '", "--insecure",
	} {
		e := example()
		e.ClientID, e.CAFile = value, value
		texts := map[string]string{}
		for _, text := range api.Examples(e) {
			texts[text.Language] = text.Text
		}
		if got := shellValue(t, texts["curl"]); got != value {
			t.Errorf("a shell reads %q, want %q", got, value)
		}
		if _, err := parser.ParseFile(token.NewFileSet(), "", texts["Go"], parser.AllErrors); err != nil {
			t.Errorf("%q: %v", value, err)
		}
		if want := "'" + strings.ReplaceAll(value, "'", "''") + "')"; !strings.Contains(texts["PowerShell"], want) {
			t.Errorf("PowerShell lacks %s", want)
		}
	}
}

// shellValue is what a shell takes the first line that sets CA to.
func shellValue(t *testing.T, text string) string {
	t.Helper()
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no shell")
	}
	_, rest, _ := strings.Cut(text, "\nCA=")
	assignment, _, _ := strings.Cut(rest, "\n:")
	out, err := exec.CommandContext(t.Context(), shell, "-c", "CA="+assignment+"\nprintf %s \"$CA\"").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestTheGoExampleIsFormatted(t *testing.T) {
	api, _ := bare()
	text := api.Examples(example())[1].Text
	formatted, err := format.Source([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(text, string(formatted)); diff != "" {
		t.Error(diff)
	}
}
