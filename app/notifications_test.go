package app_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/app"
	"patchbay/backend/fault"
	"patchbay/backend/notify"
	"patchbay/backend/protocol/smtp"
)

// informing is a vault with a deployment whose outgoing mail is the rehearsal
// server, with two people and everything switched on.
func informing(t *testing.T) (*pages, app.Deployment) {
	t.Helper()
	p := open(t, app.Options{})
	p.create(t)
	site := must(p.deployments.Save(app.Deployment{
		Name: "Portal", TenantID: "acme", Hostname: "portal.example.com", Environment: "production",
		PortalURL: "https://portal.example.com/", MessagesURL: "https://portal.example.com/messages",
	}))(t)
	must(p.outgoing.Save(must(p.outgoing.RehearsalDraft(site.ID))(t)))(t)
	p.somebody(t, site.ID, "Ada")
	p.somebody(t, site.ID, "Grace")
	must(p.notifying.SaveSwitches(app.NotificationSwitchesDraft{DeploymentID: site.ID, Integration: true, Notifications: true}))(t)
	return p, site
}

func (p *pages) somebody(t *testing.T, deploymentID, name string) app.Person {
	t.Helper()
	return must(p.people.Save(app.PersonDraft{
		DeploymentID: deploymentID, Name: name, UserName: strings.ToLower(name), Email: strings.ToLower(name) + "@example.com",
	}))(t)
}

func (p *pages) notifications(t *testing.T, deploymentID string) app.NotificationsState {
	t.Helper()
	return must(p.notifying.Get(deploymentID))(t)
}

// action returns a stored action by its name, as a draft that changes nothing.
func (p *pages) action(t *testing.T, deploymentID, name string) app.NotificationActionDraft {
	t.Helper()
	for _, a := range p.notifications(t, deploymentID).Actions {
		if a.Name == name {
			return app.NotificationActionDraft{
				DeploymentID: deploymentID, ID: a.ID, Revision: a.Revision, Name: a.Name, NeedsPerson: a.NeedsPerson,
				NotifyByEmail: a.NotifyByEmail, ManyFirstAnswer: a.ManyFirstAnswer, TemplateID: a.TemplateID,
			}
		}
	}
	t.Fatalf("there is no action %s", name)
	return app.NotificationActionDraft{}
}

