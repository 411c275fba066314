package cli_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// canary is a password that must be found nowhere.
const canary = "CANARY-p4ssw0rd-7f3a-horse"

// TestSC25_NoCommandPrintsAPassword runs everything with passwords that must
// not come out again.
func TestSC25_NoCommandPrintsAPassword(t *testing.T) {
	dir := t.TempDir()
	env := environment{"PATCHBAY_VAULT": dir + "/vault", "PATCHBAY_PASSWORD": canary, "PATCHBAY_NEW_PASSWORD": canary + "-2"}
	document := `{"host":"127.0.0.1","port":1,"from":"a@example.com","user":"a@example.com","password":"` + canary + `"}`
	box := `{"mailbox":"a@example.com","name":"A","description":"Text","host":"127.0.0.1","port":1,"password":"` + canary + `"}`
	csv := "mailbox,password,host,port,name,description\nb@example.com," + canary + ",127.0.0.1,1,B,Text\n"
	for _, format := range []string{"", "--json", "--events", "--verbose"} {
		for _, c := range []struct {
			stdin string
			args  []string
		}{
			{"", []string{"vault", "create", "--name", "Ada", "--email", "ada@example.com", "--password-file", write(t, canary)}},
			{"", []string{"deployment", "add", "Staging", "--tenant", "acme", "--hostname", "acme.example.com"}},
			{document, []string{"smtp", "set", "--from", "-"}},
			{document + "}", []string{"smtp", "set", "--from", "-"}},
			{strings.Replace(document, `"password":"`, `"password":["`, 1), []string{"smtp", "prove", "--from", "-"}},
			{"", []string{"smtp", "show"}},
			{"", []string{"smtp", "prove"}},
			{document, []string{"smtp", "prove", "--from", "-"}},
			{box, []string{"mailbox", "set", "--from", "-"}},
			{box + "}", []string{"mailbox", "set", "--from", "-"}},
			{box, []string{"mailbox", "prove", "--from", "-"}},
			{box, []string{"mailbox", "alternatives", "--from", "-"}},
			{"", []string{"mailbox", "show", "a@example.com"}},
			{"", []string{"mailbox", "list"}},
			{csv, []string{"mailbox", "import", "-"}},
			{strings.Replace(csv, "b@", "b", 1), []string{"mailbox", "import", "-"}},
			{"b@example.com," + canary + "\n", []string{"mailbox", "import", "-"}},
			{"", []string{"mailbox", "password", "b@example.com"}},
			{"", []string{"mailbox", "prove", "--all"}},
			{"", []string{"mailbox", "prove", "a@example.com"}},
			{"", []string{"audit", "list"}},
			{"", []string{"vault", "rotate"}},
			{"", []string{"vault", "status"}},
			{"", []string{"operator", "password", "--password-file", write(t, canary+"-wrong")}},
			{"", []string{"vault", "status", "--password=" + canary}},
			{"", []string{"help", "vault"}},
		} {
			args := c.args
			if format != "" {
				args = append([]string{format}, args...)
			}
			got := run(t, env, c.stdin, args...)
			if c.args[0] == "audit" && got.status != 0 {
				t.Errorf("%v ended with status %d: nothing was tried", args, got.status)
			}
			for _, text := range []string{got.stdout, got.stderr} {
				if strings.Contains(text, canary) {
					t.Errorf("%v shows the password: %s", args, text)
				}
			}
		}
	}
}

func write(t *testing.T, content string) string {
	t.Helper()
	path := t.TempDir() + "/file"
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestSC25_ATopLevelPanicShowsAReferenceOnly makes the program panic with a
// secret in its hand.
func TestSC25_ATopLevelPanicShowsAReferenceOnly(t *testing.T) {
	m := newMain("smtp", "prove", "--from", "-")
	m.Stdin = panicking{}
	status := m.Run(t.Context())
	said := m.Stderr.(*bytes.Buffer).String()
	if status != 1 || !strings.Contains(said, "patchbay: reference: ") {
		t.Errorf("it ended with status %d: %s", status, said)
	}
	if strings.Contains(said, canary) {
		t.Error("the panic's value is shown")
	}
}

type panicking struct{}

func (panicking) Read([]byte) (int, error) { panic(canary) }
