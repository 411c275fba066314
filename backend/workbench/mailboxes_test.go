package workbench_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"patchbay/backend/event"
	"patchbay/backend/evidence"
	"patchbay/backend/mailbox"
	"patchbay/backend/outgoing"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/workbench"
)

// rehearsed is a workbench with a deployment and the rehearsal servers.
type rehearsed struct {
	*workbench.Workbench
	site   string
	server workbench.RehearsalServer
}

func rehearse(t *testing.T) rehearsed {
	t.Helper()
	bench := open(t)
	createVault(t, bench)
	server, err := bench.Rehearsal.Start()
	if err != nil {
		t.Fatal(err)
	}
	return rehearsed{Workbench: bench, site: addDeployment(t, bench, "Portal", "portal").ID, server: server}
}

// addMailbox saves a mailbox on the rehearsal server.
func (r rehearsed) addMailbox(t *testing.T, address, password string) mailbox.Mailbox {
	t.Helper()
	settings := r.server.Mailbox()
	settings.Mailbox = address
	return r.saveMailbox(t, settings, account.SecretInputs{Password: set(password)})
}

func (r rehearsed) saveMailbox(t *testing.T, settings imap.Settings, secrets account.SecretInputs) mailbox.Mailbox {
	t.Helper()
	saved, err := r.Mailboxes.Save(t.Context(), r.site, mailbox.Draft{Settings: settings, Secrets: secrets})
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

func (r rehearsed) password() string { return string(r.server.Password.Reveal()) }

// elsewhere are the settings of a mailbox on a server that nobody asks.
func elsewhere(address, host string) imap.Settings {
	return imap.Settings{
		Mailbox: address, Name: "Orders", Description: "Takes orders.",
		Settings: account.Settings{Host: host, Auth: account.SignInPassword},
	}
}

func TestMailboxesCountTheirSecretsTogether(t *testing.T) {
	r := rehearse(t)
	for i := range 3 {
		settings := elsewhere(fmt.Sprintf("box%d@example.com", i), "imap.example.com")
		r.saveMailbox(t, settings, account.SecretInputs{Password: set("a password")})
	}
	check := func(target string, fields ...string) {
		t.Helper()
		want := []workbench.Affected{{DeploymentID: r.site, Deployment: "Portal", Kind: workbench.KindMailboxes, Target: target}}
		for _, field := range fields {
			want[0].Stored = append(want[0].Stored, outgoing.StoredSecret{Field: field})
		}
		got, err := r.Affected(t.Context())
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(outgoing.StoredSecret{}, "ChangedAt")); err != nil || diff != "" {
			t.Errorf("%v %s", err, diff)
		}
	}
	check("3 mailboxes", "password")
	before, err := r.Affected(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	byToken := elsewhere("token@example.com", "imap.example.com")
	byToken.Auth = account.SignInOAuth2
	byToken.OAuth2 = account.OAuth2Settings{TokenURL: "https://login.example.com/token", ClientID: "patchbay"}
	r.saveMailbox(t, byToken, account.SecretInputs{ClientSecret: set("a client secret")})
	r.saveMailbox(t, elsewhere("late@example.com", "imap.example.com"), account.SecretInputs{Password: set("a password")})
	check("5 mailboxes (password of 4, oauth2.clientSecret of 1)", "password", "oauth2.clientSecret")
	after, err := r.Affected(t.Context())
	if err != nil || !after[0].Stored[0].ChangedAt.Equal(before[0].Stored[0].ChangedAt) {
		t.Errorf("the oldest password is of %v, was of %v, %v", after[0].Stored[0].ChangedAt, before[0].Stored[0].ChangedAt, err)
	}
}

func TestRecordsOfMailboxesAreCalledByTheirAddress(t *testing.T) {
	r := rehearse(t)
	box := r.addMailbox(t, "orders@example.com", r.password())
	alias, err := r.Mailboxes.SaveAlias(t.Context(), r.site, mailbox.Alias{
		MailboxID: box.ID, Address: "sales@example.com", Workspace: "Sales",
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ kind, id, want string }{
		{"mailbox", box.ID, "orders@example.com"},
		{"mailbox-state", box.ID, "orders@example.com"},
		{"mailbox-proof", box.ID, "orders@example.com"},
		{"mailbox-alias", alias.ID, "sales@example.com"},
		{"secret", "mailbox/" + box.ID + "/password", "orders@example.com: password"},
		{"mailbox", r.site + "/gone", ""},
		{"secret", "mailbox/" + r.site + "/gone/password", "password"},
	} {
		if got := r.RecordName(t.Context(), tt.kind, tt.id, nil); got != tt.want {
			t.Errorf("the %s %s is called %q, want %q", tt.kind, tt.id, got, tt.want)
		}
	}
	names := r.DifferenceNames(t.Context(), nil, vault.Difference{Kind: "mailbox", Differs: []string{box.ID}})
	if diff := cmp.Diff([]string{"orders@example.com"}, names); diff != "" {
		t.Error(diff)
	}
}

// TestAMailboxIsNamedFromTheBackup that alone has it still.
func TestAMailboxIsNamedFromTheBackup(t *testing.T) {
	r := rehearse(t)
	box := r.addMailbox(t, "orders@example.com", r.password())
	path := filepath.Join(t.TempDir(), "backup")
	if _, err := r.Operators.WriteBackup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	if err := r.Mailboxes.Remove(t.Context(), r.site, box.ID, box.Revision); err != nil {
		t.Fatal(err)
	}
	backup, err := r.Operators.OpenBackup(t.Context(), path, vault.BackupKey{
		Operator: "Ada", Password: secret.FromString("correct horse battery staple"),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer backup.Close()
	if name := r.RecordName(t.Context(), "secret", "mailbox/"+box.ID+"/password", backup); name != "orders@example.com: password" {
		t.Errorf("it is called %q", name)
	}
}

func TestIntegrationsOfADeployment(t *testing.T) {
	r := rehearse(t)
	integrations := func() []workbench.Integration {
		t.Helper()
		got, err := r.Integrations(t.Context(), r.site)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	want := []workbench.Integration{{
		Kind: workbench.KindOutgoing, Title: "Outgoing mail", Light: evidence.Missing, Summary: "Not configured",
	}, {
		Kind: workbench.KindMailboxes, Title: "Mailboxes", Light: evidence.Missing, Summary: "None yet",
	}, {
		Kind: workbench.KindIDP, Title: "Identity providers", Light: evidence.Missing, Summary: "None yet",
	}, {
		Kind: workbench.KindAPI, Title: "API clients", Light: evidence.Missing, Summary: "None yet",
	}, {
		Kind: workbench.KindNotifications, Title: "Notifications", Light: evidence.Disabled, Summary: "Switched off",
	}}
	if diff := cmp.Diff(want, integrations()); diff != "" {
		t.Errorf("without anything: %s", diff)
	}
	none := slices.Clone(want[2:])
	want = want[:1]
	for server := range 9 {
		for box := range 10 - server {
			settings := elsewhere(fmt.Sprintf("box%d@example%d.com", box, server), fmt.Sprintf("imap%d.example.com", server))
			r.saveMailbox(t, settings, account.SecretInputs{Password: set("a password")})
		}
	}
	mailboxes := func(target, summary string) workbench.Integration {
		return workbench.Integration{
			Kind: workbench.KindMailboxes, Title: "Mailboxes", Target: target, Light: evidence.Never, Summary: summary,
		}
	}
	for server := range 6 {
		n := 10 - server
		want = append(want, mailboxes(fmt.Sprintf("imap%d.example.com:993 (%d)", server, n), fmt.Sprintf("%d of %d were never proved", n, n)))
	}
	want = append(want, mailboxes("3 further servers (9)", "imap6.example.com:993: 4 of 4 were never proved"))
	want = append(want, none...)
	if diff := cmp.Diff(want, integrations()); diff != "" {
		t.Error(diff)
	}
	refused := elsewhere("refused@example.com", "127.0.0.1")
	refused.Port = "1"
	box := r.saveMailbox(t, refused, account.SecretInputs{Password: set("a password")})
	if _, err := r.Mailboxes.Prove(t.Context(), r.site, mailbox.ProofRequest{Draft: mailbox.Draft{ID: box.ID, Revision: box.Revision, Settings: refused}}); err != nil {
		t.Fatal(err)
	}
	if first := integrations()[1]; first.Target != "127.0.0.1:1 (1)" || first.Light != evidence.Failed {
		t.Errorf("what failed is not the first: %+v", first)
	}
}

// TestProveAllProvesMailboxesAfterOutgoingMail and sums them up.
func TestProveAllProvesMailboxesAfterOutgoingMail(t *testing.T) {
	r := rehearse(t)
	var progress []string
	cancel := r.Events.Subscribe(func(e event.Event) {
		if e.Name == "overview.proving" {
			progress = append(progress, fmt.Sprintf("%s %s %d/%d", e.Subject, e.Verdict, e.Done, e.Total))
		}
	})
	nobody := []workbench.ProvedOne{
		{Kind: "idp", Title: "Identity providers", Verdict: proof.Skipped, Summary: "No identity providers"},
		{Kind: "api", Title: "API clients", Verdict: proof.Skipped, Summary: "No API clients"},
	}
	prove := func(want ...workbench.ProvedOne) {
		t.Helper()
		want = append(want, nobody...)
		got, err := r.ProveAll(t.Context(), r.site, "run-1")
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%v %s", err, diff)
		}
	}
	prove(
		workbench.ProvedOne{Kind: "outgoing", Title: "Outgoing mail", Verdict: proof.Skipped, Summary: "Not configured"},
		workbench.ProvedOne{Kind: "mailboxes", Title: "Mailboxes", Verdict: proof.Skipped, Summary: "No mailboxes"},
	)
	if diff := cmp.Diff([]string{"  0/4", "outgoing skipped 1/4", "mailboxes skipped 2/4", "idp skipped 3/4", "api skipped 4/4"}, progress); diff != "" {
		t.Error(diff)
	}
	cancel()
	r.addServer(t)
	settings := r.server.Mailbox() // one account each: a second attempt with one is none
	settings.Mailbox = "orders@example.com"
	r.saveMailbox(t, settings, account.SecretInputs{Password: set(r.password())})
	out := workbench.ProvedOne{
		Kind: "outgoing", Title: "Outgoing mail", Verdict: proof.Passed, Summary: "Proved: sender and recipient are accepted",
	}
	prove(out, workbench.ProvedOne{Kind: "mailboxes", Title: "Mailboxes", Verdict: proof.Passed, Summary: "1 of 1 are proved"})
	settings.Mailbox, settings.User = "wrong@example.com", "wrong@example.com"
	r.saveMailbox(t, settings, account.SecretInputs{Password: set("not the password")})
	prove(out, workbench.ProvedOne{Kind: "mailboxes", Title: "Mailboxes", Verdict: proof.Failed, Summary: "1 of 2 failed"})

	cancelled, stop := context.WithCancel(t.Context())
	stop()
	if got, err := r.ProveAll(cancelled, r.site, "run-2"); err != nil || len(got) != 0 {
		t.Errorf("cancelled before the first: %+v, %v", got, err)
	}
}

// addServer saves outgoing mail by the rehearsal server.
func (r rehearsed) addServer(t *testing.T) {
	t.Helper()
	_, err := r.Outgoing.Save(t.Context(), r.site, outgoing.Draft{
		Settings: r.server.Settings(), Secrets: smtp.SecretInputs{Password: set(r.password())},
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestTheOverviewMergesBothDirections of mail: what was proved, and what ends.
func TestTheOverviewMergesBothDirections(t *testing.T) {
	r := rehearse(t)
	r.addServer(t)
	r.addMailbox(t, "orders@example.com", r.password())
	if _, err := r.ProveAll(t.Context(), r.site, "run-1"); err != nil {
		t.Fatal(err)
	}
	recent, err := r.RecentProofs(t.Context(), r.site)
	if err != nil || len(recent) != 2 {
		t.Fatalf("%d proofs, %v", len(recent), err)
	}
	for i, want := range []struct{ kind, title, summary string }{
		{"mailboxes", "orders@example.com", "Proved: signing in works"},
		{"outgoing", "Outgoing mail", "Proved: sender and recipient are accepted"},
	} {
		if got := recent[i]; got.Kind != want.kind || got.Title != want.title || got.Summary != want.summary || !got.Current {
			t.Errorf("number %d: %s %s %q, current: %v", i, got.Kind, got.Title, got.Summary, got.Current)
		}
	}
	ends, err := r.Expiring(t.Context(), r.site)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, end := range ends {
		got = append(got, end.Page+" "+end.Kind)
	}
	slices.Sort(got)
	if diff := cmp.Diff([]string{"keys key", "mailboxes certificate", "outgoing certificate"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestARemovedDeploymentTakesItsMailboxesAlong with aliases, secrets and proofs.
func TestARemovedDeploymentTakesItsMailboxesAlong(t *testing.T) {
	r := rehearse(t)
	box := r.addMailbox(t, "orders@example.com", r.password())
	other := addDeployment(t, r.Workbench, "Other", "other")
	kept, err := r.Mailboxes.Save(t.Context(), other.ID, mailbox.Draft{
		Settings: elsewhere("orders@example.com", "imap.example.com"), Secrets: account.SecretInputs{Password: set("a password")},
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = r.Mailboxes.SaveAlias(t.Context(), r.site, mailbox.Alias{MailboxID: box.ID, Address: "sales@example.com", Workspace: "Sales"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.ProveAll(t.Context(), r.site, "run-1"); err != nil {
		t.Fatal(err)
	}
	site, err := r.Deployments.Get(t.Context(), r.site)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Deployments.Remove(t.Context(), site.ID, site.Revision); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"mailbox", "mailbox-state", "mailbox-proof", "mailbox-alias"} {
		if name := r.RecordName(t.Context(), kind, box.ID, nil); name != "" {
			t.Errorf("a %s of %s is left", kind, name)
		}
	}
	keys, err := r.Operators.Keys(t.Context())
	if err != nil || keys.Secrets != 1 {
		t.Errorf("%d secrets are left, %v", keys.Secrets, err)
	}
	if got, err := r.Mailboxes.Get(t.Context(), other.ID, kept.ID); err != nil || !got.Secrets.Password.Set {
		t.Errorf("the mailbox of another deployment: %+v, %v", got, err)
	}
}
