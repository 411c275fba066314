package outgoing_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/outgoing"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

func fullDraft() outgoing.Draft {
	disabled := false
	return outgoing.Draft{
		Settings: smtp.Settings{
			Enabled: &disabled, Host: "mail.example.com", Port: "2525", Security: smtp.SecuritySTARTTLS,
			Auth: smtp.SignInPassword, User: "portal", From: "portal@example.com", FromName: "Portal",
			ReplyTo: "help@example.com", ReplyToName: "Help", EnvelopeFrom: "bounce@example.com",
			EHLOName: "portal.example.com", TimeoutSeconds: 7,
		},
		Secrets: smtp.SecretInputs{Password: set("the password of the mail server")},
	}
}

func TestSaveKeepsEveryField(t *testing.T) {
	f := newFixture(t)
	draft := fullDraft()
	saved := f.save(t, draft)
	got := f.get(t)
	if diff := cmp.Diff(draft.Settings, got.Settings); diff != "" {
		t.Error(diff)
	}
	if !got.Password.Set || got.Password.ChangedAt.IsZero() || got.ClientSecret.Set || got.Revision != saved.Revision {
		t.Errorf("got %+v", got)
	}
	if got.Status.Light != outgoing.Disabled {
		t.Errorf("a server that is switched off is %s", got.Status.Light)
	}
	entries, err := f.journal.List(t.Context(), 0)
	if err != nil || len(entries) != 1 || entries[0].Action != "outgoing.server.saved" || entries[0].Deployment != site {
		t.Errorf("audit: %+v, %v", entries, err)
	}
	if len(f.events) != 1 || f.events[0].Name != "outgoing.server.saved" {
		t.Errorf("events: %+v", f.events)
	}
}

func TestSaveRefusesAndKeepsWhatWasThere(t *testing.T) {
	f := newFixture(t)
	first := f.save(t, fullDraft())

	bad := edited(first)
	bad.Settings.Host, bad.Settings.Port, bad.Settings.From = "https://x", "70000", "a@@b"
	_, err := f.servers.Save(t.Context(), site, bad)
	if diff := cmp.Diff([]string{"from", "host", "port"}, sortedFields(err)); diff != "" {
		t.Errorf("%v %s", err, diff)
	}

	stale := edited(first)
	stale.Revision++
	if _, err := f.servers.Save(t.Context(), site, stale); !fault.HasCode(err, vault.CodeStaleRevision) {
		t.Errorf("another revision: %v", err)
	}

	for _, value := range []string{"****", "••••", "a\nb", "a\x00"} {
		masked := edited(first)
		masked.Secrets.Password = set(value)
		if _, err := f.servers.Save(t.Context(), site, masked); !cmp.Equal([]string{"password"}, sortedFields(err)) {
			t.Errorf("the password %q: %v", value, err)
		}
	}

	missing := edited(first)
	missing.Settings.Host = "mail.%domain%"
	if _, err := f.servers.Save(t.Context(), site, missing); !cmp.Equal([]string{"host"}, sortedFields(err)) {
		t.Errorf("a variable without a value: %v", err)
	}

	f.access.viewer = true
	if _, err := f.servers.Save(t.Context(), site, edited(first)); fault.Of(err).Kind != fault.Denied {
		t.Errorf("a viewer: %v", err)
	}
	if _, err := f.servers.Save(t.Context(), "nope", edited(first)); err == nil {
		t.Error("an unknown deployment was taken")
	}
	if diff := cmp.Diff(first.Settings, f.get(t).Settings); diff != "" {
		t.Errorf("a refused save changed something: %s", diff)
	}
}

func TestAnOmittedSwitchStaysAsItIs(t *testing.T) {
	f := newFixture(t)
	saved := f.save(t, fullDraft())
	draft := edited(saved)
	draft.Settings.Enabled = nil
	if after := f.save(t, draft); after.Enabled {
		t.Error("saving without the switch switched it on")
	}
}

func TestClearingAndUnusedPasswords(t *testing.T) {
	f := newFixture(t)
	saved := f.save(t, fullDraft())
	draft := edited(saved)
	draft.Secrets.Password = secret.Input{Change: secret.Clear}
	saved = f.save(t, draft)
	if saved.Password.Set {
		t.Error("the password was not cleared")
	}
	draft = edited(saved)
	draft.Secrets.Password = set("again a password")
	saved = f.save(t, draft)
	draft = edited(saved)
	draft.Settings.Auth, draft.Settings.User = smtp.SignInNone, ""
	if saved = f.save(t, draft); saved.Password.Set {
		t.Error("a server without sign-in keeps a password")
	}
}

func TestRemove(t *testing.T) {
	f := newFixture(t)
	saved := f.save(t, fullDraft())
	if err := f.servers.Remove(t.Context(), site, saved.Revision+1); !fault.HasCode(err, vault.CodeStaleRevision) {
		t.Errorf("another revision: %v", err)
	}
	if err := f.servers.Remove(t.Context(), site, saved.Revision); err != nil {
		t.Fatal(err)
	}
	if got := f.get(t); got.Configured() || got.Password.Set || got.Status.Light != outgoing.Missing {
		t.Errorf("still there: %+v", got)
	}
	if err := f.servers.Remove(t.Context(), site, saved.Revision); !fault.HasCode(err, outgoing.CodeNotConfigured) {
		t.Errorf("removed twice: %v", err)
	}
	stats, err := f.access.Stats(t.Context())
	if err != nil || stats.Secrets != 0 {
		t.Errorf("secrets left: %+v, %v", stats, err)
	}
}

func TestCheck(t *testing.T) {
	f := newFixture(t)
	draft := outgoing.Draft{Settings: smtp.Settings{Host: "mail.%domain%", User: "portal", From: "portal@example.com"}}
	check := func() outgoing.Check {
		t.Helper()
		c, err := f.servers.Check(t.Context(), site, draft)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	if c := check(); c.Ready || len(c.Faults) != 1 || c.Faults[0].Name != "host" {
		t.Errorf("a variable without a value: %+v", c)
	}
	f.variables["domain"] = "example.com"
	if c := check(); c.Ready || len(c.Faults) != 0 {
		t.Errorf("a missing password: %+v", c)
	}
	draft.Secrets.Password = set("a password")
	if c := check(); !c.Ready || c.Settings.Host != "mail.example.com" || c.Settings.Port != "465" {
		t.Errorf("complete: %+v", c)
	}
	saved := f.save(t, draft)
	draft = edited(saved)
	if c := check(); !c.Ready || len(c.Unbound) > 0 {
		t.Errorf("unchanged: %+v", c)
	}
	draft.Settings.Port = "587"
	if c := check(); c.Ready || len(c.Unbound) == 0 || c.Bound != "mail.example.com on port 465 (implicit-tls) as portal" {
		t.Errorf("another port: %+v", c)
	}
}

func sortedFields(err error) []string {
	var names []string
	if err == nil {
		return nil
	}
	for _, f := range fault.Of(err).Fields {
		names = append(names, f.Name)
	}
	return sorted(names)
}
