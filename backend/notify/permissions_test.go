package notify_test

import (
	"reflect"
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/notify"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/vault"
)

// useCase is one method of Notifications as somebody calls it. A viewer may call it
// unless it edits.
type useCase struct {
	edits bool
	call  func(f *fixture, ada notify.Person) error
}

// useCases are all methods of Notifications, by name, with which deployment they are
// asked for.
func useCases(t *testing.T, site string) map[string]useCase {
	ctx := t.Context()
	return map[string]useCase{
		"Switches": {false, func(f *fixture, _ notify.Person) error { _, err := f.notify.Switches(ctx, site); return err }},
		"SaveSwitches": {true, func(f *fixture, _ notify.Person) error {
			_, err := f.notify.SaveSwitches(ctx, site, notify.Switches{}, vault.AnyRevision)
			return err
		}},
		"Actions": {false, func(f *fixture, _ notify.Person) error { _, err := f.notify.Actions(ctx, site); return err }},
		"Action": {false, func(f *fixture, _ notify.Person) error {
			_, err := f.notify.Action(ctx, site, "Assign task")
			return err
		}},
		"SaveAction": {true, func(f *fixture, _ notify.Person) error {
			_, err := f.notify.SaveAction(ctx, site, notify.ActionDraft{Action: notify.Action{Name: "New"}})
			return err
		}},
		"RemoveAction": {true, func(f *fixture, _ notify.Person) error {
			return f.notify.RemoveAction(ctx, site, site+"/assign-task", vault.AnyRevision)
		}},
		"ProveOwn": {false, func(f *fixture, _ notify.Person) error {
			_, err := f.notify.ProveOwn(ctx, site, notify.OwnProofRequest{Level: smtp.LevelConnect, Draft: notify.ActionDraft{Action: notify.Action{Own: &notify.Own{}}}})
			return err
		}},
		"SignInOwn": {true, func(f *fixture, _ notify.Person) error {
			_, err := f.notify.SignInOwn(ctx, site, notify.SignInRequest{Draft: notify.ActionDraft{Action: notify.Action{Own: &notify.Own{}}}})
			return err
		}},
		"CheckAction": {false, func(f *fixture, _ notify.Person) error {
			_, err := f.notify.CheckAction(ctx, site, notify.ActionDraft{})
			return err
		}},
		"CheckPerson": {false, func(f *fixture, _ notify.Person) error {
			_, err := f.notify.CheckPerson(ctx, site, notify.Person{})
			return err
		}},
		"People": {false, func(f *fixture, _ notify.Person) error {
			_, err := f.notify.People(ctx, site, notify.PeopleQuery{})
			return err
		}},
		"Identifiers": {false, func(f *fixture, _ notify.Person) error { _, err := f.notify.Identifiers(ctx, site); return err }},
		"UnknownIdentifier": {false, func(f *fixture, _ notify.Person) error {
			_, err := f.notify.UnknownIdentifier(ctx, site, "upn")
			return err
		}},
		"Listed": {false, func(f *fixture, ada notify.Person) error {
			_, err := f.notify.Listed(ctx, site, ada.ID)
			return err
		}},
		"Person": {false, func(f *fixture, ada notify.Person) error {
			_, err := f.notify.Person(ctx, site, ada.ID)
			return err
		}},
		"FindPeople": {false, func(f *fixture, ada notify.Person) error {
			_, err := f.notify.FindPeople(ctx, site, ada.UserName)
			return err
		}},
		"Same": {false, func(f *fixture, ada notify.Person) error {
			_, err := f.notify.Same(ctx, site, ada)
			return err
		}},
		"SavePerson": {true, func(f *fixture, _ notify.Person) error {
			_, err := f.notify.SavePerson(ctx, site, notify.Person{Name: "New"})
			return err
		}},
		"RemovePeople":  {true, func(f *fixture, _ notify.Person) error { return f.notify.RemovePeople(ctx, site, nil) }},
		"PreviewImport": {false, func(f *fixture, _ notify.Person) error { return f.importNothing(t, site, false) }},
		"ApplyImport":   {true, func(f *fixture, _ notify.Person) error { return f.importNothing(t, site, true) }},
		"Templates":     {false, func(f *fixture, _ notify.Person) error { _, err := f.notify.Templates(ctx, site); return err }},
		"Template":      {false, func(f *fixture, _ notify.Person) error { _, err := f.notify.Template(ctx, site, ""); return err }},
		"SaveTemplate": {true, func(f *fixture, _ notify.Person) error {
			_, _, err := f.notify.SaveTemplate(ctx, site, notify.Template{Name: "New", Template: own("S")})
			return err
		}},
		"RemoveTemplate": {true, func(f *fixture, _ notify.Person) error {
			return f.notify.RemoveTemplate(ctx, site, "", vault.AnyRevision)
		}},
		"Preview": {false, func(f *fixture, _ notify.Person) error {
			_, _, err := f.notify.Preview(ctx, site, notify.Draft{})
			return err
		}},
		"SendDraft": {true, func(f *fixture, _ notify.Person) error {
			_, err := f.notify.SendDraft(ctx, site, notify.Draft{Template: own("S")}, "me@example.com", false)
			return err
		}},
		"Rehearse": {false, func(f *fixture, ada notify.Person) error {
			_, err := f.notify.Rehearse(ctx, site, approve(ada))
			return err
		}},
		"Send": {true, func(f *fixture, ada notify.Person) error {
			_, err := f.notify.Send(ctx, site, approve(ada), "")
			return err
		}},
		"Retry": {true, func(f *fixture, _ notify.Person) error {
			_, err := f.notify.Retry(ctx, site, notify.Again{MessageID: site + "/none/00000"})
			return err
		}},
		"CheckRetry": {false, func(f *fixture, _ notify.Person) error {
			_, err := f.notify.CheckRetry(ctx, site, f.lastEvent(t))
			return err
		}},
		"RetryEvent": {true, func(f *fixture, _ notify.Person) error {
			_, err := f.notify.RetryEvent(ctx, site, f.lastEvent(t))
			return err
		}},
		"Messages": {false, func(f *fixture, _ notify.Person) error {
			_, err := f.notify.Messages(ctx, site, notify.MessageQuery{})
			return err
		}},
		"Latest": {false, func(f *fixture, _ notify.Person) error { _, err := f.notify.Latest(ctx, site); return err }},
		"Message": {false, func(f *fixture, _ notify.Person) error {
			_, err := f.notify.Message(ctx, site, site+"/none/00000")
			return err
		}},
		"Findings": {false, func(f *fixture, _ notify.Person) error { _, err := f.notify.Findings(ctx, site); return err }},
	}
}

