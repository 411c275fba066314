package cli_test

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"patchbay/backend/rehearsal/smtpd"
)

// TestScripts runs testdata/script. Beside the commands of testscript a script
// has:
//
//	exits STATUS PROGRAM...  runs a program, which must end with that status
//	rehearsal [FAULT]        starts a rehearsal server; its document is smtp.json
//	edit FILE KEY=VALUE...   writes FILE from smtp.json with other members
//	reads [FAULT]            starts a rehearsal mailbox too; its document is mailbox.json
//	editbox FILE KEY=VALUE... writes FILE from mailbox.json with other members
//	signs [FAULT]            starts a rehearsal sign-in provider; its documents are oidc.json, oauth2.json, saml.json
//	editidp FILE KEY=VALUE... writes FILE from oidc.json with other members
//	serves [FLAG]...         runs "api serve" meanwhile; API, API_PORT and CA_FILE tell where
//	ends                     interrupts it
//	bearer ANSWER HEADER TOKEN writes the token of an answer, as a header and alone
//	json [KEY=VALUE]...      standard output is one JSON document with these members
//	lines KEY=VALUE...       standard output is one JSON document a line; the last has these
//	flip FILE                changes one bit in the middle of a file
//	mails                    starts a rehearsal server; its documents are smtp.json and gateway.json
//	acts [FAULT]             chooses the failure that it acts, or none
//	caught N [REGEXP...]     N messages have arrived, and the newest holds these
//	mailed FILE              writes the password of the newest message
//	wide FILE                writes a file anew in UTF-16
func TestScripts(t *testing.T) {
	apis := newAPIServers()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("XDG_CONFIG_HOME", env.WorkDir+"/config")
			env.Setenv("LC_ALL", "C.UTF-8")
			// A race-built program otherwise sleeps for a second before it ends.
			env.Setenv("GORACE", "atexit_sleep_ms=20")
			env.Values[mailServerKey{}] = &mailServer{}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "rehearsal": rehearsal, "edit": edit, "json": oneDocument, "lines": manyDocuments, "flip": flip,
			"reads": reads, "editbox": editbox, "signs": signs, "editidp": editIDP,
			"serves": apis.serves, "ends": apis.ends, "bearer": bearer,
			"mails": mails, "acts": acts, "caught": caught, "mailed": mailed, "wide": wide,
		},
	})
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS PROGRAM...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var failed *exec.ExitError
		if !errors.As(err, &failed) {
			ts.Fatalf("run: %v", err)
		}
		got = failed.ExitCode()
	}
	if got != want {
		ts.Fatalf("it ended with status %d, want %d", got, want)
	}
}

func rehearsal(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 1 {
		ts.Fatalf("usage: rehearsal [FAULT]")
	}
	server := startSMTP(ts)
	if len(args) == 1 {
		ts.Check(server.SetFault(args[0]))
	}
}

// startSMTP starts a rehearsal mail server and writes its document.
func startSMTP(ts *testscript.TestScript) *smtpd.Server {
	server, err := smtpd.Start(smtpd.Options{})
	ts.Check(err)
	ts.Defer(func() { ts.Check(server.Close()) })
	endpoint := server.Endpoints()[0]
	writeDocument(ts, "smtp.json", map[string]any{
		"host": endpoint.Host, "port": endpoint.Port, "security": endpoint.Security,
		"user": server.User(), "password": string(server.Password().Reveal()),
		"from": "portal@rehearsal.example", "caPem": server.CAPEM(),
	})
	ts.Setenv("PORT", strconv.Itoa(endpoint.Port))
	ts.Setenv("SMTP_PASSWORD", string(server.Password().Reveal()))
	return server
}

func writeDocument(ts *testscript.TestScript, name string, document map[string]any) {
	encoded, err := json.Marshal(document)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(name), encoded, 0o600))
}

func edit(ts *testscript.TestScript, neg bool, args []string) { editFrom(ts, "smtp.json", neg, args) }

// editFrom writes a document with other members than base has.
func editFrom(ts *testscript.TestScript, base string, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: edit FILE KEY=VALUE...")
	}
	document := map[string]any{}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(base)), &document))
	for _, arg := range args[1:] {
		key, value, _ := strings.Cut(arg, "=")
		delete(document, key)
		if value != "" {
			document[key] = value
		}
	}
	writeDocument(ts, args[0], document)
}

func oneDocument(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("json cannot be negated")
	}
	stdout := ts.ReadFile("stdout")
	if strings.Count(stdout, "\n") != 1 {
		ts.Fatalf("standard output is not one line")
	}
	hold(ts, stdout, args)
}

func manyDocuments(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("lines cannot be negated")
	}
	all := strings.Split(strings.TrimSuffix(ts.ReadFile("stdout"), "\n"), "\n")
	for i, line := range all {
		var event struct{ Event string }
		ts.Check(json.Unmarshal([]byte(line), &event))
		if last := i == len(all)-1; (event.Event == "result") != last || event.Event == "" {
			ts.Fatalf("line %d has the event %q", i+1, event.Event)
		}
	}
	hold(ts, all[len(all)-1], args)
}

// hold compares members, named by a path such as "finding.code".
func hold(ts *testscript.TestScript, document string, members []string) {
	var value any
	ts.Check(json.Unmarshal([]byte(document), &value))
	for _, member := range members {
		path, want, _ := strings.Cut(member, "=")
		got := value
		for key := range strings.SplitSeq(path, ".") {
			object, ok := got.(map[string]any)
			if !ok || !slices.Contains(keys(object), key) {
				ts.Fatalf("there is no %s", path)
			}
			got = object[key]
		}
		encoded, err := json.Marshal(got)
		ts.Check(err)
		if text, ok := got.(string); ok {
			encoded = []byte(text)
		}
		if string(encoded) != want {
			ts.Fatalf("%s is %s, want %s", path, encoded, want)
		}
	}
}

func keys(object map[string]any) []string {
	var out []string
	for key := range object {
		out = append(out, key)
	}
	return out
}

func flip(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: flip FILE...")
	}
	for _, name := range args {
		content := []byte(ts.ReadFile(name))
		content[len(content)/2] ^= 1
		ts.Check(os.WriteFile(ts.MkAbs(name), content, 0o600))
	}
}
