package notify_test

import (
	"fmt"
	"strings"
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/notify"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/script"
)

func TestAnEventThatIsNotRight(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.withServer(t)
	ada := f.ada(t)
	for name, tt := range map[string]struct {
		change func(*notify.Event)
		code   string
		field  string
	}{
		"no message":        {func(e *notify.Event) { e.Message = " \n" }, notify.CodeInvalid, "message"},
		"a long message":    {func(e *notify.Event) { e.Message = strings.Repeat("x", 17<<10) }, notify.CodeInvalid, "message"},
		"a NUL":             {func(e *notify.Event) { e.Message = "a\x00b" }, notify.CodeInvalid, "message"},
		"no text":           {func(e *notify.Event) { e.Message = "a\xffb" }, notify.CodeInvalid, "message"},
		"nobody":            {func(e *notify.Event) { e.People = nil }, notify.CodeInvalid, "people"},
		"too many":          {func(e *notify.Event) { e.People = make([]string, 10_001) }, notify.CodeInvalid, "people"},
		"a long key":        {func(e *notify.Event) { e.Key = strings.Repeat("k", 201) }, notify.CodeInvalid, "key"},
		"an unknown person": {func(e *notify.Event) { e.People = []string{elsewhere + "/x"} }, notify.CodePersonNotFound, ""},
		"an unknown action": {func(e *notify.Event) { e.Action = "Dance" }, notify.CodeActionNotFound, ""},
	} {
		e := approve(ada)
		tt.change(&e)
		for _, call := range []func() error{
			func() error { _, err := f.notify.Send(t.Context(), site, e, ""); return err },
			func() error { _, err := f.notify.Rehearse(t.Context(), site, e); return err },
		} {
			err := call()
			if !fault.HasCode(err, tt.code) || tt.field != "" && strings.Join(fields(err), " ") != tt.field {
				t.Errorf("%s: %v %v", name, err, fields(err))
			}
		}
	}
	e := approve(ada, ada)
	if got := f.send(t, e); len(got) != 1 {
		t.Errorf("who is named twice gets %d messages", len(got))
	}
}

// TestSC23_NoValueReachesAHeader: whatever people are called.
func TestSC23_NoValueReachesAHeader(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	server := f.withServer(t)
	ada := f.person(t, notify.Person{Name: "<script>alert(1)</script> %action-link% \u202eevil", Email: "ada@example.com"})
	e := approve(ada)
	e.Message = "Hello\r\nBcc: eve@example.com\r\n\r\n.\r\nMAIL FROM:<eve@example.com>\r\n<img src=x onerror=alert(1)> %person-name%"
	if m := f.send(t, e)[0]; m.Outcome != notify.Sent {
		t.Fatalf("%+v", m)
	}
	got, err := server.Message(server.Messages()[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(server.Messages()) != 1 || len(got.EnvelopeTo) != 1 || strings.Contains(got.HTML, "<script") || strings.Contains(got.HTML, "<img src=x") {
		t.Errorf("%+v", got)
	}
	for _, h := range got.Headers {
		if strings.EqualFold(h.Name, "Bcc") || strings.Contains(h.Value, "eve@") {
			t.Errorf("there is a header %s", h.Name)
		}
	}
}

// TestSC14_TheSecretOfAnActionGoesOnlyWhereItWasSavedFor: each field alone.
func TestSC14_TheSecretOfAnActionGoesOnlyWhereItWasSavedFor(t *testing.T) {
	t.Parallel()
	evil := script.Serve(t, func(p *script.Peer) { peer(p, func(string) (string, bool) { return "", false }) })
	for name, change := range map[string]func(*smtp.Settings){
		"host":     func(s *smtp.Settings) { s.Host = "127.0.0.2" },
		"port":     func(s *smtp.Settings) { s.Port = evil.Port() },
		"security": func(s *smtp.Settings) { s.Security, s.InsecureAllowPlainPassword = smtp.SecurityNone, true },
		"user":     func(s *smtp.Settings) { s.User = "eve" },
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			d := f.action(t, "Send message").Draft()
			d.Own = &notify.Own{Server: smtp.Settings{
				Host: "127.0.0.1", Port: "1", Security: smtp.SecuritySTARTTLS, Auth: smtp.SignInPassword, User: "ops", From: "own@example.com",
			}}
			d.Secrets.Password = set(canary)
			saved := f.saveAction(t, d)
			moved := saved.Draft()
			own := *moved.Own
			moved.Own = &own
			change(&moved.Own.Server)
			_, err := f.notify.SaveAction(t.Context(), site, moved)
			if !fault.HasCode(err, notify.CodeBoundElsewhere) || strings.Join(fields(err), " ") != "ownServer.password" {
				t.Errorf("saving says %v %v", err, fields(err))
			}
			if e := f.entries(t)[0]; !e.Refused || !strings.Contains(e.Detail, "password was saved for 127.0.0.1") {
				t.Errorf("the journal says %+v", e)
			}
			if said := fmt.Sprintf("%+v %+v %+v", fault.Of(err), f.entries(t), f.events); strings.Contains(said, canary) {
				t.Error("it tells the secret")
			}
		})
	}
	if evil.Connections() > 0 {
		t.Error("the hostile server was asked")
	}
}
