package cli_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"patchbay/app/cli"
	"patchbay/backend/fault"
	"patchbay/backend/proof"
)

// running is a program that goes on until it is interrupted.
type running struct {
	t         *testing.T
	out       *bufio.Reader
	stderr    *bytes.Buffer
	interrupt context.CancelFunc
	status    chan int
}

func start(t *testing.T, m *cli.Main) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r, w := io.Pipe()
	p := &running{t: t, out: bufio.NewReader(r), stderr: &bytes.Buffer{}, interrupt: cancel, status: make(chan int, 1)}
	m.Stdout, m.Stderr = w, p.stderr
	go func() {
		status := m.Run(ctx)
		_ = w.Close()
		p.status <- status
	}()
	t.Cleanup(func() {
		cancel()
		_, _ = io.Copy(io.Discard, r)
	})
	return p
}

// document reads the line that the program prints before it goes on running.
func (p *running) document(v any) {
	p.t.Helper()
	line, err := p.out.ReadBytes('\n')
	if err != nil {
		p.t.Fatalf("%v; it said: %s", err, p.stderr)
	}
	if err := json.Unmarshal(line, v); err != nil {
		p.t.Fatalf("%s: %v", line, err)
	}
}

// end interrupts the program and returns the rest of its output.
func (p *running) end() string {
	p.t.Helper()
	p.interrupt()
	rest, err := io.ReadAll(p.out)
	if err != nil {
		p.t.Fatal(err)
	}
	if status := <-p.status; status != 0 {
		p.t.Errorf("it ended with status %d: %s", status, p.stderr)
	}
	return string(rest)
}

// pageClient calls bound methods as a page does.
type pageClient struct {
	t             *testing.T
	origin, token string
}

func browse(t *testing.T, link string) *pageClient {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	page := &pageClient{t: t, origin: u.Scheme + "://" + u.Host}
	var session struct{ Token string }
	page.post("/session", map[string]string{"token": strings.TrimPrefix(u.Fragment, "token=")}, &session)
	page.token = session.Token
	return page
}

