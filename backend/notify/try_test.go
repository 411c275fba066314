package notify_test

import (
	"strings"
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/notify"
	"patchbay/backend/notify/render"
	"patchbay/backend/proof"
)

func TestAPreviewHasTheValuesOfTheDeployment(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ada := f.ada(t)
	tpl := own("For %person-name% of %deployment-name%")
	mail, problems, err := f.notify.Preview(t.Context(), site, notify.Draft{Template: tpl, Person: ada.ID, Action: "Assign task", Message: "Do it."})
	if err != nil || render.HasErrors(problems) || !strings.Contains(mail.Subject, "Ada") || !strings.Contains(mail.Subject, "Production") ||
		!strings.Contains(mail.Text, "Do it.") || !strings.Contains(mail.HTML, "https://portal.example.com/messages") {
		t.Errorf("%v %+v: %q %q", err, problems, mail.Subject, mail.Text)
	}
	mail, _, err = f.notify.Preview(t.Context(), site, notify.Draft{Template: tpl})
	if err != nil || !strings.Contains(mail.Subject, "Anna Lindqvist") {
		t.Errorf("with an invented person: %v %q", err, mail.Subject)
	}
	tpl.HTML += "%no-such-thing%"
	if _, problems, err := f.notify.Preview(t.Context(), site, notify.Draft{Template: tpl}); err != nil || !render.HasErrors(problems) {
		t.Errorf("with an error: %v %+v", err, problems)
	}
	tpl.HTML = strings.Repeat("x", 5<<20)
	if _, problems, err := f.notify.Preview(t.Context(), site, notify.Draft{Template: tpl}); err != nil || !render.HasErrors(problems) {
		t.Errorf("five megabytes: %v %+v", err, problems)
	}
}

func TestADraftIsSentToMe(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	server := f.withServer(t)
	draft := notify.Draft{Template: own("Draft")}
	m, err := f.notify.SendDraft(t.Context(), site, draft, "me@example.com", false)
	if err != nil || m.Outcome != notify.Sent || m.Address != "me@example.com" || server.Messages()[0].Subject != "Draft" {
		t.Fatalf("%v: %+v", err, m)
	}
	if e := f.entries(t)[0]; e.Action != "notify.sent" || e.Detail != "a draft of the template, to me@example.com" {
		t.Errorf("the journal says %+v", e)
	}
	page, err := f.notify.Messages(t.Context(), site, notify.MessageQuery{})
	if err != nil || page.Total != 0 {
		t.Errorf("%v: %d are kept", err, page.Total)
	}
	if _, err := f.notify.SendDraft(t.Context(), site, draft, "me@example.com\r\nBcc: x", false); strings.Join(fields(err), " ") != "to" {
		t.Errorf("error %v", err)
	}
	f.switches(t, notify.Switches{})
	if _, err := f.notify.SendDraft(t.Context(), site, draft, "me@example.com", false); !fault.HasCode(err, notify.CodeStopped) || strings.Join(fields(err), " ") != "integration" {
		t.Errorf("with integration off: %v %v", err, fields(err))
	} else if got := fault.Of(err).Message; got != "no mail goes: e-mail integration is switched off, and this action has no e-mail settings of its own" {
		t.Errorf("the reason is %q", got)
	}
}

func TestTheOwnServerOfAnActionIsProved(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	server, request := newServer(t)
	d := f.action(t, "Send message").Draft()
	d.Own = &notify.Own{Server: request.Settings}
	d.Secrets.Password = set(string(server.Password().Reveal()))
	prove := func(d notify.ActionDraft) proof.Report { return f.proveOwn(t, d) }
	if r := prove(d); r.Verdict != proof.Passed || len(server.Messages()) != 1 {
		t.Errorf("%+v", r)
	}
	saved := f.saveAction(t, d)
	if r := prove(saved.Draft()); r.Verdict != proof.Passed {
		t.Errorf("with the stored password: %+v", r)
	}
	moved := saved.Draft()
	own := *moved.Own
	own.Server.User = "eve"
	moved.Own = &own
	if r := prove(moved); r.Verdict != proof.Failed || r.Steps[0].Finding == nil || r.Steps[0].Finding.Code != notify.CodeBoundElsewhere {
		t.Errorf("elsewhere: %+v", r.Steps[0])
	}
	steps := 0
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, e := range f.events {
		if e.Name == "proof.step" && e.Run == "run-1" {
			steps++
		}
	}
	if steps == 0 {
		t.Error("nobody is told of the steps")
	}
	plain := f.action(t, "Assign task").Draft()
	if _, err := f.notify.ProveOwn(t.Context(), site, notify.OwnProofRequest{Draft: plain}); strings.Join(fields(err), " ") != "ownServer" {
		t.Errorf("without an own server: %v", err)
	}
}
