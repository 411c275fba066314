package cli_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/app/api"
)

// TestAPushThatFailsIsExplained: whatever the other side refuses, the status is
// 6, the fault says why, and nothing is changed there.
func TestAPushThatFailsIsExplained(t *testing.T) {
	there := newPatchbay(t, "Grace", "acme", "other")
	served := there.serve("installer", there.client("installer", "acme"))
	here := newPatchbay(t, "Ada", "acme")
	here.do("smtp", "set", "--from", here.file("smtp.json", mailDocument("portal@example.com")))
	right := here.file("token.txt", served.token())
	wrong := here.file("wrong.txt", "pbat_nobody-has-this-one")
	wrongClient := here.file("client.json", `{"form":"other","url":"`+served.form("shift", "acme")+
		`","tokenUrl":"`+served.address.String()+`/oauth2/token","clientId":"installer","clientSecret":"not-its-secret"}`)
	trusted := []string{"--ca-file", served.caFile}
	for name, c := range map[string]struct {
		code  string
		flags []string
	}{
		"wrong token":          {"push.unauthorized", append(trusted, "--url", served.form("ssms", "acme"), "--token-file", wrong)},
		"another tenant":       {"push.forbidden", append(trusted, "--url", served.form("ssms", "other"), "--token-file", right)},
		"another realm":        {"push.forbidden", append(trusted, "--url", served.form("shift", "other"), "--token-file", right)},
		"unknown tenant":       {"push.not_found", append(trusted, "--url", served.form("shift", "nobody"), "--token-file", right)},
		"unknown path":         {"push.not_found", append(trusted, "--url", served.address.String()+"/mail", "--token-file", right)},
		"wrong client secret":  {"token.client_rejected", append(trusted, "--from", wrongClient)},
		"an unknown authority": {"tls.unknown_authority", []string{"--url", served.form("ssms", "acme"), "--token-file", right}},
	} {
		t.Run(name, func(t *testing.T) { wantRefused(t, here, c.code, c.flags...) })
	}
	t.Run("what to do about the authority", func(t *testing.T) {
		got := run(t, here.env, "", "handover", "apply", "--target", "mail-api", "--url", served.form("ssms", "acme"), "--token-file", right)
		if !strings.Contains(got.stderr, "(PEM) with --ca-file FILE") || strings.Contains(got.stderr, "Advanced") {
			t.Errorf("it does not name the flag: %s", got.stderr)
		}
	})
	served.stop()
	t.Run("stopped", func(t *testing.T) {
		wantRefused(t, here, "net.refused", append(trusted, "--url", served.form("ssms", "acme"), "--token-file", right)...)
	})
	if got := run(t, there.env, "", "smtp", "show", "--deployment", "acme"); got.status != 4 {
		t.Errorf("something is kept there: %s", got.stdout)
	}
	if refused := there.do("audit", "list", "--action", "api.refused", "--json"); strings.Count(refused, `"api.refused"`) < 5 {
		t.Errorf("the refusals are not in the journal there: %s", refused)
	}
}

// TestAPushToALockedVaultIsExplained: the API goes on listening after a lock.
func TestAPushToALockedVaultIsExplained(t *testing.T) {
	there := newPatchbay(t, "Grace", "acme")
	clientSecret := there.client("installer", "acme")
	bench := there.open()
	server := api.New(api.Options{Bench: bench, Version: "1.2.3"})
	t.Cleanup(func() {
		_ = server.Close()
		if err := bench.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := server.Start(t.Context(), "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	authority, err := bench.LocalAPI.Authority(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	served := there.at(server.Address(), authority.PEM, "installer", clientSecret)
	here := newPatchbay(t, "Ada", "acme")
	here.do("smtp", "set", "--from", here.file("smtp.json", mailDocument("portal@example.com")))
	flags := []string{
		"--ca-file", served.caFile, "--url", served.form("ssms", "acme"), "--token-file", here.file("token.txt", served.token()),
	}
	here.do(append([]string{"handover", "apply", "--target", "mail-api"}, flags...)...)
	if err := bench.Operators.Lock(); err != nil {
		t.Fatal(err)
	}
	wantRefused(t, here, "push.locked", flags...)
}

// wantRefused pushes, and wants a fault of the other side's.
func wantRefused(t *testing.T, from *patchbay, code string, flags ...string) {
	t.Helper()
	args := append([]string{"handover", "apply", "--target", "mail-api"}, flags...)
	got := run(t, from.env, "", append(args, "--json")...)
	var f struct{ Code, Message, Hint string }
	decode(t, got.stdout, &f)
	if diff := cmp.Diff([]any{6, code}, []any{got.status, f.Code}); diff != "" {
		t.Errorf("(-want +got):\n%s%s", diff, got.stdout)
	}
	if f.Message == "" || f.Hint == "" {
		t.Errorf("it explains nothing: %s", got.stdout)
	}
	said := run(t, from.env, "", args...)
	if said.status != 6 || !strings.Contains(said.stderr, "patchbay: hint: ") {
		t.Errorf("status %d, and it said: %s", said.status, said.stderr)
	}
	for _, text := range []string{got.stdout, got.stderr, said.stdout, said.stderr} {
		if strings.Contains(text, canary) {
			t.Errorf("it shows the password: %s", text)
		}
	}
}