func (p *pageClient) post(path string, body, answer any) {
	p.t.Helper()
	encoded, err := json.Marshal(body)
	if err != nil {
		p.t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(p.t.Context(), http.MethodPost, p.origin+path, bytes.NewReader(encoded))
	if err != nil {
		p.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+p.token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		content, _ := io.ReadAll(response.Body)
		p.t.Fatalf("%s: %s %s", path, response.Status, content)
	}
	if err := json.NewDecoder(response.Body).Decode(answer); err != nil {
		p.t.Fatal(err)
	}
}

func (p *pageClient) call(method string, answer any, arguments ...any) {
	p.t.Helper()
	if arguments == nil {
		arguments = []any{}
	}
	p.post("/rpc/app."+method, arguments, answer)
}

func TestServe(t *testing.T) {
	m := newMain("serve", "--json", "--vault", t.TempDir()+"/vault")
	p := start(t, m)
	var started map[string]string
	p.document(&started)
	if len(started) != 1 || !strings.HasPrefix(started["url"], "http://127.0.0.1:") {
		t.Fatalf("got %v", started)
	}
	page := browse(t, started["url"])
	var platform struct {
		Door, Version string
		Demo          bool
	}
	page.call("Frame.Platform", &platform)
	if platform.Door != "browser" || platform.Version != "1.2.3" || platform.Demo {
		t.Errorf("got %+v", platform)
	}
	var status struct{ State string }
	page.call("Session.Status", &status)
	if status.State != "missing" {
		t.Errorf("the vault is %s", status.State)
	}
	if rest := p.end(); rest != "" {
		t.Errorf("more than one document: %s", rest)
	}
}

func TestServeTellsWhereToLook(t *testing.T) {
	p := start(t, newMain("serve", "--vault", t.TempDir()+"/vault"))
	for {
		line, err := p.out.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(line, "  http://127.0.0.1:") {
			break
		}
	}
	p.end()
}

func TestAProgramWithoutPagesSaysHowToBuildThem(t *testing.T) {
	m := newMain("serve", "--vault", t.TempDir()+"/vault")
	m.Pages = os.DirFS(t.TempDir())
	if status := m.Run(t.Context()); status != 6 {
		t.Errorf("it ended with status %d", status)
	}
	if said := m.Stderr.(*bytes.Buffer).String(); !strings.Contains(said, "hint: build them first") {
		t.Errorf("it said: %s", said)
	}
}

// TestDemo lives through the demo: unlocked, proved, with mail in its inbox,
// and gone afterwards.
func TestDemo(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	p := start(t, newMain("demo", "--json"))
	var started struct{ URL, Vault, Operator, Password string }
	p.document(&started)
	if _, err := os.Stat(started.Vault); err != nil {
		t.Fatal(err)
	}
	page := browse(t, started.URL)
	var status struct{ State string }
	page.call("Session.Status", &status)
	if status.State != "unlocked" {
		t.Errorf("the vault is %s", status.State)
	}
	var deployments []struct{ ID, Name string }
	page.call("Deployments.List", &deployments)
	if len(deployments) != 1 {
		t.Fatalf("got %v", deployments)
	}
	var server struct {
		Light    string
		Password struct{ Set bool }
	}
	page.call("Outgoing.Get", &server, deployments[0].ID)
	if server.Light != "proved" || !server.Password.Set {
		t.Errorf("the mail server is %+v", server)
	}
	var messages []struct{ Subject string }
	page.call("Rehearsal.Messages", &messages)
	if len(messages) != 1 {
		t.Errorf("got %d messages", len(messages))
	}
	var none any
	page.call("Session.Lock", &none)
	page.call("Session.Unlock", &status, map[string]string{"operator": "", "password": started.Password})
	if status.State != "unlocked" {
		t.Errorf("its password does not unlock it: %s", status.State)
	}
	p.end()
	left, err := os.ReadDir(os.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if len(left) != 0 {
		t.Errorf("%d things are left behind", len(left))
	}
}

func TestRehearse(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	p := start(t, newMain("rehearse", "--json"))
	var started struct {
		SMTP struct {
			Host, Security, User, Password string
			Port                           int
		}
		CAFile string
	}
	p.document(&started)
	authority, err := os.ReadFile(started.CAFile)
	if err != nil {
		t.Fatal(err)
	}
	document, err := json.Marshal(map[string]any{
		"host": started.SMTP.Host, "port": started.SMTP.Port, "security": started.SMTP.Security,
		"user": started.SMTP.User, "password": started.SMTP.Password, "from": "a@rehearsal.example", "caPem": string(authority),
	})
	if err != nil {
		t.Fatal(err)
	}
	got := run(t, nil, string(document), "smtp", "prove", "--from", "-", "--level", "send", "--json")
	var report proof.Report
	if err := json.Unmarshal([]byte(got.stdout), &report); err != nil {
		t.Fatal(err)
	}
	if got.status != 0 || report.Verdict != proof.Passed {
		t.Errorf("got status %d: %s", got.status, got.stdout)
	}
	if rest := p.end(); rest != "" {
		t.Errorf("more than one document: %s", rest)
	}
	if !strings.Contains(p.stderr.String(), "Test message") {
		t.Errorf("the message was not told of: %s", p.stderr)
	}
	if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestRehearseWithAFault(t *testing.T) {
	got := run(t, nil, "", "rehearse", "--fault", "nonsense", "--json")
	var f fault.Fault
	if err := json.Unmarshal([]byte(got.stdout), &f); err != nil {
		t.Fatal(err)
	}
	if got.status == 0 || !strings.Contains(f.Hint, "password-refused") {
		t.Errorf("got status %d: %s", got.status, got.stdout)
	}
}

// canary is a password that must be found nowhere.
const canary = "CANARY-p4ssw0rd-7f3a-horse"

// TestSC25_NoCommandPrintsAPassword runs everything with passwords that must
// not come out again.
func TestSC25_NoCommandPrintsAPassword(t *testing.T) {
	dir := t.TempDir()
	env := environment{"PATCHBAY_VAULT": dir + "/vault", "PATCHBAY_PASSWORD": canary, "PATCHBAY_NEW_PASSWORD": canary + "-2"}
	document := `{"host":"127.0.0.1","port":1,"from":"a@example.com","user":"a@example.com","password":"` + canary + `"}`
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
