package mailbox_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/mailbox"
	"patchbay/backend/protocol/account"
	"patchbay/backend/sealedfile"
	"patchbay/backend/secret"
)

// TestExportAndImportAreExact carries mailboxes to another deployment, with
// everything that spreadsheets and CSV trip over.
func TestExportAndImportAreExact(t *testing.T) {
	f := newFixture(t)
	for i, name := range []string{"=1+1", "'=1+1", "-name", "@name", `say "hi", all`, "a;b", "'", "Müller"} {
		d := draft(fmt.Sprintf("box%d@example.com", i))
		d.Settings.Name, d.Settings.Description = name, name+" of all"
		d.Secrets.Password = set("+" + canary + `",;'` + name)
		saved := f.save(t, d)
		f.alias(t, mailbox.Alias{
			MailboxID: saved.ID, Address: fmt.Sprintf("alias%d@example.com", i), Workspace: name, ProjectType: "=" + name,
		})
	}
	d := draft("token@example.com")
	d.Settings.Auth = account.SignInOAuth2
	d.Settings.OAuth2 = account.OAuth2Settings{TokenURL: "https://login.example.com/token", ClientID: "app", Scope: "a b"}
	d.Secrets = account.SecretInputs{ClientSecret: set("client " + canary)}
	f.save(t, d)

	sealed, n, err := f.mailboxes.ExportSealed(t.Context(), site, nil, secret.FromString("correct horse battery"))
	if err != nil || n != 9 {
		t.Fatalf("%d are exported: %v", n, err)
	}
	if bytes.Contains(sealed, []byte(canary)) || bytes.Contains(sealed, []byte("example.com")) {
		t.Error("the sealed file can be read")
	}
	csv, err := sealedfile.Open(sealed, secret.FromString("correct horse battery"))
	if err != nil {
		t.Fatal(err)
	}
	imp, err := f.mailboxes.Preview(t.Context(), elsewhere, csv)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.mailboxes.Apply(t.Context(), elsewhere, imp, false); err != nil {
		t.Fatalf("%v %+v", err, imp.Report().Problems)
	}
	again, _, err := f.mailboxes.Export(t.Context(), elsewhere, nil, true)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(csv), string(again)); diff != "" {
		t.Error(diff)
	}
	same, err := f.mailboxes.Preview(t.Context(), site, csv)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(mailbox.Effects{Unchanged: 9}, same.Report().Mailboxes); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(mailbox.Effects{Unchanged: 8}, same.Report().Aliases); diff != "" {
		t.Error(diff)
	}
}

func TestExportWithoutSecretsHoldsNone(t *testing.T) {
	f := newFixture(t)
	one := f.save(t, draft("one@example.com"))
	f.save(t, draft("two@example.com"))
	f.access.viewer = true // who may read it may export it
	csv, n, err := f.mailboxes.Export(t.Context(), site, nil, false)
	if err != nil || n != 2 || bytes.Contains(csv, []byte(canary)) {
		t.Errorf("%d are exported: %v: %s", n, err, csv)
	}
	if _, n, err = f.mailboxes.Export(t.Context(), site, []string{one.ID}, false); err != nil || n != 1 {
		t.Errorf("%d are exported: %v", n, err)
	}
	if _, _, err := f.mailboxes.Export(t.Context(), site, []string{"other"}, false); !fault.HasCode(err, mailbox.CodeNotFound) {
		t.Errorf("the error is %v", err)
	}
	if _, _, err := f.mailboxes.Export(t.Context(), site, nil, true); fault.Of(err).Kind != fault.Denied {
		t.Errorf("a viewer exports secrets: %v", err)
	}
	if entry := f.entries(t)[0]; entry.Action != "mailbox.exported" || entry.Detail != "mailboxes: 1, without secrets" {
		t.Errorf("the journal says %+v", entry)
	}
}