// lastEvent names the event that was sent before anybody was refused.
func (f *fixture) lastEvent(t *testing.T) notify.AgainEvent {
	viewer, nobody := f.access.viewer, f.access.nobody
	defer func() { f.access.viewer, f.access.nobody = viewer, nobody }()
	f.access.viewer, f.access.nobody = false, false
	page, err := f.notify.Messages(t.Context(), site, notify.MessageQuery{Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	return notify.AgainEvent{EventID: page.Messages[0].EventID}
}

func (f *fixture) importNothing(t *testing.T, deploymentID string, apply bool) error {
	imp, err := f.notify.PreviewImport(t.Context(), deploymentID, []byte("name\nNew\n"))
	if err != nil {
		return err
	}
	defer imp.Discard()
	if !apply {
		return nil
	}
	_, err = f.notify.ApplyImport(t.Context(), deploymentID, imp, false)
	return err
}

func TestWhoMayDoWhat(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	server := f.withServer(t)
	ada := f.ada(t)
	f.send(t, approve(ada))
	before := len(f.entries(t))
	cases := useCases(t, site)
	for name, c := range cases {
		f.access.viewer, f.access.nobody = true, false
		if err := c.call(f, ada); c.edits != (err != nil && fault.Of(err).Kind == fault.Denied) {
			t.Errorf("%s: a viewer gets %v", name, err)
		}
		f.access.nobody = true
		if err := c.call(f, ada); err == nil || fault.Of(err).Kind != fault.Locked {
			t.Errorf("%s: nobody gets %v", name, err)
		}
		f.access.viewer, f.access.nobody = false, false
		if err := useCases(t, "deployment-9")[name].call(f, ada); err == nil || fault.Of(err).Kind != fault.NotFound {
			t.Errorf("%s: a deployment that there is not gets %v", name, err)
		}
	}
	if len(f.entries(t)) != before || len(server.Messages()) != 1 {
		t.Error("something was changed all the same")
	}
	for method := range reflect.TypeFor[*notify.Notifications]().Methods() {
		if _, known := cases[method.Name]; !known && method.Name != "RemoveAll" { // within a transaction of deployments
			t.Errorf("nothing says who may call %s", method.Name)
		}
	}
}

func TestADeploymentGoesWithAllOfIt(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.withServer(t)
	f.send(t, approve(f.ada(t)))
	f.saveAction(t, f.action(t, "Assign task").Draft())
	f.saveTemplate(t, notify.Template{Name: "T", Template: own("S")})
	if _, err := f.notify.SavePerson(t.Context(), elsewhere, notify.Person{Name: "Stays"}); err != nil {
		t.Fatal(err)
	}
	err := f.access.Update(t.Context(), func(tx *vault.Tx) error { return f.notify.RemoveAll(tx, site) })
	if err != nil {
		t.Fatal(err)
	}
	err = f.access.View(t.Context(), func(tx *vault.Tx) error {
		for _, kind := range []string{
			notify.KindSwitches, notify.KindAction, notify.KindMade, notify.KindPerson, notify.KindTemplate,
			notify.KindPart, notify.KindEvent, notify.KindMessage,
		} {
			items, err := vault.NewCollection[struct{}](kind, 1, nil).All(tx)
			want := 0
			if kind == notify.KindPerson {
				want = 1
			}
			if err != nil || len(items) != want {
				t.Errorf("%s: %d are left, %v", kind, len(items), err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
