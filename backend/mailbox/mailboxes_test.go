package mailbox_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/credential"
	"patchbay/backend/evidence"
	"patchbay/backend/fault"
	"patchbay/backend/mailbox"
	"patchbay/backend/protocol/account"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// fieldsOf are the names of the fields that a fault blames.
func fieldsOf(err error) []string {
	var names []string
	if err != nil {
		for _, f := range fault.Of(err).Fields {
			names = append(names, f.Name)
		}
	}
	return names
}

func codeOf(err error) string {
	if err == nil {
		return ""
	}
	return fault.Of(err).Code
}

func TestAMailboxIsKept(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	saved := f.save(t, draft("Desk@Example.com"))
	if saved.Settings.Mailbox != "Desk@Example.com" || !saved.Secrets.Password.Set {
		t.Errorf("saved %+v", saved)
	}
	if saved.Status.Light != evidence.Never {
		t.Errorf("light %q, want never", saved.Status.Light)
	}
	found, err := f.mailboxes.ByAddress(t.Context(), site, " desk@EXAMPLE.com")
	if err != nil {
		t.Fatal(err)
	}
	if found.ID != saved.ID {
		t.Errorf("found %q by its address, want %q", found.ID, saved.ID)
	}
	list, err := f.mailboxes.List(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 1 || list[0].Settings.Port != "993" || !list[0].HasSecret {
		t.Errorf("list %+v", list)
	}
}

func TestWhatAMailboxNeedsToBeSaved(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*mailbox.Draft)
		want   []string
	}{
		"nothing else":           {func(*mailbox.Draft) {}, nil},
		"a host":                 {func(d *mailbox.Draft) { d.Settings.Host = "" }, []string{"host"}},
		"a name":                 {func(d *mailbox.Draft) { d.Settings.Name = "" }, []string{"name"}},
		"a description":          {func(d *mailbox.Draft) { d.Settings.Description = "" }, []string{"description"}},
		"an address":             {func(d *mailbox.Draft) { d.Settings.Mailbox = "desk" }, []string{"mailbox"}},
		"a password":             {func(d *mailbox.Draft) { d.Secrets = account.KeepSecrets() }, []string{"password"}},
		"a password, not a mask": {func(d *mailbox.Draft) { d.Secrets.Password = set("••••") }, []string{"password"}},
		"no password with OAuth 2.0": {func(d *mailbox.Draft) {
			d.Secrets = account.KeepSecrets()
			d.Settings.OAuth2 = account.OAuth2Settings{TokenURL: "https://login.example.com/token", ClientID: "patchbay"}
		}, nil},
		"a value for each variable": {func(d *mailbox.Draft) { d.Settings.Host = "imap.%domain%" }, []string{"host"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t)
			d := draft("desk@example.com")
			test.change(&d)
			check, err := f.mailboxes.Check(t.Context(), site, d)
			if err != nil {
				t.Fatal(err)
			}
			if check.Complete != (test.want == nil) {
				t.Errorf("complete %v before it is saved, want %v", check.Complete, test.want == nil)
			}
			_, err = f.mailboxes.Save(t.Context(), site, d)
			if diff := cmp.Diff(test.want, fieldsOf(err)); diff != "" {
				t.Errorf("blamed fields (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAddressesAreUnique(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		address string
		want    string
	}{
		"another":                          {"other@example.com", ""},
		"the same":                         {"desk@example.com", mailbox.CodeExists},
		"in another case":                  {"DESK@example.COM", mailbox.CodeExists},
		"a domain in Unicode":              {"info@b\u00fccher.example", mailbox.CodeExists},
		"an alias":                         {"Help@example.com", mailbox.CodeAliasExists},
		"by a variable":                    {"desk@%domain%", mailbox.CodeExists},
		"another domain, same local":       {"desk@example.org", ""},
		"another domain below the same":    {"desk@mail.example.com", ""},
		"an alias with another local part": {"help2@example.com", ""},
	}
	f := newFixture(t)
	f.variables["domain"] = "example.com"
	desk := f.save(t, draft("desk@example.com"))
	f.save(t, draft("info@xn--bcher-kva.example"))
	f.alias(t, mailbox.Alias{MailboxID: desk.ID, Address: "help@example.com", Workspace: "Support"})
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			check, err := f.mailboxes.Check(t.Context(), site, draft(test.address))
			if err != nil {
				t.Fatal(err)
			}
			if check.Complete != (test.want == "") {
				t.Errorf("complete %v, faults %v", check.Complete, check.Faults)
			}
			if test.want == "" {
				return
			}
			_, err = f.mailboxes.Save(t.Context(), site, draft(test.address))
			if codeOf(err) != test.want {
				t.Errorf("fault %v, want %s", err, test.want)
			}
		})
	}
	if _, err := f.mailboxes.Save(t.Context(), elsewhere, draft("desk@example.com")); err != nil {
		t.Errorf("the same address in another deployment: %v", err)
	}
}

func TestANewAddressKeepsRecordAndAliases(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	desk := f.save(t, draft("desk@example.com"))
	f.alias(t, mailbox.Alias{MailboxID: desk.ID, Address: "help@example.com", Workspace: "Support"})
	d := f.get(t, desk.ID).Draft()
	d.Settings.Mailbox, d.Settings.User = "service@example.com", "desk@example.com"
	renamed := f.save(t, d)
	if renamed.ID != desk.ID || len(renamed.Aliases) != 1 || renamed.Aliases[0].Mailbox != "service@example.com" {
		t.Errorf("renamed %+v", renamed)
	}
	if _, err := f.mailboxes.ByAddress(t.Context(), site, "desk@example.com"); codeOf(err) != mailbox.CodeNotFound {
		t.Errorf("the old address: %v", err)
	}
	d.Settings.Name = "stale"
	if _, err := f.mailboxes.Save(t.Context(), site, d); codeOf(err) != vault.CodeStaleRevision {
		t.Errorf("an old revision: %v", err)
	}
}

