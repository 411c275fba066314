package workbench_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/deployment"
	"patchbay/backend/fault"
	"patchbay/backend/notify"
	"patchbay/backend/notify/render"
	"patchbay/backend/outgoing"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// The fields and rules of the target system's page "Configure e-mail integration",
// one by one.

// fromAll sends one event of each action that may send, and returns the names of
// those whose mail the server took.
func (i *informed) fromAll(t *testing.T) []string {
	t.Helper()
	actions, err := i.Notifications.Actions(t.Context(), i.site.ID)
	if err != nil {
		t.Fatal(err)
	}
	sent := []string{}
	for _, a := range actions {
		told, err := i.Notifications.Send(t.Context(), i.site.ID, notify.Event{Action: a.ID, Everyone: true, Message: "M"}, "")
		if err != nil || len(told.Messages) != 1 {
			t.Fatalf("%s: %+v, %v", a.Name, told, err)
		}
		if told.Messages[0].Outcome == notify.Sent {
			sent = append(sent, a.Name)
		}
	}
	return sent
}

// giveOwn enters a server of their own for the actions that may have one.
func (i *informed) giveOwn(t *testing.T) {
	t.Helper()
	i.change(t, "Send message", i.own)
	i.change(t, "Confirm transaction", i.own)
}

func (i *informed) own(d *notify.ActionDraft) {
	d.Own = &notify.Own{Server: i.server.Settings()}
	d.Secrets.Password = secret.Input{Change: secret.Set, Value: i.server.Password}
}

func (i *informed) change(t *testing.T, name string, change func(*notify.ActionDraft)) {
	t.Helper()
	a, err := i.Notifications.Action(t.Context(), i.site.ID, name)
	if err != nil {
		t.Fatal(err)
	}
	draft := a.Draft()
	change(&draft)
	if _, err := i.Notifications.SaveAction(t.Context(), i.site.ID, draft); err != nil {
		t.Fatal(err)
	}
}

func (i *informed) saveSwitches(t *testing.T, s notify.Switches) {
	t.Helper()
	if _, err := i.Notifications.SaveSwitches(t.Context(), i.site.ID, s, vault.AnyRevision); err != nil {
		t.Fatal(err)
	}
}

// "If you disable e-mail integration, no e-mail notifications can be sent
// whatsoever. However, workflow actions that use their own e-mail settings (Send
// Message and Confirm Transaction) can still send e-mails."
func TestSource001_WithoutTheIntegrationOnlyActionsWithTheirOwnSettingsSend(t *testing.T) {
	i := inform(t)
	i.giveOwn(t)
	i.saveSwitches(t, notify.Switches{Integration: false, Notifications: true})
	if diff := cmp.Diff([]string{"Send message", "Confirm transaction"}, i.fromAll(t)); diff != "" {
		t.Error(diff)
	}
}

// "If you disable e-mail notifications on a global level, you disable these
// notifications for all actions."
func TestSource001_WithoutNotificationsNoActionSends(t *testing.T) {
	i := inform(t)
	i.giveOwn(t)
	i.saveSwitches(t, notify.Switches{Integration: true, Notifications: false})
	if diff := cmp.Diff([]string{}, i.fromAll(t)); diff != "" {
		t.Error(diff)
	}
}

// "You can also disable e-mail notification for specific actions only."
func TestSource001_OneActionSwitchedOffStopsOnlyItself(t *testing.T) {
	i := inform(t)
	i.useOutgoing(t)
	i.switchOn(t)
	i.change(t, "Approve transaction", func(d *notify.ActionDraft) { d.NotifyByEmail = false })
	want := []string{"Provide information", "Assign task", "Send message", "Confirm transaction"}
	if diff := cmp.Diff(want, i.fromAll(t)); diff != "" {
		t.Error(diff)
	}
}

