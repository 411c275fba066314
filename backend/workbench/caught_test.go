package workbench_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/deployment"
	"patchbay/backend/fault"
	"patchbay/backend/gateway"
	"patchbay/backend/notify"
	"patchbay/backend/notify/render"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/vault"
	"patchbay/backend/workbench"
)

// newest opens the mail that was caught last, and empties the inbox.
func newest(t *testing.T, r *workbench.Rehearsal) workbench.CaughtMail {
	t.Helper()
	all, err := r.Messages()
	if err != nil || len(all) != 1 {
		t.Fatalf("caught %+v, %v", all, err)
	}
	mail, err := r.Message(all[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Clear(); err != nil {
		t.Fatal(err)
	}
	return mail
}

// origin is what a mail says of where it comes from.
type origin struct{ From, Envelope, ReplyTo string }

func originOf(m workbench.CaughtMail) origin {
	from := origin{From: m.From, Envelope: m.EnvelopeFrom}
	for _, h := range m.Headers {
		if h.Name == "Reply-To" {
			from.ReplyTo = h.Value
		}
	}
	return from
}

// sendsAs gives the deployment a sender with variables.
func (i *informed) sendsAs(t *testing.T) {
	t.Helper()
	site := i.site
	site.Variables = []deployment.Variable{{Name: "domain", Value: "acme.example"}, {Name: "customer", Value: "Acme"}}
	if _, err := i.Deployments.Save(t.Context(), site); err != nil {
		t.Fatal(err)
	}
	server, err := i.Outgoing.Get(t.Context(), i.site.ID)
	if err != nil {
		t.Fatal(err)
	}
	d := server.Draft()
	d.Settings.From, d.Settings.FromName = "portal@%domain%", "Portal of %customer%"
	d.Settings.ReplyTo, d.Settings.EnvelopeFrom = "desk@%domain%", "bounces@%domain%"
	if _, err := i.Outgoing.Save(t.Context(), i.site.ID, d); err != nil {
		t.Fatal(err, fault.Of(err).Fields)
	}
}

// ofDeployment is where its mail comes from then.
func ofDeployment() origin {
	return origin{From: "Portal of Acme <portal@acme.example>", Envelope: "bounces@acme.example", ReplyTo: "<desk@acme.example>"}
}

func TestARehearsedMailComesFromTheSameSender(t *testing.T) {
	i := inform(t)
	i.switchOn(t)
	i.sendsAs(t)
	for _, rehearsal := range []bool{false, true} {
		i.send(t, rehearsal)
		if diff := cmp.Diff(ofDeployment(), originOf(newest(t, i.Rehearsal))); diff != "" {
			t.Errorf("rehearsed: %v (-want +got):\n%s", rehearsal, diff)
		}
	}
	actions, err := i.Notifications.Actions(t.Context(), i.site.ID)
	if err != nil {
		t.Fatal(err)
	}
	d := actions[0].Draft()
	d.Own = &notify.Own{Server: smtp.Settings{Host: "mail.example.com", From: "desk@%domain%", FromName: "Desk", Auth: smtp.SignInNone}}
	if _, err := i.Notifications.SaveAction(t.Context(), i.site.ID, d); err != nil {
		t.Fatal(err)
	}
	i.send(t, true)
	want := origin{From: "Desk <desk@acme.example>", Envelope: "desk@acme.example"}
	if diff := cmp.Diff(want, originOf(newest(t, i.Rehearsal))); diff != "" {
		t.Errorf("an action's own (-want +got):\n%s", diff)
	}
}

func TestARehearsedResetComesFromTheGateway(t *testing.T) {
	i := inform(t)
	i.sendsAs(t)
	rehearsed := origin{From: "Rehearsal <" + i.server.Settings().From + ">", Envelope: i.server.Settings().From}
	rehearse := func(name string, want origin) {
		t.Helper()
		d, err := i.RehearseReset(t.Context(), render.Default(render.PasswordReset), render.Samples()[0].Values, "ada@example.com")
		if err != nil || d.Result != smtp.Accepted {
			t.Fatalf("%s: %+v, %v", name, d, err)
		}
		if diff := cmp.Diff(want, originOf(newest(t, i.Rehearsal))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	save := func(s gateway.Settings) {
		t.Helper()
		stored, err := i.Gateway.Get(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := i.Gateway.Save(t.Context(), gateway.Draft{Settings: s, Revision: stored.Revision}); err != nil {
			t.Fatal(err, fault.Of(err).Fields)
		}
	}
	rehearse("no gateway", rehearsed)
	save(gateway.Settings{Enabled: false})
	rehearse("a gateway without a sender", rehearsed)
	save(gateway.Settings{Enabled: false, Host: "mail.example.com", From: "it@example.com", SenderName: "IT"})
	rehearse("a gateway", origin{From: "IT <it@example.com>", Envelope: "it@example.com"})
	save(gateway.Settings{Enabled: true, UseDeployment: i.site.ID})
	rehearse("a deployment's outgoing mail", ofDeployment())
	if err := i.Deployments.Remove(t.Context(), i.site.ID, vault.AnyRevision); err != nil {
		t.Fatal(err)
	}
	rehearse("a deployment that is gone", rehearsed)
}