func TestAPasswordIsChangedOnPurpose(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	desk := f.save(t, draft("desk@example.com"))
	change := func(next, confirm string) error {
		_, err := f.mailboxes.ChangePassword(t.Context(), site, desk.ID, secret.FromString(next), secret.FromString(confirm))
		return err
	}
	if err := change("next", "other"); codeOf(err) != mailbox.CodePasswordsDiffer || cmp.Diff([]string{"confirm"}, fieldsOf(err)) != "" {
		t.Errorf("differing: %v %v", err, fieldsOf(err))
	}
	for _, refused := range []string{"", "****", "a\nb"} {
		if err := change(refused, refused); cmp.Diff([]string{"next"}, fieldsOf(err)) != "" {
			t.Errorf("%q: %v %v", refused, err, fieldsOf(err))
		}
	}
	if err := change("next", "next"); err != nil {
		t.Fatal(err)
	}
	d := f.get(t, desk.ID).Draft()
	d.Secrets.Password = set(canary)
	check, err := f.mailboxes.Check(t.Context(), site, d)
	if err != nil || check.Complete || len(check.Faults) != 1 || check.Faults[0].Name != "password" {
		t.Errorf("another password by a draft: %+v %v", check, err)
	}
	if _, err := f.mailboxes.Save(t.Context(), site, d); cmp.Diff([]string{"password"}, fieldsOf(err)) != "" {
		t.Errorf("another password by a draft: %v", err)
	}
	d.Secrets.Password = set("next")
	f.save(t, d) // a document that repeats what is stored
}

func TestAStoredPasswordGoesNowhereElse(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	d := f.save(t, draft("desk@example.com")).Draft()
	d.Settings.Host = "imap.evil.example"
	check, err := f.mailboxes.Check(t.Context(), site, d)
	if err != nil {
		t.Fatal(err)
	}
	want := "imap.example.com on port 993 (implicit-tls) as desk@example.com"
	if check.Ready || check.Complete || check.Bound != want || cmp.Diff([]string{"password"}, check.Unbound) != "" {
		t.Errorf("check %+v", check)
	}
	if _, err := f.mailboxes.Save(t.Context(), site, d); codeOf(err) != credential.CodeBoundElsewhere {
		t.Errorf("save: %v", err)
	}
	last := f.entries(t)[0]
	if !last.Refused || last.Action != "mailbox.saved" || last.Detail != "password was saved for "+want {
		t.Errorf("journal: %+v", last)
	}
	report, err := f.mailboxes.Prove(t.Context(), site, mailbox.ProofRequest{Draft: d})
	if err != nil {
		t.Fatal(err)
	}
	if finding := report.Steps[0].Finding; finding == nil || finding.Code != credential.CodeBoundElsewhere {
		t.Errorf("proof: %+v", report.Steps)
	}
	d.Secrets.Password = set("for the other host")
	f.save(t, d)
}

func TestAMailboxOfAnotherDeploymentIsNotThere(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	desk := f.save(t, draft("desk@example.com"))
	_, err := f.mailboxes.Get(t.Context(), elsewhere, desk.ID)
	if codeOf(err) != mailbox.CodeNotFound {
		t.Errorf("get: %v", err)
	}
	if _, err := f.mailboxes.Save(t.Context(), elsewhere, desk.Draft()); codeOf(err) != mailbox.CodeNotFound {
		t.Errorf("save: %v", err)
	}
	if _, err := f.mailboxes.Prove(t.Context(), elsewhere, mailbox.ProofRequest{Draft: desk.Draft()}); codeOf(err) != mailbox.CodeNotFound {
		t.Errorf("prove: %v", err)
	}
	if err := f.mailboxes.Remove(t.Context(), elsewhere, desk.ID, desk.Revision); codeOf(err) != mailbox.CodeNotFound {
		t.Errorf("remove: %v", err)
	}
}

func TestAViewerChangesNothing(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	desk := f.save(t, draft("desk@example.com"))
	f.access.viewer = true
	next := secret.FromString("next")
	_, save := f.mailboxes.Save(t.Context(), site, desk.Draft())
	_, change := f.mailboxes.ChangePassword(t.Context(), site, desk.ID, next, next)
	_, alias := f.mailboxes.SaveAlias(t.Context(), site, mailbox.Alias{MailboxID: desk.ID, Address: "a@example.com", Workspace: "w"})
	_, signIn := f.mailboxes.SignIn(t.Context(), site, mailbox.SignInRequest{Draft: desk.Draft()})
	for name, err := range map[string]error{
		"save": save, "change password": change, "alias": alias, "sign in": signIn,
		"remove":       f.mailboxes.Remove(t.Context(), site, desk.ID, desk.Revision),
		"remove alias": f.mailboxes.RemoveAlias(t.Context(), site, desk.ID, "x", 1),
	} {
		if fault.Of(err) == nil || fault.Of(err).Kind != fault.Denied {
			t.Errorf("%s: %v, want denied", name, err)
		}
	}
	if _, err := f.mailboxes.List(t.Context(), site); err != nil {
		t.Errorf("a viewer may read: %v", err)
	}
}