// "... an Approve Transaction action that is sent to all actors on a smart rule
// list, and the workflow should proceed with the first response, you probably do not
// want to send this notification by e-mail."
func TestSource001_MailToManyThatEndsWithTheFirstAnswerIsFound(t *testing.T) {
	i := inform(t)
	i.useOutgoing(t)
	i.switchOn(t)
	noise := func() (found bool) {
		findings, err := i.Notifications.Findings(t.Context(), i.site.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range findings {
			found = found || f.Code == notify.CodeMailIsNoise && f.Warning
		}
		return found
	}
	i.change(t, "Approve transaction", func(d *notify.ActionDraft) { d.ManyFirstAnswer = true })
	if !noise() {
		t.Error("it is not found")
	}
	i.change(t, "Approve transaction", func(d *notify.ActionDraft) { d.NotifyByEmail = false })
	if noise() {
		t.Error("it is found although it is switched off")
	}
}

// "By default, port 25 is used. Use e.g. port 587 for SSL/TLS." Without a port
// Patchbay takes that of the security, which is encryption from the first byte
// unless another is chosen.
func TestSource001_WithoutAPortItIsThatOfTheSecurity(t *testing.T) {
	for security, port := range map[smtp.Security]string{
		"": "465", smtp.SecurityImplicitTLS: "465", smtp.SecuritySTARTTLS: "587", smtp.SecurityNone: "25",
	} {
		if got := (smtp.Settings{Security: security}).WithDefaults().Port; got != port {
			t.Errorf("%q: %s, want %s", security, got, port)
		}
	}
}

// "Placeholders in the server settings fields are not resolved during testing. This
// means that the test fails." Patchbay resolves them, and names those that have no
// value.
func TestSource001_PlaceholdersInTheServerAreResolvedWhenItIsTested(t *testing.T) {
	i := inform(t)
	draft := outgoing.Draft{Settings: i.server.Settings(), Secrets: smtp.SecretInputs{
		Password: secret.Input{Change: secret.Set, Value: i.server.Password},
	}}
	draft.Settings.Host, draft.Settings.From = "%mail-host%", "portal@%mail-domain%"
	prove := func() proof.Report {
		t.Helper()
		report, err := i.Outgoing.Prove(t.Context(), i.site.ID, outgoing.ProofRequest{Draft: draft, Level: smtp.LevelEnvelope, To: "ada@example.com"})
		if err != nil {
			t.Fatal(err)
		}
		return report
	}
	report := prove()
	if f := report.Steps[0].Finding; report.Verdict != proof.Failed || f == nil || f.Code != "settings.placeholder_unresolved" || !strings.Contains(f.Cause, "mail-host") {
		t.Errorf("without values: %+v", report.Steps[0])
	}
	i.site.Variables = []deployment.Variable{
		{Name: "mail-host", Value: i.server.Settings().Host}, {Name: "mail-domain", Value: "rehearsal.example"},
	}
	site, err := i.Deployments.Save(t.Context(), i.site)
	if err != nil {
		t.Fatal(err)
	}
	i.site = site
	if report := prove(); report.Verdict != proof.Passed {
		t.Errorf("with values: %+v", report.Steps)
	}
}

// "User Name and Password: Specify the mail server credentials."
func TestSource001_TheCredentialsSignIn(t *testing.T) {
	i := inform(t)
	draft := outgoing.Draft{Settings: i.server.Settings(), Secrets: smtp.SecretInputs{Password: set("not the password")}}
	report, err := i.Outgoing.Prove(t.Context(), i.site.ID, outgoing.ProofRequest{Draft: draft, Level: smtp.LevelSignIn})
	if err != nil || failedStep(report) != "authenticate" {
		t.Errorf("another password: %+v, %v", report.Steps, err)
	}
}

// failedStep is the first step that failed, "" when none did.
func failedStep(report proof.Report) string {
	for _, step := range report.Steps {
		if step.Verdict == proof.Failed {
			return step.Name
		}
	}
	return ""
}

// "Enable TLS Encryption": from the first byte, or with STARTTLS.
func TestSource001_EncryptionIsAChoice(t *testing.T) {
	i := inform(t)
	for _, security := range []smtp.Security{smtp.SecurityImplicitTLS, smtp.SecuritySTARTTLS} {
		settings := i.server.Settings()
		endpoint := i.server.Endpoint(security)
		settings.Security, settings.Port = security, strconv.Itoa(endpoint.Port)
		report, err := i.Outgoing.Prove(t.Context(), i.site.ID, outgoing.ProofRequest{
			Draft: outgoing.Draft{Settings: settings, Secrets: smtp.SecretInputs{
				Password: secret.Input{Change: secret.Set, Value: i.server.Password},
			}}, Level: smtp.LevelSignIn,
		})
		if err != nil || report.Verdict == proof.Failed {
			t.Errorf("%s: %+v %+v, %v", security, report.Steps, report.Steps[0].Finding, err)
		}
	}
}

// "From: Specify the e-mail address from which the e-mail originates."
func TestSource001_MailComesFromTheFromAddress(t *testing.T) {
	i := inform(t)
	i.switchOn(t)
	i.send(t, false)
	caught, err := i.Rehearsal.Messages()
	if err != nil || len(caught) != 1 || !strings.Contains(caught[0].From, i.server.Settings().From) {
		t.Errorf("caught %+v, %v", caught, err)
	}
}

// "E-mail People Identifier: Specify the method that identifies users on the mail
// server by their e-mail address."
func TestSource001_TheIdentifierSaysWhichAttributeIsTheAddress(t *testing.T) {
	i := inform(t)
	page, err := i.Notifications.People(t.Context(), i.site.ID, notify.PeopleQuery{})
	if err != nil {
		t.Fatal(err)
	}
	ada := page.People[0].Person
	ada.Attributes = map[string]string{"upn": "ada@corp.example.com"}
	if _, err := i.Notifications.SavePerson(t.Context(), i.site.ID, ada); err != nil {
		t.Fatal(err)
	}
	for identifier, want := range map[string]string{"": "ada@example.com", "upn": "ada@corp.example.com", "employeeId": ""} {
		i.saveSwitches(t, notify.Switches{Integration: true, Notifications: true, Identifier: identifier})
		m := i.send(t, false)
		if m.Address != want || (m.Outcome == notify.Sent) != (want != "") {
			t.Errorf("by %q: %q, %s", identifier, m.Address, m.Outcome)
		}
	}
}

// "Make sure to include the following in the contents": what each of them becomes.
func TestSource001_TheTemplateSaysMessageAndLinks(t *testing.T) {
	i := inform(t)
	i.switchOn(t)
	i.send(t, false)
	caught, err := i.Rehearsal.Messages()
	if err != nil || len(caught) != 1 {
		t.Fatalf("caught %+v, %v", caught, err)
	}
	mail, err := i.Rehearsal.Message(caught[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	for placeholder, want := range map[string]string{
		"action-message": "Look at this.", "action-link": "https://portal.example.com/messages", "store-link": "https://portal.example.com/",
	} {
		if !strings.Contains(mail.HTML, want) || !strings.Contains(mail.Text, want) {
			t.Errorf("%%%s%% is missing in the mail:\n%s\n%s", placeholder, mail.HTML, mail.Text)
		}
	}
	whole := `<p>%action-message%</p><p><a href="%action-link%">messages</a> <a href="%store-link%">portal</a></p>`
	for _, placeholder := range []string{"%action-message%", "%action-link%", "%store-link%"} {
		_, _, err := i.Notifications.SaveTemplate(t.Context(), i.site.ID, notify.Template{Name: "T", Template: render.Template{
			Subject: "S", HTML: strings.Replace(whole, placeholder, "https://example.com/", 1),
		}})
		if !fault.HasCode(err, notify.CodeTemplateInvalid) {
			t.Errorf("a template without %s: %v", placeholder, err)
		}
	}
}

// "The markup editor supports styling functionality like headings, colors and
// numbered lists, but also hyperlinks and drag-and-drop."
func TestSource001_StylesArriveInTheMail(t *testing.T) {
	tree, problems := render.Parse(render.Notification, render.Template{
		Subject: "S", HTML: `<h1 style="color: #aa0000">%action-message%</h1><ol><li><a href="%action-link%">messages</a></li><li><a href="%store-link%">portal</a></li></ol>`,
	})
	if render.HasErrors(problems) {
		t.Fatalf("%+v", problems)
	}
	mail, _ := tree.Render(render.Samples()[0].Values)
	for _, want := range []string{"<h1", "#aa0000", "<ol", "<li", "<a "} {
		if !strings.Contains(mail.HTML, want) {
			t.Errorf("%s is not in %s", want, mail.HTML)
		}
	}
	if !strings.Contains(mail.Text, "1. ") {
		t.Errorf("the numbers are not in %s", mail.Text)
	}
}
