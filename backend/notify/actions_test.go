package notify_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/notify"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/vault"
)

func names(actions []notify.Action) []string {
	var list []string
	for _, a := range actions {
		list = append(list, a.Name)
	}
	return list
}

func (f *fixture) list(t testing.TB) []notify.Action {
	t.Helper()
	list, err := f.notify.Actions(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestADeploymentStartsWithFiveActions(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	list := f.list(t)
	want := []string{"Provide information", "Approve transaction", "Assign task", "Send message", "Confirm transaction"}
	if diff := cmp.Diff(want, names(list)); diff != "" {
		t.Fatal(diff)
	}
	for i, a := range list {
		if !a.NeedsPerson || !a.NotifyByEmail || (a.Own != nil) != (i >= 3) || a.Own.Configured() {
			t.Errorf("%+v", a)
		}
	}
	if page := f.entries(t); len(page) != 0 {
		t.Errorf("reading has written: %+v", page)
	}
	d := list[1].Draft()
	d.Name = "Approve order"
	f.saveAction(t, d)
	d = list[0].Draft() // made before the list was stored
	d.NotifyByEmail = false
	f.saveAction(t, d)
	list[0].Name = "Another"
	if _, err := f.notify.SaveAction(t.Context(), site, list[0].Draft()); err == nil || fault.Of(err).Kind != fault.Conflict {
		t.Errorf("a lost update: %v", err)
	}
	d = notify.ActionDraft{Action: notify.Action{Name: "Inform", NeedsPerson: true}, Secrets: account.KeepSecrets()}
	added := f.saveAction(t, d)
	f.saveAction(t, added.Draft())
	want = []string{"Provide information", "Approve order", "Assign task", "Send message", "Confirm transaction", "Inform"}
	if diff := cmp.Diff(want, names(f.list(t))); diff != "" {
		t.Error(diff)
	}
	if err := f.notify.RemoveAction(t.Context(), site, list[4].ID, 0); err != nil {
		t.Error(err)
	}
	if err := f.notify.RemoveAction(t.Context(), site, list[4].ID, 0); !fault.HasCode(err, notify.CodeActionNotFound) {
		t.Errorf("error %v", err)
	}
	if diff := cmp.Diff(append(want[:4:4], "Inform"), names(f.list(t))); diff != "" {
		t.Error(diff)
	}
	other, err := f.notify.Actions(t.Context(), elsewhere)
	if err != nil || len(other) != 5 || other[1].Name != "Approve transaction" {
		t.Errorf("another deployment has %v, %v", names(other), err)
	}
}

func TestWhatIsWrongWithAnAction(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	for name, tt := range map[string]struct {
		change func(*notify.ActionDraft)
		code   string
		fields string
	}{
		"no name":          {func(d *notify.ActionDraft) { d.Name = " " }, notify.CodeInvalid, "name"},
		"a line break":     {func(d *notify.ActionDraft) { d.Name = "a\nb" }, notify.CodeInvalid, "name"},
		"a long name":      {func(d *notify.ActionDraft) { d.Name = strings.Repeat("x", 201) }, notify.CodeInvalid, "name"},
		"a taken name":     {func(d *notify.ActionDraft) { d.Name = "assign TASK" }, notify.CodeActionExists, "name"},
		"no such template": {func(d *notify.ActionDraft) { d.Template = site + "/x" }, notify.CodeInvalid, "template"},
		"half a server":    {func(d *notify.ActionDraft) { d.Own = &notify.Own{Server: smtp.Settings{Host: "h"}} }, notify.CodeInvalid, "ownServer.from"},
		"a bad sender":     {func(d *notify.ActionDraft) { d.Own = &notify.Own{Server: smtp.Settings{Host: "h", From: "x"}} }, notify.CodeInvalid, "ownServer.from"},
		"an empty variable": {func(d *notify.ActionDraft) {
			d.Own = &notify.Own{Server: smtp.Settings{Host: "%mail%", From: "a@b.example"}}
		}, notify.CodeInvalid, "ownServer.host"},
		"a masked secret": {func(d *notify.ActionDraft) {
			d.Own = &notify.Own{Server: smtp.Settings{Host: "h", From: "a@b.example", Auth: smtp.SignInPassword}}
			d.Secrets.Password = set("**********")
		}, notify.CodeInvalid, "ownServer.password"},
		"one that is gone": {func(d *notify.ActionDraft) { d.ID, d.Name = site+"/x", "X" }, notify.CodeActionNotFound, ""},
	} {
		d := f.action(t, "Approve transaction").Draft()
		tt.change(&d)
		if _, err := f.notify.SaveAction(t.Context(), site, d); !fault.HasCode(err, tt.code) || strings.Join(fields(err), " ") != tt.fields {
			t.Errorf("%s: %v %v", name, err, fields(err))
		}
	}
}

func TestASecretOfAnActionIsKeptAndNeverShown(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	d := f.action(t, "Send message").Draft()
	d.Own = &notify.Own{Server: smtp.Settings{Host: "%mail%", From: "own@example.com", Auth: smtp.SignInPassword, User: "ops"}}
	d.Secrets.Password = set(canary)
	f.sites.variables["mail"] = "mail.example.com"
	saved := f.saveAction(t, d)
	if !saved.Secrets.Password.Set || saved.Own.Server.Security != smtp.SecurityImplicitTLS {
		t.Errorf("%+v", saved)
	}
	again := saved.Draft()
	again.NotifyByEmail = false
	saved = f.saveAction(t, again)
	if !saved.Secrets.Password.Set {
		t.Error("the password is gone")
	}
	doc, err := json.Marshal([]any{saved, f.list(t), f.entries(t)})
	if err != nil {
		t.Fatal(err)
	}
	if said := string(doc) + fmt.Sprintf("%+v %+v", saved, f.events); strings.Contains(said, canary) {
		t.Error("the secret is shown")
	}
	none := saved.Draft()
	none.Own = nil
	if saved = f.saveAction(t, none); saved.Secrets.Password.Set || saved.Own != nil {
		t.Errorf("without a server of its own: %+v", saved)
	}
	back := saved.Draft()
	back.Own = d.Own
	if saved = f.saveAction(t, back); saved.Secrets.Password.Set {
		t.Error("the password has come back")
	}
	err = f.access.View(t.Context(), func(tx *vault.Tx) error {
		info, err := tx.SecretInfo(vault.SecretRef{Kind: notify.KindAction, ID: saved.ID, Field: "password"})
		if info.Set {
			t.Error("the vault still has it")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheSwitchOfTheIntegrationIsThatOfTheOutgoingMail(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	first, err := f.notify.Switches(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	want := notify.Switches{Identifier: "email"}
	if diff := cmp.Diff(want, first.Switches); diff != "" || first.Revision != 0 {
		t.Error(diff)
	}
	_, err = f.notify.SaveSwitches(t.Context(), site, notify.Switches{Integration: true}, 0)
	if !fault.HasCode(err, notify.CodeNoMail) || strings.Join(fields(err), " ") != "integration" {
		t.Errorf("without a server: %v", err)
	}
	f.mail.state = notify.MailState{Configured: true}
	saved, err := f.notify.SaveSwitches(t.Context(), site, notify.Switches{Integration: true, Notifications: true, Identifier: " upn "}, 0)
	if err != nil || !saved.Integration || !f.mail.state.Enabled || saved.Identifier != "upn" || !saved.Notifications {
		t.Errorf("%v: %+v", err, saved)
	}
	if e := f.entries(t)[0]; e.Action != "notify.saved" || e.Detail != "e-mail integration on, e-mail notifications on, people identifier upn" {
		t.Errorf("%+v", e)
	}
	f.mail.state.Enabled = false // at the outgoing mail itself
	if now, err := f.notify.Switches(t.Context(), site); err != nil || now.Integration {
		t.Errorf("%v: %+v", err, now)
	}
	if _, err := f.notify.SaveSwitches(t.Context(), site, notify.Switches{Integration: true}, 0); err == nil || fault.Of(err).Kind != fault.Conflict {
		t.Errorf("a lost update: %v", err)
	}
	if f.mail.state.Enabled {
		t.Error("what was refused has switched it on")
	}
	for field, s := range map[string]notify.Switches{"identifier": {Identifier: "e mail"}, "template": {Template: site + "/gone"}} {
		if _, err := f.notify.SaveSwitches(t.Context(), site, s, saved.Revision); !fault.HasCode(err, notify.CodeInvalid) || strings.Join(fields(err), " ") != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}
