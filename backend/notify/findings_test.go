package notify_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/notify"
	"patchbay/backend/protocol/smtp"
)

func (f *fixture) findings(t testing.TB) []string {
	t.Helper()
	found, err := f.notify.Findings(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, one := range found {
		codes = append(codes, one.Code)
		if !strings.HasSuffix(one.Cause, ".") || !strings.HasSuffix(one.Remedy, ".") || len(one.Fields) == 0 {
			t.Errorf("%+v", one)
		}
	}
	return codes
}

func TestWhatDoesNotFitTogether(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		change func(*testing.T, *fixture)
		want   []string
	}{
		{"all is well", func(*testing.T, *fixture) {}, nil},
		{"notifications off", func(t *testing.T, f *fixture) {
			f.sites.of.PortalURL = ""
			f.switches(t, notify.Switches{Integration: true})
		}, nil},
		{"integration off on purpose", func(t *testing.T, f *fixture) {
			f.sites.of.PortalURL = ""
			f.switches(t, notify.Switches{Notifications: true})
		}, nil},
		{"no server", func(_ *testing.T, f *fixture) { f.mail.state = notify.MailState{} }, []string{notify.CodeServerMissing}},
		{"the server failed", func(_ *testing.T, f *fixture) { f.mail.state.Failed = true }, []string{notify.CodeServerFailed}},
		{"the From is refused", func(_ *testing.T, f *fixture) {
			f.mail.state.Failed, f.mail.state.FromRefused = true, true
		}, []string{notify.CodeFromRefused}},
		{"no portal", func(_ *testing.T, f *fixture) { f.sites.of.PortalURL = "" }, []string{notify.CodePortalURLMissing}},
		{"no messages page", func(_ *testing.T, f *fixture) { f.sites.of.MessagesURL = "" }, []string{notify.CodeMessagesMissing}},
		{"an own server that is none", func(t *testing.T, f *fixture) {
			d := f.action(t, "Send message").Draft()
			d.NotifyByEmail = true
			f.saveAction(t, d)
		}, []string{notify.CodeOwnServerMissing}},
		{"an own server that failed", func(t *testing.T, f *fixture) {
			server, request := newServer(t)
			if err := server.SetFault("password-refused"); err != nil {
				t.Fatal(err)
			}
			d := f.action(t, "Send message").Draft()
			d.NotifyByEmail, d.Own = true, &notify.Own{Server: request.Settings}
			d.Secrets.Password = set(string(server.Password().Reveal()))
			saved := f.saveAction(t, d)
			f.proveOwn(t, saved.Draft())
		}, []string{notify.CodeOwnServerFailed}},
		{"many, and the first answer", func(t *testing.T, f *fixture) {
			d := f.action(t, "Approve transaction").Draft()
			d.ManyFirstAnswer = true
			f.saveAction(t, d)
		}, []string{notify.CodeMailIsNoise}},
		{"many, without mail", func(t *testing.T, f *fixture) {
			d := f.action(t, "Approve transaction").Draft()
			d.ManyFirstAnswer, d.NotifyByEmail = true, false
			f.saveAction(t, d)
		}, nil},
		{"somebody without an address", func(t *testing.T, f *fixture) { f.person(t, notify.Person{Name: "Grace"}) }, []string{notify.CodeWithoutAddress}},
		{"an identifier that nobody has", func(t *testing.T, f *fixture) {
			f.switches(t, notify.Switches{Integration: true, Notifications: true, Identifier: "upn"})
		}, []string{notify.CodeUnknownAttribute}},
		{"nobody", func(t *testing.T, f *fixture) {
			if err := f.notify.RemovePeople(t.Context(), site, []string{f.people(t, notify.PeopleQuery{}).People[0].ID}); err != nil {
				t.Fatal(err)
			}
		}, []string{notify.CodeNobody}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t)
			f.mail.state = notify.MailState{Configured: true, Enabled: true, From: "portal@example.com"}
			f.switches(t, notify.Switches{Integration: true, Notifications: true})
			f.ada(t)
			for _, name := range []string{"Send message", "Confirm transaction"} {
				d := f.action(t, name).Draft()
				d.NotifyByEmail = false
				f.saveAction(t, d)
			}
			tt.change(t, f)
			if diff := cmp.Diff(tt.want, f.findings(t)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// With integration off an action with its own server still sends, and is looked at.
func TestFindingsOfAnActionWithItsOwnServer(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.ada(t)
	f.mail.state = notify.MailState{Configured: true}
	f.switches(t, notify.Switches{Notifications: true})
	d := f.action(t, "Send message").Draft()
	d.Own = &notify.Own{Server: smtp.Settings{Host: "h.example.com", From: "own@example.com"}}
	f.saveAction(t, d)
	f.sites.of.PortalURL = ""
	want := []string{notify.CodePortalURLMissing, notify.CodeOwnServerMissing} // the last one of Confirm transaction
	if diff := cmp.Diff(want, f.findings(t)); diff != "" {
		t.Error(diff)
	}
}
