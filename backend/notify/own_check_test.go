package notify_test

import (
	"encoding/json"
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

// An action may be kept before its own server is known, as two of those to begin with
// are; by halves it is refused at every door, and so is a secret without a server.
func TestOwnSettingsAreEmptyOrComplete(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	for _, tt := range []struct {
		doc  string
		want []string
	}{
		{`{}`, nil},
		{`{"security":"starttls","auth":"password","enabled":true,"timeoutSeconds":20}`, nil},
		{`{"host":"smtp.example.com"}`, []string{"ownServer.from"}},
		{`{"from":"own@example.com","auth":"none"}`, []string{"ownServer.host"}},
		{`{"port":"25"}`, []string{"ownServer.host", "ownServer.from"}},
		{`{"password":"` + canary + `"}`, []string{"ownServer.host", "ownServer.from"}},
	} {
		d, err := notify.ParseAction([]byte(`{"name":"Send message","ownServer":` + tt.doc + `}`))
		if err != nil {
			t.Fatal(err)
		}
		stored := f.action(t, "Send message")
		d.ID, d.Revision = stored.ID, stored.Revision
		saved, err := f.notify.SaveAction(t.Context(), site, d)
		if diff := cmp.Diff(tt.want, fields(err)); diff != "" {
			t.Errorf("%s: %v %s", tt.doc, err, diff)
		}
		if err == nil && (saved.Own == nil || saved.Own.Configured()) {
			t.Errorf("%s: %+v", tt.doc, saved.Own)
		}
		check, err := f.notify.CheckAction(t.Context(), site, d)
		if diff := cmp.Diff(tt.want, namesOf(check.Faults)); err != nil || diff != "" {
			t.Errorf("a check of %s: %v %s", tt.doc, err, diff)
		}
	}
	shown, err := json.Marshal(f.action(t, "Confirm transaction").Document())
	if err != nil {
		t.Fatal(err)
	}
	d, err := notify.ParseAction(shown)
	if err != nil {
		t.Fatal(err)
	}
	d.ID = f.action(t, "Confirm transaction").ID
	if _, err := f.notify.SaveAction(t.Context(), site, d); err != nil {
		t.Errorf("what is shown is not taken: %s: %+v", shown, fault.Of(err).Fields)
	}
}
