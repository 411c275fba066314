package cli_test

import (
	"strings"
	"testing"

	"patchbay/backend/rehearsal/smtpd"
)

// TestSC25_NoCommandOfNotificationsPrintsASecret runs the commands of actions, of
// the gateway and of a reset with passwords that must not come out again, in any
// form of output and any encoding, nor lie in any file: also the one that is
// mailed.
func TestSC25_NoCommandOfNotificationsPrintsASecret(t *testing.T) {
	for _, format := range []string{"", "--json", "--events", "--verbose"} {
		t.Run("with "+format, func(t *testing.T) {
			t.Parallel()
			server, err := smtpd.Start(smtpd.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := server.Close(); err != nil {
					t.Error(err)
				}
			}()
			p := newPatchbay(t, "Ada", "acme")
			p.do("operator", "add", "Grace", "--email", "grace@example.com", "--new-password-file", p.file("first.txt", canary+"-first"))
			v := vaultCanary{secrets: []string{
				patchbayPassword, canary + "-own", canary + "-code", canary + "-first", string(server.Password().Reveal()),
			}}
			var said []byte
			for _, c := range notifyCanaryCommands(t, server) {
				args := strings.Fields("--operator ada " + c.args)
				if format != "" {
					args = append([]string{format}, args...)
				}
				got := run(t, p.env, c.stdin, args...)
				if got.status != c.status {
					t.Errorf("%v ended with status %d, want %d: %s%s", args, got.status, c.status, got.stdout, got.stderr)
				}
				v.search(t, "the output of "+c.args, []byte(got.stdout+got.stderr))
				said = append(said, got.stdout+got.stderr...)
			}
			v.secrets = append(v.secrets, mailedPasswords(t, server)...)
			v.search(t, "all output", said)
			v.searchFiles(t, p.env["PATCHBAY_VAULT"])
		})
	}
}

// mailedPasswords are those that the server has caught, with and without their
// hyphens.
func mailedPasswords(t *testing.T, server *smtpd.Server) []string {
	t.Helper()
	var found []string
	for _, summary := range server.Messages() {
		m, err := server.Message(summary.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range mailedPassword().FindAllStringSubmatch(m.Text, -1) {
			found = append(found, match[1], strings.ReplaceAll(match[1], "-", ""))
		}
	}
	if len(found) != 4 {
		t.Fatalf("%d passwords were mailed", len(found)/2)
	}
	return found
}

// notifyCanaryCommands hold right secrets and wrong ones.
func notifyCanaryCommands(t *testing.T, server *smtpd.Server) []canaryCommand {
	t.Helper()
	own := `{"name":"Notice","ownServer":{"host":"127.0.0.1","port":1,"from":"a@example.com","user":"a@example.com","password":"` + canary + `-own"}}`
	code := `{"host":"127.0.0.1","port":1,"from":"a@example.com","senderName":"A","password":"` + canary + `-code"}`
	event := `{"action":"Notice","everyone":true,"message":"M"}`
	works := write(t, gatewayDocument(t, server))
	return []canaryCommand{
		{0, string(smtpDocument(t, server)), "smtp set --from -"},
		{0, "", "notify switch notifications on"},
		{0, "", "deployment show"},
		{0, own, "notify action set --from -"},
		{3, own + "}", "notify action set --from -"},
		{3, strings.Replace(own, `"password":"`, `"password":["`, 1), "notify action set --from -"},
		{2, own, "notify action set --from - --secret-file " + write(t, canary+"-own")},
		{0, "", "notify action show Notice"},
		{0, "", "notify action list"},
		{7, "", "notify action prove Notice"},
		{0, `{"name":"Grace","email":"grace@example.com"}`, "notify people set --from -"},
		{0, event, "notify rehearse --from -"},
		{0, event, "notify send --from -"},
		{0, "", "notify messages"},
		{0, "", "notify findings"},
		{4, "", "operator reset grace"},
		{0, code, "gateway set --from -"},
		{3, code + "}", "gateway set --from -"},
		{3, strings.Replace(code, `"password":"`, `"password":["`, 1), "gateway set --from -"},
		{2, code, "gateway set --from - --secret-file " + write(t, canary+"-code")},
		{0, "", "gateway show"},
		{7, "", "gateway prove"},
		{6, "", "operator reset grace"},
		{7, code, "gateway prove --from -"},
		{0, "", "gateway set --from " + works},
		{0, "", "gateway prove --level send"},
		{0, "", "operator reset grace"},
		{0, "", "operator reset grace"},
		{0, "", "operator list"},
		{0, "", "gateway template preview"},
		{0, "", "audit list"},
		{0, "", "audit list --text password"},
	}
}
