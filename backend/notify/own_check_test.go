package notify_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/credential"
	"patchbay/backend/fault"
	"patchbay/backend/notify"
	"patchbay/backend/protocol/smtp"
)

func namesOf(blamed []fault.Field) []string {
	var names []string
	for _, f := range blamed {
		names = append(names, f.Name)
	}
	return names
}

func TestADraftOfAnActionIsChecked(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	check := func(d notify.ActionDraft) notify.ActionCheck {
		t.Helper()
		c, err := f.notify.CheckAction(t.Context(), site, d)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	d := f.action(t, "Send message").Draft()
	if c := check(d); len(c.Faults) != 0 || c.Ready {
		t.Errorf("one that is not configured: %+v", c)
	}
	d.Own = &notify.Own{Server: smtp.Settings{Host: "smtp.gmail.com", From: "own@gmail.com", Auth: smtp.SignInPassword, User: "own@gmail.com"}}
	if c := check(d); c.Ready || c.Advice.Provider == nil || c.Settings.Port != "465" {
		t.Errorf("without a password: %+v", c)
	}
	d.Secrets.Password = set("abcdefghijklmnop")
	if c := check(d); !c.Ready || len(c.Faults) != 0 {
		t.Errorf("complete: %+v", c)
	}
	saved := f.saveAction(t, d)
	moved := saved.Draft()
	own := *moved.Own
	own.Server.Host = "mail.example.com"
	moved.Own, moved.Name = &own, "assign task"
	c := check(moved)
	if diff := cmp.Diff([]string{"ownServer.password"}, c.Unbound); diff != "" || c.Ready || c.Bound != "smtp.gmail.com on port 465 (implicit-tls) as own@gmail.com" {
		t.Errorf("%s %+v", diff, c)
	}
	if !slices.Equal(namesOf(c.Faults), []string{"name"}) {
		t.Errorf("a taken name: %+v", c.Faults)
	}
}

func TestAPersonIsChecked(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ada := f.ada(t)
	for name, tt := range map[string]struct {
		person notify.Person
		want   []string
	}{
		"as stored": {ada, nil}, "nothing": {notify.Person{}, []string{"name"}},
		"a taken address": {notify.Person{Name: "A\nB", Email: "ADA@example.com"}, []string{"name", "email"}},
	} {
		faults, err := f.notify.CheckPerson(t.Context(), site, tt.person)
		if diff := cmp.Diff(tt.want, namesOf(faults)); diff != "" || err != nil {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
}

func TestASignInForAnOwnServerNamesWhatItNeeds(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	d := f.action(t, "Send message").Draft()
	d.Own = &notify.Own{Server: smtp.Settings{Host: "h.example.com", From: "own@example.com", Auth: smtp.SignInOAuth2}}
	_, err := f.notify.SignInOwn(t.Context(), site, notify.SignInRequest{Draft: d, Method: credential.ThroughBrowser})
	want := []string{"ownServer.oauth2.tokenUrl", "ownServer.oauth2.clientId", "ownServer.oauth2.authUrl"}
	if diff := cmp.Diff(want, fields(err)); diff != "" {
		t.Error(diff)
	}
}
