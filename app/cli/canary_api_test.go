package cli_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestSC25_NoCommandOfTheAPIPrintsASecret runs the commands of clients, of the
// local API and of the push with secrets and tokens that must not come out
// again, in any form of output and any encoding, nor lie in any file.
func TestSC25_NoCommandOfTheAPIPrintsASecret(t *testing.T) {
	for _, format := range []string{"", "--json", "--events", "--verbose"} {
		t.Run("with "+format, func(t *testing.T) {
			t.Parallel()
			p := newPatchbay(t, "Ada", "acme")
			v := vaultCanary{secrets: []string{
				patchbayPassword, canary + "-mail", canary + "-client", canary + "-target", canary + "-rotated", canary + "-token",
			}}
			for _, c := range apiCanaryCommands(t) {
				args := strings.Fields(c.args)
				if format != "" {
					args = append([]string{format}, args...)
				}
				got := run(t, p.env, c.stdin, args...)
				if got.status != c.status {
					t.Errorf("%v ended with status %d, want %d: %s%s", args, got.status, c.status, got.stdout, got.stderr)
				}
				v.search(t, "the output of "+c.args, []byte(got.stdout+got.stderr))
			}
			v.secrets = append(v.secrets, callOnce(t, p, v))
			v.searchFiles(t, p.env["PATCHBAY_VAULT"])
		})
	}
}

// apiCanaryCommands hold right secrets and wrong ones.
func apiCanaryCommands(t *testing.T) []canaryCommand {
	t.Helper()
	mail := `{"host":"127.0.0.1","port":1,"from":"a@example.com","user":"a@example.com","password":"` + canary + `-mail"}`
	client := `{"clientId":"target","secret":"` + canary + `-target","tokenUrl":"https://127.0.0.1:1/token"}`
	target := `{"url":"https://127.0.0.1:1/mail","tokenUrl":"https://127.0.0.1:1/token","clientId":"a","clientSecret":"` + canary + `-target"}`
	clientSecret, rotated, token := write(t, canary+"-client"), write(t, canary+"-rotated"), write(t, canary+"-token")
	push := "handover apply --target mail-api --url https://127.0.0.1:1/mail --token-file " + token
	return []canaryCommand{
		{0, mail, "smtp set --from -"},
		{0, "", "client add installer --scopes mail:read --secret-file " + clientSecret},
		{3, "", "client add installer --secret-file " + clientSecret},
		{3, "", "client add other --client-auth secretly --secret-file " + clientSecret},
		{0, client, "client set --from -"},
		{3, client + "}", "client set --from -"},
		{3, strings.Replace(client, `"secret":"`, `"secret":["`, 1), "client set --from -"},
		{3, strings.Replace(client, `"secret":"`+canary+`-target",`, "", 1) + " ", "client set --from - --secret-file " + write(t, "")},
		{2, client, "client set --from - --secret-file " + clientSecret},
		{0, "", "client rotate target --secret-file " + rotated},
		{7, "", "client prove target"},
		{0, "", "client prove installer"},
		{0, "", "client show target"},
		{0, "", "client list"},
		{0, "", "api show"},
		{0, "", "api ca"},
		{0, "", "handover plan --target mail-api --token-file " + token},
		{6, "", push},
		{3, "", strings.Replace(push, "https:", "http:", 1)},
		{6, target, "handover apply --target mail-api --from -"},
		{3, target + "}", "handover apply --target mail-api --from -"},
		{2, target, "handover apply --target mail-api --from - --secret-file " + clientSecret},
		{0, "", "handover receipts"},
		{0, "", "audit list"},
	}
}

// callOnce calls the local API rightly and wrongly, searches what it says of
// that, and returns the token that it gave.
func callOnce(t *testing.T, p *patchbay, v vaultCanary) (token string) {
	t.Helper()
	api := p.serve("installer", canary+"-client")
	token = api.token()
	api.smtp("acme")
	for _, wrong := range []string{token + "x", canary + "-token"} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, api.address.String()+"/v1/deployments", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer "+wrong)
		v.search(t, "the answer to a wrong token", api.answer(request))
	}
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {"nobody"}, "client_secret": {canary + "-client"}}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, api.address.String()+"/oauth2/token", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	v.search(t, "the answer to a wrong client", api.answer(request))
	v.secrets = append(v.secrets, token)
	v.search(t, "the output of api serve", []byte(api.stop()+api.said()))
	return token
}

// answer is all that the API answers, headers and body.
func (a *localAPI) answer(request *http.Request) []byte {
	a.t.Helper()
	response, err := a.http.Do(request)
	if err != nil {
		a.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var headers strings.Builder
	if err := response.Header.Write(&headers); err != nil {
		a.t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		a.t.Fatal(err)
	}
	return append([]byte(headers.String()), body...)
}
