package app_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/app"
	"patchbay/backend/fault"
)

const (
	firstPassword = "first words of somebody else"
	ownPassword   = "seven purple lanterns drift north"
)

// admit adds an operator with the first password.
func (p *pages) admit(t *testing.T, name, role string) app.OperatorRow {
	t.Helper()
	return must(p.operators.Add(app.NewOperator{
		Name: name, Email: strings.ToLower(name) + "@example.com", Role: role,
		Password: firstPassword, Confirm: firstPassword,
	}))(t)
}

// settleIn unlocks as somebody who was admitted and replaces the first password.
func (p *pages) settleIn(t *testing.T, name string) {
	t.Helper()
	must(p.session.Unlock(app.Unlock{Operator: name, Password: firstPassword}))(t)
	form := app.PasswordChange{Current: firstPassword, Next: ownPassword, Confirm: ownPassword}
	if err := p.session.ChangePassword(form); err != nil {
		t.Fatal(err)
	}
}

func (p *pages) lock(t *testing.T) {
	t.Helper()
	if err := p.session.Lock(); err != nil {
		t.Fatal(err)
	}
}

func TestOperatorsComeAndGo(t *testing.T) {
	p := open(t, app.Options{})
	p.create(t)
	grace := p.admit(t, "Grace", "editor")
	if !grace.MustChange || grace.You || grace.ChangedAt == "" {
		t.Errorf("just added: %+v", grace)
	}
	rows := must(p.operators.List())(t)
	if len(rows) != 2 || rows[0].Name != "Ada" || !rows[0].You || !rows[0].LastOwner || rows[1] != grace {
		t.Errorf("the list: %+v", rows)
	}
	renamed := must(p.operators.Save(app.OperatorDetails{
		ID: grace.ID, Name: "Grace Hopper", Email: "hopper@example.com", Role: "viewer",
	}))(t)
	if renamed.Name != "Grace Hopper" || renamed.Email != "hopper@example.com" || renamed.Role != "viewer" {
		t.Errorf("changed: %+v", renamed)
	}
	rotation := must(p.operators.Remove(grace.ID))(t)
	if rotation.Generation != 2 || rotation.Operator != "Ada" || rotation.Records == 0 {
		t.Errorf("the rotation of a removal: %+v", rotation)
	}
	if rows := must(p.operators.List())(t); len(rows) != 1 {
		t.Errorf("after the removal: %+v", rows)
	}
	p.lock(t)
	if _, err := p.session.Unlock(app.Unlock{Operator: "Grace Hopper", Password: firstPassword}); fault.Of(err).Kind != fault.Denied {
		t.Errorf("a removed operator: %v", err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, want := range []string{"operator.saved ", "operator.removed ", `vault.rotation {"done":`, "vault.rotated "} {
		if !strings.Contains(strings.Join(p.events, "\n"), want) {
			t.Errorf("there was no event %q in %v", want, p.events)
		}
	}
}

func TestOperatorFaultsNameTheFields(t *testing.T) {
	p := open(t, app.Options{})
	p.create(t)
	for name, tt := range map[string]struct {
		form app.NewOperator
		want []string
	}{
		"nothing":         {app.NewOperator{}, []string{"name", "email", "role", "password"}},
		"a taken name":    {app.NewOperator{Name: "ADA", Email: "a@example.com", Role: "viewer", Password: firstPassword, Confirm: firstPassword}, []string{"name"}},
		"two passwords":   {app.NewOperator{Name: "Eve", Email: "e@example.com", Role: "viewer", Password: firstPassword, Confirm: ownPassword}, []string{"confirm"}},
		"no such role":    {app.NewOperator{Name: "Eve", Email: "e@example.com", Role: "king", Password: firstPassword, Confirm: firstPassword}, []string{"role"}},
		"a weak password": {app.NewOperator{Name: "Eve", Email: "e@example.com", Role: "viewer", Password: "password", Confirm: "password"}, []string{"password"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := p.operators.Add(tt.form)
			if diff := cmp.Diff(tt.want, faultFields(err)); diff != "" {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
		})
	}
	if rows := must(p.operators.List())(t); len(rows) != 1 {
		t.Errorf("a refused form let somebody in: %+v", rows)
	}
}

func faultFields(err error) []string {
	if err == nil {
		return nil
	}
	var names []string
	for _, f := range fault.Of(err).Fields {
		names = append(names, f.Name)
	}
	return names
}

// TestAFirstPasswordOpensNothing calls every bound method with a vault that was
// unlocked with a first password.
func TestAFirstPasswordOpensNothing(t *testing.T) {
	p := open(t, app.Options{})
	p.create(t)
	site := p.addDeployment(t)
	p.admit(t, "Grace", "owner")
	p.lock(t)
	status := must(p.session.Unlock(app.Unlock{Operator: "Grace", Password: firstPassword}))(t)
	if status.State != app.VaultMustChange || status.Operator == nil || status.Operator.Name != "Grace" {
		t.Fatalf("unlocked: %+v", status)
	}
	for name, call := range p.useCases(site.ID) {
		if err := call(); err == nil || fault.Of(err).Kind != fault.Denied {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(p.session.Strength("x"))(t)
	form := app.PasswordChange{Current: firstPassword, Next: firstPassword, Confirm: firstPassword}
	if err := p.session.ChangePassword(form); err == nil {
		t.Error("the first password was taken as the next one")
	}
	form.Next, form.Confirm = ownPassword, ownPassword
	if err := p.session.ChangePassword(form); err != nil {
		t.Fatal(err)
	}
	if state := must(p.session.Status())(t).State; state != app.VaultUnlocked {
		t.Errorf("with a password of her own: %s", state)
	}
	must(p.deployments.Get(site.ID))(t)
}

// useCases are the calls that need an unlocked vault.
func (p *pages) useCases(site string) map[string]func() error {
	draft := app.OutgoingDraft{DeploymentID: site, Host: "127.0.0.1", Port: "1", From: "a@example.com"}
	action := app.NotificationActionDraft{DeploymentID: site, Name: "Ask", Own: &draft}
	event := app.NotificationEvent{DeploymentID: site, ActionID: "Assign task", Everyone: true, Message: "M"}
	template := app.MailTemplateDraft{Kind: ofNotification, DeploymentID: site, Text: shortTemplate()}
	return map[string]func() error{
		"deployments":        func() error { _, err := p.deployments.List(); return err },
		"one deployment":     func() error { _, err := p.deployments.Get(site); return err },
		"a check":            func() error { _, err := p.deployments.Check(app.Deployment{}); return err },
		"a saved deployment": func() error { _, err := p.deployments.Save(app.Deployment{}); return err },
		"a removal":          func() error { return p.deployments.Remove(site, 1) },
		"integrations":       func() error { _, err := p.deployments.Integrations(site); return err },
		"outgoing mail":      func() error { _, err := p.outgoing.Get(site); return err },
		"saved mail":         func() error { _, err := p.outgoing.Save(draft); return err },
		"checked mail":       func() error { _, err := p.outgoing.Check(draft); return err },
		"a proof": func() error {
			_, err := p.outgoing.Prove(app.OutgoingProof{Draft: draft, Level: "connect"})
			return err
		},
		"notifications": func() error { _, err := p.notifying.Get(site); return err },
		"saved switches": func() error {
			_, err := p.notifying.SaveSwitches(app.NotificationSwitchesDraft{DeploymentID: site})
			return err
		},
		"a checked action": func() error { _, err := p.notifying.CheckAction(action); return err },
		"a saved action":   func() error { _, err := p.notifying.SaveAction(action); return err },
		"a removed action": func() error { return p.notifying.RemoveAction(site, "x", 1) },
		"a proved action": func() error {
			_, err := p.notifying.ProveAction(app.NotificationActionProof{Draft: action, Level: "connect"})
			return err
		},
		"a sign-in for an action": func() error {
			_, err := p.notifying.SignInAction(app.NotificationActionSignIn{Draft: action, Method: "device"})
			return err
		},
		"a rehearsal server": func() error { _, err := p.notifying.RehearsalServer(site); return err },
		"a rehearsed event":  func() error { _, err := p.notifying.Rehearse(event); return err },
		"a sent event":       func() error { _, err := p.notifying.Send(event); return err },
		"messages":           func() error { _, err := p.messages.List(app.MessageQuery{DeploymentID: site}); return err },
		"a message":          func() error { _, err := p.messages.Get(site, "x"); return err },
		"a retry":            func() error { _, err := p.messages.Retry(app.MessageRetry{DeploymentID: site}); return err },
		"a checked retry":    func() error { _, err := p.messages.CheckRetry(app.EventRetry{DeploymentID: site}); return err },
		"an event's retry":   func() error { _, err := p.messages.RetryEvent(app.EventRetry{DeploymentID: site}); return err },
		"people":             func() error { _, err := p.people.List(app.PeopleQuery{DeploymentID: site}); return err },
		"a person":           func() error { _, err := p.people.Get(site, "x"); return err },
		"a checked person":   func() error { _, err := p.people.Check(app.PersonDraft{DeploymentID: site}); return err },
		"a saved person":     func() error { _, err := p.people.Save(app.PersonDraft{DeploymentID: site}); return err },
		"removed people":     func() error { return p.people.Remove(site, []string{"x"}) },
		"a piece of people":  func() error { _, err := p.people.ImportPart(app.PeopleImportPart{DeploymentID: site}); return err },
		"templates":          func() error { _, err := p.templates.List(site); return err },
		"a template":         func() error { _, err := p.templates.Get(ofNotification, site, ""); return err },
		"the reset mail":     func() error { _, err := p.templates.Get(ofReset, "", ""); return err },
		"a preview":          func() error { _, err := p.templates.Preview(app.TemplateTrial{Draft: template}); return err },
		"a saved template":   func() error { _, err := p.templates.Save(template); return err },
		"a removed template": func() error { return p.templates.Remove(ofNotification, site, "", 1) },
		"a mail of a template": func() error {
			_, err := p.templates.SendDraft(app.TemplateMail{Trial: app.TemplateTrial{Draft: template}, Rehearsal: true})
			return err
		},
		"the gateway":        func() error { _, err := p.gateway.Get(); return err },
		"a mailed password":  func() error { _, err := p.operators.ResetPassword("x"); return err },
		"network":            func() error { _, err := p.network.Get(); return err },
		"saved network":      func() error { _, err := p.network.Save(app.NetworkDraft{}); return err },
		"what ends":          func() error { _, err := p.overview.Expiring(site); return err },
		"proofs":             func() error { _, err := p.overview.RecentProofs(site); return err },
		"keys":               func() error { _, err := p.keys.Status(); return err },
		"a rotation":         func() error { _, err := p.keys.Rotate(); return err },
		"preferences":        func() error { _, err := p.session.Preferences(); return err },
		"saved preferences":  func() error { _, err := p.session.SavePreferences(app.Preferences{}); return err },
		"a recovery key":     func() error { _, err := p.session.ReplaceRecoveryKey(firstPassword); return err },
		"operators":          func() error { _, err := p.operators.List(); return err },
		"an added operator":  func() error { _, err := p.operators.Add(app.NewOperator{}); return err },
		"a changed operator": func() error { _, err := p.operators.Save(app.OperatorDetails{}); return err },
		"a removed operator": func() error { _, err := p.operators.Remove("x"); return err },
		"backups":            func() error { _, err := p.backups.Status(); return err },
		"a backup":           func() error { _, err := p.backups.Make(); return err },
		"a verification":     func() error { _, err := p.backups.Verify(); return err },
		"the journal":        func() error { _, err := p.audit.List(0); return err },
		"a part of it":       func() error { _, err := p.audit.Find(app.AuditFilter{}); return err },
		"its verification":   func() error { _, err := p.audit.Verify(); return err },
	}
}

// TestALockedVaultAnswersNothing does the same while it is locked.
func TestALockedVaultAnswersNothing(t *testing.T) {
	p := open(t, app.Options{})
	p.create(t)
	site := p.addDeployment(t)
	p.lock(t)
	for name, call := range p.useCases(site.ID) {
		if err := call(); err == nil || fault.Of(err).Kind != fault.Locked {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// refusedNotifications are the calls by which a viewer would change notifications,
// by the action that is noted.
func (p *pages) refusedNotifications(site string) map[string]func() error {
	return map[string]func() error{
		"notify.saved": func() error {
			_, err := p.notifying.SaveSwitches(app.NotificationSwitchesDraft{DeploymentID: site})
			return err
		},
		"notify.action_saved": func() error {
			_, err := p.notifying.SaveAction(app.NotificationActionDraft{DeploymentID: site, Name: "Ask"})
			return err
		},
		"notify.sent": func() error {
			_, err := p.notifying.Send(app.NotificationEvent{DeploymentID: site, ActionID: "Assign task", Everyone: true, Message: "M"})
			return err
		},
		"notify.retried":        func() error { _, err := p.messages.Retry(app.MessageRetry{DeploymentID: site, ID: "x"}); return err },
		"notify.person_saved":   func() error { _, err := p.people.Save(app.PersonDraft{DeploymentID: site, Name: "Eve"}); return err },
		"notify.person_removed": func() error { return p.people.Remove(site, []string{"x"}) },
		"notify.template_saved": func() error {
			_, err := p.templates.Save(app.MailTemplateDraft{Kind: ofNotification, DeploymentID: site, Text: shortTemplate()})
			return err
		},
		"gateway.saved": func() error { _, err := p.gateway.Save(app.MailGatewayDraft{}); return err },
		"gateway.template_saved": func() error {
			_, err := p.templates.Save(app.MailTemplateDraft{Kind: ofReset, Text: shortTemplate()})
			return err
		},
	}
}

func TestAViewersRefusalsAreInTheJournal(t *testing.T) {
	p := open(t, app.Options{})
	p.create(t)
	site := p.addDeployment(t)
	p.admit(t, "Vera", "viewer")
	p.lock(t)
	p.settleIn(t, "Vera")
	refusals := map[string]func() error{
		"operator.added":    func() error { _, err := p.operators.Add(app.NewOperator{}); return err },
		"operator.changed":  func() error { _, err := p.operators.Save(app.OperatorDetails{}); return err },
		"operator.removed":  func() error { _, err := p.operators.Remove("x"); return err },
		"vault.key_rotated": func() error { _, err := p.keys.Rotate(); return err },
		"backup.made":       func() error { _, err := p.backups.Make(); return err },
		"deployment.saved":  func() error { _, err := p.deployments.Save(app.Deployment{ID: site.ID}); return err },
		"outgoing.server.saved": func() error {
			_, err := p.outgoing.Save(app.OutgoingDraft{DeploymentID: site.ID})
			return err
		},
	}
	maps.Copy(refusals, p.refusedNotifications(site.ID))
	for action, call := range refusals {
		if err := call(); fault.Of(err).Kind != fault.Denied {
			t.Errorf("%s: %v", action, err)
		}
		page := must(p.audit.Find(app.AuditFilter{Action: action, Operator: "vera"}))(t)
		if len(page.Entries) != 1 || !page.Entries[0].Refused || page.Entries[0].Operator != "Vera" {
			t.Errorf("%s is in the journal as %+v", action, page.Entries)
		}
	}
	if verified := must(p.audit.Verify())(t); !verified.Intact || verified.Last == "" {
		t.Errorf("the journal: %+v", verified)
	}
}
