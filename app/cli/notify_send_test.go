package cli_test

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"

	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/smtpd"
)

// notifying makes a vault with a mail server, people, and the switches on.
func notifying(t *testing.T, people int, onMessage func(smtpd.Summary)) (*patchbay, *smtpd.Server) {
	t.Helper()
	server, err := smtpd.Start(smtpd.Options{OnMessage: onMessage})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	p := newPatchbay(t, "Ada")
	p.do("deployment", "add", "acme", "--tenant", "acme", "--hostname", "target.example.com",
		"--portal-url", "https://portal.example.com/", "--messages-url", "https://portal.example.com/messages")
	p.do("smtp", "set", "--from", p.file("smtp.json", string(smtpDocument(t, server))))
	var csv strings.Builder
	csv.WriteString("name,email\n")
	for i := range people {
		fmt.Fprintf(&csv, "Person %02d,person%02d@example.com\n", i, i)
	}
	p.do("notify", "people", "import", p.file("people.csv", csv.String()))
	p.do("notify", "switch", "notifications", "on")
	return p, server
}

// smtpDocument is what reaches a rehearsal server, with its password.
func smtpDocument(t *testing.T, server *smtpd.Server) []byte {
	t.Helper()
	for _, endpoint := range server.Endpoints() {
		if endpoint.Security != string(smtp.SecurityImplicitTLS) {
			continue
		}
		document, err := json.Marshal(map[string]any{
			"host": endpoint.Host, "port": endpoint.Port, "security": endpoint.Security, "user": server.User(),
			"password": string(server.Password().Reveal()), "from": server.User(), "caPem": server.CAPEM(),
		})
		if err != nil {
			t.Fatal(err)
		}
		return document
	}
	t.Fatal("the server has no port with implicit TLS")
	return nil
}

// everybody is sent an event.
func everybody(flag string) []string {
	return []string{"notify", "send", "--action", "Assign task", "--everyone", "--message", "A new task.", flag}
}

// TestAnInterruptLeavesTheRestUnsent: what is on its way ends, and nothing else
// begins.
func TestAnInterruptLeavesTheRestUnsent(t *testing.T) {
	first, goOn := make(chan struct{}), make(chan struct{})
	var once sync.Once
	p, server := notifying(t, 30, func(smtpd.Summary) {
		once.Do(func() { close(first) })
		<-goOn
	})
	m := newMain(everybody("--json")...)
	m.Getenv = p.env.get
	program := start(t, m)
	<-first
	program.interrupt()
	close(goOn)
	stdout, err := io.ReadAll(program.out)
	if err != nil {
		t.Fatal(err)
	}
	if status := <-program.status; status != 1 || !strings.Contains(program.stderr.String(), "interrupted") {
		t.Errorf("it ended with status %d: %s", status, program.stderr)
	}
	var sent struct {
		Total    int
		Outcomes map[string]int
		Messages []struct{ Outcome, Reason string }
	}
	decode(t, string(stdout), &sent)
	arrived := len(server.Messages())
	if sent.Total != 30 || arrived == 30 || sent.Outcomes["sent"]+sent.Outcomes["unknown"] != arrived {
		t.Errorf("%d arrived, and it says %v", arrived, sent.Outcomes)
	}
	if last := sent.Messages[29]; last.Outcome != "not_sent" || last.Reason != "cancelled" {
		t.Errorf("the last one is %+v", last)
	}
	var kept []struct{ Outcome string }
	decode(t, p.do("notify", "messages", "--outcome", "not_sent", "--json"), &kept)
	if len(kept) != sent.Outcomes["not_sent"] {
		t.Errorf("%d are kept as not sent, and it says %v", len(kept), sent.Outcomes)
	}
}

// TestSendingToManyTellsHowFarItIs on standard error, and keeps standard output
// for the result.
func TestSendingToManyTellsHowFarItIs(t *testing.T) {
	p, server := notifying(t, 30, nil)
	got := run(t, p.env, "", everybody("--json")...)
	if got.status != 0 || len(server.Messages()) != 30 {
		t.Fatalf("it ended with status %d: %s", got.status, got.stderr)
	}
	if strings.Count(got.stdout, "\n") != 1 || !strings.Contains(got.stderr, "30 of 30 mails tried\n") {
		t.Errorf("it said: %s", got.stderr)
	}
	if n := strings.Count(got.stderr, "mails tried"); n > 10 {
		t.Errorf("it said %d times how far it is", n)
	}
	events := run(t, p.env, "", everybody("--events")...)
	if last := `{"event":"sending","done":30,"total":30}`; events.status != 0 || !strings.Contains(events.stdout, last) {
		t.Errorf("status %d: %s", events.status, events.stdout)
	}
}
