package workbench_test

import (
	"errors"
	"testing"

	"patchbay/backend/deployment"
	"patchbay/backend/evidence"
	"patchbay/backend/fault"
	"patchbay/backend/gateway"
	"patchbay/backend/notify"
	"patchbay/backend/notify/render"
	"patchbay/backend/outgoing"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/workbench"
)

// informed is a workbench with one deployment, whose outgoing mail is the
// rehearsal server.
type informed struct {
	*workbench.Workbench
	site   deployment.Deployment
	server workbench.RehearsalServer
}

func inform(t *testing.T) *informed {
	t.Helper()
	bench := open(t)
	createVault(t, bench)
	server, err := bench.Rehearsal.Start()
	if err != nil {
		t.Fatal(err)
	}
	site, err := bench.Deployments.Save(t.Context(), deployment.Deployment{
		Name: "Portal", TenantID: "acme", Hostname: "portal.example.com", Environment: deployment.Test,
		PortalURL: "https://portal.example.com/", MessagesURL: "https://portal.example.com/messages",
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = bench.Outgoing.Save(t.Context(), site.ID, outgoing.Draft{Settings: server.Settings(), Secrets: smtp.SecretInputs{
		Password: secret.Input{Change: secret.Set, Value: server.Password},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := bench.Notifications.SavePerson(t.Context(), site.ID, notify.Person{Name: "Ada", UserName: "ada", Email: "ada@example.com"}); err != nil {
		t.Fatal(err)
	}
	return &informed{bench, site, server}
}

// switchOn switches everything on.
func (i *informed) switchOn(t *testing.T) {
	t.Helper()
	s := notify.Switches{Integration: true, Notifications: true}
	if _, err := i.Notifications.SaveSwitches(t.Context(), i.site.ID, s, vault.AnyRevision); err != nil {
		t.Fatal(err)
	}
}

func (i *informed) send(t *testing.T, rehearsal bool) notify.Message {
	t.Helper()
	actions, err := i.Notifications.Actions(t.Context(), i.site.ID)
	if err != nil {
		t.Fatal(err)
	}
	sent, err := i.Notifications.Send(t.Context(), i.site.ID, notify.Event{
		Action: actions[0].ID, Everyone: true, Message: "Look at this.", Rehearsal: rehearsal,
	}, "run")
	if err != nil || len(sent.Messages) == 0 {
		t.Fatalf("sent: %+v, %v", sent, err)
	}
	return sent.Messages[0]
}

func TestNotificationsGoThroughTheOutgoingMail(t *testing.T) {
	i := inform(t)
	i.switchOn(t)
	if m := i.send(t, false); m.Outcome != notify.Sent || m.Rehearsal || m.Remote == nil {
		t.Errorf("the message: %+v", m)
	}
	caught, err := i.Rehearsal.Messages()
	if err != nil || len(caught) != 1 {
		t.Errorf("caught: %+v, %v", caught, err)
	}
}

func TestTheRehearsalInboxIsStartedWhereItIsNeeded(t *testing.T) {
	i := inform(t)
	i.switchOn(t)
	if err := i.Rehearsal.Stop(); err != nil {
		t.Fatal(err)
	}
	if m := i.send(t, true); m.Outcome != notify.Sent || !m.Rehearsal {
		t.Errorf("the message: %+v", m)
	}
	caught, err := i.Rehearsal.Messages()
	if err != nil || len(caught) != 1 {
		t.Errorf("caught: %+v, %v", caught, err)
	}
}

func TestTheIntegrationsSwitchIsThatOfTheOutgoingMail(t *testing.T) {
	i := inform(t)
	ctx := t.Context()
	if _, err := i.Notifications.SaveSwitches(ctx, i.site.ID, notify.Switches{Notifications: true}, vault.AnyRevision); err != nil {
		t.Fatal(err)
	}
	if server, err := i.Outgoing.Get(ctx, i.site.ID); err != nil || server.Enabled {
		t.Errorf("the outgoing mail is still on: %v", err)
	}
	i.switchOn(t)
	if server, err := i.Outgoing.Get(ctx, i.site.ID); err != nil || !server.Enabled {
		t.Errorf("the outgoing mail is still off: %v", err)
	}
}

func TestARefusedFromAddressIsFound(t *testing.T) {
	i := inform(t)
	ctx := t.Context()
	i.switchOn(t)
	if err := i.Rehearsal.SetFault("smtp", "sender-not-owned"); err != nil {
		t.Fatal(err)
	}
	server, err := i.Outgoing.Get(ctx, i.site.ID)
	if err != nil {
		t.Fatal(err)
	}
	report, err := i.Outgoing.Prove(ctx, i.site.ID, outgoing.ProofRequest{Draft: server.Draft(), Level: smtp.LevelEnvelope, To: "ada@example.com"})
	if err != nil {
		t.Fatal(err)
	}
	findings, err := i.Notifications.Findings(ctx, i.site.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		if f.Code == notify.CodeFromRefused {
			return
		}
	}
	t.Errorf("the proof ended %s, and what was found is %+v", report.Verdict, findings)
}

func TestARemovedDeploymentTakesItsNotificationsAlong(t *testing.T) {
	i := inform(t)
	ctx := t.Context()
	i.switchOn(t)
	i.send(t, false)
	i.withOwn(t)
	if err := i.Deployments.Remove(ctx, i.site.ID, i.site.Revision); err != nil {
		t.Fatal(err)
	}
	err := i.Operators.View(ctx, func(tx *vault.Tx) error {
		for _, kind := range []string{
			notify.KindSwitches, notify.KindAction, notify.KindMade, notify.KindPerson,
			notify.KindTemplate, notify.KindPart, notify.KindEvent, notify.KindMessage,
		} {
			all, err := vault.NewCollection[struct{}](kind, 1, nil).All(tx)
			if err != nil || len(all) != 0 {
				t.Errorf("%s: %d records stay: %v", kind, len(all), err)
			}
		}
		return nil
	})
	if keys, keysErr := i.Operators.Keys(ctx); keys.Secrets != 0 {
		err = errors.Join(err, keysErr, errors.New("a secret stays"))
	}
	if err != nil {
		t.Error(err)
	}
	if _, err := i.Notifications.People(ctx, i.site.ID, notify.PeopleQuery{}); !fault.HasCode(err, deployment.CodeNotFound) {
		t.Errorf("the people of a removed deployment: %v", err)
	}
}

// withOwn keeps an action whose own server has a password.
func (i *informed) withOwn(t *testing.T) notify.Action {
	t.Helper()
	saved, err := i.Notifications.SaveAction(t.Context(), i.site.ID, notify.ActionDraft{Action: notify.Action{
		Name: "Ask", NeedsPerson: true, NotifyByEmail: true, Own: &notify.Own{Server: i.server.Settings()},
	}, Secrets: smtp.SecretInputs{Password: secret.Input{Change: secret.Set, Value: i.server.Password}}})
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

func TestAnActionsOwnServerIsAffected(t *testing.T) {
	i := inform(t)
	action := i.withOwn(t)
	affected, err := i.Affected(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	last := affected[len(affected)-1]
	if want := "Ask: " + action.Target(); last.Kind != workbench.KindNotifications || last.Target != want ||
		len(last.Stored) != 1 || last.Stored[0].Field != "password" || last.Stored[0].ChangedAt.IsZero() {
		t.Errorf("affected %+v", last)
	}
}

func TestRecordsOfNotificationsAreNamed(t *testing.T) {
	i := inform(t)
	ctx := t.Context()
	i.switchOn(t)
	message := i.send(t, true)
	action := i.withOwn(t)
	template, _, err := i.Notifications.SaveTemplate(ctx, i.site.ID, notify.Template{Name: "Short", Template: render.Template{
		Subject: "Look", HTML: "<p>%action-message% <a href=\"%action-link%\">open</a> <a href=\"%store-link%\">portal</a></p>",
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ kind, id, want string }{
		{notify.KindSwitches, i.site.ID, "Portal"},
		{notify.KindMade, i.site.ID, "Portal"},
		{notify.KindAction, action.ID, "Ask"},
		{"secret", notify.KindAction + "/" + action.ID + "/password", "Ask: password"},
		{notify.KindPerson, message.PersonID, "Ada"},
		{notify.KindTemplate, template.ID, "Short"},
		{notify.KindTemplate, i.site.ID + "/default", ""}, // nothing is stored of it
		{notify.KindPart, template.ID + "/html/000", "Short"},
		{notify.KindEvent, message.EventID, message.ActionName},
		{notify.KindMessage, message.ID, "Ada"},
		{"secret", "gateway/vault/password", "password"},
		{gateway.KindTemplate, "vault", ""}, // there is one of it: its kind says what it is
	} {
		if got := i.RecordName(ctx, tt.kind, tt.id, nil); got != tt.want {
			t.Errorf("the %s %s is called %q, want %q", tt.kind, tt.id, got, tt.want)
		}
	}
}

// useOutgoing has all actions send through the outgoing mail.
func (i *informed) useOutgoing(t *testing.T) {
	t.Helper()
	actions, err := i.Notifications.Actions(t.Context(), i.site.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range actions {
		draft := a.Draft()
		draft.Own = nil
		if _, err := i.Notifications.SaveAction(t.Context(), i.site.ID, draft); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheLightOfNotifications(t *testing.T) {
	i := inform(t)
	ctx := t.Context()
	want := func(light evidence.Light, summary string) {
		t.Helper()
		all, err := i.Integrations(ctx, i.site.ID)
		if err != nil {
			t.Fatal(err)
		}
		if last := all[len(all)-1]; last.Kind != workbench.KindNotifications || last.Light != light || last.Summary != summary {
			t.Errorf("%+v, want %s: %s", last, light, summary)
		}
	}
	want(evidence.Disabled, "Switched off")
	i.switchOn(t)
	want(evidence.Failed, "2 problems") // the own servers of two actions
	i.useOutgoing(t)
	want(evidence.Never, "No mail was sent yet")
	i.send(t, true)
	want(evidence.Never, "No mail was sent yet") // a rehearsal proves no server
	i.send(t, false)
	want(evidence.Proved, "Works: mail was sent")
	if _, err := i.Notifications.SavePerson(ctx, i.site.ID, notify.Person{Name: "Nobody", UserName: "nobody"}); err != nil {
		t.Fatal(err)
	}
	want(evidence.Proved, "Works: mail was sent; some people have no address")
	if err := i.Rehearsal.SetFault("smtp", "message-refused"); err != nil {
		t.Fatal(err)
	}
	i.send(t, false)
	want(evidence.Failed, "Refused by the server")
	server, err := i.Outgoing.Get(ctx, i.site.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := i.Outgoing.Remove(ctx, i.site.ID, server.Revision); err != nil {
		t.Fatal(err)
	}
	want(evidence.Failed, "1 problem")
}
