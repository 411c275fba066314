package mailbox_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/mailbox"
	"patchbay/backend/vault"
)

func TestAliases(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	desk := f.save(t, draft("desk@example.com"))
	sales := f.save(t, draft("sales@example.com"))
	first := f.alias(t, mailbox.Alias{MailboxID: desk.ID, Address: "help@example.com", Workspace: "Support", ProjectType: "Incident", Client: "Acme"})
	f.alias(t, mailbox.Alias{MailboxID: sales.ID, Address: "buy@example.com", Workspace: "Sales"})

	got, err := f.mailboxes.Aliases(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	var addresses []string
	for _, a := range got {
		addresses = append(addresses, a.Address+" of "+a.Mailbox)
	}
	want := []string{"buy@example.com of sales@example.com", "help@example.com of desk@example.com"}
	if diff := cmp.Diff(want, addresses); diff != "" {
		t.Errorf("aliases (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]mailbox.Alias{first}, f.get(t, desk.ID).Aliases); diff != "" {
		t.Errorf("aliases of a mailbox (-want +got):\n%s", diff)
	}
	first.Client = "Globex"
	changed := f.alias(t, first)
	if _, err := f.mailboxes.SaveAlias(t.Context(), site, first); codeOf(err) != vault.CodeStaleRevision {
		t.Errorf("an old revision: %v", err)
	}
	if err := f.mailboxes.RemoveAlias(t.Context(), site, sales.ID, changed.ID, changed.Revision); codeOf(err) != mailbox.CodeAliasNotFound {
		t.Errorf("removed from another mailbox: %v", err)
	}
	if err := f.mailboxes.RemoveAlias(t.Context(), site, desk.ID, changed.ID, changed.Revision); err != nil {
		t.Fatal(err)
	}
	if left := f.get(t, desk.ID).Aliases; len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

func TestWhatAnAliasNeeds(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	desk := f.save(t, draft("desk@example.com"))
	f.alias(t, mailbox.Alias{MailboxID: desk.ID, Address: "help@example.com", Workspace: "Support"})
	tests := map[string]struct {
		alias  mailbox.Alias
		code   string
		fields []string
	}{
		"an address":              {mailbox.Alias{Workspace: "w"}, mailbox.CodeInvalid, []string{"address"}},
		"a valid address":         {mailbox.Alias{Address: "a@b@c", Workspace: "w"}, mailbox.CodeInvalid, []string{"address"}},
		"a workspace":             {mailbox.Alias{Address: "a@example.com"}, mailbox.CodeInvalid, []string{"workspace"}},
		"text that can be seen":   {mailbox.Alias{Address: "a@example.com", Workspace: "w", Client: "a\u202eb"}, mailbox.CodeInvalid, []string{"client"}},
		"variables with values":   {mailbox.Alias{Address: "a@%x%", Workspace: "w"}, mailbox.CodeInvalid, []string{"address"}},
		"an address of its own":   {mailbox.Alias{Address: "HELP@example.com", Workspace: "w"}, mailbox.CodeAliasExists, []string{"address"}},
		"not that of its mailbox": {mailbox.Alias{Address: "Desk@example.com", Workspace: "w"}, mailbox.CodeExists, []string{"address"}},
		"a mailbox that is there": {mailbox.Alias{MailboxID: site + "/x", Address: "a@example.com", Workspace: "w"}, mailbox.CodeNotFound, nil},
		"a known ID":              {mailbox.Alias{ID: site + "/x", Address: "a@example.com", Workspace: "w"}, mailbox.CodeAliasNotFound, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if test.alias.MailboxID == "" {
				test.alias.MailboxID = desk.ID
			}
			_, err := f.mailboxes.SaveAlias(t.Context(), site, test.alias)
			if codeOf(err) != test.code {
				t.Errorf("fault %v (%s), want %s", err, codeOf(err), test.code)
			}
			if diff := cmp.Diff(test.fields, fieldsOf(err)); diff != "" {
				t.Errorf("fields (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAMailboxWithAliasesIsNotDeleted(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	desk := f.save(t, draft("desk@example.com"))
	help := f.alias(t, mailbox.Alias{MailboxID: desk.ID, Address: "help@example.com", Workspace: "Support"})
	info := f.alias(t, mailbox.Alias{MailboxID: desk.ID, Address: "info@example.com", Workspace: "Support"})

	err := f.mailboxes.Remove(t.Context(), site, desk.ID, desk.Revision)
	if codeOf(err) != mailbox.CodeHasAliases || fault.Of(err).Kind != fault.Conflict {
		t.Fatalf("remove: %v", err)
	}
	want := []fault.Field{{Name: "aliases", Message: "help@example.com"}, {Name: "aliases", Message: "info@example.com"}}
	if diff := cmp.Diff(want, fault.Of(err).Fields); diff != "" {
		t.Errorf("named aliases (-want +got):\n%s", diff)
	}
	last := f.entries(t)[0]
	if !last.Refused || last.Action != "mailbox.removed" || last.Subject != "desk@example.com" {
		t.Errorf("journal: %+v", last)
	}
	if kept := f.get(t, desk.ID); len(kept.Aliases) != 2 || !kept.Secrets.Password.Set {
		t.Errorf("kept: %+v", kept)
	}
	for _, a := range []mailbox.Alias{help, info} {
		if err := f.mailboxes.RemoveAlias(t.Context(), site, desk.ID, a.ID, a.Revision); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.mailboxes.Remove(t.Context(), site, desk.ID, desk.Revision); err != nil {
		t.Errorf("remove without aliases: %v", err)
	}
}

func TestADeploymentTakesItsMailboxesWithIt(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	desk := f.save(t, draft("desk@example.com"))
	f.alias(t, mailbox.Alias{MailboxID: desk.ID, Address: "help@example.com", Workspace: "Support"})
	if _, err := f.mailboxes.Save(t.Context(), elsewhere, draft("desk@example.com")); err != nil {
		t.Fatal(err)
	}
	before := f.stats(t)
	err := f.access.Update(t.Context(), func(tx *vault.Tx) error { return f.mailboxes.RemoveAll(tx, site) })
	if err != nil {
		t.Fatal(err)
	}
	list, err := f.mailboxes.List(t.Context(), site)
	if err != nil || len(list) != 0 {
		t.Errorf("left: %v %v", list, err)
	}
	others, err := f.mailboxes.List(t.Context(), elsewhere)
	if err != nil || len(others) != 1 {
		t.Errorf("of the other deployment: %v %v", others, err)
	}
	after := f.stats(t)
	if before.Records-after.Records != 2 || before.Secrets-after.Secrets != 1 {
		t.Errorf("from %+v to %+v: want two records and one secret less", before, after)
	}
}

func (f *fixture) stats(t *testing.T) vault.Stats {
	t.Helper()
	stats, err := f.access.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return stats
}