func TestAnEventIsRehearsedAndSent(t *testing.T) {
	p, site := informing(t)
	approve := p.action(t, site.ID, "Approve transaction")
	event := app.NotificationEvent{
		RunID: "run-1", DeploymentID: site.ID, ActionID: approve.ID, Everyone: true, Message: "Approve this.", Key: "key-1",
	}
	rehearsed := must(p.notifying.Rehearse(event))(t)
	if rehearsed.Total != 2 || rehearsed.Messages != 2 || rehearsed.Mails != 2 || len(rehearsed.Stops) != 0 ||
		rehearsed.Decisions[0].Address != "ada@example.com" {
		t.Errorf("rehearsed: %+v", rehearsed)
	}
	sent := must(p.notifying.Send(event))(t)
	want := []app.MessageOutcome{{Outcome: "sent", Count: 2}}
	if diff := cmp.Diff(want, sent.Outcomes); diff != "" || sent.Total != 2 || sent.EventID == "" || sent.Messages[0].Remote == nil {
		t.Errorf("sent: %+v", sent)
	}
	if again := must(p.notifying.Send(event))(t); again.EventID != sent.EventID || sent.Repeated || !again.Repeated || len(must(p.rehearsal.Messages())(t)) != 2 {
		t.Errorf("the same event was sent twice: %+v", again)
	}
	listed := must(p.messages.List(app.MessageQuery{DeploymentID: site.ID, Search: "grace"}))(t)
	if listed.Total != 2 || listed.Matching != 1 || listed.Messages[0].Text != "Approve this." || listed.Messages[0].Retryable {
		t.Errorf("the messages: %+v", listed)
	}
	one := must(p.messages.Get(site.ID, listed.Messages[0].ID))(t)
	if diff := cmp.Diff(listed.Messages[0], one); diff != "" {
		t.Error(diff)
	}
	if _, err := p.messages.Retry(app.MessageRetry{DeploymentID: site.ID, ID: one.ID}); !fault.HasCode(err, notify.CodeAlreadySent) {
		t.Errorf("an acknowledged message is sent again: %v", err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, want := range []string{`notify.sent {"runId":"run-1"`, `"outcome":"sent","done":2,"total":2}`} {
		if !strings.Contains(strings.Join(p.events, "\n"), want) {
			t.Errorf("no event %s", want)
		}
	}
}

func TestARehearsalSaysWhatStopsMail(t *testing.T) {
	p, site := informing(t)
	must(p.people.Save(app.PersonDraft{DeploymentID: site.ID, Name: "Nobody"}))(t)
	event := app.NotificationEvent{DeploymentID: site.ID, ActionID: p.action(t, site.ID, "Assign task").ID, Everyone: true, Message: "Do it."}
	rehearsed := must(p.notifying.Rehearse(event))(t)
	if rehearsed.Mails != 2 || len(rehearsed.Stops) != 1 || rehearsed.Stops[0].By != "identifier" || rehearsed.Stops[0].Count != 1 {
		t.Errorf("without an address: %+v", rehearsed.Stops)
	}
	off := p.action(t, site.ID, "Assign task")
	off.NotifyByEmail = false
	must(p.notifying.SaveAction(off))(t)
	rehearsed = must(p.notifying.Rehearse(event))(t)
	if rehearsed.Messages != 3 || rehearsed.Mails != 0 || len(rehearsed.Stops) != 1 || rehearsed.Stops[0].By != "notifyByEmail" {
		t.Errorf("switched off: %+v", rehearsed)
	}
	if len(must(p.messages.List(app.MessageQuery{DeploymentID: site.ID}))(t).Messages) != 0 {
		t.Error("a rehearsal leaves messages")
	}
}

func TestTheStateOfNotifications(t *testing.T) {
	p, site := informing(t)
	state := p.notifications(t, site.ID)
	if !state.Switches.Integration || !state.Switches.Notifications || state.Switches.Identifier != "email" ||
		!state.Switches.MailConfigured || state.Switches.MailFrom != "portal@rehearsal.example" || state.People != 2 {
		t.Errorf("the switches: %+v, %d people", state.Switches, state.People)
	}
	if len(state.Actions) != 5 || state.Actions[0].Own != nil || state.Actions[3].Own == nil || state.Actions[3].Own.Configured {
		t.Errorf("the actions: %+v", state.Actions)
	}
	if diff := cmp.Diff([]app.PeopleIdentifier{{Name: "name"}, {Name: "userName"}, {Name: "email", Usable: 2}}, state.Identifiers); diff != "" {
		t.Error(diff)
	}
	if len(state.Templates) != 1 || state.Templates[0].UsedBy != 1 || len(state.Findings) != 2 ||
		state.Findings[0].Finding.Code != notify.CodeOwnServerMissing || state.Findings[0].ActionID != state.Actions[3].ID {
		t.Errorf("templates %+v, findings %+v", state.Templates, state.Findings)
	}
}

// TestAnActionsOwnServer is entered, found wanting, proved, saved and used.
func TestAnActionsOwnServer(t *testing.T) {
	p, site := informing(t)
	draft := p.action(t, site.ID, "Send message")
	draft.Own = &app.OutgoingDraft{Security: "starttls", Auth: "password", TimeoutSeconds: 30, Enabled: true}
	if check := must(p.notifying.CheckAction(draft))(t); len(check.Faults) != 0 || check.Own == nil || check.Own.Ready {
		t.Errorf("an empty server is not configured yet: %+v", check)
	}
	draft.Own.Host = "mail example"
	check := must(p.notifying.CheckAction(draft))(t)
	if len(check.Faults) == 0 || !strings.HasPrefix(check.Faults[0].Name, "ownServer.") || "ownServer."+check.Own.Faults[0].Name != check.Faults[0].Name {
		t.Errorf("the faults: %+v, %+v", check.Faults, check.Own.Faults)
	}
	own := must(p.notifying.RehearsalServer(site.ID))(t)
	draft.Own = &own
	if check := must(p.notifying.CheckAction(draft))(t); !check.Own.Ready || check.Own.DefaultPort == "" {
		t.Errorf("the rehearsal server: %+v", check)
	}
	proof := must(p.notifying.ProveAction(app.NotificationActionProof{RunID: "r", Draft: draft, Level: "send"}))(t)
	if proof.Verdict != "passed" {
		t.Fatalf("the proof: %+v", proof.Steps)
	}
	_, err := p.notifying.ProveAction(app.NotificationActionProof{Draft: draft, Level: "roundtrip"})
	if !fault.HasCode(err, smtp.CodeLevelUnsupported) {
		t.Errorf("a round trip: %v", err)
	}
	saved := must(p.notifying.SaveAction(draft))(t)
	if saved.Own == nil || !saved.Own.Configured || !saved.Own.Password.Set || saved.Own.Light != app.LightProved || saved.Own.LastProof == nil {
		t.Errorf("saved: %+v", saved.Own)
	}
	must(p.notifying.SaveSwitches(app.NotificationSwitchesDraft{
		DeploymentID: site.ID, Revision: p.notifications(t, site.ID).Switches.Revision, Notifications: true,
	}))(t)
	sent := must(p.notifying.Send(app.NotificationEvent{
		RunID: "r", DeploymentID: site.ID, ActionID: saved.ID, Everyone: true, Message: "Look.",
	}))(t)
	if sent.Outcomes[0].Outcome != "sent" {
		t.Errorf("while the integration is off its own server sends: %+v", sent)
	}
	if err := p.notifying.RemoveAction(site.ID, saved.ID, saved.Revision); err != nil {
		t.Fatal(err)
	}
	if affected := must(p.keys.Status())(t).Affected; len(affected) != 1 {
		t.Errorf("a removed action has secrets: %+v", affected)
	}
}

func TestASendingIsCancelled(t *testing.T) {
	p, site := informing(t)
	must(p.rehearsal.SetFault("smtp", "silence"))(t)
	event := app.NotificationEvent{
		RunID: "slow", DeploymentID: site.ID, ActionID: p.action(t, site.ID, "Approve transaction").ID, Everyone: true, Message: "Wait.",
	}
	p.onEvent(t, "notify.sent", func() error { return p.notifying.CancelRun("slow") })
	sent := must(p.notifying.Send(event))(t)
	if len(sent.Messages) != 2 {
		t.Errorf("sent %+v", sent)
	}
	for _, m := range sent.Messages {
		if m.Outcome != "not_sent" || m.Reason != "cancelled" || !m.Retryable {
			t.Errorf("%+v", m)
		}
	}
}
